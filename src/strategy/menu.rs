//! The menu: what each strategy is called, what it does, where it comes from and what it costs, for a person who chooses.

use serde::{Deserialize, Serialize};

use super::StrategyConfig;

/// One line of the menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct StrategyInfo {
    /// As on the wire.
    pub name: String,
    /// As a heading.
    pub title: String,
    /// Where it comes from.
    pub paper: String,
    /// How the time for one selection grows: N candidates, L answers, n asked for, d numbers a text, C labels.
    pub cost: String,
    /// `nothing`, `features` or `probabilities`.
    pub needs: String,
    /// What it picks and when to use it.
    pub summary: String,
}

/// Every strategy, best first choice first.
pub fn menu() -> Vec<StrategyInfo> {
    StrategyConfig::all().iter().map(info).collect()
}

fn info(config: &StrategyConfig) -> StrategyInfo {
    let (title, paper, cost, summary) = match config {
        StrategyConfig::Random => ("Random", "—", "N", "Draws uniformly. The baseline, and the fairest sample for judging a model."),
        StrategyConfig::LeastConfidence => (
            "Least confidence",
            "Lewis & Gale 1994, A sequential algorithm for training text classifiers",
            "N·C",
            "Asks about the texts whose best guess is least sure. The same order as margin where there are two labels.",
        ),
        StrategyConfig::Margin => (
            "Margin (breaking ties)",
            "Scheffer, Decomain & Wrobel 2001; Luo et al. 2005, Active learning to recognize multiple types of plankton",
            "N·C",
            "Asks about the texts that lie between two labels. The best all-round choice once there is a model.",
        ),
        StrategyConfig::Entropy => (
            "Entropy",
            "Shannon 1948; Holub, Perona & Burl 2008, Entropy-based active learning for object recognition",
            "N·C",
            "Asks about the texts on which the model is in doubt over all labels at once, in bits. With many labels margin is better.",
        ),
        StrategyConfig::Coreset => (
            "Coreset (greedy k-centre)",
            "Sener & Savarese 2018, Active learning for convolutional neural networks: a core-set approach",
            "N·(L + n)·d",
            "Asks about the text farthest from all that is labelled. Finds what is rare and odd; needs no model.",
        ),
        StrategyConfig::Kmeans => (
            "k-means",
            "Yuan, Lin & Boyd-Graber 2020, Cold-start active learning through self-supervised language modeling",
            "(L + n)·d, on a sample of at least 2048",
            "Asks about one typical text of each group of similar ones, large groups first. Needs no model: the cold start.",
        ),
    };
    let needs = config.build().map_or("nothing", |strategy| strategy.need().as_str());
    StrategyInfo {
        name: config.name().into(),
        title: title.into(),
        paper: paper.into(),
        cost: cost.into(),
        needs: needs.into(),
        summary: summary.into(),
    }
}
