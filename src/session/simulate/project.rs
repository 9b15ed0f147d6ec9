//! The replay of a project's own documents, as the page asks for it: gold labels are the answers given, or a column of the file. One
//! document for each distinct text, so that no text is learned from that is also measured on. Nothing of the session is changed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::gold::{Gold, Part, held_out};
use super::plan::{Protocol, Schedule, ScheduleOptions};
use super::study::{Curve, Study, StudyRun, csv};
use super::summary::{Summary, summarise};
use super::svg;
use crate::corpus::DocId;
use crate::error::{Code, Error, Result};
use crate::session::Session;
use crate::strategy::StrategyConfig;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SimulationOptions {
    /// The column of the file that holds the true labels; the answers given, where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub gold_column: Option<String>,
    /// Who picks, one after the other; compared with `random`, where that is among them.
    #[cfg_attr(feature = "types", ts(type = "(StrategyConfig | StrategyConfig[\"name\"])[]"))]
    pub strategies: Vec<StrategyConfig>,
    /// Where the schedule begins; `A` where left out. The next five depart from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub protocol: Option<Protocol>,
    /// Labels drawn before the strategy starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub initial: Option<usize>,
    /// Whether these are balanced over the classes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub balanced_initial: Option<bool>,
    /// Labels a round.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub batch: Option<usize>,
    /// Rounds after the initial labels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub rounds: Option<usize>,
    /// Labels in all, in place of the protocol's rounds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub budget: Option<usize>,
    /// Replays of each strategy, 5 where left out.
    #[serde(default = "five")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<usize>"))]
    pub seeds: usize,
    /// The share of answers that the simulated annotator gets wrong, 0 where left out.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<f64>"))]
    pub noise: f64,
    /// The share of texts held out to measure on, 0.2 where left out.
    #[serde(default = "a_fifth")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<f64>"))]
    pub test_fraction: f64,
}

/// A column of the file that can serve as gold labels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct GoldColumn {
    /// Its name.
    pub name: String,
    /// Different labels in it.
    pub labels: usize,
    /// Texts that have one.
    pub texts: usize,
}

const fn five() -> usize {
    5
}

const fn a_fifth() -> f64 {
    0.2
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Simulation {
    /// Texts to choose from.
    pub pool: usize,
    /// Texts held out to measure on.
    pub test: usize,
    /// The labels, in class order.
    pub labels: Vec<String>,
    /// Means, intervals and the comparison with random.
    pub summary: Summary,
    /// Every curve.
    pub curves: Vec<Curve>,
    /// Every point as a file: `strategy,seed,labels,accuracy,macro_f1`.
    pub csv: String,
    /// The mean curves as a picture.
    pub svg: String,
}

impl Session {
    /// A replay of this project's documents that has not begun; it keeps a copy of their embeddings.
    ///
    /// # Errors
    /// `import_no_column` where the file has no such column; `not_ready` while texts with a gold label are not embedded, or where no answer
    /// was given; `invalid_argument` for fewer than two labels, for answers of a project in which a text may have several, and those of the study.
    pub fn simulation(&self, options: &SimulationOptions) -> Result<StudyRun> {
        let schedule = Schedule::from(ScheduleOptions {
            protocol: options.protocol,
            initial: options.initial,
            balanced_initial: options.balanced_initial,
            batch: options.batch,
            rounds: options.rounds,
            budget: options.budget,
        });
        let study = Study { strategies: options.strategies.clone(), schedule, seeds: options.seeds, noise: options.noise };
        study.check()?;
        let gold = self.gold(options)?;
        StudyRun::new(Arc::new(gold), study, self.options.head.clone())
    }

    /// A replay of this project's documents, carried through.
    ///
    /// # Errors
    /// Those of [`simulation`](Self::simulation), of fit and strategy.
    pub fn simulate(&self, options: &SimulationOptions) -> Result<Simulation> {
        let mut run = self.simulation(options)?;
        while run.step()? {}
        Ok(run.result(&self.corpus.name))
    }

    /// The columns whose values look like labels: two or more, each on two texts or more in the mean. The text's own column is hardly one.
    pub fn gold_columns(&self) -> Vec<GoldColumn> {
        let column = |name: &String| {
            let labels = self.gold_labels(Some(name)).ok()?;
            let distinct = labels.values().collect::<BTreeSet<_>>().len();
            let fits = distinct >= 2 && 2 * distinct <= labels.len();
            fits.then(|| GoldColumn { name: name.clone(), labels: distinct, texts: labels.len() })
        };
        self.corpus.columns.iter().filter_map(column).collect()
    }

    fn gold(&self, options: &SimulationOptions) -> Result<Gold> {
        if options.gold_column.is_none() && self.options().multi_label {
            let message = "A replay gives each text one label, and in this project a text may have several; name a column with one label a text.";
            return Err(Error::new(Code::InvalidArgument, message));
        }
        let mut labels = self.gold_labels(options.gold_column.as_deref())?;
        if labels.is_empty() {
            let message = match &options.gold_column {
                Some(column) => format!("The column “{column}” holds no label; choose another."),
                None => "A replay looks its answers up, and no answer is given yet; label texts first, or name a column with labels.".to_owned(),
            };
            return Err(Error::new(Code::NotReady, message));
        }
        let unread = labels.keys().filter(|&&id| !self.texts.is_embedded(id)).count();
        if unread > 0 {
            let message = format!("The model has not read {unread} of {} labelled texts yet; wait until it has read all.", labels.len());
            return Err(Error::new(Code::NotReady, message));
        }
        // The first document of each distinct text stands for all of them.
        let mut seen = BTreeSet::new();
        labels.retain(|&id, _| seen.insert(self.texts.row_of()[id as usize]));
        let mut names: Vec<String> = labels.values().map(|label| (*label).to_owned()).collect();
        names.sort_unstable();
        names.dedup();
        let all: Vec<(DocId, usize)> =
            labels.iter().map(|(&id, &label)| (id, names.binary_search_by(|name| name.as_str().cmp(label)).unwrap_or(0))).collect();
        let (pool, test) = held_out(all.len(), options.test_fraction)?;
        let part = |places: &[usize]| {
            let ids: Vec<DocId> = places.iter().map(|&place| all[place].0).collect();
            Part { rows: self.rows(&ids), classes: places.iter().map(|&place| all[place].1).collect() }
        };
        Gold::new(part(&pool), part(&test), names)
    }

    /// The true label of each document that has one and a text, by the column or by the answers.
    fn gold_labels(&self, column: Option<&str>) -> Result<BTreeMap<DocId, &str>> {
        let readable = |id: DocId| !self.corpus.documents[id as usize].is_blank();
        let Some(column) = column else {
            let answers = self.answers_at(self.log.len());
            let given = answers.labelled.iter().zip(&answers.targets);
            return Ok(given.filter(|(id, _)| readable(**id)).map(|(&id, &class)| (id, self.labels.as_slice()[class].name.as_str())).collect());
        };
        let Some(place) = self.corpus.columns.iter().position(|name| name == column) else {
            let message = format!("The file has no column “{column}”; it has: {}.", self.corpus.columns.join(", "));
            return Err(Error::new(Code::ImportNoColumn, message));
        };
        let cells = self.corpus.documents.iter().enumerate().filter_map(|(id, document)| Some((id as DocId, document.cells.get(place)?.trim())));
        Ok(cells.filter(|(id, label)| !label.is_empty() && readable(*id)).collect())
    }
}

impl StudyRun {
    /// What came of it, once all steps are done. `name` is the file's, for the picture.
    pub fn result(&self, name: &str) -> Simulation {
        let summary = summarise(self.curves());
        Simulation {
            pool: self.gold().pool().classes.len(),
            test: self.gold().test().classes.len(),
            labels: self.gold().names().to_vec(),
            csv: csv(self.curves()),
            svg: svg(&summary, name),
            summary,
            curves: self.curves().to_vec(),
        }
    }
}
