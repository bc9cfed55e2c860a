//! A whole form: a plan is drawn, a simulated service reads every case, and what was planned is planted.

use std::collections::BTreeMap;

use overread_base::{Code, Laterality, Millis, Seed, StudyUid};
use overread_scenario::{AiErrorKind, ErrorSeverity, Operating, SimulatedService};

use super::super::samples::{CT, error};
use super::super::sound::is_sound;
use super::super::{PlantCase, plant};
use crate::{SimulatedCase, fixture, simulate};

fn service() -> SimulatedService {
    SimulatedService {
        id: fixture::service().id,
        name: Vec::new(),
        version: "1.0.0".to_owned(),
        operating: Operating::Point {
            sensitivity: 0.99,
            specificity: 0.95,
        },
        by_difficulty: Vec::new(),
        false_marks_per_case: 0.1,
        place_sd_mm: 1.0,
        latency: Millis(1_000),
        defect_rate: 0.0,
        threshold: 0.4,
    }
}

/// Of a service that misses one lesion in a hundred nearly every error can be planted; categories only where the truth
/// has one.
#[test]
fn what_a_simulated_service_says_can_be_planted_into() {
    let (service, target) = (service(), Code::nodule());
    let (series, study) = (fixture::series(), StudyUid::new("1.2").unwrap());
    let mut truth = fixture::truth(&[-60.0, 95.0]);
    truth.lesions[0].laterality = Some(Laterality::Right);
    truth.lesions[1].laterality = Some(Laterality::Left);
    let mut n_void: BTreeMap<AiErrorKind, u32> = BTreeMap::new();
    for seed in 0..40 {
        let read = |name: &str| {
            simulate(
                &service,
                &SimulatedCase {
                    case: &fixture::case(name),
                    truth: Some(&truth),
                    difficulty: None,
                    study: &study,
                    series: &series,
                    bounds: CT,
                    targets: std::slice::from_ref(&target),
                    decoys: &[],
                    seed: Seed(seed),
                },
            )
        };
        let (result, mut other) = (read("c1"), read("c2"));
        other.study = StudyUid::new("1.7").unwrap();
        let id = fixture::case("c1");
        let case = PlantCase {
            case: &id,
            truth: Some(&truth),
            study: &study,
            series: &series,
            bounds: CT,
            decoys: &[],
            other: Some(&other),
        };
        for &kind in AiErrorKind::ALL {
            let error = error(kind, ErrorSeverity::Intermediate, seed);
            let shown = plant(&result, &error, &case);
            assert!(is_sound(&shown.result), "{kind:?}");
            *n_void.entry(kind).or_default() += u32::from(shown.record.is_void);
        }
    }
    assert_eq!(n_void.remove(&AiErrorKind::WrongCategory), Some(40));
    for (kind, n) in n_void {
        assert!(n <= 4, "{kind:?} was void in {n} of 40");
    }
}
