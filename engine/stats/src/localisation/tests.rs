//! Free-response figures in the analysis of many readers: the published study, and the error rate without an effect.

use overread_base::{Rng, Seed};

use super::*;
use crate::tests::free_response::{gauss, is_asked, poisson, tony01};
use crate::tests::published::{expected, folder, numbers};
use crate::{ObuchowskiRockette, Population};

#[track_caller]
fn close(found: f64, expected: &serde_json::Value) {
    let expected = expected.as_f64().unwrap();
    assert!(
        (found - expected).abs() <= 1e-9 * expected.abs(),
        "{found} {expected}"
    );
}

/// RJafroc on its dataset01 (tony01), wAFROC, random readers and cases, as printed in expected.json.
#[test]
fn wafroc_of_many_readers_is_that_of_rjafroc() {
    let Some(folder) = folder("rjafroc_tony01_wAFROC_OR_RRRC: test and intervals") else {
        return;
    };
    let printed = expected("rjafroc_tony01_wAFROC_OR_RRRC").unwrap();
    let printed = &printed["RRRC"];
    let table = tony01(&folder)
        .study()
        .table(LocalisationFigure::Wafroc)
        .unwrap();
    let analysis = ObuchowskiRockette::of(&table).unwrap();
    let test = analysis.test(Population::ReadersAndCases).unwrap();
    close(test.statistic, &printed["FTests"]["FStat"][0]);
    close(test.error_mean_square, &printed["FTests"]["MS"][1]);
    close(test.p, &printed["FTests"]["p"][0]);
    let difference = analysis
        .difference(Population::ReadersAndCases, 0, 1)
        .unwrap();
    let expected = &printed["ciDiffTrt"];
    close(difference.value, &expected["Estimate"]);
    close(difference.standard_error, &expected["StdErr"]);
    close(difference.degrees_of_freedom, &expected["DF"]);
    let interval = difference.interval95();
    close(interval[0], &expected["CILower"]);
    close(interval[1], &expected["CIUpper"]);
    for condition in 0..2 {
        let found = analysis
            .condition(Population::ReadersAndCases, condition)
            .unwrap();
        let expected = &printed["ciAvgRdrEachTrt"];
        close(found.value, &expected["Estimate"][condition]);
        close(found.standard_error, &expected["StdErr"][condition]);
        close(found.degrees_of_freedom, &expected["DF"][condition]);
        let interval = found.interval95();
        close(interval[0], &expected["CILower"][condition]);
        close(interval[1], &expected["CIUpper"][condition]);
    }
    assert_eq!(numbers(&printed["FTests"]["DF"])[0], 1.0);
}

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
