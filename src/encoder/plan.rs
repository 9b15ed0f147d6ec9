//! Which texts are computed together: duplicates once, lengths sorted, work per batch bounded.
//! Knows token ids and sizes; neither text nor weights.

use crate::encoder::tokenize::Tokens;

/// Texts that are computed together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The places of these texts in the list that was planned.
    pub positions: Vec<usize>,
    /// The token ids of each, in the same order.
    pub tokens: Vec<Vec<u32>>,
}

impl Batch {
    /// The number of texts.
    pub fn len(&self) -> usize {
        self.positions.len()
    }

    /// Whether there is nothing to compute.
    pub fn is_empty(&self) -> bool {
        self.positions.is_empty()
    }

    /// Tokens in all texts together, without padding.
    pub fn token_count(&self) -> usize {
        self.tokens.iter().map(Vec::len).sum()
    }

    /// Tokens of the longest text.
    pub fn longest(&self) -> usize {
        self.tokens.iter().map(Vec::len).max().unwrap_or(0)
    }
}

/// The way from a list of texts to their rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Batches by rising length; every distinct text is in exactly one.
    pub batches: Vec<Batch>,
    /// For every text, the place of the first text with the same tokens: its own, unless it is a duplicate.
    pub source: Vec<usize>,
    /// For every text, how many of its tokens were left out.
    pub dropped: Vec<usize>,
}

impl Plan {
    /// The number of texts with tokens that no earlier text has.
    pub fn distinct(&self) -> usize {
        self.batches.iter().map(Batch::len).sum()
    }

    /// Tokens to compute, without padding.
    pub fn token_count(&self) -> usize {
        self.batches.iter().map(Batch::token_count).sum()
    }
}

/// How a device takes a batch, and how much of it at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// Texts one after the other without padding; up to `tokens` of them together.
    Ragged { tokens: usize },
    /// A rectangle, padded to its [`padded_length`]; up to `tokens` places, and up to `scores` attention scores a head.
    Padded { tokens: usize, scores: usize },
}

/// The width to which a text of `length` tokens is padded: a few widths only, so that a device sees few shapes, and
/// so near to each other that padding stays below an eighth of the text from 8 tokens on.
pub(super) fn padded_length(length: usize) -> usize {
    let step = match length {
        0..=24 => 2,
        25..=64 => 4,
        65..=128 => 8,
        129..=256 => 16,
        _ => 32,
    };
    length.max(1).next_multiple_of(step)
}

/// Plans texts in the order given. The result depends on their tokens alone.
pub(super) fn plan(texts: Vec<Tokens>, layout: Layout) -> Plan {
    let dropped = texts.iter().map(|tokens| tokens.dropped).collect();
    let mut texts: Vec<(usize, Vec<u32>)> = texts.into_iter().map(|tokens| tokens.ids).enumerate().collect();
    let mut source: Vec<usize> = (0..texts.len()).collect();
    // Equal texts come to stand next to each other, the first of the list first.
    texts.sort_unstable_by(|(a, left), (b, right)| left.len().cmp(&right.len()).then_with(|| left.cmp(right)).then(a.cmp(b)));
    texts.dedup_by(|(later, right), (first, left)| {
        let same = left == right;
        if same {
            source[*later] = *first;
        }
        same
    });
    let mut batches = Vec::new();
    let mut batch = Batch { positions: Vec::new(), tokens: Vec::new() };
    for (position, ids) in texts {
        if !batch.is_empty() && !fits(&batch, ids.len(), layout) {
            batches.push(std::mem::replace(&mut batch, Batch { positions: Vec::new(), tokens: Vec::new() }));
        }
        batch.positions.push(position);
        batch.tokens.push(ids);
    }
    if !batch.is_empty() {
        batches.push(batch);
    }
    Plan { batches, source, dropped }
}

/// Whether a text of `length` tokens, no shorter than those of the batch, may join it.
fn fits(batch: &Batch, length: usize, layout: Layout) -> bool {
    match layout {
        Layout::Ragged { tokens } => batch.token_count() + length <= tokens,
        Layout::Padded { tokens, scores } => {
            let (width, count) = (padded_length(length), batch.len() + 1);
            width == padded_length(batch.longest()) && count * width <= tokens && count * width * width <= scores
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tokens(lengths: &[usize]) -> Vec<Tokens> {
        lengths.iter().enumerate().map(|(i, &length)| Tokens { ids: vec![i as u32; length], dropped: 0 }).collect()
    }

    #[test]
    fn equal_texts_are_computed_once_and_point_to_the_first() {
        let texts = ["b", "a", "b", "a"].map(|text| Tokens { ids: vec![text.as_bytes()[0].into()], dropped: 0 });
        let plan = plan(texts.to_vec(), Layout::Ragged { tokens: 8 });
        assert_eq!(plan.source, [0, 1, 0, 1]);
        assert_eq!(plan.distinct(), 2);
    }

    #[test]
    fn a_text_longer_than_the_budget_has_a_batch_of_its_own() {
        let plan = plan(tokens(&[3, 50, 4]), Layout::Ragged { tokens: 10 });
        assert_eq!(plan.batches.iter().map(|batch| batch.positions.clone()).collect::<Vec<_>>(), [vec![0, 2], vec![1]]);
    }

    #[test]
    fn padding_is_small() {
        for length in 8..=1024 {
            assert!(padded_length(length) >= length && (padded_length(length) - length) * 8 < length, "{length}");
        }
        assert_eq!(padded_length(0), 2);
    }

    #[test]
    fn nothing_to_plan_is_a_plan_without_batches() {
        assert!(plan(Vec::new(), Layout::Ragged { tokens: 8 }).batches.is_empty());
    }

    proptest! {
        #[test]
        fn every_distinct_text_is_in_one_batch_and_no_batch_exceeds_its_budget(
            texts in prop::collection::vec(prop::collection::vec(0u32..3, 0..9), 0..60), padded: bool,
        ) {
            let layout = if padded { Layout::Padded { tokens: 32, scores: 200 } } else { Layout::Ragged { tokens: 16 } };
            let list: Vec<Tokens> = texts.iter().map(|ids| Tokens { ids: ids.clone(), dropped: 0 }).collect();
            let plan = plan(list.clone(), layout);
            prop_assert_eq!(&plan, &super::plan(list, layout));
            let mut seen: Vec<usize> = plan.batches.iter().flat_map(|batch| batch.positions.clone()).collect();
            seen.sort_unstable();
            let firsts: Vec<usize> = (0..texts.len()).filter(|&i| texts[..i].iter().all(|other| *other != texts[i])).collect();
            prop_assert_eq!(seen, firsts);
            for (i, &first) in plan.source.iter().enumerate() {
                prop_assert!(first <= i && texts[first] == texts[i]);
            }
            for batch in &plan.batches {
                for (position, ids) in batch.positions.iter().zip(&batch.tokens) {
                    prop_assert_eq!(&texts[*position], ids);
                }
                if batch.len() > 1 {
                    let within = match layout {
                        Layout::Ragged { tokens } => batch.token_count() <= tokens,
                        Layout::Padded { tokens, .. } => batch.len() * padded_length(batch.longest()) <= tokens,
                    };
                    prop_assert!(within);
                }
            }
        }
    }
}
