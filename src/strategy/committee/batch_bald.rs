//! BatchBALD (Kirsch, van Amersfoort & Gal 2019): the batch whose answers *together* tell most about which member is right, so that no
//! text repeats what another of the batch tells. Greedy: the first text is BALD's, each further one adds most to those before it.
//!
//! Score: the conditional information I(y; m | y of the texts before) in bits; it never rises along the batch. All the label
//! combinations of the batch so far are kept while they are no more than `samples`; then as many are drawn, in equal parts from
//! each member, and weighted by p(y, ŷ)/p(ŷ), as in the paper. The scores of the sampled part are estimates, cut to the one before.
//!
//! Only the `pool` candidates best by BALD take part: no text adds more than its BALD. And since information already told is not told
//! again, an old gain bounds a new one (Minoux 1978), so few candidates are looked at again for each place.
//! M models hold log₂ M bits, 3 for 8: once a text adds no thousandth of what the first did, the rest of the batch follows by BALD, at score 0.

use std::collections::BinaryHeap;

use serde::{Deserialize, Serialize};

use super::gain::Gain;
use super::mixture::Mixture;
use super::opinions::Opinions;
use crate::error::{Code, Error, Result};
use crate::matrix::top_k;
use crate::rng::{Rng, mix};
use crate::strategy::uncertainty::bits;
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

/// Share of the first gain below which nothing is left to learn.
const EXHAUSTED: f64 = 1e-3;
/// Most that `pool` and `samples` may be.
const MOST: usize = 1_000_000;

/// See the file's head.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct BatchBald {
    /// How many candidates, the best by BALD, take part; 1000, and at least as many as are asked for.
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub pool: usize,
    /// How many label combinations of the batch are kept, all or a sample; 256.
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub samples: usize,
}

impl Default for BatchBald {
    fn default() -> Self {
        Self { pool: 1000, samples: 256 }
    }
}

impl Strategy for BatchBald {
    fn about(&self) -> About {
        About {
            title: "BatchBALD",
            family: "committee",
            paper: "Kirsch, van Amersfoort & Gal 2019, BatchBALD: efficient and diverse batch acquisition for deep Bayesian active learning",
            formula: "H(y | y_1 … y_{i−1}) − mean_m H(p_m)",
            cost: "N·M·C + at most n·pool·samples·M·C",
            summary: "BALD for a whole batch: asks for texts whose answers together tell most about the model, without repeating each other.",
            scope: Scope::SingleLabel,
        }
    }

    fn need(&self) -> Need {
        Need::Committee
    }

    fn check(&self) -> Result<()> {
        if (1..=MOST).contains(&self.pool) && (1..=MOST).contains(&self.samples) {
            return Ok(());
        }
        let message = format!("“pool” and “samples” must be from 1 to {MOST}; they are {} and {}.", self.pool, self.samples);
        Err(Error::new(Code::InvalidStrategy, message))
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let opinions = Opinions::of(pool)?;
        let count = count.min(pool.candidates.len());
        let seed = rng.next_u64();
        let mut consensus = vec![0.0; opinions.classes()];
        let bald = opinions.scores(|place| bits::settled(opinions.information(place, &mut consensus)));
        // Places, best first by BALD and seeded hash: the rank decides among equal gains.
        let ranked = top_k(&bald, pool.candidates, self.pool.max(count), seed);
        let mut known = Batch::new(&opinions, self.samples, rng.next_u64());
        let first_gain = |(rank, &place): (usize, &usize)| Gain::new(opinions.information(place, &mut consensus), rank as u64, place, 0);
        let mut open: BinaryHeap<Gain> = ranked.iter().enumerate().map(first_gain).collect();
        let mut rows: Vec<&[f32]> = Vec::with_capacity(opinions.size());
        let mut picked = vec![false; ranked.len()];
        let mut picks: Vec<Pick> = Vec::with_capacity(count);
        let (mut first, mut last) = (0.0, f64::INFINITY);
        while picks.len() < count {
            let Some(best) = open.pop() else { break };
            let place = best.place;
            if best.step < picks.len() {
                rows.clear();
                rows.extend(opinions.rows(place));
                let gain = known.mixture.conditional_entropy(&rows, opinions.classes()) - opinions.mean_entropy(place);
                open.push(Gain::new(gain, best.rank, place, picks.len()));
                continue;
            }
            if picks.is_empty() {
                first = best.bits;
            }
            if best.bits <= EXHAUSTED * first {
                break;
            }
            last = best.bits.min(last);
            let reason = match picks.len() {
                0 => format!("the answer would tell the models apart by {last:.2} bits: {}", opinions.votes_in_words(place, pool)),
                _ => format!("tells {last:.2} bits that those before it do not: {}", opinions.votes_in_words(place, pool)),
            };
            picks.push(Pick { id: pool.candidates[place], score: last as f32, reason });
            picked[best.rank as usize] = true;
            if picks.len() < count {
                known.add(place);
            }
        }
        let rest = ranked.iter().zip(&picked).filter(|&(_, &picked)| !picked).take(count - picks.len());
        for (&place, _) in rest {
            let score = if bald[place].is_finite() { 0.0 } else { f32::MIN };
            let reason = format!("the models have no more to tell apart; next by their disagreement: {}", opinions.votes_in_words(place, pool));
            picks.push(Pick { id: pool.candidates[place], score, reason });
        }
        Ok(picks)
    }
}

/// The batch so far: the label combinations that it may turn out to have.
struct Batch<'a> {
    opinions: &'a Opinions<'a>,
    samples: usize,
    seed: u64,
    places: Vec<usize>,
    sampled: bool,
    /// Each combination's joint probability with every member, `[combinations, members]`.
    table: Vec<f64>,
    mixture: Mixture,
}

impl<'a> Batch<'a> {
    fn new(opinions: &'a Opinions<'a>, samples: usize, seed: u64) -> Self {
        let members = opinions.size();
        let table = vec![1.0 / members as f64; members];
        let mixture = Mixture::new(members, 1, |_, member| table[member]);
        Self { opinions, samples, seed, places: Vec::new(), sampled: false, table, mixture }
    }

    fn add(&mut self, place: usize) {
        self.places.push(place);
        let members = self.opinions.size();
        if self.sampled {
            self.draw(self.places.len() - 1);
        } else if let Some(table) = self.combined(place) {
            self.table = table;
        } else {
            self.sampled = true;
            // In equal parts from each member.
            let samples = self.samples.next_multiple_of(members);
            self.table = vec![1.0 / (samples * members) as f64; samples * members];
            (0..self.places.len()).for_each(|step| self.draw(step));
        }
        self.mixture = Mixture::new(members, self.table.len() / members, |case, member| self.table[case * members + member]);
    }

    /// All combinations with each label of one more text, those that no member thinks possible left out; `None` where they are too many.
    fn combined(&self, place: usize) -> Option<Vec<f64>> {
        let members = self.opinions.size();
        let mut table = Vec::with_capacity(self.table.len() * self.opinions.classes());
        for combination in self.table.chunks_exact(members) {
            for class in 0..self.opinions.classes() {
                let start = table.len();
                table.extend(combination.iter().zip(self.opinions.rows(place)).map(|(mass, row)| mass * f64::from(row[class])));
                if table[start..].iter().all(|&mass| mass <= 0.0) {
                    table.truncate(start);
                } else if table.len() > self.samples * members {
                    return None;
                }
            }
        }
        Some(table)
    }

    /// Draws the label of the text of a step for every sample from the sample's own member, and weighs all members by it.
    fn draw(&mut self, step: usize) {
        let members = self.opinions.size();
        let samples = self.table.len() / members;
        let rows: Vec<&[f32]> = self.opinions.rows(self.places[step]).collect();
        let seed = mix(self.seed, step as u64);
        for (sample, table) in self.table.chunks_exact_mut(members).enumerate() {
            let uniform = (mix(seed, sample as u64) >> 11) as f64 / (1u64 << 53) as f64;
            let row = rows[sample % members];
            let mut left = uniform * row.iter().map(|&p| f64::from(p)).sum::<f64>();
            // Rounding can leave a remainder after the last class; the last one possible takes it.
            let mut drawn = row.iter().rposition(|&p| p > 0.0);
            for (class, &p) in row.iter().enumerate() {
                left -= f64::from(p);
                if left < 0.0 {
                    drawn = Some(class);
                    break;
                }
            }
            let Some(class) = drawn else { continue };
            let total: f64 = table.iter().zip(&rows).map(|(mass, row)| mass * f64::from(row[class])).sum();
            if total > 0.0 {
                let scale = 1.0 / (total * samples as f64);
                table.iter_mut().zip(&rows).for_each(|(mass, row)| *mass *= f64::from(row[class]) * scale);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::Matrix;

    /// Four members and six texts of three labels.
    fn committee() -> Vec<Matrix> {
        let mut rng = Rng::new(2);
        let mut member = || {
            let raw: Vec<f64> = (0..18).map(|_| (3.0 * rng.uniform()).exp()).collect();
            let rows = raw.chunks(3).flat_map(|row| row.iter().map(|x| (x / row.iter().sum::<f64>()) as f32).collect::<Vec<_>>()).collect();
            Matrix::from_vec(6, 3, rows).unwrap()
        };
        (0..4).map(|_| member()).collect()
    }

    #[test]
    fn sampled_combinations_estimate_what_all_of_them_give() {
        let (features, ids, committee) = (Matrix::zeros(6, 1), (0..6).collect::<Vec<u32>>(), committee());
        let pool = PoolView { committee: Some(&committee), ..PoolView::new(&features, &ids, &ids, 3) };
        let opinions = Opinions::of(&pool).unwrap();
        let mut all = Batch::new(&opinions, 1000, 1);
        let mut some = Batch::new(&opinions, 40_000, 1);
        some.add(0);
        // As if there had been too many.
        some.sampled = true;
        some.table = vec![1.0 / (40_000.0 * 4.0); 40_000 * 4];
        some.draw(0);
        all.add(0);
        for place in 1..5 {
            all.add(place);
            some.add(place);
        }
        assert_eq!((all.table.len(), some.table.len()), (4 * 243, 4 * 40_000));
        let rows: Vec<&[f32]> = opinions.rows(5).collect();
        let (exact, estimate) = (all.mixture.conditional_entropy(&rows, 3), some.mixture.conditional_entropy(&rows, 3));
        assert!((exact - estimate).abs() < 0.005, "{exact} {estimate}");
        // And it is another figure than the entropy without the batch, so that the comparison says something.
        assert!(Batch::new(&opinions, 1, 1).mixture.conditional_entropy(&rows, 3) - exact > 0.03);
    }

    #[test]
    fn a_copy_of_a_chosen_text_comes_after_one_that_tells_something_else() {
        // Texts 0 and 1 split the members alike, text 2 splits them across, a little less sharply.
        let member = |a: f32, b: f32| Matrix::from_vec(3, 2, vec![a, 1.0 - a, a, 1.0 - a, b, 1.0 - b]).unwrap();
        let committee = [member(1.0, 0.9), member(1.0, 0.1), member(0.0, 0.9), member(0.0, 0.1)];
        let (features, ids) = (Matrix::zeros(3, 1), [0, 1, 2]);
        let pool = PoolView { committee: Some(&committee), ..PoolView::new(&features, &ids, &ids, 2) };
        for samples in [1, 2, 256] {
            let picks = BatchBald { samples, ..BatchBald::default() }.select(&pool, 3, &mut Rng::new(1)).unwrap();
            assert!(picks[0].id < 2 && picks[1].id == 2, "{picks:?}");
            assert!(picks[0].score == 1.0 && (picks[1].score - 0.531).abs() < 1e-3 && picks[2].score == 0.0, "{picks:?}");
            assert!(picks[2].reason.starts_with("the models have no more to tell apart"));
        }
    }

    #[test]
    fn numbers_out_of_range_are_refused() {
        for wrong in [BatchBald { pool: 0, samples: 10 }, BatchBald { pool: 10, samples: 0 }, BatchBald { pool: 1, samples: MOST + 1 }] {
            assert_eq!(wrong.check().unwrap_err().code(), Code::InvalidStrategy);
        }
    }
}
