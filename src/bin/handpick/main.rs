//! The native command line: the same crate as the page, for measuring and for scripts.
//! Owns arguments and files; every rule is the library's.

mod cache;
mod embed;
mod model;
mod simulate;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use handpick::error::Result;
use handpick::strategy;

/// An active learner for texts. Everything runs on this machine.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Replay a labelled file with a simulated annotator and print the learning curve.
    Simulate(simulate::Arguments),
    /// Embed a file's texts and write them as a NumPy array of float32, one row a text, in file order.
    Embed(embed::Arguments),
    /// Print the menu of query strategies, one name a line.
    Strategies {
        /// A model folder; not needed for the menu, accepted as everywhere else.
        #[arg(long, value_name = "DIR")]
        model: Option<std::path::PathBuf>,
    },
}

fn main() -> ExitCode {
    let outcome: Result<()> = match Cli::parse().command {
        Command::Simulate(arguments) => simulate::run(&arguments),
        Command::Embed(arguments) => embed::run(&arguments),
        Command::Strategies { .. } => {
            strategy::menu().iter().for_each(|entry| println!("{}", entry.name));
            Ok(())
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("handpick: {error}");
            ExitCode::FAILURE
        }
    }
}
