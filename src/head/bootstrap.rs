//! Stratified bootstrap samples as counts: how often each answer is in a member's sample (Efron 1979, within every class).
//!
//! A class of n answers is drawn from n times with replacement, so no member lacks a class and nothing is drawn again and again until it
//! fits. Each answer first gets a Poisson(1) count of its own (Oza & Russell 2001); counts are then added by lot, or taken away, until the
//! class has n again, which makes them exactly multinomial. All lots hang on the answer's id and none on its place or its neighbours, so
//! that one more answer changes a handful of counts and a member can go on from where it was. Knows ids and classes; no rows.

use crate::rng;

/// How often each answer is in the sample of `seed`. `ids[i]` and `targets[i]` (below `classes`) belong together.
pub(super) fn counts(ids: &[u32], targets: &[usize], classes: usize, seed: u64) -> Vec<u32> {
    let lot = |purpose: u64, id: u32| rng::mix(rng::mix(seed, purpose), u64::from(id));
    let mut of_class: Vec<Vec<usize>> = vec![Vec::new(); classes];
    targets.iter().enumerate().for_each(|(place, &class)| of_class[class].push(place));
    let mut counts: Vec<u32> = ids.iter().map(|&id| poisson(lot(0, id))).collect();
    for places in of_class {
        let drawn: usize = places.iter().map(|&place| counts[place] as usize).sum();
        // Added: each of so many winners of a lot among all answers of the class.
        for draw in drawn..places.len() {
            let missing = (draw - drawn) as u64;
            if let Some(&winner) = places.iter().max_by_key(|&&place| (lot(1 + missing, ids[place]), ids[place])) {
                counts[winner] += 1;
            }
        }
        // Taken away: the first of all that were drawn, in an order by lot.
        if drawn > places.len() {
            let units = places.iter().flat_map(|&place| (0..counts[place]).map(move |unit| (place, unit)));
            let mut order: Vec<(u64, usize)> = units.map(|(place, unit)| (lot(u64::MAX - u64::from(unit), ids[place]), place)).collect();
            order.sort_unstable();
            order[..drawn - places.len()].iter().for_each(|&(_, place)| counts[place] -= 1);
        }
    }
    counts
}

/// A count with mean 1 by inversion of Poisson's distribution; `bits` are uniform.
fn poisson(bits: u64) -> u32 {
    let uniform = (bits >> 11) as f64 * (1.0 / (1u64 << 53) as f64);
    let mut probability = (-1.0f64).exp();
    let mut reached = probability;
    let mut count = 0;
    // Twenty is beyond what 53 bits can ask for.
    while uniform >= reached && count < 20 {
        count += 1;
        probability /= f64::from(count);
        reached += probability;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_is_drawn_as_often_as_it_has_answers() {
        let ids: Vec<u32> = (0..200).map(|id| 3 * id).collect();
        let targets: Vec<usize> = (0..200).map(|place| if place == 17 { 3 } else { place % 3 }).collect();
        for seed in 0..50 {
            let counts = counts(&ids, &targets, 5, seed);
            for class in 0..5 {
                let of = |place: &usize| targets[*place] == class;
                let drawn: u32 = (0..200).filter(of).map(|place| counts[place]).sum();
                assert_eq!(drawn as usize, (0..200).filter(of).count(), "class {class}");
            }
        }
    }

    #[test]
    fn counts_have_the_mean_variance_and_correlation_of_the_multinomial() {
        let (n, samples) = (12usize, 20_000u64);
        let ids: Vec<u32> = (100..100 + n as u32).collect();
        let (mut sum, mut square, mut cross) = (vec![0.0; n], vec![0.0; n], 0.0);
        for seed in 0..samples {
            let counts = counts(&ids, &vec![0; n], 1, rng::mix(7, seed));
            for (place, &count) in counts.iter().enumerate() {
                sum[place] += f64::from(count);
                square[place] += f64::from(count * count);
            }
            cross += f64::from(counts[2]) * f64::from(counts[9]);
        }
        let (n, samples) = (n as f64, samples as f64);
        for (sum, square) in sum.iter().zip(&square) {
            let mean = sum / samples;
            // Standard errors are 0.007 and about 0.012.
            assert!((mean - 1.0).abs() < 0.03, "mean {mean}");
            let variance = square / samples - mean * mean;
            assert!((variance - (1.0 - 1.0 / n)).abs() < 0.05, "variance {variance}");
        }
        // E[XY] = 1 − 1/n for two different answers.
        assert!((cross / samples - (1.0 - 1.0 / n)).abs() < 0.04, "{}", cross / samples);
    }

    #[test]
    fn one_more_answer_changes_a_handful_of_counts() {
        let ids: Vec<u32> = (0..300).collect();
        let targets: Vec<usize> = (0..300).map(|place| place % 4).collect();
        let before: Vec<usize> = (0..300).filter(|&id| id != 120).collect();
        let of = |places: &[usize], seed| {
            let ids: Vec<u32> = places.iter().map(|&place| ids[place]).collect();
            counts(&ids, &places.iter().map(|&place| targets[place]).collect::<Vec<_>>(), 4, seed)
        };
        for seed in 0..20 {
            let (old, new) = (of(&before, seed), of(&(0..300).collect::<Vec<_>>(), seed));
            let changed = before.iter().zip(&old).filter(|&(&place, &count)| new[place] != count).count();
            assert!(changed <= 6, "{changed}");
        }
    }

    #[test]
    fn members_differ_and_order_does_not_matter() {
        let ids: Vec<u32> = (0..40).collect();
        let targets = vec![0; 40];
        assert_ne!(counts(&ids, &targets, 1, 1), counts(&ids, &targets, 1, 2));
        let back: Vec<u32> = ids.iter().rev().copied().collect();
        let mut reversed = counts(&back, &targets, 1, 1);
        reversed.reverse();
        assert_eq!(reversed, counts(&ids, &targets, 1, 1));
    }
}
