//! Error rates and coverage on Roe's and Metz' model; slow.

use overread_base::Seed;

use super::super::super::tests::roe_metz::{RoeMetz, STRUCTURES, is_asked, share_of_runs};
use super::*;

const RUNS: u64 = 2_000;
const SEED: Seed = Seed(8);

// Two standard errors of a share of 5 % in 2,000 runs are one per cent; the test allows two more for the method.
#[test]
fn rejections_where_conditions_are_alike() {
    if !is_asked("rejections_where_conditions_are_alike") {
        return;
    }
    for structure in STRUCTURES {
        for (name, population) in [
            ("readers and cases", Population::ReadersAndCases),
            ("cases", Population::Cases),
        ] {
            let share = share_of_runs(&format!("{} {name}", structure.name), RUNS, SEED, |seed| {
                let ratings = structure.ratings(seed, &[1.5, 1.5], 5, [50, 50], |_, _, _| true);
                let study = ObuchowskiRockette::of_areas(&ratings).unwrap();
                study.test(population).unwrap().p < 0.05
            });
            // With fixed readers the true difference of these readers is not 0: conditions by readers count as effect.
            let most = if population == Population::Cases {
                0.5
            } else {
                0.07
            };
            assert!(
                (0.03..=most).contains(&share),
                "{} {name}: {share}",
                structure.name
            );
        }
    }
}

#[test]
fn coverage_of_one_condition_and_of_differences() {
    if !is_asked("coverage_of_one_condition_and_of_differences") {
        return;
    }
    for structure in STRUCTURES {
        let truth = [1.0, 1.5].map(|separation| structure.area(separation));
        let covers = |found: StudentEstimate, truth: f64| {
            let [lower, upper] = found.interval95();
            lower <= truth && truth <= upper
        };
        let run = |seed: Seed| {
            let ratings = structure.ratings(seed, &[1.0, 1.5], 5, [50, 50], |_, _, _| true);
            ObuchowskiRockette::of_areas(&ratings).unwrap()
        };
        let all = Population::ReadersAndCases;
        let one = share_of_runs(
            &format!("{} one condition", structure.name),
            RUNS,
            SEED,
            |seed| covers(run(seed).condition(all, 1).unwrap(), truth[1]),
        );
        let difference = share_of_runs(
            &format!("{} difference", structure.name),
            RUNS,
            SEED,
            |seed| {
                covers(
                    run(seed).difference(all, 0, 1).unwrap(),
                    truth[0] - truth[1],
                )
            },
        );
        assert!((0.90..=0.97).contains(&one), "{}: {one}", structure.name);
        assert!(
            (0.93..=0.97).contains(&difference),
            "{}: {difference}",
            structure.name
        );
    }
}

// At the margin a non-inferiority test at 2.5 % errs in 2.5 %.
#[test]
fn errors_of_non_inferiority_at_the_margin() {
    if !is_asked("errors_of_non_inferiority_at_the_margin") {
        return;
    }
    let structure = STRUCTURES[0];
    let margin = structure.area(1.5) - structure.area(1.2);
    let share = share_of_runs("non-inferiority", RUNS, SEED, |seed| {
        let ratings = structure.ratings(seed, &[1.2, 1.5], 5, [50, 50], |_, _, _| true);
        let study = ObuchowskiRockette::of_areas(&ratings).unwrap();
        let difference = study.difference(Population::ReadersAndCases, 0, 1).unwrap();
        difference.non_inferiority(margin).unwrap().p < 0.025
    });
    assert!((0.01..=0.04).contains(&share), "{share}");
}

// Readers without parts of their own, so that the area of each is known.
#[test]
fn coverage_of_one_readers_areas() {
    if !is_asked("coverage_of_one_readers_areas") {
        return;
    }
    let structure = RoeMetz {
        reader: 0.0,
        condition_reader: 0.0,
        ..STRUCTURES[0]
    };
    let truth = [1.0, 1.5].map(|separation| structure.area(separation));
    let run = |seed: Seed| {
        let ratings = structure.ratings(seed, &[1.0, 1.5], 3, [50, 50], |_, _, _| true);
        ObuchowskiRockette::of_areas(&ratings).unwrap()
    };
    let covers = |found: StudentEstimate, truth: f64| {
        let [lower, upper] = found.interval95();
        lower <= truth && truth <= upper
    };
    let one = share_of_runs("one reader", RUNS, SEED, |seed| {
        covers(run(seed).reader(1, 0).unwrap(), truth[1])
    });
    let difference = share_of_runs("one reader's difference", RUNS, SEED, |seed| {
        let found = run(seed).reader_difference(0, 0, 1).unwrap();
        covers(found, truth[0] - truth[1])
    });
    assert!((0.92..=0.97).contains(&one), "{one}");
    assert!((0.93..=0.97).contains(&difference), "{difference}");
}

#[test]
fn rejections_where_sensitivities_and_specificities_are_alike() {
    if !is_asked("rejections_where_sensitivities_and_specificities_are_alike") {
        return;
    }
    type Figure = fn(&RocRatings) -> FigureTable;
    let figures: [(&str, Figure); 2] = [
        ("sensitivity", |ratings| {
            ratings.sensitivities(0.75).unwrap()
        }),
        ("specificity", |ratings| {
            ratings.specificities(0.75).unwrap()
        }),
    ];
    for structure in STRUCTURES {
        for (name, figure) in figures {
            let share = share_of_runs(&format!("{} {name}", structure.name), RUNS, SEED, |seed| {
                let ratings = structure.ratings(seed, &[1.5, 1.5], 5, [50, 50], |_, _, _| true);
                let study = ObuchowskiRockette::of(&figure(&ratings)).unwrap();
                study.test(Population::ReadersAndCases).unwrap().p < 0.05
            });
            assert!(
                (0.03..=0.075).contains(&share),
                "{} {name}: {share}",
                structure.name
            );
        }
    }
}
