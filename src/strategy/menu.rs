//! The menu: what each strategy is called, what it does, where it comes from and what it costs, for a person who chooses.
//! Each strategy says it of itself; here it only takes the shape of the wire.

use serde::{Deserialize, Serialize};

use super::{Scope, StrategyConfig};

/// One line of the menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct StrategyInfo {
    /// As on the wire.
    pub name: String,
    /// As a heading.
    pub title: String,
    /// `baseline`, `uncertainty`, `committee`, `gradient`, `representation`, `combined`, `wrapper`, `adaptive` or `multi-label`.
    pub family: String,
    /// Where it comes from.
    pub paper: String,
    /// The score in one line.
    pub formula: String,
    /// How the time for one selection grows: N candidates, L answers, n asked for, d numbers a text, C labels, M committee members.
    pub cost: String,
    /// `nothing`, `features`, `probabilities` or `committee`.
    pub needs: String,
    /// Whether it can be used with one label a text.
    pub single_label: bool,
    /// Whether it can be used where a text can have several labels.
    pub multi_label: bool,
    /// What it picks and when to use it.
    pub summary: String,
}

/// Every strategy, best first choice first.
pub fn menu() -> Vec<StrategyInfo> {
    StrategyConfig::all().iter().map(info).collect()
}

fn info(config: &StrategyConfig) -> StrategyInfo {
    let about = config.about();
    StrategyInfo {
        name: config.name().into(),
        title: about.title.into(),
        family: about.family.into(),
        paper: about.paper.into(),
        formula: about.formula.into(),
        cost: about.cost.into(),
        needs: config.need().as_str().into(),
        single_label: about.scope != Scope::MultiLabel,
        multi_label: about.scope != Scope::SingleLabel,
        summary: about.summary.into(),
    }
}
