//! Free-response figures in the analysis of many readers: the error rate without an effect.

use overread_base::{Rng, Seed};

use super::*;
use crate::tests::free_response::{gauss, is_asked, poisson};
use crate::{ObuchowskiRockette, Population};

/// 2 conditions without a difference, 5 readers, 40 normal and 40 abnormal cases (one lesion). Readers differ in their
/// shift (SD 0.3, and 0.15 by condition), cases in how easy the lesion is (SD 0.5) and how many other marks they draw.
fn without_effect(rng: &mut Rng) -> FreeResponse {
    const N: usize = 40;
    let cases: Vec<_> = (0..2 * N)
        .map(|case| FreeResponse::equal_weights(case / N))
        .collect();
    let easy: Vec<f64> = cases.iter().map(|_| 0.5 * gauss(rng)).collect();
    let drawn: Vec<f64> = cases.iter().map(|_| 0.4 + 0.8 * rng.unit()).collect();
    let mut marks = Vec::new();
    for reader in 0..5 {
        let skill = 1.5 + 0.3 * gauss(rng);
        for condition in 0..2 {
            let skill = skill + 0.15 * gauss(rng);
            for case in 0..2 * N {
                let mut put = |target, number, rating| {
                    marks.push(Mark {
                        condition,
                        reader,
                        case,
                        target,
                        number,
                        rating,
                    });
                };
                for number in 0..poisson(drawn[case], rng) {
                    put(Target::NonLesion, number, gauss(rng));
                }
                if case >= N && rng.unit() < 0.85 {
                    put(Target::Lesion(0), 0, skill + easy[case] + gauss(rng));
                }
            }
        }
    }
    FreeResponse::new([2, 5], &cases, &marks).unwrap()
}

#[test]
fn wafroc_of_many_readers_keeps_its_error_rate() {
    if !is_asked("wafroc_of_many_readers_keeps_its_error_rate") {
        return;
    }
    const N_STUDIES: u64 = 2_000;
    let mut found = 0;
    for at in 0..N_STUDIES {
        let mut rng = Seed(8).child("wafroc-many").index(at).rng();
        let table = without_effect(&mut rng)
            .table(LocalisationFigure::Wafroc)
            .unwrap();
        let analysis = ObuchowskiRockette::of(&table).unwrap();
        let test = analysis.test(Population::ReadersAndCases).unwrap();
        found += u64::from(test.p < 0.05);
    }
    let share = found as f64 / N_STUDIES as f64;
    eprintln!("wAFROC without an effect: {share:.4} below 0.05");
    assert!((0.03..0.07).contains(&share), "{share}");
}
