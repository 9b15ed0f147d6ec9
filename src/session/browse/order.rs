//! The order of the list. Every key is whole numbers, so that ties are exact; they stay in file order.

use std::cmp::Reverse;

use crate::corpus::{Corpus, DocId};
use crate::error::{Code, Error, Result};

use super::{BrowseSort, Listed};

/// Puts documents, which come in file order, into the order asked for.
pub(super) fn sort(ids: &mut [DocId], sort: BrowseSort, corpus: &Corpus, listed: &Listed, similarity: &[Option<f32>]) -> Result<()> {
    let guess = |&id: &DocId| listed.predicted[id as usize].map(|(_, probability)| rank(probability));
    let length = |&id: &DocId| corpus.documents[id as usize].text.chars().count();
    match sort {
        BrowseSort::File => {}
        BrowseSort::LeastConfident => ids.sort_by_cached_key(|id| guess(id).unwrap_or(u32::MAX)),
        BrowseSort::MostConfident => ids.sort_by_cached_key(|id| Reverse(guess(id).map_or(0, |rank| rank + 1))),
        BrowseSort::NewestAnswer => ids.sort_by_key(|&id| Reverse(listed.given[id as usize].place)),
        BrowseSort::Label => ids.sort_by_key(|&id| listed.classes[id as usize].iter().min().copied().unwrap_or(usize::MAX)),
        BrowseSort::Shortest => ids.sort_by_cached_key(length),
        BrowseSort::Longest => ids.sort_by_cached_key(|id| Reverse(length(id))),
        BrowseSort::Similarity if similarity.is_empty() => {
            return Err(Error::new(Code::InvalidArgument, "Sorting by similarity needs examples: name at least one document in similarTo."));
        }
        BrowseSort::Similarity => ids.sort_by_cached_key(|&id| Reverse(similarity[id as usize].map_or(0, |cosine| rank(cosine) + 1))),
    }
    Ok(())
}

/// The same order as that of the numbers, in whole ones; below `u32::MAX - 1` for every finite number.
fn rank(value: f32) -> u32 {
    // -0.0 and 0.0 are one.
    let bits = (value + 0.0).to_bits();
    if bits >> 31 == 0 { bits | 1 << 31 } else { !bits }
}

#[cfg(test)]
mod tests {
    use super::rank;

    #[test]
    fn ranks_are_ordered_as_their_numbers_are() {
        let numbers = [-1.0f32, -0.25, 0.0, 1e-20, 0.25, 1.0];
        assert!(numbers.windows(2).all(|pair| rank(pair[0]) < rank(pair[1])));
        assert_eq!(rank(-0.0), rank(0.0));
        assert!(rank(f32::MAX) < u32::MAX - 1);
    }
}
