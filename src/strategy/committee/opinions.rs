//! What the members of a committee say of the candidates: consensus, votes, and a vote in words. Shared by the strategies of this folder.
//! Knows probabilities, no heads and no rows.

use crate::error::Result;
use crate::matrix::Matrix;
use crate::strategy::PoolView;
use crate::strategy::uncertainty::bits;

/// The members' probabilities, read candidate by candidate.
pub(super) struct Opinions<'a> {
    members: &'a [Matrix],
    candidates: usize,
    classes: usize,
}

impl<'a> Opinions<'a> {
    /// Of a pool with one label a text.
    ///
    /// # Errors
    /// Those of [`PoolView::committee`]; `invalid_strategy` in a multi-label project.
    pub fn of(pool: &PoolView<'a>) -> Result<Self> {
        pool.single_label()?;
        Ok(Self { members: pool.committee()?, candidates: pool.candidates.len(), classes: pool.classes })
    }

    /// How many members there are; at least one.
    pub fn size(&self) -> usize {
        self.members.len()
    }

    /// The number of classes.
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// Each member's probabilities of one candidate, `[classes]` each.
    pub fn rows(&self, place: usize) -> impl ExactSizeIterator<Item = &'a [f32]> + Clone + use<'a> {
        self.members.iter().map(move |member| member.row(place))
    }

    /// A score for each candidate, from its place.
    pub fn scores(&self, score: impl FnMut(usize) -> f32) -> Vec<f32> {
        (0..self.candidates).map(score).collect()
    }

    /// The mean of the members' probabilities of one candidate, into `out [classes]`.
    pub fn consensus(&self, place: usize, out: &mut [f64]) {
        out.fill(0.0);
        for row in self.rows(place) {
            out.iter_mut().zip(row).for_each(|(sum, &p)| *sum += f64::from(p));
        }
        let members = self.size() as f64;
        out.iter_mut().for_each(|sum| *sum /= members);
    }

    /// The mean of the members' entropies of one candidate, in bits.
    pub fn mean_entropy(&self, place: usize) -> f64 {
        self.rows(place).map(bits::entropy).sum::<f64>() / self.size() as f64
    }

    /// What the answer would tell about which member is right, in bits (BALD): entropy of the consensus less the members' mean entropy.
    /// `consensus` is room for one number a class.
    pub fn information(&self, place: usize, consensus: &mut [f64]) -> f64 {
        self.consensus(place, consensus);
        -consensus.iter().map(|&p| bits::p_log2_p(p)).sum::<f64>() - self.mean_entropy(place)
    }

    /// How many members think each class the likeliest, into `out [classes]`; the lower class of equals. False where a probability is not a number.
    pub fn votes(&self, place: usize, out: &mut [u32]) -> bool {
        out.fill(0);
        let mut numbers = true;
        for row in self.rows(place) {
            let mut best = (0, f32::NEG_INFINITY);
            for (class, &p) in row.iter().enumerate() {
                numbers &= !p.is_nan();
                if p > best.1 {
                    best = (class, p);
                }
            }
            if let Some(votes) = out.get_mut(best.0) {
                *votes += 1;
            }
        }
        numbers
    }

    /// The vote for a person: "5 of 8 models say billing, 3 bug".
    pub fn votes_in_words(&self, place: usize, pool: &PoolView<'_>) -> String {
        let mut votes = vec![0; self.classes];
        self.votes(place, &mut votes);
        let mut ranked: Vec<(u32, usize)> =
            votes.into_iter().enumerate().filter(|&(_, votes)| votes > 0).map(|(class, votes)| (votes, class)).collect();
        ranked.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let members = self.size();
        match ranked[..] {
            [] => format!("{members} models, and no label to choose"),
            [(_, class)] => format!("all {members} models say {}", pool.name(class)),
            [(first, class), (second, other)] => format!("{first} of {members} models say {}, {second} {}", pool.name(class), pool.name(other)),
            [(first, class), (second, other), ..] => {
                let rest = members as u32 - first - second;
                format!("{first} of {members} models say {}, {second} {}, {rest} something else", pool.name(class), pool.name(other))
            }
        }
    }
}
