//! The mean curves with their intervals as an SVG: for the command line and for the page alike, so that both save the same picture.
//!
//! Lines differ by dash and mark as well as by colour, so it is read in print; it has a ground of its own, and turns dark where the reader's
//! system is. Only `rect`, `path` and `text` with plain attributes: the page paints the same elements for a PNG. Written here because a
//! charting crate that measures text by a page's document cannot run in the worker.

use std::fmt::Write as _;

use super::summary::{MeanPoint, StrategySummary, Summary};

const WIDTH: f64 = 760.0;
// The field of the curves, in the picture's units.
const LEFT: f64 = 58.0;
const TOP: f64 = 64.0;
const RIGHT: f64 = 740.0;
const BOTTOM: f64 = 400.0;
const LEGEND_COLUMNS: usize = 3;
const LEGEND_ROW: f64 = 22.0;
/// Grid lines at most.
const TICKS: f64 = 7.0;
/// With more curves than this, their bands would hide each other.
const MOST_BANDS: usize = 5;
/// Each has a contrast of 3:1 or more with either ground.
const COLOURS: [&str; 7] = ["#0b78b8", "#d55e00", "#0a8f69", "#b5509b", "#9a7500", "#6f6bd6", "#c0392b"];
const DASHES: [&str; 5] = ["", "7 3", "2 3", "10 3 2 3", "5 2 1 2 1 2"];
const FONT: &str = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
const INK: &str = "#1e2320";
const MUTED: &str = "#5a625d";
const DARK: &str = "@media (prefers-color-scheme: dark) { .ground { fill: #141716 } text.ink { fill: #e9ece9 } text.muted { fill: #a7b0aa } \
                    path.ink { stroke: #e9ece9 } path.inkfill { fill: #e9ece9 } path.grid { stroke: #303634 } }";

/// Draws accuracy over labels. `heading` stands above it.
pub fn svg(summary: &Summary, heading: &str) -> String {
    let rows = summary.strategies.len().div_ceil(LEGEND_COLUMNS);
    let height = BOTTOM + 62.0 + LEGEND_ROW * rows as f64;
    let scale = Scale::of(&summary.strategies);
    let mut out = String::with_capacity(16 * 1024);
    let described = summary.strategies.iter().map(describe).collect::<Vec<_>>().join("; ");
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\" \
         font-family=\"{FONT}\">\n<title>{}</title>\n<desc>{}</desc>\n<style>{DARK}</style>\n\
         <rect class=\"ground\" x=\"0\" y=\"0\" width=\"{WIDTH}\" height=\"{height}\" fill=\"#ffffff\"/>\n",
        escape(heading),
        escape(&described),
    );
    text(&mut out, (20.0, 26.0), "start", 16.0, "ink", heading);
    let seeds = match summary.seeds {
        1 => "Accuracy on held-out texts, 1 seed".to_owned(),
        seeds => format!("Accuracy on held-out texts, mean of {seeds} seeds; bands are 95 % intervals"),
    };
    text(&mut out, (20.0, 46.0), "start", 12.0, "muted", &seeds);
    axes(&mut out, &scale);
    let bands = summary.strategies.len() <= MOST_BANDS && summary.seeds > 1;
    for (place, strategy) in summary.strategies.iter().enumerate().filter(|_| bands) {
        band(&mut out, &scale, &strategy.curve, &Look::of(place, &strategy.strategy));
    }
    for (place, strategy) in summary.strategies.iter().enumerate() {
        let look = Look::of(place, &strategy.strategy);
        let points: Vec<(f64, f64)> = strategy.curve.iter().map(|point| scale.at(point.labels as f64, point.accuracy.mean)).collect();
        line(&mut out, &points, &look);
        // Marks apart enough to be told apart, and not all at the same labels.
        let apart = points.len().div_ceil(8).max(1);
        points.iter().skip(place % apart).step_by(apart).for_each(|&point| mark(&mut out, point, &look));
        let column = (RIGHT - 20.0) / LEGEND_COLUMNS as f64;
        let (x, y) = (20.0 + column * (place % LEGEND_COLUMNS) as f64, BOTTOM + 62.0 + LEGEND_ROW * (place / LEGEND_COLUMNS) as f64);
        line(&mut out, &[(x, y - 4.0), (x + 34.0, y - 4.0)], &look);
        mark(&mut out, (x + 17.0, y - 4.0), &look);
        text(&mut out, (x + 42.0, y), "start", 12.0, "ink", &format!("{} {:.1}", strategy.strategy, 100.0 * strategy.area.mean));
    }
    out.push_str("</svg>\n");
    out
}

/// How a curve looks: random in the colour of the writing, so that the others stand out against it.
struct Look {
    colour: &'static str,
    class: &'static str,
    dash: &'static str,
    mark: usize,
}

impl Look {
    fn of(place: usize, name: &str) -> Self {
        if name == "random" {
            return Self { colour: INK, class: "ink", dash: "1 3", mark: 4 };
        }
        Self { colour: COLOURS[place % COLOURS.len()], class: "", dash: DASHES[place % DASHES.len()], mark: place % 4 }
    }
}

/// From labels and accuracy to the picture.
struct Scale {
    x: (f64, f64, f64),
    y: (f64, f64, f64),
}

impl Scale {
    fn of(strategies: &[StrategySummary]) -> Self {
        let points = || strategies.iter().flat_map(|strategy| &strategy.curve);
        let most = points().map(|point| point.labels).max().unwrap_or(1) as f64;
        let low = points().map(|point| point.accuracy.low).fold(1.0, f64::min);
        let high = points().map(|point| point.accuracy.high).fold(0.0, f64::max);
        let (low, high) = if low < high { (low, high) } else { ((high - 0.05).max(0.0), (high + 0.05).min(1.0)) };
        let step = tick(high - low);
        Self { x: (0.0, most, tick(most).max(1.0)), y: ((low / step).floor() * step, (high / step).ceil() * step, step) }
    }

    fn at(&self, labels: f64, accuracy: f64) -> (f64, f64) {
        let along = |value: f64, (low, high, _): (f64, f64, f64)| (value - low) / (high - low).max(f64::MIN_POSITIVE);
        (LEFT + along(labels, self.x) * (RIGHT - LEFT), BOTTOM - along(accuracy, self.y) * (BOTTOM - TOP))
    }
}

/// 1, 2 or 5 times a power of ten: the least that makes at most [`TICKS`] steps of `range`.
fn tick(range: f64) -> f64 {
    let rough = (range / TICKS).max(1e-6);
    let power = 10f64.powf(rough.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|times| times * power).find(|&step| step >= rough * (1.0 - 1e-9)).unwrap_or(10.0 * power)
}

fn axes(out: &mut String, scale: &Scale) {
    let (low, high, step) = scale.y;
    for place in 0..=((high - low) / step).round() as usize {
        let value = low + step * place as f64;
        let (_, y) = scale.at(0.0, value);
        path(out, "grid", &format!("M{LEFT} {y:.1}H{RIGHT}"), "fill=\"none\" stroke=\"#e4e0d7\"");
        let digits = usize::from(step < 0.0099);
        text(out, (LEFT - 8.0, y + 4.0), "end", 12.0, "muted", &format!("{:.digits$} %", 100.0 * value));
    }
    let (_, most, step) = scale.x;
    for place in 0..=(most / step).floor() as usize {
        let value = step * place as f64;
        let (x, _) = scale.at(value, low);
        path(out, "grid", &format!("M{x:.1} {BOTTOM}v5"), "fill=\"none\" stroke=\"#e4e0d7\"");
        text(out, (x, BOTTOM + 20.0), "middle", 12.0, "muted", &format!("{value:.0}"));
    }
    text(out, (RIGHT, BOTTOM + 38.0), "end", 12.0, "muted", "labels given");
    text(out, (20.0, BOTTOM + 38.0), "start", 12.0, "muted", "strategy and area under its curve (%)");
}

fn band(out: &mut String, scale: &Scale, curve: &[MeanPoint], look: &Look) {
    let upper = curve.iter().map(|point| (point.labels, point.accuracy.high));
    let lower = curve.iter().rev().map(|point| (point.labels, point.accuracy.low));
    let around: Vec<(f64, f64)> = upper.chain(lower).map(|(labels, value)| scale.at(labels as f64, value)).collect();
    let class = if look.class.is_empty() { "" } else { "inkfill" };
    path(out, class, &format!("{}Z", through(&around)), &format!("fill=\"{}\" fill-opacity=\"0.13\"", look.colour));
}

fn line(out: &mut String, points: &[(f64, f64)], look: &Look) {
    let dash = if look.dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{}\"", look.dash) };
    path(out, look.class, &through(points), &format!("fill=\"none\" stroke=\"{}\" stroke-width=\"2\" stroke-linejoin=\"round\"{dash}", look.colour));
}

/// A square, a triangle, a diamond, a cross, or a plus.
fn mark(out: &mut String, (x, y): (f64, f64), look: &Look) {
    let at = format!("M{x:.1} {y:.1}");
    let d = match look.mark {
        0 => format!("{at}m-3.2-3.2h6.4v6.4h-6.4z"),
        1 => format!("{at}m0-4.4l4.2 7.4h-8.4z"),
        2 => format!("{at}m0-4.6l4.6 4.6l-4.6 4.6l-4.6-4.6z"),
        3 => format!("{at}m-3.4-3.4l6.8 6.8m0-6.8l-6.8 6.8"),
        _ => format!("{at}m-4 0h8m-4-4v8"),
    };
    path(out, look.class, &d, &format!("fill=\"{}\" stroke=\"{}\" stroke-width=\"1.5\"", look.colour, look.colour));
}

fn through(points: &[(f64, f64)]) -> String {
    points.iter().enumerate().fold(String::new(), |mut d, (place, (x, y))| {
        let _ = write!(d, "{}{x:.1} {y:.1}", if place == 0 { 'M' } else { 'L' });
        d
    })
}

fn path(out: &mut String, class: &str, d: &str, attributes: &str) {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    let _ = writeln!(out, "<path{class} d=\"{d}\" {attributes}/>");
}

fn text(out: &mut String, (x, y): (f64, f64), anchor: &str, size: f64, class: &str, words: &str) {
    let fill = if class == "ink" { INK } else { MUTED };
    let _ = writeln!(
        out,
        "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" font-size=\"{size}\" fill=\"{fill}\">{}</text>",
        escape(words)
    );
}

fn describe(strategy: &StrategySummary) -> String {
    let (end, area) = (100.0 * strategy.accuracy.mean, 100.0 * strategy.area.mean);
    format!("{}: {end:.1} % accuracy at {} labels, area {area:.1} %", strategy.strategy, strategy.curve.last().map_or(0, |point| point.labels))
}

/// As text in XML; characters that XML has no way to write are left out.
fn escape(words: &str) -> String {
    words.chars().filter(|c| !c.is_control()).fold(String::with_capacity(words.len()), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
        out
    })
}
