//! When it is too early to trust a model, and what to ask meanwhile.

use super::StrategyConfig;

/// Answers after which the cold start ends however many labels there are.
pub const COLD_START_LIMIT: usize = 30;

/// Whether there are too few answers to rank by a model. `answers_per_class` has one count for each label of the set; `answers` is the
/// number of answered texts, which is their sum where a text has one label, and may be less or more where it can have several or none.
///
/// The cold start lasts while some label has fewer than two answers; but it ends, once two labels have been seen, with as many answers
/// as two a label would take or [`COLD_START_LIMIT`], whichever is less: a rare label may never turn up by diversity
/// alone, and with dozens of labels a model of those seen so far already asks better questions.
pub fn cold_start(answers: usize, answers_per_class: &[usize]) -> bool {
    let seen = answers_per_class.iter().filter(|&&count| count > 0).count();
    let each_has_two = !answers_per_class.is_empty() && answers_per_class.iter().all(|&count| count >= 2);
    let enough = (2 * answers_per_class.len()).min(COLD_START_LIMIT);
    let two_seen = !answers_per_class.is_empty() && seen >= answers_per_class.len().min(2);
    !(each_has_two || (two_seen && answers >= enough))
}

/// The strategy of the cold start: typical texts of large groups find the labels sooner and teach more than the outliers
/// that k-centre begins with.
pub fn cold_start_strategy() -> StrategyConfig {
    StrategyConfig::Kmeans(super::Kmeans::default())
}

#[cfg(test)]
mod tests {
    /// With one label a text.
    fn cold_start(counts: &[usize]) -> bool {
        super::cold_start(counts.iter().sum(), counts)
    }

    #[test]
    fn it_ends_when_every_label_has_two_answers() {
        assert!(cold_start(&[2, 1]));
        assert!(!cold_start(&[2, 2]));
    }

    #[test]
    fn a_label_that_never_turns_up_does_not_keep_it_going() {
        assert!(cold_start(&[3, 2, 0]));
        assert!(!cold_start(&[4, 2, 0]));
    }

    #[test]
    fn it_goes_on_while_one_label_only_has_been_seen() {
        assert!(cold_start(&[50, 0]));
        assert!(cold_start(&[0, 0]));
        assert!(cold_start(&[]));
    }

    #[test]
    fn with_dozens_of_labels_it_ends_at_the_limit() {
        let mut counts = vec![0; 77];
        counts[..29].fill(1);
        assert!(cold_start(&counts));
        counts[29] = 1;
        assert!(!cold_start(&counts));
    }

    #[test]
    fn a_set_of_one_label_needs_two_answers() {
        assert!(cold_start(&[1]));
        assert!(!cold_start(&[2]));
    }

    #[test]
    fn where_a_text_can_have_several_labels_texts_are_counted_and_not_labels() {
        assert!(super::cold_start(3, &[3, 3, 1]), "three texts with seven labels");
        assert!(!super::cold_start(6, &[1, 1, 0]), "six texts, four of them without a label");
        assert!(!super::cold_start(3, &[3, 3, 2]));
    }
}
