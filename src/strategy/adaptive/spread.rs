//! Weighted k-means over doubtful texts: groups of similar ones, the heaviest first. Knows rows and weights only.

use crate::matrix::{Matrix, squared_distance};
use crate::rng::Rng;
use crate::strategy::representation::clustering::cluster;

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
    if rows.rows() == 0 {
        return Vec::new();
    }
    let total: f64 = weights.iter().sum();
    let even = vec![1.0; weights.len()];
    let mass = if total > 0.0 { weights } else { &even };
    let (group_of, centres) = cluster(rows, Some(mass), count, rng);
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
