//! What is done to numbers one by one and to a token's vector: GELU, the exponential, layer normalisation, unit length.
//! Knows nothing of matrices.
//!
//! Written with additions, multiplications, divisions and square roots alone, without branches: so the loops run on
//! vectors, and a browser and native code give the same bits.

/// Beyond this the normal distribution is 0 or 1 to the precision of `f32`.
const TAIL: f32 = 5.7;
/// Numerator and denominator, polynomials in `x²`, of `(Φ(x) − ½) / x`; fitted on `|x| ≤ TAIL` by `tests/reference/gelu.py`.
const NUMERATOR: [f32; 6] = [3.989_419e-1, 3.650_798e-2, 4.847_201e-3, 1.970_032e-4, 6.646_635_5e-6, 2.125_221_8e-8];
const DENOMINATOR: [f32; 6] = [1.0, 2.581_743e-1, 3.018_540_1e-2, 2.042_130_6e-3, 8.325_186e-5, 1.175_887_6e-6];

/// `x·Φ(x)` with the exact normal distribution `Φ` (Hendrycks and Gimpel 2016), to 4e-7 of the larger of 1 and `|x|`.
#[inline(always)]
pub(super) fn gelu(x: f32) -> f32 {
    let near = at_least(at_most(x, TAIL), -TAIL);
    let square = near * near;
    x * (0.5 + near * horner(&NUMERATOR, square) / horner(&DENOMINATOR, square))
}

/// GELU's approximation `½x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))`, as `x` times a logistic function.
#[inline(always)]
pub(super) fn gelu_tanh(x: f32) -> f32 {
    const TWICE_ROOT: f32 = 1.595_769; // 2·√(2/π)
    let z = TWICE_ROOT * (x + 0.044_715 * x * x * x);
    let small = exp(-z.abs());
    x * (if z > 0.0 { 1.0 } else { small }) / (1.0 + small)
}

#[inline(always)]
fn horner(coefficients: &[f32; 6], x: f32) -> f32 {
    let [a, b, c, d, e, f] = *coefficients;
    ((((f * x + e) * x + d) * x + c) * x + b) * x + a
}

// `f32::min` and `max` settle what “not a number” gives, which costs more instructions than the comparison.
#[inline(always)]
fn at_most(x: f32, limit: f32) -> f32 {
    if x < limit { x } else { limit }
}

#[inline(always)]
pub(super) fn at_least(x: f32, limit: f32) -> f32 {
    if x > limit { x } else { limit }
}

/// `eˣ` for `x ≤ 0`, to 2e-7 of its value; about 1e-38 for anything below −87.
#[inline(always)]
pub(super) fn exp(x: f32) -> f32 {
    // Adding this rounds to a whole number and leaves it in the low bits.
    const ROUND: f32 = 12_582_912.0;
    let x = at_least(x, -87.0);
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let whole = shifted - ROUND;
    // ln 2 in two parts, the first with so few digits that its product is exact.
    let rest = (x - whole * 0.693_359_4) + whole * 2.121_944_4e-4;
    let power = f32::from_bits((shifted.to_bits() << 23).wrapping_add(1.0f32.to_bits()));
    let [c2, c3, c4, c5, c6, c7] = [0.5, 1.0 / 6.0, 1.0 / 24.0, 1.0 / 120.0, 1.0 / 720.0, 1.0 / 5040.0];
    let series = (((((c7 * rest + c6) * rest + c5) * rest + c4) * rest + c3) * rest + c2) * (rest * rest) + rest + 1.0;
    series * power
}

/// Normalises each row of `scale.len()` numbers to mean 0 and variance 1, then scales and shifts (Ba, Kiros and Hinton 2016).
#[inline(always)]
pub(super) fn layer_norm(x: &mut [f32], scale: &[f32], shift: &[f32], epsilon: f32) {
    let count = scale.len() as f32;
    for row in x.chunks_exact_mut(scale.len()) {
        let mean = sum(row, |value| value) / count;
        row.iter_mut().for_each(|value| *value -= mean);
        let variance = sum(row, |value| value * value) / count;
        let factor = 1.0 / (variance + epsilon).sqrt();
        for ((value, &scale), &shift) in row.iter_mut().zip(scale).zip(shift) {
            *value = *value * factor * scale + shift;
        }
    }
}

/// Scales a vector to unit length; one of zeros stays as it is.
pub(super) fn normalise(row: &mut [f32]) {
    let length = at_least(sum(row, |value| value * value).sqrt(), 1e-12);
    row.iter_mut().for_each(|value| *value /= length);
}

/// The sum of `f` over a row, in eight running sums: an order that vectors keep.
#[inline(always)]
fn sum(row: &[f32], f: impl Fn(f32) -> f32) -> f32 {
    let (chunks, tail) = row.as_chunks::<8>();
    let mut sums = [0.0f32; 8];
    for chunk in chunks {
        for (sum, &value) in sums.iter_mut().zip(chunk) {
            *sum += f(value);
        }
    }
    let [a, b, c, d, e, g, h, i] = sums;
    ((a + e) + (b + g)) + ((c + h) + (d + i)) + tail.iter().map(|&value| f(value)).sum::<f32>()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The normal distribution in float64 by its power series (|x| ≤ 3) or its continued fraction.
    fn phi(x: f64) -> f64 {
        let density = (-x * x / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
        if x.abs() <= 3.0 {
            let mut term = x;
            let mut total = x;
            for odd in (3..160).step_by(2) {
                term *= x * x / f64::from(odd);
                total += term;
            }
            0.5 + density * total
        } else {
            let fraction = (1..200).rev().fold(0.0, |rest, k| f64::from(k) / (x.abs() + rest));
            let tail = density / (x.abs() + fraction);
            if x > 0.0 { 1.0 - tail } else { tail }
        }
    }

    fn points(low: f32, high: f32) -> impl Iterator<Item = f32> {
        (0..=100_000).map(move |i| low + (high - low) * i as f32 / 100_000.0)
    }

    #[test]
    fn gelu_is_the_exact_one() {
        for x in points(-12.0, 12.0) {
            let expected = f64::from(x) * phi(f64::from(x));
            assert!((f64::from(gelu(x)) - expected).abs() < 4e-7 * f64::from(x.abs().max(1.0)), "{x}: {} and not {expected}", gelu(x));
        }
        assert_eq!(gelu(0.0), 0.0);
        assert!((gelu(100.0) - 100.0).abs() < 4e-5 && gelu(-100.0).abs() < 4e-5);
    }

    #[test]
    fn gelu_tanh_is_its_formula() {
        for x in points(-12.0, 12.0) {
            let wide = f64::from(x);
            let expected = 0.5 * wide * (1.0 + ((2.0 / std::f64::consts::PI).sqrt() * (wide + 0.044715 * wide.powi(3))).tanh());
            assert!((f64::from(gelu_tanh(x)) - expected).abs() < 2e-6, "{x}");
        }
    }

    #[test]
    fn the_exponential_is_right_to_the_last_places() {
        for x in points(-86.0, 0.0) {
            let expected = f64::from(x).exp();
            assert!((f64::from(exp(x)) / expected - 1.0).abs() < 2e-7, "{x}: {} and not {expected}", exp(x));
        }
        assert_eq!(exp(0.0), 1.0);
        assert!(exp(-1.0e9) < 1e-37);
    }

    #[test]
    fn a_normalised_row_has_mean_zero_and_variance_one() {
        let mut row: Vec<f32> = (0..37).map(|i| (i * i % 17) as f32).collect();
        layer_norm(&mut row, &[1.0; 37], &[0.0; 37], 1e-12);
        let mean = row.iter().sum::<f32>() / 37.0;
        let variance = row.iter().map(|x| x * x).sum::<f32>() / 37.0;
        assert!(mean.abs() < 1e-6 && (variance - 1.0).abs() < 1e-5, "{mean} {variance}");
    }

    #[test]
    fn a_row_of_zeros_keeps_its_length() {
        let mut row = [0.0; 9];
        normalise(&mut row);
        assert_eq!(row, [0.0; 9]);
    }
}
