//! Tensors by name from a safetensors file, checked for shape and turned into `f32` row by row.
//! Knows neither the device nor the order of computation.
//!
//! A file is read through [`WeightSource`], a piece at a time, so that whoever holds the bytes (a slice here, a
//! typed array outside the module's own memory in a browser) need not copy all of them: WebAssembly memory never shrinks.

use std::ops::Range;

use burn::tensor::{bf16, f16};
use safetensors::Dtype;
use safetensors::tensor::Metadata;

use crate::encoder::config::looks_like_html;
use crate::error::{Code, Error, Result};

/// Bytes of a file that can be read piece by piece.
pub trait WeightSource {
    /// Size of the file in bytes.
    fn size(&self) -> usize;

    /// Copies the bytes from `start` on into `target`, which never reaches past the end.
    ///
    /// # Errors
    /// Whatever keeps the bytes from being read.
    fn read(&self, start: usize, target: &mut [u8]) -> Result<()>;
}

impl WeightSource for &[u8] {
    fn size(&self) -> usize {
        self.len()
    }

    fn read(&self, start: usize, target: &mut [u8]) -> Result<()> {
        target.copy_from_slice(&self[start..start + target.len()]);
        Ok(())
    }
}

/// Headers are some ten kilobytes; a length beyond this is another kind of file.
const MAX_HEADER: u64 = 16 << 20;
/// About how much is converted at a time.
const PIECE: usize = 256 << 10;

/// An opened safetensors file.
pub struct WeightFile<'s> {
    source: &'s dyn WeightSource,
    metadata: Metadata,
    data_start: usize,
    prefix: String,
}

impl<'s> WeightFile<'s> {
    /// Reads the header and finds out what stands before BERT's own names (nothing, `bert.`, …).
    ///
    /// # Errors
    /// `model_malformed` where the bytes are not a whole safetensors file with a BERT encoder in it.
    pub fn open(source: &'s dyn WeightSource) -> Result<Self> {
        let size = source.size();
        let mut start = vec![0; size.min(64)];
        source.read(0, &mut start)?;
        if looks_like_html(&start) && !start.contains(&0) {
            return Err(malformed("it is a web page; the address of the model may be wrong"));
        }
        let Some(length) = start.first_chunk::<8>() else {
            return Err(malformed(format!("it has only {size} bytes")));
        };
        let length = u64::from_le_bytes(*length);
        if length > MAX_HEADER {
            return Err(malformed("it does not begin like a safetensors file"));
        }
        let data_start = 8 + length as usize;
        if data_start > size {
            return Err(malformed(format!("it ends after {size} bytes, within its header: the download may be cut short")));
        }
        let mut header = vec![0; data_start - 8];
        source.read(8, &mut header)?;
        let metadata: Metadata = serde_json::from_slice(&header).map_err(|error| malformed(format!("its header cannot be read ({error})")))?;
        let expected = data_start as u64 + metadata.data_len() as u64;
        if expected != size as u64 {
            let (relation, hint) = if (size as u64) < expected { ("only ", ": the download may be cut short") } else { ("", ", which is more") };
            return Err(malformed(format!("its header promises {expected} bytes and it has {relation}{size}{hint}")));
        }
        let anchor = "embeddings.word_embeddings.weight";
        let prefix = metadata
            .offset_keys()
            .into_iter()
            .filter_map(|name| name.strip_suffix(anchor).map(str::to_owned))
            .min_by(|a, b| a.len().cmp(&b.len()).then(a.cmp(b)))
            .ok_or_else(|| malformed(format!("it holds no tensor “{anchor}”, so it is not a BERT encoder")))?;
        Ok(Self { source, metadata, data_start, prefix })
    }

    /// Gives the rows of a matrix in order, `rows` times `cols` numbers. A vector is a matrix of one row.
    ///
    /// # Errors
    /// `model_malformed` where the tensor is missing, has another shape or type, or holds a number that is not finite.
    pub fn for_each_row(&self, name: &str, rows: usize, cols: usize, mut take: impl FnMut(usize, &[f32])) -> Result<()> {
        let (range, dtype) = self.locate(name, &[rows, cols])?;
        let width = dtype.width();
        let rows_at_once = (PIECE / (cols * width)).clamp(1, rows);
        let mut bytes = vec![0; rows_at_once * cols * width];
        let mut numbers = vec![0.0f32; rows_at_once * cols];
        for first in (0..rows).step_by(rows_at_once) {
            let count = rows_at_once.min(rows - first) * cols;
            let piece = &mut bytes[..count * width];
            self.source.read(range.start + first * cols * width, piece)?;
            dtype.convert(piece, &mut numbers[..count]);
            if !numbers[..count].iter().all(|number| number.is_finite()) {
                return Err(malformed(format!("tensor “{name}” holds a number that is not finite")));
            }
            for (index, row) in numbers[..count].chunks_exact(cols).enumerate() {
                take(first + index, row);
            }
        }
        Ok(())
    }

    /// A whole matrix, `[rows, cols]`, row by row.
    ///
    /// # Errors
    /// As [`for_each_row`](Self::for_each_row).
    pub fn matrix(&self, name: &str, rows: usize, cols: usize) -> Result<Vec<f32>> {
        // The shape is checked before memory is asked for.
        self.locate(name, &[rows, cols])?;
        let mut numbers = Vec::with_capacity(rows * cols);
        self.for_each_row(name, rows, cols, |_, row| numbers.extend_from_slice(row))?;
        Ok(numbers)
    }

    /// A vector, `[length]`.
    ///
    /// # Errors
    /// As [`for_each_row`](Self::for_each_row).
    pub fn vector(&self, name: &str, length: usize) -> Result<Vec<f32>> {
        self.matrix(name, 1, length)
    }

    /// Scale and shift of a layer normalisation, `[length]` each, by today's names or those of the first checkpoints.
    ///
    /// # Errors
    /// As [`for_each_row`](Self::for_each_row).
    pub fn layer_norm(&self, name: &str, length: usize) -> Result<[Vec<f32>; 2]> {
        let old = self.metadata.info(&format!("{}{name}.gamma", self.prefix)).is_some();
        let names = if old { ["gamma", "beta"] } else { ["weight", "bias"] };
        Ok([self.vector(&format!("{name}.{}", names[0]), length)?, self.vector(&format!("{name}.{}", names[1]), length)?])
    }

    fn locate(&self, name: &str, shape: &[usize; 2]) -> Result<(Range<usize>, Number)> {
        let Some(info) = self.metadata.info(&format!("{}{name}", self.prefix)) else {
            return Err(malformed(format!("tensor “{name}” is missing")));
        };
        let as_vector = shape[0] == 1 && info.shape == shape[1..];
        if info.shape != shape && !as_vector {
            return Err(malformed(format!("tensor “{name}” has the shape {:?} where config.json asks for {shape:?}", info.shape)));
        }
        let dtype = match info.dtype {
            Dtype::F32 => Number::F32,
            Dtype::F16 => Number::F16,
            Dtype::BF16 => Number::Bf16,
            other => {
                let message = format!(
                    "Tensor “{name}” of model.safetensors holds numbers of the type {other:?}. Handpick reads F32, F16 and BF16: use a file of that kind."
                );
                return Err(Error::new(Code::ModelUnsupported, message));
            }
        };
        let (start, end) = info.data_offsets;
        Ok((self.data_start + start..self.data_start + end, dtype))
    }
}

/// The types of number that are read.
#[derive(Clone, Copy)]
enum Number {
    F32,
    F16,
    Bf16,
}

impl Number {
    fn width(self) -> usize {
        match self {
            Self::F32 => 4,
            Self::F16 | Self::Bf16 => 2,
        }
    }

    fn convert(self, bytes: &[u8], numbers: &mut [f32]) {
        match self {
            Self::F32 => {
                for (number, &bytes) in numbers.iter_mut().zip(bytes.as_chunks::<4>().0) {
                    *number = f32::from_le_bytes(bytes);
                }
            }
            Self::F16 => {
                for (number, &bytes) in numbers.iter_mut().zip(bytes.as_chunks::<2>().0) {
                    *number = f16::from_le_bytes(bytes).to_f32();
                }
            }
            Self::Bf16 => {
                for (number, &bytes) in numbers.iter_mut().zip(bytes.as_chunks::<2>().0) {
                    *number = bf16::from_le_bytes(bytes).to_f32();
                }
            }
        }
    }
}

fn malformed(what: impl std::fmt::Display) -> Error {
    Error::new(Code::ModelMalformed, format!("model.safetensors cannot be used: {what}. Fetch the model again, or choose another."))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANCHOR: &str = "embeddings.word_embeddings.weight";

    fn write(tensors: &[(&str, Dtype, &[usize], Vec<u8>)]) -> Vec<u8> {
        let views = tensors
            .iter()
            .map(|(name, dtype, shape, data)| (name.to_string(), safetensors::tensor::TensorView::new(*dtype, shape.to_vec(), data).unwrap()));
        safetensors::serialize(views, None).unwrap()
    }

    fn message(bytes: &[u8]) -> String {
        let error = WeightFile::open(&bytes).err().expect("the file must be refused");
        assert_eq!(error.code(), Code::ModelMalformed);
        error.message().to_owned()
    }

    #[test]
    fn half_precision_is_read_as_the_same_numbers() {
        let numbers = [0.5f32, -2.0, 0.0, 65504.0, 6.1035156e-5, 5.9604645e-8];
        let f32s = numbers.iter().flat_map(|n| n.to_le_bytes()).collect();
        let f16s = numbers.iter().flat_map(|&n| f16::from_f32(n).to_le_bytes()).collect();
        let bf16s = numbers.iter().flat_map(|&n| bf16::from_f32(n).to_le_bytes()).collect();
        let bytes = write(&[(ANCHOR, Dtype::F32, &[2, 3], f32s), ("h", Dtype::F16, &[2, 3], f16s), ("b", Dtype::BF16, &[6], bf16s)]);
        let source = bytes.as_slice();
        let file = WeightFile::open(&source).unwrap();
        assert_eq!(file.matrix(ANCHOR, 2, 3).unwrap(), numbers);
        assert_eq!(file.matrix("h", 2, 3).unwrap(), numbers);
        assert_eq!(file.vector("b", 6).unwrap(), numbers.map(|n| bf16::from_f32(n).to_f32()));
    }

    #[test]
    fn names_may_have_a_prefix_and_norms_their_old_names() {
        let one = || 1.0f32.to_le_bytes().to_vec();
        let bytes = write(&[
            ("bert.embeddings.word_embeddings.weight", Dtype::F32, &[1, 1], one()),
            ("bert.embeddings.LayerNorm.gamma", Dtype::F32, &[1], one()),
            ("bert.embeddings.LayerNorm.beta", Dtype::F32, &[1], one()),
        ]);
        let source = bytes.as_slice();
        let file = WeightFile::open(&source).unwrap();
        assert_eq!(file.layer_norm("embeddings.LayerNorm", 1).unwrap(), [[1.0], [1.0]]);
    }

    #[test]
    fn a_wrong_shape_type_or_number_names_the_tensor() {
        let bytes = write(&[
            (ANCHOR, Dtype::F32, &[1, 2], [1.0f32, f32::NAN].iter().flat_map(|n| n.to_le_bytes()).collect()),
            ("ints", Dtype::I32, &[1], vec![0; 4]),
        ]);
        let source = bytes.as_slice();
        let file = WeightFile::open(&source).unwrap();
        for (result, code, word) in [
            (file.matrix(ANCHOR, 2, 1), Code::ModelMalformed, "shape"),
            (file.matrix(ANCHOR, 1, 2), Code::ModelMalformed, "finite"),
            (file.vector("ints", 1), Code::ModelUnsupported, "I32"),
            (file.vector("nowhere", 1), Code::ModelMalformed, "missing"),
        ] {
            let error = result.unwrap_err();
            assert_eq!(error.code(), code);
            assert!(error.message().contains(word), "{error}");
        }
    }

    #[test]
    fn what_is_not_a_whole_file_is_refused_with_the_reason() {
        let whole = write(&[(ANCHOR, Dtype::F32, &[1, 1], vec![0; 4])]);
        assert!(message(b"").contains("0 bytes"));
        assert!(message(b"<!DOCTYPE html><html>no such file</html>").contains("web page"));
        assert!(message(b"\x89PNG\r\n\x1a\n and so on").contains("begin like"));
        assert!(message(&whole[..whole.len() - 1]).contains("cut short"));
        assert!(message(&whole[..20]).contains("cut short"));
        assert!(message(&[whole.as_slice(), &[0]].concat()).contains("more"));
        assert!(message(&write(&[("other", Dtype::F32, &[1], vec![0; 4])])).contains("not a BERT"));
        assert!(message(b"\x02\0\0\0\0\0\0\0[]").contains("header"));
    }
}
