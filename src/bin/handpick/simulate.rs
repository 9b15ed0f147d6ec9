//! `handpick simulate`: how many labels a strategy saves on a file whose labels are known.

use std::path::PathBuf;

use clap::Args;
use handpick::corpus::Corpus;
use handpick::error::{Code, Error, Result};
use handpick::evaluate;
use handpick::head::HeadConfig;
use handpick::matrix::Matrix;
use handpick::rng::Rng;
use handpick::session::simulate::{Gold, SimulatedPoint, Simulation, replay};
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
    /// A strategy's name (see `handpick strategies`).
    #[arg(long, value_name = "NAME", default_value = "margin")]
    strategy: String,
    /// Labels drawn at random before the strategy starts.
    #[arg(long, value_name = "N", default_value_t = 25)]
    initial: usize,
    /// Labels a round.
    #[arg(long, value_name = "N", default_value_t = 25)]
    batch: usize,
    /// Rounds.
    #[arg(long, value_name = "N", default_value_t = 20)]
    rounds: usize,
    /// Runs, with seeds 0, 1, 2 …
    #[arg(long, value_name = "N", default_value_t = 5)]
    seeds: usize,
    /// Draw the first labels balanced over the classes.
    #[arg(long)]
    balanced_initial: bool,
    /// Write every point: strategy,seed,labels,accuracy,macro_f1.
    #[arg(long, value_name = "OUT")]
    csv: Option<PathBuf>,
    /// A Hugging Face folder of the BERT family.
    #[arg(long, value_name = "DIR")]
    model: Option<PathBuf>,
}

/// Texts and class numbers of one part.
struct Part {
    texts: Vec<String>,
    classes: Vec<usize>,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let strategy = StrategyConfig::from_name(&arguments.strategy)?;
    if arguments.seeds == 0 {
        return Err(Error::new(Code::InvalidArgument, "0 seeds measure nothing; use 1 or more."));
    }
    let (names, pool, test) = parts(arguments)?;
    let mut model = Model::load(arguments.model.as_deref())?;
    let embed = |model: &mut Model, part: &Part| model.embed(&part.texts.iter().map(String::as_str).collect::<Vec<_>>());
    let (pool_rows, test_rows) = (embed(&mut model, &pool)?, embed(&mut model, &test)?);
    eprintln!("{} texts to choose from, {} to measure on, {} labels", pool.texts.len(), test.texts.len(), names.len());
    let curves = curves(arguments, &strategy, &names, (&pool_rows, &pool.classes), (&test_rows, &test.classes))?;
    print_curve(strategy.name(), &curves);
    arguments.csv.as_ref().map_or(Ok(()), |path| write_csv(path, strategy.name(), &curves))
}

/// One curve a seed. Seeds are independent, so they run on as many threads as there are cores.
fn curves(
    arguments: &Arguments,
    strategy: &StrategyConfig,
    names: &[String],
    pool: (&Matrix, &[usize]),
    test: (&Matrix, &[usize]),
) -> Result<Vec<Vec<SimulatedPoint>>> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(arguments.seeds);
    let run = |seed: usize| {
        let plan = Simulation {
            strategy: strategy.clone(),
            initial: arguments.initial,
            balanced_initial: arguments.balanced_initial,
            batch: arguments.batch,
            rounds: arguments.rounds,
            seed: seed as u64,
        };
        let gold = |(rows, classes)| Gold { rows, classes };
        replay(gold(pool), gold(test), names, &plan, &HeadConfig::default())
    };
    let mut curves: Vec<(usize, Result<Vec<SimulatedPoint>>)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|first| scope.spawn(move || (first..arguments.seeds).step_by(threads).map(|seed| (seed, run(seed))).collect::<Vec<_>>()))
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a replay returns its failures, it does not panic")).collect()
    });
    curves.sort_by_key(|(seed, _)| *seed);
    curves.into_iter().map(|(_, curve)| curve).collect()
}

fn parts(arguments: &Arguments) -> Result<(Vec<String>, Part, Part)> {
    let corpus = |path| read(path, Some(&arguments.text), Some(&arguments.label));
    let pool = labelled(&corpus(&arguments.data)?);
    let test = arguments.test.as_ref().map(|path| corpus(path).map(|corpus| labelled(&corpus))).transpose()?;
    let mut names: Vec<String> = pool.iter().chain(test.iter().flatten()).map(|(_, label)| label.clone()).collect();
    names.sort_unstable();
    names.dedup();
    let part = |rows: Vec<(String, String)>| Part {
        classes: rows.iter().map(|(_, label)| names.binary_search(label).expect("names hold every label")).collect(),
        texts: rows.into_iter().map(|(text, _)| text).collect(),
    };
    let (pool, test) = match test {
        Some(test) => (part(pool), part(test)),
        None => split(pool, arguments.test_fraction, part)?,
    };
    if names.len() < 2 {
        return Err(Error::new(
            Code::InvalidArgument,
            format!("The column “{}” has {} label(s); a replay needs two or more.", arguments.label, names.len()),
        ));
    }
    Ok((names, pool, test))
}

/// Rows that have both a text and a label.
fn labelled(corpus: &Corpus) -> Vec<(String, String)> {
    let rows = corpus.documents.iter().filter(|document| !document.is_blank());
    rows.filter_map(|document| Some((document.text.clone(), document.source_label.clone().filter(|label| !label.trim().is_empty())?))).collect()
}

/// The same split for every run: shuffled by a fixed seed.
fn split(mut rows: Vec<(String, String)>, fraction: f64, part: impl Fn(Vec<(String, String)>) -> Part) -> Result<(Part, Part)> {
    if !(fraction > 0.0 && fraction < 1.0) {
        return Err(Error::new(Code::InvalidArgument, format!("--test-fraction must lie between 0 and 1; {fraction} does not.")));
    }
    Rng::stream(0, "held-out texts").shuffle(&mut rows);
    let held_out = ((rows.len() as f64 * fraction).round() as usize).clamp(1, rows.len().saturating_sub(1).max(1));
    let test = rows.split_off(rows.len().saturating_sub(held_out));
    Ok((part(rows), part(test)))
}

fn print_curve(name: &str, curves: &[Vec<SimulatedPoint>]) {
    println!("{:>7}  {:>16}  {:>16}   {name}, mean ± sd of {} seeds", "labels", "accuracy", "macro-F1", curves.len());
    for place in 0..curves.iter().map(Vec::len).min().unwrap_or(0) {
        let of = |pick: fn(&SimulatedPoint) -> f64| mean_and_sd(&curves.iter().map(|curve| 100.0 * pick(&curve[place])).collect::<Vec<_>>());
        let (accuracy, f1) = (of(|point| point.accuracy), of(|point| point.macro_f1));
        println!("{:>7}  {:>8.1} ± {:>5.1}  {:>8.1} ± {:>5.1}", curves[0][place].labels, accuracy.0, accuracy.1, f1.0, f1.1);
    }
    let areas: Vec<f64> = curves
        .iter()
        .map(|curve| {
            let labels: Vec<usize> = curve.iter().map(|point| point.labels).collect();
            let accuracies: Vec<f64> = curve.iter().map(|point| point.accuracy).collect();
            100.0 * evaluate::normalised_area(&labels, &accuracies)
        })
        .collect();
    let (mean, sd) = mean_and_sd(&areas);
    println!("   area  {mean:>8.1} ± {sd:>5.1}");
}

/// Mean and sample standard deviation.
fn mean_and_sd(values: &[f64]) -> (f64, f64) {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (mean, (squares / (values.len().max(2) - 1) as f64).sqrt())
}

fn write_csv(path: &std::path::Path, name: &str, curves: &[Vec<SimulatedPoint>]) -> Result<()> {
    let mut text = String::from("strategy,seed,labels,accuracy,macro_f1\n");
    for (seed, curve) in curves.iter().enumerate() {
        for point in curve {
            text.push_str(&format!("{name},{seed},{},{:.5},{:.5}\n", point.labels, point.accuracy, point.macro_f1));
        }
    }
    std::fs::write(path, text).map_err(|error| unwritable(path, &error))
}
