//! Classification change (Zhu, Wang & Hovy 2008): the share of texts whose predicted class is another one than before. They stop
//! where no prediction changes.

/// Share of texts predicted differently, in `[0, 1]`; 0 of nothing.
pub fn classification_change(before: &[usize], after: &[usize]) -> f64 {
    if before.is_empty() {
        return 0.0;
    }
    before.iter().zip(after).filter(|(a, b)| a != b).count() as f64 / before.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_counts_changed_predictions() {
        assert_eq!(classification_change(&[0, 1, 2, 2], &[0, 2, 2, 2]), 0.25);
        assert_eq!(classification_change(&[], &[]), 0.0);
    }
}
