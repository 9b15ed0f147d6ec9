//! Logarithms to base 2 and entropies in bits, the same on every platform.
//!
//! The standard library's `log2` is the platform's, may differ in the last place from one to another, and is slow where it is done in
//! software, as in the page. A committee takes millions of logarithms a query, and the order of picks hangs on them. These use
//! only additions, multiplications and one division, without a branch, so that a compiler can take several at once.
//! Knows numbers, no strategy.

/// 1023 in the place of the exponent, less the bits of √½: what brings a significand into `[√½, √2)`.
const CENTRE: u64 = 0x3FF0_0000_0000_0000 - 0x3FE6_A09E_667F_3BCD;
/// 2⁵²: its bits with a small whole number in them, as a number, are 2⁵² plus that number.
const WHOLE: u64 = 0x4330_0000_0000_0000;
/// 2/ln 2, the scale of the series of ln((1 + s)/(1 − s)) = 2·(s + s³/3 + s⁵/5 + …) to base 2.
const SCALE: f64 = 2.0 * std::f64::consts::LOG2_E;

/// The logarithm to base 2 of the size of `x`, to 2e-14. Finite everywhere: −1023 at zero, so that 0·log₂ 0 comes out as 0.
#[inline(always)]
pub(in crate::strategy) fn log2(x: f64) -> f64 {
    let bits = x.to_bits() & (u64::MAX >> 1);
    let exponent = bits.wrapping_add(CENTRE) >> 52;
    let significand = f64::from_bits(bits.wrapping_sub(exponent << 52).wrapping_add(1023 << 52));
    let whole = f64::from_bits(WHOLE | exponent) - (f64::from_bits(WHOLE) + 1023.0);
    let s = (significand - 1.0) / (significand + 1.0);
    let z = s * s;
    // |s| ≤ 0.172, so what is left out after eight terms is below 4e-14 of the first. Summed in pairs: a processor need not wait for each term.
    let (z2, pair) = (z * z, |first: f64, second: f64| first + z * second);
    let (low, high) = (pair(1.0, 1.0 / 3.0) + z2 * pair(1.0 / 5.0, 1.0 / 7.0), pair(1.0 / 9.0, 1.0 / 11.0) + z2 * pair(1.0 / 13.0, 1.0 / 15.0));
    let sum = low + z2 * z2 * high;
    SCALE * s * sum + whole
}

/// p·log₂ p, 0 at 0, not a number where p is not.
#[inline(always)]
pub(in crate::strategy) fn p_log2_p(p: f64) -> f64 {
    p * log2(p)
}

/// −Σ p·log₂ p. Four running sums, in a fixed order; not a number where one of them is not.
pub(in crate::strategy) fn entropy(probabilities: &[f32]) -> f64 {
    let mut sums = [0.0f64; 4];
    let mut add = |four: &[f32; 4]| {
        for lane in 0..4 {
            sums[lane] += p_log2_p(f64::from(four[lane]));
        }
    };
    let (chunks, rest) = probabilities.as_chunks::<4>();
    chunks.iter().for_each(&mut add);
    if !rest.is_empty() {
        let mut last = [0.0; 4];
        last[..rest.len()].copy_from_slice(rest);
        add(&last);
    }
    0.0 - sums.iter().sum::<f64>()
}

/// A difference of entropies as a score: below 1e-9 bits it is rounding, and no difference at all. Not a number stays so.
pub(in crate::strategy) fn settled(bits: f64) -> f32 {
    if bits < 1e-9 { 0.0 } else { bits as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logarithm_is_that_of_the_platform() {
        let mut x = 1e-300;
        while x < 1e300 {
            let (ours, theirs) = (log2(x), f64::log2(x));
            assert!((ours - theirs).abs() <= 2e-14 + 4e-16 * theirs.abs(), "{x}: {ours} {theirs}");
            x *= 1.000_37;
        }
        for exact in [0.125, 0.5, 1.0, 2.0, 1024.0] {
            assert_eq!(log2(exact), exact.log2());
        }
    }

    #[test]
    fn entropy_is_finite_for_certain_and_impossible_classes_and_no_number_stays_none() {
        assert_eq!(entropy(&[1.0, 0.0, 0.0]), 0.0);
        assert_eq!(entropy(&[0.25; 4]), 2.0);
        assert_eq!(entropy(&[0.5, 0.0, 0.0, 0.0, 0.0, 0.5]), 1.0);
        assert!(entropy(&[1e-45, 1.0]) >= 0.0);
        assert!(entropy(&[0.5, f32::NAN]).is_nan() && settled(f64::NAN).is_nan());
        assert_eq!(entropy(&[]), 0.0);
    }
}
