//! Probabilities from label names alone: each label's name or description, embedded, is its class's prototype, and a row
//! belongs to the classes whose prototypes it is most like (zero-shot by nearest prototype; Snell et al. 2017 with cosine).
//! A prior for suggestions before there are answers; it learns nothing.

use super::link::softmax_in_place;
use crate::error::{Code, Error, Result};
use crate::matrix::{Matrix, dot, norm};

/// Divides cosines before the softmax where the caller has no better value.
pub const PROTOTYPE_TEMPERATURE: f32 = 0.05;

/// Softmax of cosine / temperature between each of `rows [n, dims]` and `prototypes [classes, dims]`: `[n, classes]`.
/// A row or prototype of length zero has cosine 0 with everything.
///
/// # Errors
/// `invalid_argument` without prototypes, where lengths differ, a number is not finite, or the temperature is not above zero.
pub fn prototypes(prototypes: &Matrix, rows: &Matrix, temperature: f32) -> Result<Matrix> {
    let invalid = |message: String| Err(Error::new(Code::InvalidArgument, message));
    if prototypes.rows() == 0 {
        return invalid("There are no label prototypes; name the labels first.".into());
    }
    if rows.rows() > 0 && rows.cols() != prototypes.cols() {
        return invalid(format!("Rows of {} numbers cannot be compared with prototypes of {}.", rows.cols(), prototypes.cols()));
    }
    if !(temperature.is_finite() && temperature > 0.0) {
        return invalid(format!("The prototype temperature is {temperature}; it must be above zero."));
    }
    if prototypes.as_slice().iter().chain(rows.as_slice()).any(|x| !x.is_finite()) {
        return invalid("A feature row or prototype holds a number that is not finite; embed its text again.".into());
    }
    let lengths: Vec<f32> = prototypes.iter().map(norm).collect();
    let mut probabilities = Matrix::zeros(rows.rows(), prototypes.rows());
    let mut scores = vec![0.0f64; prototypes.rows()];
    for (place, row) in rows.iter().enumerate() {
        let length = norm(row);
        for ((score, prototype), &prototype_length) in scores.iter_mut().zip(prototypes.iter()).zip(&lengths) {
            let lengths = length * prototype_length;
            let cosine = if lengths > 0.0 { dot(row, prototype) / lengths } else { 0.0 };
            *score = f64::from(cosine.clamp(-1.0, 1.0)) / f64::from(temperature);
        }
        softmax_in_place(&mut scores);
        for (to, &from) in probabilities.row_mut(place).iter_mut().zip(&scores) {
            *to = from as f32;
        }
    }
    Ok(probabilities)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likest_prototype_is_the_likeliest_class() {
        let centres = Matrix::from_vec(2, 2, vec![1.0, 0.0, 0.0, 3.0]).unwrap();
        let rows = Matrix::from_vec(2, 2, vec![0.1, 0.9, 0.0, 0.0]).unwrap();
        let probabilities = prototypes(&centres, &rows, PROTOTYPE_TEMPERATURE).unwrap();
        assert!(probabilities.row(0)[1] > 0.99);
        assert_eq!(probabilities.row(1), [0.5, 0.5], "a row of length zero is like nothing more than anything else");
    }

    #[test]
    fn what_cannot_be_compared_is_refused() {
        let one = Matrix::zeros(1, 2);
        let code = |prototypes_: &Matrix, rows: &Matrix, temperature: f32| prototypes(prototypes_, rows, temperature).unwrap_err().code();
        assert_eq!(code(&Matrix::zeros(0, 2), &one, 0.1), Code::InvalidArgument);
        assert_eq!(code(&one, &Matrix::zeros(1, 3), 0.1), Code::InvalidArgument);
        assert_eq!(code(&one, &one, 0.0), Code::InvalidArgument);
        assert_eq!(code(&one, &Matrix::from_vec(1, 2, vec![f32::NAN, 0.0]).unwrap(), 0.1), Code::InvalidArgument);
    }
}
