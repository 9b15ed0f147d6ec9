//! Answers that contradict each other: different labels for one text, or for two texts that say nearly the same.
//!
//! Owns the search for pairs by cosine, tile by tile: memory grows with the number of pairs asked for, never with all pairs.
//! Knows rows and class numbers; knows no model, so it finds what a model that has learnt both sides cannot.

use crate::matrix::{Matrix, dot, norm};
use crate::rng;

/// Texts at least this alike (cosine) should have one label.
pub const NEAR_DUPLICATE: f32 = 0.95;
/// Rows of a tile: two tiles of 384 numbers a row stay in a small cache.
const TILE: usize = 32;

/// Two answers that cannot both be right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contradiction {
    /// One answer, by position.
    pub first: usize,
    /// The other.
    pub second: usize,
    /// Cosine of their rows; 1 for one and the same text.
    pub cosine: f32,
    /// Whether it is one and the same text.
    pub same_text: bool,
}

/// Up to `limit` contradictions, the same text first, then the most alike. Ties fall by `seed` and `ids`.
///
/// `rows [m, dims]` are distinct texts; answer `i` is about row `row_of[i]`, gives class `given[i]` and has the id `ids[i]`. Of a
/// text with several labels, the first answer of its commonest label stands against the first of each other; two alike texts make one pair.
pub fn contradictions(rows: &Matrix, row_of: &[usize], given: &[usize], ids: &[u32], limit: usize, seed: u64) -> Vec<Contradiction> {
    let mut answers: Vec<Vec<usize>> = vec![Vec::new(); rows.rows()];
    for (place, &row) in row_of.iter().enumerate() {
        answers[row].push(place);
    }
    let mut found = Best { limit, seed, ids, kept: Vec::new() };
    for places in &answers {
        against_the_commonest(places, given).for_each(|(first, second)| found.offer(first, second, 1.0, true));
    }
    let norms: Vec<f32> = rows.iter().map(norm).collect();
    let answered: Vec<usize> = (0..rows.rows()).filter(|&row| !answers[row].is_empty() && norms[row] > 0.0).collect();
    let tiles: Vec<&[usize]> = answered.chunks(TILE).collect();
    for (number, &left) in tiles.iter().enumerate() {
        for right in &tiles[number..] {
            for &a in left {
                // Within one tile every pair comes once, as a before b.
                for &b in right.iter().filter(|&&b| b > a) {
                    let Some((first, second)) = disagreement(&answers[a], &answers[b], given) else { continue };
                    let cosine = dot(rows.row(a), rows.row(b)) / (norms[a] * norms[b]);
                    if cosine >= NEAR_DUPLICATE {
                        found.offer(first, second, cosine.min(1.0), false);
                    }
                }
            }
        }
    }
    found.finish()
}

/// Pairs within one text: the first answer of its commonest label (the first given of equals) with the first of each other.
fn against_the_commonest(places: &[usize], given: &[usize]) -> impl Iterator<Item = (usize, usize)> {
    let mut firsts: Vec<(usize, usize)> = Vec::new();
    for &place in places {
        match firsts.iter_mut().find(|(first, _)| given[*first] == given[place]) {
            Some((_, count)) => *count += 1,
            None => firsts.push((place, 1)),
        }
    }
    // `max_by_key` gives the last of equals; from the end that is the first.
    let commonest = firsts.iter().rev().max_by_key(|(_, count)| *count).map(|(first, _)| *first);
    firsts.into_iter().map(|(first, _)| first).filter_map(move |other| commonest.filter(|&first| first != other).map(|first| (first, other)))
}

/// One answer of each side with different labels, if there are such.
fn disagreement(left: &[usize], right: &[usize], given: &[usize]) -> Option<(usize, usize)> {
    left.iter().find_map(|&a| right.iter().find(|&&b| given[a] != given[b]).map(|&b| (a, b)))
}

/// The best pairs so far; never more than twice as many as asked for.
struct Best<'a> {
    limit: usize,
    seed: u64,
    ids: &'a [u32],
    kept: Vec<Contradiction>,
}

impl Best<'_> {
    fn offer(&mut self, first: usize, second: usize, cosine: f32, same_text: bool) {
        self.kept.push(Contradiction { first, second, cosine, same_text });
        if self.kept.len() > self.limit.saturating_mul(2).max(64) {
            self.shrink();
        }
    }

    fn shrink(&mut self) {
        let key = |pair: &Contradiction| {
            let (first, second) = (self.ids[pair.first], self.ids[pair.second]);
            (rng::mix(rng::mix(self.seed, u64::from(first)), u64::from(second)), first, second)
        };
        self.kept.sort_unstable_by(|a, b| b.same_text.cmp(&a.same_text).then(b.cosine.total_cmp(&a.cosine)).then_with(|| key(a).cmp(&key(b))));
        self.kept.truncate(self.limit);
    }

    fn finish(mut self) -> Vec<Contradiction> {
        self.shrink();
        self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;

    fn pairs(rows: &Matrix, row_of: &[usize], given: &[usize], limit: usize) -> Vec<(usize, usize, bool)> {
        let ids: Vec<u32> = (0..given.len() as u32).collect();
        contradictions(rows, row_of, given, &ids, limit, 1).iter().map(|pair| (pair.first, pair.second, pair.same_text)).collect()
    }

    #[test]
    fn one_text_with_two_labels_comes_first_and_its_commonest_label_stands() {
        let rows = Matrix::from_vec(3, 2, vec![1.0, 0.0, 0.999, 0.0447, 0.0, 1.0]).unwrap();
        // Text 0 was answered 1, 0, 0; text 1, nearly the same, 0; text 2 stands alone.
        assert_eq!(pairs(&rows, &[0, 0, 0, 1, 2], &[1, 0, 0, 0, 1], 10), [(1, 0, true), (0, 3, false)]);
        assert_eq!(pairs(&rows, &[0, 0, 0, 1, 2], &[1, 0, 0, 0, 1], 1), [(1, 0, true)]);
        assert_eq!(pairs(&rows, &[0, 0, 0, 1, 2], &[1, 0, 0, 0, 1], 0), []);
    }

    #[test]
    fn agreeing_answers_and_rows_of_zeros_contradict_nothing() {
        let rows = Matrix::from_vec(3, 2, vec![1.0, 0.0, 1.0, 0.0, 0.0, 0.0]).unwrap();
        assert_eq!(pairs(&rows, &[0, 1, 2], &[0, 0, 1], 10), []);
        assert_eq!(pairs(&Matrix::zeros(0, 2), &[], &[], 10), []);
    }

    #[test]
    fn tiles_find_what_all_pairs_find() {
        let mut rng = Rng::new(3);
        let (n, dims) = (150, 5);
        let rows = Matrix::from_vec(n, dims, (0..n * dims).map(|_| (rng.uniform() - 0.2) as f32).collect()).unwrap();
        let given: Vec<usize> = (0..n).map(|_| rng.below(3)).collect();
        let row_of: Vec<usize> = (0..n).collect();
        let mut by_hand: Vec<(usize, usize)> = Vec::new();
        for a in 0..n {
            for b in a + 1..n {
                let cosine = dot(rows.row(a), rows.row(b)) / (norm(rows.row(a)) * norm(rows.row(b)));
                if given[a] != given[b] && cosine >= NEAR_DUPLICATE {
                    by_hand.push((a, b));
                }
            }
        }
        let mut found: Vec<(usize, usize)> = pairs(&rows, &row_of, &given, usize::MAX).iter().map(|pair| (pair.0, pair.1)).collect();
        found.sort_unstable();
        assert!(by_hand.len() > 100, "{}", by_hand.len());
        assert_eq!(found, by_hand);
        let few = pairs(&rows, &row_of, &given, 7);
        assert_eq!(few, pairs(&rows, &row_of, &given, usize::MAX)[..7]);
    }
}
