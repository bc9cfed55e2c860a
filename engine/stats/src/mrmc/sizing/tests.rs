//! By hand, RJafroc's numbers, laws, and the power that a simulated study has.

use overread_base::Seed;
use proptest::prelude::*;

use super::super::tests::roe_metz::{STRUCTURES, is_asked, share_of_runs};
use super::super::tests::van_dyke::{CaseColumn, van_dyke};
use super::*;
use crate::normal_cdf;

const ALL: StudyAim = StudyAim {
    population: Population::ReadersAndCases,
    effect: 0.043_800_322,
    alpha: 0.05,
};

fn aim(population: Population) -> StudyAim {
    StudyAim { population, ..ALL }
}

fn pilot() -> PilotStudy {
    PilotStudy {
        variance: 0.0008,
        cov1: 0.0004,
        cov2: 0.0003,
        cov3: 0.0002,
        condition_reader: 0.0002,
        n_cases: 100,
    }
}

#[track_caller]
fn check(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found / expected - 1.0).abs() < tolerance,
        "found {found}, expected {expected}"
    );
}

// One fixed reader on twice the cases: D = (.0008 - .0004)/2 = .0002; effect .04: non-centrality .0016/.0004 = 4, the
// square of a normal number moved by 2: P(|Z + 2| > 1.96).
// Fixed cases, two readers, the pilot's cases: D = .0002 + (.0004 - .0001) = .0005, non-centrality .0016 x 2/.001 = 3.2.
#[test]
fn by_hand() {
    let aim = StudyAim {
        population: Population::Cases,
        effect: -0.04,
        alpha: 0.05,
    };
    let found = pilot().power(&aim, 1, 200).unwrap();
    check(found.noncentrality, 4.0, 1e-12);
    let z = 1.959_963_984_540_054;
    check(
        found.power,
        normal_cdf(2.0 - z) + normal_cdf(-2.0 - z),
        1e-10,
    );
    let found = pilot()
        .power(
            &StudyAim {
                population: Population::Readers,
                ..aim
            },
            2,
            100,
        )
        .unwrap();
    check(found.noncentrality, 3.2, 1e-12);
    check(found.degrees_of_freedom, 1.0, 1e-15);
    // Readers and cases: D = .0002 + .0004 + .0001 = .0007, spread .0005: df (7/5)² x 1.
    let found = pilot()
        .power(
            &StudyAim {
                population: Population::ReadersAndCases,
                ..aim
            },
            2,
            100,
        )
        .unwrap();
    check(found.noncentrality, 0.0016 * 2.0 / 0.0014, 1e-12);
    check(found.degrees_of_freedom, 1.96, 1e-12);
}

// RJafroc SsPowerGivenJK on Van Dyke for the effect as it was given, in nine decimals, to the ten digits printed. Its power
// with random readers and cases stands with the published groups.
#[test]
fn van_dyke_by_rjafroc() {
    let Some(ratings) = van_dyke("power with readers or cases fixed", CaseColumn::Crossed) else {
        return;
    };
    let study = ObuchowskiRockette::of_areas(&ratings).unwrap();
    let pilot = PilotStudy::of(&study).unwrap();
    for (population, n_cases, power) in [
        (Population::Cases, 131, 0.800_918_130_5),
        (Population::Readers, 53, 0.804_966_633_4),
    ] {
        let aim = StudyAim {
            population,
            effect: -0.043_800_322,
            alpha: 0.05,
        };
        let found = pilot.power(&aim, 10, n_cases).unwrap();
        check(found.power, power, 1e-9);
    }
}

#[test]
fn the_fewest_are_enough_and_one_less_is_not() {
    for population in [
        Population::ReadersAndCases,
        Population::Cases,
        Population::Readers,
    ] {
        let aim = aim(population);
        let cases = pilot().cases_for(&aim, 8, 0.8).unwrap();
        assert!(pilot().power(&aim, 8, cases).unwrap().power >= 0.8);
        assert!(pilot().power(&aim, 8, cases - 1).unwrap().power < 0.8);
        let readers = pilot().readers_for(&aim, 150, 0.8).unwrap();
        assert!(pilot().power(&aim, readers, 150).unwrap().power >= 0.8);
        assert!(
            readers == 1
                || readers == 2
                || pilot().power(&aim, readers - 1, 150).unwrap().power < 0.8
        );
    }
}

// Three readers who vary: power rises with cases, and falls again as the degrees of freedom go to 2.
#[test]
fn power_that_falls_again_is_found_where_it_is_reached() {
    let pilot = PilotStudy {
        condition_reader: 0.000_85,
        ..pilot()
    };
    let aim = StudyAim {
        effect: 0.0719,
        alpha: 0.01,
        ..ALL
    };
    let power = |n_cases| pilot.power(&aim, 3, n_cases).unwrap().power;
    let best = (2..2_000).map(power).fold(0.0, f64::max);
    assert!(
        power(100_000) < best - 0.01,
        "{} is not below {best}",
        power(100_000)
    );
    let wanted = best - 0.001;
    let first = (2..2_000)
        .find(|n_cases| power(*n_cases) >= wanted)
        .unwrap();
    assert_eq!(pilot.cases_for(&aim, 3, wanted).unwrap(), first);
}

#[test]
fn what_cannot_be_reached_is_named() {
    let words = |found: Result<usize, NotEstimable>| found.unwrap_err().to_string();
    // Two readers who differ by condition: more cases do not help.
    let varied = PilotStudy {
        condition_reader: 0.1,
        ..pilot()
    };
    assert!(words(varied.cases_for(&ALL, 2, 0.9)).contains("with so few readers"));
    // A shared error of cases: more readers do not help.
    let shared = PilotStudy {
        cov2: 0.5,
        ..pilot()
    };
    assert!(words(shared.readers_for(&ALL, 10, 0.9)).contains("on so few cases"));
    assert_eq!(
        words(pilot().cases_for(&ALL, 1, 0.8)),
        "not estimable: 2 readers needed, 1 found"
    );
    assert!(words(pilot().cases_for(&ALL, 3, 1.0)).contains("outside 0 to 1"));
    let refused =
        |pilot: PilotStudy, aim: StudyAim| pilot.power(&aim, 5, 50).unwrap_err().to_string();
    assert!(refused(pilot(), StudyAim { alpha: 0.0, ..ALL }).contains("error rates"));
    assert!(
        refused(
            pilot(),
            StudyAim {
                effect: f64::NAN,
                ..ALL
            }
        )
        .contains("effects")
    );
    assert!(
        refused(
            PilotStudy {
                cov3: f64::INFINITY,
                ..pilot()
            },
            ALL
        )
        .contains("components")
    );
    assert!(
        refused(
            PilotStudy {
                n_cases: 0,
                ..pilot()
            },
            ALL
        )
        .contains("2 cases needed")
    );
    let flat = PilotStudy {
        variance: 0.0,
        cov1: 0.0,
        cov2: 0.0,
        cov3: 0.0,
        condition_reader: -1.0,
        n_cases: 10,
    };
    assert!(refused(flat, ALL).contains("do not vary"));
    // No effect: the power is the error rate, whatever the size.
    check(
        pilot()
            .power(&StudyAim { effect: 0.0, ..ALL }, 5, 50)
            .unwrap()
            .power,
        0.05,
        1e-9,
    );
}

proptest! {
    #[test]
    fn power_rises_with_all_that_helps(
        effect in 0.01f64..0.1, readers in 3usize..20, cases in 20usize..300, more in 1usize..50,
        condition_reader in -0.001f64..0.001, alpha in 0.01f64..0.1,
    ) {
        let pilot = PilotStudy { condition_reader, ..pilot() };
        for population in [Population::ReadersAndCases, Population::Cases, Population::Readers] {
            let aim = StudyAim { population, effect, alpha };
            let power = |aim: &StudyAim, readers, cases| pilot.power(aim, readers, cases).unwrap().power;
            let base = power(&aim, readers, cases);
            prop_assert!(base >= alpha - 1e-12 && base <= 1.0);
            prop_assert!(power(&aim, readers + more, cases) >= base - 1e-9);
            // With random readers and cases more cases leave fewer degrees of freedom, and power may fall.
            if population != Population::ReadersAndCases {
                prop_assert!(power(&aim, readers, cases + more) >= base - 1e-9);
            }
            let greater = StudyAim { effect: effect * 1.5, ..aim };
            let turned = StudyAim { effect: -effect, ..aim };
            prop_assert!(power(&greater, readers, cases) >= base - 1e-12);
            prop_assert!((power(&turned, readers, cases) - base).abs() < 1e-12);
        }
    }
}

// The components of a large pilot foretell how often a smaller study rejects.
#[test]
fn a_study_has_the_power_foretold() {
    if !is_asked("a_study_has_the_power_foretold") {
        return;
    }
    let structure = STRUCTURES[0];
    let separations = [1.0, 1.5];
    let large = structure.ratings(Seed(8), &separations, 60, [300, 300], |_, _, _| true);
    let pilot = PilotStudy::of(&ObuchowskiRockette::of_areas(&large).unwrap()).unwrap();
    let effect = structure.area(1.5) - structure.area(1.0);
    let foretold = pilot
        .power(&StudyAim { effect, ..ALL }, 6, 100)
        .unwrap()
        .power;
    let found = share_of_runs("power", 2_000, Seed(9), |seed| {
        let ratings = structure.ratings(seed, &separations, 6, [50, 50], |_, _, _| true);
        let study = ObuchowskiRockette::of_areas(&ratings).unwrap();
        study.test(Population::ReadersAndCases).unwrap().p < 0.05
    });
    eprintln!("foretold {foretold}, found {found}");
    assert!(
        (foretold - found).abs() < 0.06,
        "foretold {foretold}, found {found}"
    );
}
