//! How far annotators agree beyond chance, over any number of them and with answers missing: Krippendorff's alpha.
//! Knows categories as numbers; who answered what is known elsewhere. Cohen's kappa for two is [`cohen_kappa`](super::cohen_kappa).

use std::collections::BTreeMap;

/// Krippendorff's alpha for nominal categories: 1 − observed / expected disagreement.
///
/// `units[u]` are the categories that annotators gave unit `u`, in any order, missing answers left out. Units with fewer than two answers
/// say nothing and are passed over. `None` where nothing can be said: no such unit, or all answers of all units are of one category (0/0).
///
/// Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, case C: with the coincidences
/// o(c, k) = Σ_u (pairs of c and k in u) / (m_u − 1), n_c = Σ_k o(c, k) and n = Σ_c n_c,
/// alpha = 1 − (n − 1) · (n − Σ_c o(c, c)) / (n² − Σ_c n_c²).
pub fn krippendorff_alpha(units: &[Vec<usize>]) -> Option<f64> {
    let mut agreed = 0.0;
    let mut of_category: BTreeMap<usize, f64> = BTreeMap::new();
    let mut n = 0.0;
    for unit in units.iter().filter(|unit| unit.len() >= 2) {
        let mut counts: BTreeMap<usize, f64> = BTreeMap::new();
        unit.iter().for_each(|&category| *counts.entry(category).or_default() += 1.0);
        for (&category, &count) in &counts {
            agreed += count * (count - 1.0) / (unit.len() as f64 - 1.0);
            *of_category.entry(category).or_default() += count;
        }
        n += unit.len() as f64;
    }
    let expected: f64 = n * n - of_category.values().map(|count| count * count).sum::<f64>();
    (expected > 0.0).then(|| 1.0 - (n - 1.0) * (n - agreed) / expected)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Transposes rows of annotators, 0 for a missing answer.
    fn units(rows: &[&[usize]]) -> Vec<Vec<usize>> {
        (0..rows[0].len()).map(|unit| rows.iter().map(|row| row[unit]).filter(|&category| category > 0).collect()).collect()
    }

    #[test]
    fn alpha_is_that_of_krippendorffs_own_examples() {
        // Krippendorff (2011), sections B (two observers, no data missing: 0.692) and C (four observers, data missing: 0.743).
        let two = units(&[&[1, 2, 3, 3, 3, 3, 4, 1, 4, 4, 5, 5], &[1, 2, 3, 3, 3, 3, 4, 1, 4, 4, 5, 5]]);
        assert_eq!(krippendorff_alpha(&two), Some(1.0));
        let b = units(&[&[1, 1, 2, 2, 4, 3, 3, 3, 5, 4, 4, 1], &[2, 1, 2, 2, 2, 3, 3, 3, 5, 4, 4, 4]]);
        assert!((krippendorff_alpha(&b).unwrap() - 0.692).abs() < 5e-4);
        let c = units(&[
            &[1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
            &[1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
            &[0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
            &[1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
        ]);
        assert!((krippendorff_alpha(&c).unwrap() - 0.743).abs() < 5e-4);
    }

    #[test]
    fn where_there_is_nothing_to_disagree_about_alpha_is_not_defined() {
        assert_eq!(krippendorff_alpha(&[]), None);
        assert_eq!(krippendorff_alpha(&[vec![1], vec![2]]), None);
        assert_eq!(krippendorff_alpha(&[vec![1, 1], vec![1, 1, 1]]), None);
    }

    proptest! {
        #[test]
        fn alpha_does_not_depend_on_the_order_of_units_or_answers(mut units in proptest::collection::vec(proptest::collection::vec(0..4_usize, 0..5), 0..12)) {
            let alpha = krippendorff_alpha(&units);
            units.reverse();
            units.iter_mut().for_each(|unit| unit.reverse());
            let again = krippendorff_alpha(&units);
            prop_assert_eq!(alpha.is_some(), again.is_some());
            if let (Some(a), Some(b)) = (alpha, again) {
                prop_assert!((a - b).abs() < 1e-12 && a <= 1.0);
            }
        }
    }
}
