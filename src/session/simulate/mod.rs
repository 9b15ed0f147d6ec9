//! Replay: a labelled file is labelled again by a simulated annotator who looks the answers up, and accuracy on held-out
//! texts is noted after every batch. It is how strategies are measured; nothing of a live session is used or changed.
//!
//! | file | holds |
//! |---|---|
//! | `gold` | the rows and their true classes, and which part is held out |
//! | `plan` | how a replay goes: schedule and protocols, noise, seed |
//! | `annotator` | who answers, and how often wrongly |
//! | `feedback` | what a bandit over strategies is told of its choices |
//! | `replay` | one strategy and one seed, batch by batch |
//! | `study` | several strategies and seeds, in steps that can be given up |
//! | `summary` | mean curves with intervals, areas, the comparison with random |
//! | `picture` | the curves as an SVG |
//! | `project` | the replay of a project's own documents, as the page asks for it |

mod annotator;
mod feedback;
pub(super) use feedback::Feedback;
mod gold;
mod picture;
mod plan;
mod project;
mod replay;
mod study;
mod summary;

pub use gold::{Gold, Part, held_out};
pub use picture::svg;
pub use plan::{Plan, Protocol, Schedule, ScheduleOptions};
pub use project::{GoldColumn, Simulation, SimulationOptions};
pub use replay::{Replay, SimulatedPoint};
pub use study::{Curve, Study, StudyRun, csv};
pub use summary::{Comparison, MeanPoint, StrategySummary, Summary, summarise};

#[cfg(test)]
mod tests;
