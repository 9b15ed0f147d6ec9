//! `handpick embed`: texts of a file → float32 rows.

use std::fs::File;
use std::io::BufWriter;
use std::path::PathBuf;

use clap::Args;
use handpick::corpus::Corpus;
use handpick::corpus::import::{self, ImportOptions, Source};
use handpick::error::{Code, Error, Result};
use npyz::WriterBuilder;

use crate::model::Model;

#[derive(Args)]
pub struct Arguments {
    /// CSV, TSV, JSONL, JSON or lines of text.
    file: PathBuf,
    /// The column with the texts; guessed where left out.
    #[arg(long, value_name = "COL")]
    text: Option<String>,
    /// Where to write the array, `[rows, dims]`.
    #[arg(long, value_name = "OUT.npy")]
    out: PathBuf,
    /// A Hugging Face folder of the BERT family.
    #[arg(long, value_name = "DIR")]
    model: Option<PathBuf>,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let corpus = read(&arguments.file, arguments.text.as_deref(), None)?;
    let mut model = Model::load(arguments.model.as_deref())?;
    let texts: Vec<&str> = corpus.documents.iter().map(|document| document.text.as_str()).collect();
    let rows = model.embed(&texts)?;
    let failed = |error: std::io::Error| unwritable(&arguments.out, &error);
    let file = BufWriter::new(File::create(&arguments.out).map_err(failed)?);
    let shape = [rows.rows() as u64, rows.cols() as u64];
    let mut writer = npyz::WriteOptions::new().default_dtype().shape(&shape).writer(file).begin_nd().map_err(failed)?;
    writer.extend(rows.as_slice().iter().copied()).map_err(failed)?;
    writer.finish().map_err(failed)?;
    println!("{} rows of {} numbers → {}", rows.rows(), rows.cols(), arguments.out.display());
    Ok(())
}

/// Reads a file as the page would; oddities go to standard error.
pub fn read(path: &std::path::Path, text: Option<&str>, label: Option<&str>) -> Result<Corpus> {
    let bytes = std::fs::read(path)
        .map_err(|error| Error::new(Code::InvalidArgument, format!("{} cannot be read: {error}. Check the path.", path.display())))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let options = ImportOptions { text_column: text.map(str::to_owned), label_column: label.map(str::to_owned), ..ImportOptions::default() };
    let import = import::import(&Source::File { name, bytes }, &options)?;
    for warning in &import.preview.warnings {
        eprintln!("{}: {}", path.display(), warning.message);
    }
    Ok(import.corpus)
}

/// A file that cannot be written, as an error.
pub fn unwritable(path: &std::path::Path, error: &std::io::Error) -> Error {
    Error::new(Code::InvalidArgument, format!("{} cannot be written: {error}. Check the folder and its rights.", path.display()))
}
