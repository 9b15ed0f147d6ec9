//! Whether a device computes the right numbers: a few texts against stored float64 embeddings, or against another encoder.
//! Knows nothing of how a device is chosen; it only says what came out.

use serde::Deserialize;

use crate::encoder::{Batch, Encoder};
use crate::error::{Code, Error, Result};
use crate::matrix::Matrix;

/// Differences above this mean a device that computes something else; rounding on any device stays far below.
pub const TOLERANCE: f32 = 1e-3;

/// Texts of several lengths, from none to some thirty tokens.
const TEXTS: [&str; 6] = [
    "Refund",
    "Can I change the delivery address after I have paid?",
    "can you change the address before i have to pay?",
    "Größe, naïve, 東京, 😀: [MASK]",
    "The parcel arrived on Tuesday, but the box was open and two cups were broken; I would like to have my money back, please.",
    "",
];

/// Texts of several lengths and their float64 embeddings by `tests/reference/encoder.py`.
#[derive(Deserialize)]
struct Golden {
    model_ids: Vec<String>,
    texts: Vec<String>,
    rows: Vec<Vec<f32>>,
}

const GOLDEN: [&str; 1] = [include_str!("golden/all_minilm_l6_v2.json")];

/// What a test found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Report {
    /// The largest difference of any coordinate.
    pub max_difference: f32,
    /// How many texts were computed.
    pub texts: usize,
}

/// Whether embeddings of this model, by its [`model_id`](crate::encoder::model_id), are stored.
pub fn is_known(model_id: &str) -> bool {
    golden(model_id).is_some()
}

/// Compares an encoder with the stored embeddings of its model.
///
/// # Errors
/// `invalid_argument` for a model that is not [known](is_known) (compare it with a CPU encoder by [`compare`]); `device_wrong`
/// where a difference exceeds [`TOLERANCE`]; what the device itself reports.
pub async fn golden_texts(encoder: &Encoder, model_id: &str) -> Result<Report> {
    let Some(golden) = golden(model_id) else {
        let message = format!("No embeddings of the model {model_id} are stored: compare the device with a CPU encoder.");
        return Err(Error::new(Code::InvalidArgument, message));
    };
    let rows = together(encoder, &golden.texts).await?;
    let expected = Matrix::from_vec(golden.rows.len(), encoder.dims(), golden.rows.concat())?;
    judge(&rows, &expected)
}

/// Compares an encoder with another of the same model on another device.
///
/// # Errors
/// `device_wrong` where a difference exceeds [`TOLERANCE`]; what the devices themselves report.
pub async fn compare(encoder: &Encoder, reference: &Encoder) -> Result<Report> {
    judge(&together(encoder, &TEXTS).await?, &together(reference, &TEXTS).await?)
}

/// The rows of texts that are computed as one batch although their lengths differ: so the mask that hides padding is tested too, and
/// a slow device computes only once.
async fn together<S: AsRef<str>>(encoder: &Encoder, texts: &[S]) -> Result<Matrix> {
    let tokens = texts.iter().map(|text| encoder.tokenize(text.as_ref()).ids).collect();
    let rows = encoder.encode(&Batch { positions: (0..texts.len()).collect(), tokens }).await?;
    Matrix::from_vec(texts.len(), encoder.dims(), rows)
}

fn golden(model_id: &str) -> Option<Golden> {
    GOLDEN
        .iter()
        .map(|text| serde_json::from_str::<Golden>(text).expect("the files of golden embeddings are our own"))
        .find(|golden| golden.model_ids.iter().any(|id| id == model_id))
}

fn judge(rows: &Matrix, expected: &Matrix) -> Result<Report> {
    if (rows.rows(), rows.cols()) != (expected.rows(), expected.cols()) {
        let message = "The two encoders that are compared are not of one model: load both from the same files.";
        return Err(Error::new(Code::InvalidArgument, message));
    }
    // A number that is not finite must not pass for a small difference.
    let difference = |(a, b): (&f32, &f32)| if a.is_finite() { (a - b).abs() } else { f32::INFINITY };
    let max_difference = rows.as_slice().iter().zip(expected.as_slice()).map(difference).fold(0.0, f32::max);
    if max_difference > TOLERANCE {
        let message = format!(
            "The device computed wrong embeddings: the self-test differs by {max_difference:.1e}, {TOLERANCE:.0e} is allowed. Use the CPU instead."
        );
        return Err(Error::new(Code::DeviceWrong, message));
    }
    Ok(Report { max_difference, texts: rows.rows() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(numbers: &[f32]) -> Matrix {
        Matrix::from_vec(1, numbers.len(), numbers.to_vec()).unwrap()
    }

    #[test]
    fn a_wrong_or_endless_number_is_found() {
        assert_eq!(judge(&rows(&[0.5, 0.5]), &rows(&[0.5, 0.50001])).unwrap().texts, 1);
        for wrong in [0.502, f32::NAN, f32::INFINITY] {
            assert_eq!(judge(&rows(&[0.5, wrong]), &rows(&[0.5, 0.5])).unwrap_err().code(), Code::DeviceWrong);
        }
        assert_eq!(judge(&rows(&[0.5]), &rows(&[0.5, 0.5])).unwrap_err().code(), Code::InvalidArgument);
    }

    #[test]
    fn stored_embeddings_have_unit_length() {
        let golden = golden("3f6926f3480bbef8").unwrap();
        assert_eq!(golden.texts.len(), golden.rows.len());
        assert!(golden.rows.iter().all(|row| row.len() == 384 && (crate::matrix::norm(row) - 1.0).abs() < 1e-4));
        assert!(!is_known("0000000000000000"));
    }
}
