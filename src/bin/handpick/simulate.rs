//! `handpick simulate`: how many labels a strategy saves on a file whose labels are known.
//! Owns arguments, threads and what is printed; what a replay is and what its results mean is the library's.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::{Args, ValueEnum};
use handpick::corpus::Corpus;
use handpick::error::{Code, Error, Result};
use handpick::evaluate::Mean;
use handpick::head::HeadConfig;
use handpick::matrix::Matrix;
use handpick::session::simulate::{
    Curve, Gold, Part, Protocol, Replay, Schedule, ScheduleOptions, StrategySummary, Study, Summary, csv, held_out, summarise, svg,
};
use handpick::strategy::StrategyConfig;

use crate::embed::{read, unwritable};
use crate::model::Model;

#[derive(Args)]
pub struct Arguments {
    /// The labelled file: CSV, TSV, JSONL or JSON.
    #[arg(long, value_name = "FILE")]
    data: PathBuf,
    /// The column with the texts.
    #[arg(long, value_name = "COL")]
    text: String,
    /// The column with the labels.
    #[arg(long, value_name = "COL")]
    label: String,
    /// A labelled file to measure on, with the same columns.
    #[arg(long, value_name = "FILE", conflicts_with = "test_fraction")]
    test: Option<PathBuf>,
    /// Without a test file: the share of the data held out to measure on.
    #[arg(long, value_name = "F", default_value_t = 0.2)]
    test_fraction: f64,
    /// Strategies' names, separated by commas (see `handpick strategies`), or one strategy with parameters as a JSON object; may be given
    /// several times. Several are compared with random, if it is among them.
    #[arg(long, value_name = "NAMES", default_value = "margin")]
    strategy: Vec<String>,
    /// Where labels and rounds begin: A is 25 random labels and 20 batches of 25, B is 30 balanced labels and 10 batches of 10, C is no
    /// label at all and 100 batches of 1. The options below depart from it.
    #[arg(long, value_name = "P", default_value = "A", ignore_case = true)]
    protocol: Preset,
    /// Labels drawn at random before the strategy starts.
    #[arg(long, value_name = "N")]
    initial: Option<usize>,
    /// Labels a round.
    #[arg(long, value_name = "N")]
    batch: Option<usize>,
    /// Rounds.
    #[arg(long, value_name = "N")]
    rounds: Option<usize>,
    /// Labels in all, in place of the protocol's rounds.
    #[arg(long, value_name = "N")]
    budget: Option<usize>,
    /// The share of answers that the simulated annotator gets wrong.
    #[arg(long, value_name = "F", default_value_t = 0.0)]
    noise: f64,
    /// Runs, with seeds 0, 1, 2 …
    #[arg(long, value_name = "N", default_value_t = 5)]
    seeds: usize,
    /// Draw the first labels balanced over the classes.
    #[arg(long)]
    balanced_initial: bool,
    /// Write every point: strategy,seed,labels,accuracy,macro_f1.
    #[arg(long, value_name = "OUT")]
    csv: Option<PathBuf>,
    /// Draw the mean curves with their intervals as an SVG.
    #[arg(long, value_name = "OUT")]
    svg: Option<PathBuf>,
    /// A Hugging Face folder of the BERT family.
    #[arg(long, value_name = "DIR")]
    model: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Preset {
    A,
    B,
    C,
}

impl Arguments {
    fn study(&self) -> Result<Study> {
        let protocol = match self.protocol {
            Preset::A => Protocol::A,
            Preset::B => Protocol::B,
            Preset::C => Protocol::C,
        };
        let options = ScheduleOptions {
            protocol: Some(protocol),
            initial: self.initial,
            balanced_initial: self.balanced_initial.then_some(true),
            batch: self.batch,
            rounds: self.rounds,
            budget: self.budget,
        };
        let mut strategies = Vec::new();
        for given in &self.strategy {
            if given.trim_start().starts_with('{') {
                let strategy = serde_json::from_str(given);
                strategies.push(strategy.map_err(|error| Error::new(Code::InvalidStrategy, format!("--strategy {given}: {error}")))?);
            } else {
                for name in given.split(',') {
                    strategies.push(StrategyConfig::from_name(name.trim())?);
                }
            }
        }
        let study = Study { strategies, schedule: Schedule::from(options), seeds: self.seeds, noise: self.noise };
        study.check()?;
        Ok(study)
    }
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let study = arguments.study()?;
    let gold = Arc::new(gold(arguments)?);
    let (pool, test) = (gold.pool().classes.len(), gold.test().classes.len());
    eprintln!("{pool} texts to choose from, {test} to measure on, {} labels", gold.names().len());
    let curves = curves(&gold, &study)?;
    let summary = summarise(&curves);
    summary.strategies.iter().for_each(|strategy| print_curve(strategy, summary.seeds));
    if summary.strategies.len() > 1 {
        print_comparison(&summary);
    }
    if let Some(path) = &arguments.csv {
        write(path, &csv(&curves))?;
    }
    if let Some(path) = &arguments.svg {
        let heading = arguments.data.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        write(path, &svg(&summary, &heading))?;
    }
    Ok(())
}

/// One curve for each strategy and seed. They are independent, so they run on as many threads as there are cores.
fn curves(gold: &Arc<Gold>, study: &Study) -> Result<Vec<Curve>> {
    let (names, plans, next) = (study.names(), study.plans(), AtomicUsize::new(0));
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(plans.len());
    let work = || {
        let mut done = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(plan) = plans.get(place) else { return done };
            let curve = Replay::new(Arc::clone(gold), plan, &HeadConfig::default()).and_then(Replay::run);
            let strategy = names[place / study.seeds].clone();
            done.push((place, curve.map(|points| Curve { strategy, seed: plan.seed as usize, points })));
        }
    };
    let mut curves: Vec<(usize, Result<Curve>)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a replay returns its failures, it does not panic")).collect()
    });
    curves.sort_by_key(|(place, _)| *place);
    curves.into_iter().map(|(_, curve)| curve).collect()
}

/// The file's labelled texts, embedded, in two parts.
fn gold(arguments: &Arguments) -> Result<Gold> {
    let labelled = |path: &Path| read(path, Some(&arguments.text), Some(&arguments.label)).map(|corpus| labelled(&corpus));
    let data = labelled(&arguments.data)?;
    let test = arguments.test.as_deref().map(labelled).transpose()?;
    let mut names: Vec<String> = data.iter().chain(test.iter().flatten()).map(|(_, label)| label.clone()).collect();
    names.sort_unstable();
    names.dedup();
    if names.len() < 2 {
        let message = format!("The column “{}” has {} label(s); a replay needs two or more.", arguments.label, names.len());
        return Err(Error::new(Code::InvalidArgument, message));
    }
    let (pool, test) = match test {
        Some(test) => (data, test),
        None => {
            let (pool, test) = held_out(data.len(), arguments.test_fraction)?;
            let of = |places: Vec<usize>| places.into_iter().map(|place| data[place].clone()).collect::<Vec<_>>();
            (of(pool), of(test))
        }
    };
    let mut model = Model::load(arguments.model.as_deref())?;
    let mut part = |rows: Vec<(String, String)>| {
        let texts: Vec<&str> = rows.iter().map(|(text, _)| text.as_str()).collect();
        let embedded: Matrix = model.embed(&texts)?;
        let classes = rows.iter().map(|(_, label)| names.binary_search(label).expect("names hold every label")).collect();
        Ok(Part { rows: embedded, classes })
    };
    let (pool, test) = (part(pool)?, part(test)?);
    Gold::new(pool, test, names)
}

/// Rows that have both a text and a label.
fn labelled(corpus: &Corpus) -> Vec<(String, String)> {
    let rows = corpus.documents.iter().filter(|document| !document.is_blank());
    rows.filter_map(|document| Some((document.text.clone(), document.source_label.clone().filter(|label| !label.trim().is_empty())?))).collect()
}

fn print_curve(strategy: &StrategySummary, seeds: usize) {
    println!("{:>7}  {:>16}  {:>16}   {}, mean ± sd of {seeds} seeds", "labels", "accuracy", "macro-F1", strategy.strategy);
    let cell = |mean: &Mean| format!("{:>8.1} ± {:>5.1}", 100.0 * mean.mean, 100.0 * mean.sd);
    for point in &strategy.curve {
        println!("{:>7}  {}  {}", point.labels, cell(&point.accuracy), cell(&point.macro_f1));
    }
    println!("   area  {}", cell(&strategy.area));
}

fn print_comparison(summary: &Summary) {
    let width = summary.strategies.iter().map(|strategy| strategy.strategy.len()).max().unwrap_or(0).max(8);
    println!();
    println!("{:width$}  {:>14}  {:>14}  {:>28}  {:>6}  {:>7}", "strategy", "end accuracy", "area", "area over random (95 %)", "wins", "p Holm");
    for strategy in &summary.strategies {
        let cell = |mean: &Mean| format!("{:.1} ± {:.1}", 100.0 * mean.mean, 100.0 * mean.sd);
        let compared = strategy.comparison.as_ref().map_or_else(String::new, |found| {
            let Mean { mean, low, high, .. } = found.difference;
            let difference = format!("{:+.2} ({:+.2} to {:+.2})", 100.0 * mean, 100.0 * low, 100.0 * high);
            format!("  {difference:>28}  {:>6}  {:>7.4}", format!("{}/{}", found.wins, summary.seeds), found.p_holm)
        });
        println!("{:width$}  {:>14}  {:>14}{compared}", strategy.strategy, cell(&strategy.accuracy), cell(&strategy.area));
    }
    if let Some(note) = &summary.note {
        println!("{note}");
    }
}

fn write(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text).map_err(|error| unwritable(path, &error))
}
