//! Weighted k-means over doubtful texts: groups of similar ones, the heaviest first. Knows rows and weights only.

use crate::matrix::{Matrix, squared_distance};
use crate::rng::Rng;

/// Lloyd's iterations at most; they end once no text changes its group.
const ITERATIONS: usize = 10;

/// Similar texts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Group {
    /// Rows, nearest to the group's weighted mean first.
    pub members: Vec<usize>,
    /// The sum of their weights.
    pub weight: f64,
}

/// At most `count` groups of `rows`, none of them empty, heaviest first. Weights are finite and at least 0; where all are 0, all count
/// alike. `ties` is a number for each row by which equally near ones are ordered.
pub(super) fn groups(rows: &Matrix, weights: &[f64], count: usize, ties: &[u64], rng: &mut Rng) -> Vec<Group> {
    let total: f64 = weights.iter().sum();
    let even = vec![1.0; weights.len()];
    let mass = if total > 0.0 { weights } else { &even };
    let mut centres = seeds(rows, mass, count, rng);
    let mut group_of = vec![usize::MAX; rows.rows()];
    for _ in 0..ITERATIONS {
        let mut moved = false;
        for (row, group) in rows.iter().zip(&mut group_of) {
            let nearest = nearest(row, &centres);
            moved |= nearest != *group;
            *group = nearest;
        }
        if !moved {
            break;
        }
        shift(rows, mass, &group_of, &mut centres);
    }
    let mut groups = vec![Group { members: Vec::new(), weight: 0.0 }; centres.rows()];
    for (place, &group) in group_of.iter().enumerate() {
        groups[group].members.push(place);
        groups[group].weight += weights[place];
    }
    for (group, centre) in groups.iter_mut().zip(centres.iter()) {
        let key = |&place: &usize| (squared_distance(rows.row(place), centre), ties[place]);
        let mut keyed: Vec<((f32, u64), usize)> = group.members.iter().map(|place| (key(place), *place)).collect();
        keyed.sort_unstable_by(|(a, _), (b, _)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        group.members = keyed.into_iter().map(|(_, place)| place).collect();
    }
    groups.retain(|group| !group.members.is_empty());
    groups.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    groups
}

/// k-means++ (Arthur & Vassilvitskii 2007) with weights: the first centre is drawn by weight, each further one by weight times squared
/// distance to the nearest so far. Fewer where fewer rows differ.
fn seeds(rows: &Matrix, weights: &[f64], count: usize, rng: &mut Rng) -> Matrix {
    let mut centres = Matrix::zeros(0, rows.cols());
    let mut distances = vec![1.0f64; rows.rows()];
    while centres.rows() < count {
        let pull = |place: usize| weights[place] * distances[place];
        let total: f64 = (0..rows.rows()).map(pull).sum();
        if total <= 0.0 {
            break;
        }
        let mut left = rng.uniform() * total;
        let drawn = (0..rows.rows()).position(|place| {
            left -= pull(place);
            left < 0.0
        });
        // Rounding can leave a remainder after the last row; the last one with any pull takes it.
        let Some(drawn) = drawn.or_else(|| (0..rows.rows()).rev().find(|&place| pull(place) > 0.0)) else { break };
        let first = centres.rows() == 0;
        centres.push_row(rows.row(drawn));
        for (distance, row) in distances.iter_mut().zip(rows.iter()) {
            let squared = f64::from(squared_distance(row, rows.row(drawn)));
            let squared = if squared.is_finite() { squared } else { 0.0 };
            *distance = if first { squared } else { distance.min(squared) };
        }
    }
    centres
}

fn nearest(row: &[f32], centres: &Matrix) -> usize {
    let mut best = (0, f32::INFINITY);
    for (group, centre) in centres.iter().enumerate() {
        let distance = squared_distance(row, centre);
        if distance < best.1 {
            best = (group, distance);
        }
    }
    best.0
}

/// Moves each centre to the weighted mean of its group; one without weight stays.
fn shift(rows: &Matrix, weights: &[f64], group_of: &[usize], centres: &mut Matrix) {
    let cols = rows.cols();
    let mut sums = vec![0.0f64; centres.rows() * cols];
    let mut masses = vec![0.0f64; centres.rows()];
    for ((row, &group), &weight) in rows.iter().zip(group_of).zip(weights) {
        masses[group] += weight;
        sums[group * cols..(group + 1) * cols].iter_mut().zip(row).for_each(|(sum, &x)| *sum += weight * f64::from(x));
    }
    for (group, &mass) in masses.iter().enumerate().filter(|&(_, &mass)| mass > 0.0) {
        centres.row_mut(group).iter_mut().zip(&sums[group * cols..]).for_each(|(x, &sum)| *x = (sum / mass) as f32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_far_apart_are_found_and_the_heaviest_comes_first() {
        let rows = Matrix::from_vec(5, 1, vec![0.0, 0.2, 9.0, 9.1, 9.3]).unwrap();
        let found = groups(&rows, &[5.0, 5.0, 1.0, 1.0, 1.0], 2, &[0; 5], &mut Rng::new(1));
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].weight, found[1].weight), (10.0, 3.0));
        assert_eq!(found[1].members[0], 3);
    }

    #[test]
    fn identical_rows_are_one_group_and_no_weight_counts_alike() {
        let rows = Matrix::from_vec(3, 2, vec![1.0; 6]).unwrap();
        let found = groups(&rows, &[0.0; 3], 2, &[7, 5, 6], &mut Rng::new(1));
        assert_eq!(found, [Group { members: vec![1, 2, 0], weight: 0.0 }]);
    }
}
