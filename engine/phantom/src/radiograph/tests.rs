//! Radiographs of the chest: determinism, truth, twins, every kind of content.

use overread_base::{
    Difficulty, FactValue, Laterality, LesionKind, LesionRole, LesionWish, PhantomKind, Seed,
    StudyFact,
};
use sha2::{Digest as _, Sha256};

use crate::case::{Acquisition, CaseRequest, Phantom, draw_lesions, ground};
use crate::error::Fault;
use crate::study::SyntheticStudy;

const KIND: PhantomKind = PhantomKind::ChestRadiograph;

fn request(seed: u64, size: u32, lesions: Vec<LesionWish>) -> CaseRequest {
    CaseRequest {
        lesions,
        acquisition: Acquisition {
            size: Some(size),
            ..Acquisition::default()
        },
        ..CaseRequest::new(KIND, Seed(seed))
    }
}

fn wish(word: &str, amount: Option<f64>, side: Option<Laterality>) -> LesionWish {
    LesionWish {
        amount,
        side,
        ..LesionWish::any(LesionKind::named(KIND, word).unwrap())
    }
}

/// The first seed whose study has this many series.
fn seed_with(n_series: usize) -> u64 {
    (0..40)
        .find(|&seed| ground(&request(seed, 32, vec![])).unwrap().series.len() == n_series)
        .unwrap()
}

fn fact(study: &SyntheticStudy, fact: StudyFact) -> &FactValue {
    study.truth.fact(&fact.code()).unwrap()
}

fn heart_percent(study: &SyntheticStudy) -> f64 {
    let FactValue::Number { value, .. } = fact(study, StudyFact::CardiothoracicRatio) else {
        panic!("no number");
    };
    *value
}

#[test]
fn small_study_is_the_same_everywhere_regression() {
    let phantom = Phantom::plan(&request(7, 64, vec![wish("nodule", Some(20.0), None)])).unwrap();
    let mut hash = Sha256::new();
    for series in 0..phantom.study().series.len() {
        for sample in phantom.render(series, 0) {
            hash.update(sample.to_le_bytes());
        }
    }
    let found: String = hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(found, GOLDEN);
}

const GOLDEN: &str = "9a5557977fb2841724c5a0c36abaf7d5e43e42ec45bf625bbc0eba117ea649cb";

#[test]
fn truth_without_pixels_is_that_of_the_whole_plan_and_views_come_in_any_order() {
    let seed = seed_with(2);
    let request = request(
        seed,
        64,
        vec![wish("nodule", None, None), wish("effusion", None, None)],
    );
    let phantom = Phantom::plan(&request).unwrap();
    assert_eq!(phantom.study(), &ground(&request).unwrap());
    let (lateral, frontal) = (phantom.render(1, 0), phantom.render(0, 0));
    let again = Phantom::plan(&request).unwrap();
    assert_eq!((again.render(0, 0), again.render(1, 0)), (frontal, lateral));
    assert!(phantom.render(0, 1).is_empty() && phantom.render(2, 0).is_empty());
}

#[test]
fn every_kind_gives_a_valid_study_at_its_least_usual_and_greatest_amount() {
    for (n, kind) in LesionKind::of(KIND).enumerate() {
        let amounts = [
            Some(kind.amount.least()),
            None,
            Some(kind.amount.greatest()),
        ];
        for (seed, amount) in (100 + n as u64..).zip(amounts) {
            let study = ground(&request(seed, 64, vec![wish(kind.word, amount, None)]))
                .unwrap_or_else(|fault| panic!("{} {amount:?} seed {seed}: {fault}", kind.word));
            assert_eq!(
                study.truth.is_abnormal(),
                kind.role == LesionRole::Finding,
                "{}",
                kind.word
            );
            for lesion in &study.truth.lesions {
                assert!(!lesion.views.is_empty() && lesion.mask == lesion.views[0].mask);
                assert!(lesion.radius_mm > 0.0 && lesion.centre == lesion.views[0].centre);
                for (view, series) in lesion.views.iter().zip(&study.series) {
                    let mask = view.mask.as_ref().unwrap();
                    assert!(mask.voxel_count() > 0, "{}", kind.word);
                    let total: u64 = mask.runs.iter().map(|&n| u64::from(n)).sum();
                    assert_eq!(total, series.geometry.voxel_count());
                    assert!(series.geometry.contains(view.centre));
                }
            }
        }
    }
}

#[test]
fn hundred_seeds_give_whole_images() {
    for seed in 0..100 {
        let difficulty = Difficulty::ALL[usize::try_from(seed % 3).unwrap()];
        let lesions = draw_lesions(KIND, Seed(seed), difficulty, seed % 2 == 0, &[]);
        let study = ground(&request(seed, 32, lesions)).unwrap();
        assert_eq!(study.truth.is_abnormal(), seed % 2 == 0, "seed {seed}");
        let heart = heart_percent(&study);
        assert!((36.0..75.0).contains(&heart), "seed {seed}: {heart}");
    }
}

#[test]
fn heart_is_as_wide_as_asked_and_normal_otherwise() {
    for seed in 0..12 {
        let request = request(seed, 32, vec![wish("cardiomegaly", Some(58.0), None)]);
        assert!(
            (heart_percent(&ground(&request).unwrap()) - 58.0).abs() < 0.5,
            "seed {seed}"
        );
        let normal = ground(&CaseRequest {
            lesions: vec![],
            ..request
        })
        .unwrap();
        let limit = if normal.series[0].view == Some("PA") {
            50.0
        } else {
            53.0
        };
        assert!(
            heart_percent(&normal) < limit,
            "seed {seed}: {}",
            heart_percent(&normal)
        );
    }
}

#[test]
fn twins_differ_at_the_nodule_alone() {
    let seed = seed_with(1);
    let with = request(
        seed,
        250,
        vec![wish("nodule", Some(24.0), Some(Laterality::Left))],
    );
    let without = request(seed, 250, vec![]);
    let (a, b) = (
        Phantom::plan(&with).unwrap(),
        Phantom::plan(&without).unwrap(),
    );
    let lesion = &a.study().truth.lesions[0];
    let geometry = &a.study().series[0].geometry;
    let (one, other) = (a.render(0, 0), b.render(0, 0));
    let sign = if a.study().series[0].is_inverted {
        -1.0
    } else {
        1.0
    };
    let (mut near, mut n_near, mut far, mut n_far) = (0.0, 0.0, 0.0, 0.0);
    for (idx, (x, y)) in one.iter().zip(&other).enumerate() {
        let column = (idx % 250) as f64 * geometry.spacing.x - lesion.centre.x;
        let row = (idx / 250) as f64 * geometry.spacing.y - lesion.centre.y;
        let difference = sign * (f64::from(*x) - f64::from(*y));
        let distance = (column * column + row * row).sqrt();
        if distance < 0.5 * lesion.radius_mm {
            near += difference;
            n_near += 1.0;
        } else if distance > 90.0 {
            far += difference.abs();
            n_far += 1.0;
        }
    }
    let top = f64::from((1u32 << a.study().series[0].bits_stored) - 1);
    assert!(near / n_near > 0.02 * top, "lesion {}", near / n_near / top);
    // Scatter and the range compressed reach far, but hardly.
    assert!(far / n_far < 0.002 * top, "elsewhere {}", far / n_far / top);
}

#[test]
fn sides_are_those_of_the_picture() {
    for (seed, word) in [
        (3, "nodule"),
        (4, "effusion"),
        (5, "pneumothorax"),
        (6, "tuberculosis"),
    ] {
        for side in [Laterality::Right, Laterality::Left] {
            let study = ground(&request(seed, 64, vec![wish(word, None, Some(side))])).unwrap();
            let lesion = &study.truth.lesions[0];
            assert_eq!(lesion.laterality, Some(side));
            let middle = study.series[0].geometry.centre().x;
            // The patient's left is on the right of the picture.
            assert_eq!(
                lesion.centre.x > middle,
                side == Laterality::Left,
                "{word} {side:?}"
            );
        }
    }
}

#[test]
fn quality_faults_are_facts_and_no_lesions() {
    let wishes = ["rotation", "underexposure", "missing-marker"].map(|word| wish(word, None, None));
    let study = ground(&request(9, 64, wishes.to_vec())).unwrap();
    assert!(!study.truth.is_abnormal());
    let FactValue::Parts(parts) = fact(&study, StudyFact::QualityFaults) else {
        panic!("no parts");
    };
    assert_eq!(parts, &["rotation", "underexposure", "missing-marker"]);
}

#[test]
fn what_cannot_be_is_refused_with_its_reason() {
    let check = |wishes: Vec<LesionWish>, expected: &str| {
        let faults = ground(&request(1, 64, wishes)).unwrap_err().faults;
        let Fault::Lesion { reason, .. } = &faults[0] else {
            panic!("{faults:?}");
        };
        assert!(reason.contains(expected), "{reason}");
    };
    check(vec![wish("nodule", Some(400.0), None)], "diameter must be");
    check(
        vec![wish("nodule", Some(f64::NAN), None)],
        "diameter must be",
    );
    check(
        vec![wish("cardiomegaly", None, Some(Laterality::Left))],
        "no side",
    );
    check(
        vec![wish("effusion", None, Some(Laterality::Bilateral))],
        "left or right",
    );
    check(
        vec![
            wish("underexposure", None, None),
            wish("overexposure", None, None),
        ],
        "twice",
    );
    let head = LesionKind::of(PhantomKind::HeadCt).next().unwrap();
    check(vec![LesionWish::any(head)], "cannot hold it");
    assert!(ground(&request(1, 5000, vec![])).is_err());
}

#[test]
fn a_prior_shows_less_of_the_same_person() {
    let now = request(
        11,
        64,
        vec![wish("nodule", Some(24.0), Some(Laterality::Right))],
    );
    let before = CaseRequest {
        days_before: 400,
        ..now.clone()
    };
    let (now, before) = (ground(&now).unwrap(), ground(&before).unwrap());
    assert_eq!(now.patient.id, before.patient.id);
    assert!(before.truth.lesions[0].radius_mm < 0.9 * now.truth.lesions[0].radius_mm);
}

/// Energy absorbed behind parts of a chest (phantoms' reference, computed from cross-sections): lung 0.18, behind the
/// heart 0.062, under the diaphragm 0.014; a person's thickness varies, so means over seeds are compared.
#[test]
fn beam_is_weakened_as_by_a_chest() {
    let places = [
        ([-78.0, 0.0, -40.0], 0.09, 0.24),
        ([46.0, -20.0, -72.0], 0.03, 0.09),
        ([-70.0, 0.0, -170.0], 0.006, 0.03),
    ];
    let seeds = [0u64, 1, 3, 5];
    let mut sums = [0.0f32; 3];
    for seed in seeds {
        let plan = super::plan(&request(seed, 120, vec![])).unwrap();
        assert_eq!(plan.study().series[0].view, Some("PA"));
        let found = plan.transmitted(&places.map(|([x, y, z], _, _)| crate::num::p3(x, y, z)));
        for (sum, share) in sums.iter_mut().zip(found) {
            *sum += share / seeds.len() as f32;
        }
    }
    for (mean, (at, low, high)) in sums.into_iter().zip(places) {
        assert!((low..high).contains(&mean), "{at:?}: {mean}");
    }
}
