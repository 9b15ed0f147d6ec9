//! k-means, and taking texts from the groups in turns: what several strategies share.
//! Lloyd's algorithm (1982) from k-means++ centres (Arthur & Vassilvitskii 2007), weighted where weights are given.
//! Knows points and weights; why something is grouped is for the strategies to know.

use crate::corpus::DocId;
use crate::matrix::{Matrix, squared_distance};
use crate::rng::{Rng, mix};
use crate::strategy::PoolView;

use super::distances::squared_distances;

/// Most groups that are made where nothing else is said.
pub(in crate::strategy) const CLUSTERS: usize = 64;
/// Points that groups are made of, and at least so many for each group.
const SAMPLE: usize = 2048;
const SAMPLE_A_CLUSTER: usize = 16;
/// Lloyd's iterations at most; they end once no point changes its group.
const ITERATIONS: usize = 10;

/// How many points stand for a pool of which `clusters` groups are made.
pub(in crate::strategy) fn sample_size(clusters: usize) -> usize {
    SAMPLE.max(SAMPLE_A_CLUSTER * clusters)
}

/// The feature rows of the documents, `[ids.len(), dims]`.
pub(in crate::strategy) fn rows(pool: &PoolView<'_>, ids: impl IntoIterator<Item = DocId>) -> Matrix {
    let rows: Vec<usize> = ids.into_iter().map(|id| pool.row_of[id as usize] as usize).collect();
    pool.features.gather(&rows)
}

/// A group of candidates.
#[derive(Default)]
pub(in crate::strategy) struct Group {
    /// In the order in which they are to be asked about.
    pub members: Vec<DocId>,
    /// How large it is, as a share of all.
    pub share: f64,
    /// Answered texts in it.
    pub answers: usize,
    /// Comes only when all others are used up.
    pub last: bool,
}

/// One text of a group.
pub(in crate::strategy) struct Taken {
    pub id: DocId,
    pub group: usize,
    /// The group's share, less the answers in it and what was taken of it before; of a group that comes last, less still.
    pub score: f32,
}

/// The first of each group, then the second of each; in each turn the groups with fewest answers first, then the largest.
pub(in crate::strategy) fn take_turns(groups: &[Group], count: usize) -> Vec<Taken> {
    let mut turns: Vec<(bool, usize, usize, usize)> = Vec::with_capacity(groups.iter().map(|group| group.members.len()).sum());
    for (number, group) in groups.iter().enumerate() {
        turns.extend((0..group.members.len()).map(|turn| (group.last, group.answers + turn, number, turn)));
    }
    let by_share = |a: usize, b: usize| groups[b].share.total_cmp(&groups[a].share);
    turns.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(by_share(a.2, b.2)).then(a.2.cmp(&b.2)));
    let deepest = turns.iter().filter(|turn| !turn.0).map(|turn| turn.1 + 1).max().unwrap_or(0);
    turns.truncate(count);
    let taken = |(last, layer, group, turn): (bool, usize, usize, usize)| {
        let layer = if last { deepest + layer } else { layer };
        Taken { id: groups[group].members[turn], group, score: (groups[group].share - layer as f64) as f32 }
    };
    turns.into_iter().map(taken).collect()
}

/// Groups of the first `ids.len()` points, nearest to the centre first, equals by a hash of `seed` and the id; shares by number.
/// Further points are answers.
pub(in crate::strategy) fn around_centres(points: &Matrix, ids: &[DocId], group_of: &[usize], centres: &Matrix, seed: u64) -> Vec<Group> {
    let mut groups: Vec<Group> = (0..centres.rows()).map(|_| Group::default()).collect();
    let mut members: Vec<Vec<(f32, DocId)>> = vec![Vec::new(); centres.rows()];
    for (place, &group) in group_of.iter().enumerate() {
        match ids.get(place) {
            Some(&id) => members[group].push((squared_distance(points.row(place), centres.row(group)), id)),
            None => groups[group].answers += 1,
        }
    }
    for (group, mut members) in groups.iter_mut().zip(members) {
        members.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(mix(seed, a.1.into()).cmp(&mix(seed, b.1.into()))));
        group.share = members.len() as f64 / ids.len() as f64;
        group.members = members.into_iter().map(|(_, id)| id).collect();
    }
    groups
}

/// Each point's group, and the centres `[groups, dims]`, so that Σ wᵢ‖xᵢ − centre‖² is small. Weights are 1 where none are given, finite
/// and not negative where they are. There are fewer groups than asked for where there are fewer distinct points of any weight.
pub(in crate::strategy) fn cluster(points: &Matrix, weights: Option<&[f64]>, clusters: usize, rng: &mut Rng) -> (Vec<usize>, Matrix) {
    let (mut group_of, mut centres) = seed_centres(points, weights, clusters, rng);
    let mut distances = Vec::with_capacity(centres.rows());
    for _ in 0..ITERATIONS {
        recentre(points, weights, &group_of, &mut centres);
        let mut moved = false;
        for (point, group) in points.iter().zip(&mut group_of) {
            squared_distances(point, &centres, 0..centres.rows(), &mut distances);
            let mut nearest = (*group, distances[*group]);
            for (other, &distance) in distances.iter().enumerate() {
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

/// Moves each centre to the weighted mean of its group; one without weight stays.
fn recentre(points: &Matrix, weights: Option<&[f64]>, group_of: &[usize], centres: &mut Matrix) {
    let cols = centres.cols();
    let mut sums = vec![0.0f64; centres.rows() * cols];
    let mut sizes = vec![0.0f64; centres.rows()];
    for (place, (point, &group)) in points.iter().zip(group_of).enumerate() {
        let weight = weights.map_or(1.0, |weights| weights[place]);
        sizes[group] += weight;
        for (sum, &x) in sums[group * cols..].iter_mut().zip(point) {
            *sum += weight * f64::from(x);
        }
    }
    for (group, &size) in sizes.iter().enumerate().filter(|&(_, &size)| size > 0.0) {
        for (centre, &sum) in centres.row_mut(group).iter_mut().zip(&sums[group * cols..]) {
            *centre = (sum / size) as f32;
        }
    }
}

/// k-means++: the first centre is drawn by weight, each further one by weight × squared distance to the nearest so far. Each point's nearest
/// centre, and the centres.
fn seed_centres(points: &Matrix, weights: Option<&[f64]>, clusters: usize, rng: &mut Rng) -> (Vec<usize>, Matrix) {
    let mut centres = Matrix::zeros(0, points.cols());
    let mut group_of = vec![0; points.rows()];
    let mut nearest = vec![f32::INFINITY; points.rows()];
    let mut chosen = match weights {
        None => rng.below(points.rows()),
        Some(weights) => draw(weights, rng).unwrap_or_else(|| rng.below(points.rows())),
    };
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
        if centres.rows() >= clusters {
            return (group_of, centres);
        }
        // What is not a number, or infinite, weighs nothing.
        let spread = |place: usize| if nearest[place].is_finite() { f64::from(nearest[place]) } else { 0.0 };
        let chances: Vec<f64> = (0..points.rows()).map(|place| weights.map_or(1.0, |weights| weights[place]) * spread(place)).collect();
        match draw(&chances, rng) {
            Some(next) => chosen = next,
            None => return (group_of, centres),
        }
    }
}

/// A place, with chances proportional to the weights; nothing where they are all zero.
fn draw(weights: &[f64], rng: &mut Rng) -> Option<usize> {
    let total: f64 = weights.iter().sum();
    if total <= 0.0 {
        return None;
    }
    let mut left = rng.uniform() * total;
    for (place, &weight) in weights.iter().enumerate() {
        left -= weight;
        if left < 0.0 {
            return Some(place);
        }
    }
    // Rounding can leave a remainder after the last point; the last one with any weight takes it.
    weights.iter().rposition(|&weight| weight > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_pull_a_centre_as_copies_of_a_point_would() {
        let points = Matrix::from_vec(3, 1, vec![0.0, 3.0, 100.0]).unwrap();
        for seed in 0..20 {
            let (group_of, centres) = cluster(&points, Some(&[2.0, 1.0, 1.0]), 2, &mut Rng::new(seed));
            assert_eq!(group_of[0], group_of[1]);
            assert_eq!((centres.row(group_of[0])[0], centres.row(group_of[2])[0]), (1.0, 100.0));
        }
    }

    #[test]
    fn points_without_weight_are_grouped_but_are_no_centre() {
        let points = Matrix::from_vec(4, 1, vec![0.0, 1.0, 50.0, 51.0]).unwrap();
        for seed in 0..20 {
            let (group_of, centres) = cluster(&points, Some(&[1.0, 1.0, 0.0, 0.0]), 3, &mut Rng::new(seed));
            assert_eq!(centres.rows(), 2);
            assert_eq!(group_of[2], group_of[1]);
        }
    }

    #[test]
    fn groups_that_come_last_are_taken_when_all_others_are_used_up_and_score_less() {
        let group = |members: &[DocId], share, answers, last| Group { members: members.to_vec(), share, answers, last };
        let groups = [group(&[1, 2], 0.2, 0, true), group(&[3, 4, 5], 0.3, 2, false), group(&[6], 0.5, 0, false)];
        let taken = take_turns(&groups, 9);
        assert_eq!(taken.iter().map(|taken| taken.id).collect::<Vec<_>>(), [6, 3, 4, 5, 1, 2]);
        assert!(taken.is_sorted_by(|a, b| a.score >= b.score));
    }
}
