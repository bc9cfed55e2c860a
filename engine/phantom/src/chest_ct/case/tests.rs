//! Every kind of the catalogue can be asked for, wrong wishes are refused by name, studies fit their truth.

use overread_base::{
    Difficulty, Laterality, LesionKind, LesionRole, LesionWish, PhantomKind, Seed, StudyFact,
};

use super::*;
use crate::case::Acquisition;

fn kind(word: &str) -> &'static LesionKind {
    LesionKind::named(PhantomKind::ChestCt, word).unwrap()
}

fn request(seed: u64, lesions: Vec<LesionWish>) -> CaseRequest {
    CaseRequest {
        lesions,
        acquisition: Acquisition {
            size: Some(64),
            slices: Some(24),
            ..Acquisition::default()
        },
        ..CaseRequest::new(PhantomKind::ChestCt, Seed(seed))
    }
}

fn of(word: &str, amount: f64) -> LesionWish {
    LesionWish {
        amount: Some(amount),
        ..LesionWish::any(kind(word))
    }
}

fn fact(request: &CaseRequest, fact: StudyFact) -> f64 {
    let truth = bare(request).unwrap().truth();
    let overread_base::FactValue::Number { value, .. } = truth.fact(&fact.code()).unwrap() else {
        panic!("{fact:?} is no number");
    };
    *value
}

#[test]
fn every_kind_gives_a_valid_study_at_all_amounts() {
    for kind in LesionKind::of(PhantomKind::ChestCt) {
        let amounts = [
            None,
            Some(kind.amount.least()),
            Some(kind.amount.greatest()),
        ];
        for (seed, amount) in amounts.into_iter().enumerate() {
            let wish = LesionWish {
                amount,
                ..LesionWish::any(kind)
            };
            let request = request(40 + seed as u64, vec![wish]);
            let plan = bare(&request)
                .unwrap_or_else(|e| panic!("{} {amount:?}, seed {seed}: {e}", kind.word));
            let truth = study(request.seed, &plan).unwrap().truth;
            let findings = usize::from(kind.role == LesionRole::Finding);
            assert_eq!(truth.lesions.len(), findings, "{}", kind.word);
            for lesion in &truth.lesions {
                assert!(
                    lesion.radius_mm > 0.5,
                    "{}: {}",
                    kind.word,
                    lesion.radius_mm
                );
                assert!(plan.geometry().contains(lesion.centre), "{}", kind.word);
            }
        }
    }
}

#[track_caller]
fn refused(wishes: Vec<LesionWish>, expected: &str) {
    let error = bare(&request(3, wishes)).unwrap_err().to_string();
    assert!(
        error.contains(expected),
        "{error} should contain {expected}"
    );
}

#[test]
fn wrong_wishes_are_refused_by_name() {
    refused(
        vec![of("effusion", 5000.0)],
        "lesion 0 (effusion): volume must be 30 to 1500 mL, found 5000",
    );
    refused(
        vec![of("emphysema", f64::NAN)],
        "share of lung below -950 HU must be 5 to 45 %, found NaN",
    );
    refused(
        vec![of("emphysema", 10.0), of("emphysema", 10.0)],
        "lesion 1 (emphysema): a chest holds it once",
    );
    refused(
        vec![LesionWish {
            side: Some(Laterality::Left),
            place: Some("right-upper"),
            ..of("consolidation", 50.0)
        }],
        "its place lies on the other side",
    );
    let epidural = LesionKind::named(PhantomKind::HeadCt, "epidural").unwrap();
    refused(
        vec![LesionWish::any(epidural)],
        "lesion 0 (epidural): a chest CT cannot hold it",
    );
    refused(
        vec![
            of("effusion", 100.0),
            of("effusion", 100.0),
            of("effusion", 100.0),
        ],
        "lesion 2 (effusion): that side holds one already",
    );
    refused(
        vec![
            LesionWish {
                place: Some("right-middle"),
                ..of("solid-nodule", 40.0)
            };
            3
        ],
        "no free place of 40 mm",
    );
}

#[test]
fn facts_are_those_asked_for() {
    let near = |found: f64, wanted: f64, margin: f64| {
        assert!(
            (found - wanted).abs() <= margin,
            "found {found}, wanted {wanted}"
        );
    };
    let ask =
        |word: &str, amount: f64, what: StudyFact| fact(&request(8, vec![of(word, amount)]), what);
    near(
        ask("effusion", 400.0, StudyFact::EffusionVolume),
        400.0,
        0.1,
    );
    near(
        ask("emphysema", 15.0, StudyFact::LowAttenuationArea),
        15.0,
        0.3,
    );
    near(
        ask("infiltrates", 30.0, StudyFact::InfiltrateShare),
        30.0,
        0.1,
    );
    near(
        ask("aortic-dilatation", 48.0, StudyFact::AortaDiameter),
        48.0,
        0.1,
    );
    near(
        ask("trunk-dilatation", 35.0, StudyFact::TrunkDiameter),
        35.0,
        0.1,
    );
    near(
        ask("coronary-calcium", 300.0, StudyFact::Agatston),
        300.0,
        20.0,
    );
    near(
        ask("vertebral-fracture", 40.0, StudyFact::VertebralHeightLoss),
        40.0,
        0.1,
    );
    near(
        ask("low-bone-density", 70.0, StudyFact::VertebralAttenuation),
        70.0,
        0.1,
    );
}

#[test]
fn a_normal_study_states_all_facts_of_a_healthy_chest() {
    for seed in 0..4 {
        let normal = request(seed, Vec::new());
        let within = |what: StudyFact, low: f64, high: f64| {
            let found = fact(&normal, what);
            assert!(
                (low..=high).contains(&found),
                "seed {seed}: {what:?} {found}"
            );
        };
        within(StudyFact::AortaDiameter, 24.0, 40.0);
        within(StudyFact::TrunkDiameter, 18.0, 29.0);
        within(StudyFact::Agatston, 0.0, 0.0);
        within(StudyFact::LowAttenuationArea, 0.0, 2.0);
        within(StudyFact::InfiltrateShare, 0.0, 0.0);
        // 4066 ± 1190 mL (Cressoni 2013), 2 SD.
        within(StudyFact::LungVolume, 1700.0, 6500.0);
        within(StudyFact::EffusionVolume, 0.0, 0.0);
        within(StudyFact::VertebralAttenuation, 28.0, 320.0);
        within(StudyFact::VertebralHeightLoss, 0.0, 19.0);
    }
}

#[test]
fn drawn_cases_are_as_abnormal_as_asked() {
    let mut words = std::collections::BTreeSet::new();
    for seed in 0..300 {
        for difficulty in Difficulty::ALL {
            let abnormal = draw(Seed(seed), difficulty, true, &[]);
            let is_finding = |wish: &LesionWish| wish.kind.role == LesionRole::Finding;
            assert!(abnormal.iter().any(is_finding), "seed {seed}");
            let normal = draw(Seed(seed), difficulty, false, &[]);
            assert!(!normal.iter().any(is_finding), "seed {seed}");
            words.extend(abnormal.iter().map(|wish| wish.kind.word));
        }
    }
    let all = LesionKind::of(PhantomKind::ChestCt).map(|kind| kind.word);
    assert_eq!(words, all.collect(), "every kind is drawn at times");
    let only = draw(Seed(5), Difficulty::Medium, true, &[kind("effusion")]);
    assert!(only.iter().all(|wish| wish.kind.word == "effusion"));
}

#[track_caller]
fn planned_from(first: u64) {
    for seed in first..first + 50 {
        let difficulty = Difficulty::ALL[usize::try_from(seed % 3).unwrap()];
        let drawn = draw(Seed(seed), difficulty, !seed.is_multiple_of(4), &[]);
        let request = CaseRequest {
            difficulty,
            ..request(seed, drawn)
        };
        bare(&request).unwrap_or_else(|e| panic!("seed {seed}: {e}"));
    }
}

#[test]
fn fifty_drawn_cases_are_planned() {
    planned_from(0);
}

#[test]
fn fifty_further_drawn_cases_are_planned() {
    planned_from(50);
}

#[test]
fn nodules_are_smaller_before_and_then_not_there() {
    let wishes = vec![of("solid-nodule", 10.0), of("ground-glass-nodule", 12.0)];
    let at = |days_before: u32| {
        let request = CaseRequest {
            days_before,
            ..request(11, wishes.clone())
        };
        bare(&request).unwrap().truth().lesions
    };
    let (now, year, decade) = (at(0), at(365), at(3650));
    assert_eq!(now.len(), 2);
    for (now, then) in now.iter().zip(&year) {
        assert!(then.radius_mm < now.radius_mm);
        let moved = then.centre - now.centre;
        assert!(moved.x.abs().max(moved.y.abs()).max(moved.z.abs()) < 2.0);
        assert_eq!(now.id, then.id);
    }
    // Ten years are seven to twenty-seven doublings of the solid one: 10 mm were less than 2 mm.
    assert!(decade.iter().all(|lesion| lesion.id.as_str() == "l2"));
}

#[test]
fn the_bare_study_is_that_of_the_plan() {
    let wishes = [
        "infiltrates",
        "effusion",
        "coronary-calcium",
        "perifissural-nodule",
    ];
    let request = request(6, wishes.map(|word| LesionWish::any(kind(word))).to_vec());
    let (whole, cheap) = (plan(&request).unwrap(), bare(&request).unwrap());
    assert_eq!(
        study(request.seed, &whole).unwrap(),
        study(request.seed, &cheap).unwrap()
    );
}
