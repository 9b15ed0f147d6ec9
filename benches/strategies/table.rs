//! What one query costs, strategy by strategy, on made-up pools: groups on the unit sphere, 384 numbers a text, 10 labels, 200 answers,
//! 10 texts asked for. Scoring the pool (head and committee) is timed apart, since it is done once for whichever strategy.
//! Knows no clock: whoever runs it brings one.

use std::fmt::Write;

use handpick::head::{COMMITTEE_SIZE, Committee, HeadConfig, OneVsRestHead, SoftmaxHead};
use handpick::matrix::{Matrix, norm};
use handpick::rng::Rng;
use handpick::strategy::{Need, PoolView, Scope, StrategyConfig};

const DIMS: usize = 384;
const CLASSES: usize = 10;
const ANSWERS: usize = 200;
const COUNT: usize = 10;
const REPEATS: usize = 3;

/// Milliseconds since some fixed moment.
pub type Clock<'a> = &'a dyn Fn() -> f64;

struct Pool {
    features: Matrix,
    row_of: Vec<u32>,
    candidates: Vec<u32>,
    labelled: Vec<u32>,
    targets: Vec<usize>,
    sets: Vec<Vec<usize>>,
    names: Vec<String>,
}

impl Pool {
    /// `size` texts in 40 groups, four a label; the first [`ANSWERS`] are answered.
    fn new(size: usize) -> Self {
        let mut rng = Rng::new(7);
        let mut noise = |scale: f32| (0..DIMS).map(|_| scale * (rng.uniform() as f32 - 0.5)).collect::<Vec<f32>>();
        let centres: Vec<Vec<f32>> = (0..4 * CLASSES).map(|_| noise(1.0)).collect();
        let mut features = Matrix::zeros(0, DIMS);
        for text in 0..size {
            let mut row: Vec<f32> = noise(1.6).iter().zip(&centres[text % centres.len()]).map(|(x, centre)| x + centre).collect();
            let length = norm(&row);
            row.iter_mut().for_each(|x| *x /= length);
            features.push_row(&row);
        }
        Self {
            features,
            row_of: (0..size as u32).collect(),
            candidates: (ANSWERS as u32..size as u32).collect(),
            labelled: (0..ANSWERS as u32).collect(),
            targets: (0..ANSWERS).map(|text| text % CLASSES).collect(),
            sets: (0..ANSWERS).map(|text| if text % 3 == 0 { vec![text % CLASSES, (text + 1) % CLASSES] } else { vec![text % CLASSES] }).collect(),
            names: (0..CLASSES).map(|class| format!("label {class}")).collect(),
        }
    }

    fn rows(&self, ids: &[u32]) -> Matrix {
        self.features.gather(&ids.iter().map(|&id| id as usize).collect::<Vec<_>>())
    }
}

/// The table in Markdown: a line a strategy, a column a size. Of the strategies named; of all where none is.
pub fn table(sizes: &[usize], names: &[&str], clock: Clock<'_>) -> String {
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    for &size in sizes {
        for (place, (name, milliseconds)) in times(size, names, clock).into_iter().enumerate() {
            if lines.len() <= place {
                lines.push((name, Vec::new()));
            }
            lines[place].1.push(match milliseconds {
                ..1.0 => format!("{milliseconds:.2}"),
                ..10.0 => format!("{milliseconds:.1}"),
                _ => format!("{milliseconds:.0}"),
            });
        }
    }
    let mut out = String::from("| ms |");
    sizes.iter().for_each(|size| write!(out, " {size} texts |").expect("a string takes everything"));
    out.push_str("\n|---|");
    sizes.iter().for_each(|_| out.push_str("---|"));
    for (name, cells) in lines {
        write!(out, "\n| {name} | {} |", cells.join(" | ")).expect("a string takes everything");
    }
    out
}

fn times(size: usize, names: &[&str], clock: Clock<'_>) -> Vec<(String, f64)> {
    let pool = Pool::new(size);
    let config = HeadConfig::default();
    let answered = pool.rows(&pool.labelled);
    let candidates = pool.rows(&pool.candidates);
    let mut lines = Vec::new();
    let head = timed(&mut lines, "*fit the head*", clock, || {
        SoftmaxHead::fit(&answered, &pool.targets, CLASSES, &config, None).expect("the problem is sound")
    });
    let probabilities = timed(&mut lines, "*score the pool*", clock, || head.predict_proba(&candidates));
    let committee = timed(&mut lines, "*fit the committee*", clock, || {
        Committee::fit(&answered, &pool.targets, CLASSES, &config, COMMITTEE_SIZE, 7, None).expect("the problem is sound")
    });
    let members = timed(&mut lines, "*score the pool by the committee*", clock, || committee.predict_proba(&candidates));
    let one_vs_rest = OneVsRestHead::fit(&answered, &pool.sets, CLASSES, &config, None).expect("the problem is sound");
    let several = one_vs_rest.predict_proba(&candidates);
    let single = PoolView {
        probabilities: Some(&probabilities),
        head: Some(&head),
        labelled: &pool.labelled,
        targets: &pool.targets,
        names: &pool.names,
        ..PoolView::new(&pool.features, &pool.row_of, &pool.candidates, CLASSES)
    };
    for strategy in StrategyConfig::all().into_iter().filter(|strategy| names.is_empty() || names.contains(&strategy.name())) {
        let view = match strategy.about().scope {
            Scope::MultiLabel => PoolView { probabilities: Some(&several), head: None, targets: &[], label_sets: Some(&pool.sets), ..single },
            _ if strategy.need() == Need::Committee => PoolView { committee: Some(&members), ..single },
            _ => single,
        };
        let built = strategy.build().expect("the default parameters are sound");
        timed(&mut lines, strategy.name(), clock, || built.select(&view, COUNT, &mut Rng::new(7)).expect("everything that it needs is there"));
    }
    lines
}

/// The least of [`REPEATS`] times: what the work takes when nothing else is in the way.
fn timed<T>(lines: &mut Vec<(String, f64)>, name: &str, clock: Clock<'_>, work: impl Fn() -> T) -> T {
    let mut least = f64::INFINITY;
    let mut result = None;
    for _ in 0..REPEATS {
        let begin = clock();
        result = Some(work());
        least = least.min(clock() - begin);
    }
    lines.push((name.to_owned(), least));
    result.expect("it was done at least once")
}
