//! Embedding k-means (Yuan et al. 2020, there with as many clusters as texts asked for): one typical text from each group of similar
//! ones, largest groups first. The strategy for the time before there is a model.
//!
//! So that it also works one text at a time, groups are made of answered texts too, as many as there are answers plus texts asked
//! for, and those with the fewest answers come first (the rule of TypiClust, Hacohen et al. 2022). Score: the group's share of
//! the texts, less the answers in it. Beyond [`CLUSTERS`] groups a second text is taken from each, and so on.
//! A large pool is represented by a uniform sample, so that the time does not grow with it.

use serde::{Deserialize, Serialize};

use crate::corpus::DocId;
use crate::error::Result;
use crate::matrix::{Matrix, squared_distance, top_k};
use crate::rng::{Rng, mix};
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

/// Most groups that are made.
const CLUSTERS: usize = 64;
/// Candidates that are looked at, and at least so many for each group.
const SAMPLE: usize = 2048;
const SAMPLE_A_CLUSTER: usize = 16;
/// Lloyd's iterations at most; they end once no text changes its group.
const ITERATIONS: usize = 10;

/// See the file's head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct Kmeans {}

impl Strategy for Kmeans {
    fn about(&self) -> About {
        About {
            title: "k-means",
            family: "representation",
            paper: "Yuan, Lin & Boyd-Graber 2020, Cold-start active learning through self-supervised language modeling",
            formula: "share of the group − answers in it",
            cost: "(L + n)·d, on a sample of at least 2048",
            summary: "Asks about one typical text of each group of similar ones, large groups first. Needs no model: the cold start.",
            scope: Scope::Any,
        }
    }

    fn need(&self) -> Need {
        Need::Features
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let count = count.min(pool.candidates.len());
        if count == 0 {
            return Ok(Vec::new());
        }
        let clusters = CLUSTERS.min(pool.labelled.len() + count);
        let size = SAMPLE.max(SAMPLE_A_CLUSTER * clusters).max(count);
        let candidates = sample(pool.candidates, size, rng);
        let answered = sample(pool.labelled, size, rng);
        let mut points = Matrix::zeros(0, 0);
        for &id in candidates.iter().chain(&answered) {
            points.push_row(pool.feature(id));
        }
        let (group_of, centres) = cluster(&points, clusters, rng);
        let scale = pool.candidates.len() as f32 / candidates.len() as f32;
        let mut groups: Vec<Group> = centres.iter().map(|_| Group::default()).collect();
        for (place, &group) in group_of.iter().enumerate() {
            match candidates.get(place) {
                Some(&id) => groups[group].members.push((squared_distance(points.row(place), centres.row(group)), id)),
                None => groups[group].answers += 1,
            }
        }
        let seed = rng.next_u64();
        for group in &mut groups {
            group.members.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(mix(seed, a.1.into()).cmp(&mix(seed, b.1.into()))));
        }
        Ok(take_turns(&groups, count, scale))
    }
}

#[derive(Default)]
struct Group {
    /// Squared distance to the centre and id, nearest first.
    members: Vec<(f32, DocId)>,
    answers: usize,
}

/// The nearest of each group, then the second nearest of each; in each turn the groups with fewest answers, then the largest, first.
fn take_turns(groups: &[Group], count: usize, scale: f32) -> Vec<Pick> {
    let total: usize = groups.iter().map(|group| group.members.len()).sum();
    let mut turns: Vec<(usize, usize, usize, usize)> = Vec::with_capacity(total);
    for (number, group) in groups.iter().enumerate() {
        let size = group.members.len();
        turns.extend((0..size).map(|turn| (group.answers + turn, total - size, number, turn)));
    }
    turns.sort_unstable();
    turns.truncate(count);
    let pick = |(answers, _, number, turn): (usize, usize, usize, usize)| {
        let members = &groups[number].members;
        let size = (members.len() as f32 * scale).round();
        let about = if scale > 1.0 { "about " } else { "" };
        let reason = match size as usize {
            0 | 1 => "in a group of its own".into(),
            size => format!("typical of a group of {about}{size} similar texts"),
        };
        Pick { id: members[turn].1, score: members.len() as f32 / total as f32 - answers as f32, reason }
    };
    turns.into_iter().map(pick).collect()
}

/// At most `size` of the ids, drawn uniformly, in ascending order: the pool's own order has no say.
fn sample(ids: &[DocId], size: usize, rng: &mut Rng) -> Vec<DocId> {
    let drawn = top_k(&vec![0.0; ids.len()], ids, size, rng.next_u64());
    let mut drawn: Vec<DocId> = drawn.into_iter().map(|place| ids[place]).collect();
    drawn.sort_unstable();
    drawn
}

/// Lloyd's algorithm from k-means++ centres (Arthur & Vassilvitskii 2007): each point's group, and the centres `[groups, dims]`.
/// There are fewer groups than asked for where there are fewer distinct points.
fn cluster(points: &Matrix, clusters: usize, rng: &mut Rng) -> (Vec<usize>, Matrix) {
    let (mut group_of, mut centres) = seed_centres(points, clusters, rng);
    for _ in 0..ITERATIONS {
        let mut sums = vec![0.0f64; centres.rows() * centres.cols()];
        let mut sizes = vec![0u32; centres.rows()];
        for (point, &group) in points.iter().zip(&group_of) {
            sizes[group] += 1;
            for (sum, &x) in sums[group * centres.cols()..].iter_mut().zip(point) {
                *sum += f64::from(x);
            }
        }
        for (group, &size) in sizes.iter().enumerate().filter(|&(_, &size)| size > 0) {
            let cols = centres.cols();
            for (centre, &sum) in centres.row_mut(group).iter_mut().zip(&sums[group * cols..]) {
                *centre = (sum / f64::from(size)) as f32;
            }
        }
        let mut moved = false;
        for (point, group) in points.iter().zip(&mut group_of) {
            let mut nearest = (*group, squared_distance(point, centres.row(*group)));
            for (other, centre) in centres.iter().enumerate() {
                let distance = squared_distance(point, centre);
                if distance < nearest.1 {
                    nearest = (other, distance);
                }
            }
            moved |= nearest.0 != *group;
            *group = nearest.0;
        }
        if !moved {
            break;
        }
    }
    (group_of, centres)
}

/// k-means++: the first centre is uniform, each further one is drawn by squared distance to the nearest so far.
fn seed_centres(points: &Matrix, clusters: usize, rng: &mut Rng) -> (Vec<usize>, Matrix) {
    let mut centres = Matrix::zeros(0, points.cols());
    let mut group_of = vec![0; points.rows()];
    let mut nearest = vec![f32::INFINITY; points.rows()];
    let mut chosen = rng.below(points.rows());
    loop {
        let group = centres.rows();
        centres.push_row(points.row(chosen));
        for (place, point) in points.iter().enumerate() {
            let distance = squared_distance(point, points.row(chosen));
            if distance < nearest[place] {
                nearest[place] = distance;
                group_of[place] = group;
            }
        }
        // What is not a number, or infinite, weighs nothing.
        let weight = |distance: f32| if distance.is_finite() { f64::from(distance) } else { 0.0 };
        let total: f64 = nearest.iter().map(|&distance| weight(distance)).sum();
        if centres.rows() >= clusters || total <= 0.0 {
            return (group_of, centres);
        }
        let mut left = rng.uniform() * total;
        // Rounding can leave a remainder after the last point; the last one with any weight takes it.
        chosen = nearest.iter().rposition(|&distance| weight(distance) > 0.0).unwrap_or(chosen);
        for (place, &distance) in nearest.iter().enumerate() {
            left -= weight(distance);
            if left < 0.0 {
                chosen = place;
                break;
            }
        }
    }
}
