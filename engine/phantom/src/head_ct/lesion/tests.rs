//! Lesions lie where and how they are asked for, and leave the rest of the head as it is.

use overread_base::{
    Difficulty, FactValue, Laterality, LesionKind, LesionRole, LesionWish, PhantomKind, Seed,
    StudyFact, Vec3, VolumeGeometry,
};

use crate::error::Fault;
use crate::num::to_f32;

use super::*;

fn kind(word: &str) -> &'static LesionKind {
    LesionKind::named(PhantomKind::HeadCt, word).unwrap()
}

fn wish(word: &str, amount: Option<f64>) -> LesionWish {
    LesionWish {
        amount,
        ..LesionWish::any(kind(word))
    }
}

fn request(seed: u64, lesions: Vec<LesionWish>) -> CaseRequest {
    CaseRequest {
        lesions,
        ..CaseRequest::new(PhantomKind::HeadCt, Seed(seed))
    }
}

fn grid(pixel: f64, slice: f64) -> VolumeGeometry {
    let n = |length: f64, step: f64| crate::num::index_in(to_f32(length / step), 512);
    let size = [n(200.0, pixel), n(220.0, pixel), n(170.0, slice)];
    VolumeGeometry::axial(
        size.map(|n| u32::try_from(n).unwrap()),
        Vec3::new(pixel, pixel, slice),
        Vec3::new(-100.0, -110.0, -70.0),
    )
    .unwrap()
}

fn number(facts: &[TruthFact], fact: StudyFact) -> f64 {
    let found = facts.iter().find(|f| f.code == fact.code()).unwrap();
    match &found.value {
        FactValue::Number { value, .. } => *value,
        FactValue::Present(_) | FactValue::Category(_) | FactValue::Parts(_) => panic!("{found:?}"),
    }
}

fn parts(facts: &[TruthFact], fact: StudyFact) -> Vec<String> {
    let found = facts.iter().find(|f| f.code == fact.code()).unwrap();
    match &found.value {
        FactValue::Parts(parts) => parts.clone(),
        FactValue::Present(_) | FactValue::Category(_) | FactValue::Number { .. } => {
            panic!("{found:?}")
        }
    }
}

#[test]
fn every_kind_can_be_drawn_at_its_least_usual_and_greatest_amount() {
    for word in [
        "epidural",
        "subdural",
        "subarachnoid",
        "intraparenchymal",
        "intraventricular",
        "infarct",
        "dense-artery",
        "fracture",
        "old-infarct",
    ] {
        for seed in 0..3 {
            let head = Head::new(Seed(seed));
            let amount = &kind(word).amount;
            for asked in [Some(amount.least()), None, Some(amount.greatest())] {
                let case = request(seed, vec![wish(word, asked)]);
                let t = std::time::Instant::now();
                let set = LesionSet::place(&head, &case)
                    .unwrap_or_else(|e| panic!("seed {seed}, {asked:?}: {e}"));
                let t1 = t.elapsed();
                let (lesions, facts) = set.truth(&head, &grid(3.0, 5.0), 5.0);
                eprintln!(
                    "{word} {seed} {asked:?} place {t1:?} truth {:?}",
                    t.elapsed() - t1
                );
                assert_eq!(facts.len(), 4);
                if kind(word).role == LesionRole::Finding {
                    let mask = lesions[0].mask.as_ref().unwrap();
                    assert!(mask.voxel_count() > 0, "{word}, seed {seed}, {asked:?}");
                } else {
                    assert_eq!(lesions, []);
                }
            }
        }
    }
}

#[test]
fn haemorrhages_have_the_volume_that_was_asked_for_and_masks_that_agree() {
    let head = Head::new(Seed(11));
    for (word, volume) in [
        ("epidural", 30.0),
        ("subdural", 40.0),
        ("subarachnoid", 8.0),
        ("intraparenchymal", 12.0),
        ("intraventricular", 4.0),
    ] {
        let case = request(11, vec![wish(word, Some(volume))]);
        let set = LesionSet::place(&head, &case).unwrap();
        let (lesions, facts) = set.truth(&head, &grid(0.9, 1.25), 1.25);
        let stated = number(&facts, StudyFact::HaemorrhageVolume);
        assert!((stated / volume - 1.0).abs() < 0.02, "{word}: {stated} mL");
        let radius = lesions[0].radius_mm;
        let of_radius = 4.0 / 3.0 * std::f64::consts::PI * radius * radius * radius / 1000.0;
        assert!((of_radius / stated - 1.0).abs() < 0.01, "{word}: {radius}");
        let mask = lesions[0].mask.as_ref().unwrap();
        let masked = mask.voxel_count() as f64 * 0.9 * 0.9 * 1.25 / 1000.0;
        assert!((masked / volume - 1.0).abs() < 0.06, "{word}: {masked} mL");
    }
}

#[test]
fn a_side_that_is_asked_for_is_the_side_of_the_voxels() {
    let head = Head::new(Seed(5));
    for word in [
        "epidural",
        "subdural",
        "subarachnoid",
        "intraparenchymal",
        "intraventricular",
        "infarct",
        "dense-artery",
        "fracture",
    ] {
        for side in [Laterality::Left, Laterality::Right] {
            let wish = LesionWish {
                side: Some(side),
                ..wish(word, Some(kind(word).amount.least().max(3.0)))
            };
            let set = LesionSet::place(&head, &request(5, vec![wish])).unwrap();
            let (lesions, _) = set.truth(&head, &grid(2.5, 5.0), 5.0);
            let centre = head.to_head(P3::from_vec3(lesions[0].centre));
            let found = head.midline_x(centre);
            assert_eq!(found > 0.0, side == Laterality::Left, "{word}: {found}");
            if word != "subarachnoid" && word != "intraventricular" {
                assert_eq!(lesions[0].laterality, Some(side));
            }
        }
    }
}

#[test]
fn masses_push_the_midline_away_and_no_bone() {
    for (seed, word, volume) in [
        (3, "subdural", 90.0),
        (4, "epidural", 70.0),
        (5, "intraparenchymal", 60.0),
    ] {
        let head = Head::new(Seed(seed));
        let wish = LesionWish {
            side: Some(Laterality::Left),
            place: kind(word)
                .places
                .iter()
                .find(|place| ["convexity", "putamen"].contains(*place))
                .copied(),
            ..wish(word, Some(volume))
        };
        let set = LesionSet::place(&head, &request(seed, vec![wish])).unwrap();
        let (_, facts) = set.truth(&head, &grid(4.0, 8.0), 8.0);
        let shift = number(&facts, StudyFact::MidlineShift);
        assert!((1.5..22.0).contains(&shift), "{word}: {shift} mm");
        // The septum now lies on the right of where it was.
        let septum = head.from_canonical(p3(0.0, -28.0, 11.0));
        assert!(set.effect.target(septum).x < septum.x - 1.0, "{word}");
        for i in 0..400u16 {
            let t = f32::from(i);
            let dir = p3(
                libm::sinf(t * 1.7),
                libm::cosf(t * 2.3),
                0.3 + 0.6 * libm::sinf(t),
            );
            let dir = dir.unit_or(p3(1.0, 0.0, 0.0));
            let at = head.from_canonical(p3(0.0, 0.0, 12.0)) + dir * (60.0 + t * 0.1);
            let from = set.displace(at);
            let (inner, moved) = (head.inner_skull(at), (from - at).length());
            // The displacement is known every 5 mm.
            assert!(inner < 0.0 || moved < 1.5, "{word}: bone moved {moved} mm");
            assert!(inner < 9.0 || moved < 0.01, "{word}: bone moved {moved} mm");
            if head.inner_skull(at) < 0.0 {
                assert!(head.inner_skull(from) < 1.0, "{word}: brain from bone");
            }
        }
    }
}

#[test]
fn a_head_without_lesions_is_left_alone() {
    let head = Head::new(Seed(7));
    let set = LesionSet::place(&head, &request(7, Vec::new())).unwrap();
    let tissue = Tissue {
        cavity: 1.0,
        csf: 1.0,
        ..Tissue::default()
    };
    for i in 0..50u8 {
        let at = p3(f32::from(i) - 25.0, 2.0 * f32::from(i) - 50.0, 20.0);
        assert_eq!(set.displace(at), at);
        assert!(!set.concerns(at));
        assert!((set.blend(&head, 33.0, at, &tissue) - 33.0).abs() < f32::EPSILON);
    }
    let (lesions, facts) = set.truth(&head, &grid(4.0, 8.0), 8.0);
    assert_eq!(lesions, []);
    for (fact, value) in [
        (StudyFact::HaemorrhageVolume, 0.0),
        (StudyFact::MidlineShift, 0.0),
        (StudyFact::Aspects, 10.0),
    ] {
        assert!((number(&facts, fact) - value).abs() < 1e-3, "{fact:?}");
    }
    assert_eq!(
        parts(&facts, StudyFact::AspectsRegions),
        Vec::<String>::new()
    );
}

#[test]
fn what_is_quickly_passed_over_would_not_have_changed() {
    let head = Head::new(Seed(9));
    let tissue = Tissue {
        cavity: 1.0,
        grey: 1.0,
        ..Tissue::default()
    };
    for word in [
        "subdural",
        "intraparenchymal",
        "dense-artery",
        "old-infarct",
    ] {
        let set = LesionSet::place(&head, &request(9, vec![wish(word, None)])).unwrap();
        let mut changed = 0;
        for i in 0..20_000u16 {
            let t = f32::from(i);
            let part = |step: f32| t * step - libm::floorf(t * step);
            let at = p3(
                part(0.819_172_5) * 150.0 - 75.0,
                part(0.671_043_6) * 180.0 - 90.0,
                part(0.549_700_5) * 120.0 - 40.0,
            );
            if head.inner_skull(at) > -0.5 {
                continue;
            }
            let hu = set.blend(&head, 37.0, at, &tissue);
            if (hu - 37.0).abs() > 0.01 {
                changed += 1;
                assert!(set.concerns(at), "{word}: {hu} HU at {at:?}");
            }
        }
        assert!(changed > 0, "{word}");
    }
}

#[test]
fn aspects_counts_the_regions_of_one_side() {
    let head = Head::new(Seed(13));
    for n in [1u8, 4, 10] {
        let wish = LesionWish {
            side: Some(Laterality::Right),
            ..wish("infarct", Some(f64::from(n)))
        };
        let set = LesionSet::place(&head, &request(13, vec![wish])).unwrap();
        let (_, facts) = set.truth(&head, &grid(4.0, 8.0), 8.0);
        let regions = parts(&facts, StudyFact::AspectsRegions);
        assert_eq!(regions.len(), usize::from(n));
        assert!(regions.iter().all(|name| name.starts_with("R:")));
        let score = number(&facts, StudyFact::Aspects);
        assert!((score - f64::from(10 - n)).abs() < 1e-9);
    }
}

#[test]
fn ischaemia_takes_more_from_grey_than_from_white_matter() {
    let head = Head::new(Seed(13));
    let set = LesionSet::place(&head, &request(13, vec![wish("infarct", Some(10.0))])).unwrap();
    let (low, high) = set.infarcts[0].space.bounds();
    // Some place well inside.
    let inside = (0..20_000u16)
        .map(|i| {
            let part = |step: f32| f32::from(i) * step - libm::floorf(f32::from(i) * step);
            let unit = p3(part(0.819_172_5), part(0.671_043_6), part(0.549_700_5));
            low + (high - low).scaled(unit)
        })
        .find(|&p| set.infarcts[0].space.distance(p).is_some_and(|d| d < -3.9))
        .unwrap();
    let inside = set.effect.target(inside);
    let lost = |grey: f32, white: f32| {
        let tissue = Tissue {
            cavity: 1.0,
            grey,
            white,
            ..Tissue::default()
        };
        35.0 - set.blend(&head, 35.0, inside, &tissue)
    };
    let (grey, white) = (lost(1.0, 0.0), lost(0.0, 1.0));
    // A medium case is some hours old (reference 1.3: -5 to -7 HU at 12 hours).
    assert!((3.0..11.0).contains(&grey), "{grey}");
    assert!((white / grey - 0.5).abs() < 0.1, "{white} of {grey}");
}

#[test]
fn a_fracture_lies_in_bone_and_is_dark_in_it() {
    let head = Head::new(Seed(21));
    let set = LesionSet::place(&head, &request(21, vec![wish("fracture", Some(60.0))])).unwrap();
    let (lesions, _) = set.truth(&head, &grid(1.0, 1.25), 1.25);
    let mask = lesions[0].mask.as_ref().unwrap();
    let (mut at, mut dark, mut n) = (0u64, 0u32, 0u32);
    for (i, &run) in mask.runs.iter().enumerate() {
        if i % 2 == 1 {
            for voxel in at..at + u64::from(run) {
                let [nx, ny, _] = mask.geometry.size.map(u64::from);
                let index = Vec3::new(
                    (voxel % nx) as f64,
                    (voxel / nx % ny) as f64,
                    (voxel / nx / ny) as f64,
                );
                let p = head.to_head(P3::from_vec3(mask.geometry.patient_from_voxel(index)));
                let inner = head.inner_skull(p);
                assert!(-1.5 < inner && inner < 14.0, "{inner} mm from the table");
                n += 1;
                dark += u32::from(set.blend(&head, 1200.0, p, &Tissue::default()) < 900.0);
            }
        }
        at += u64::from(run);
    }
    assert!(n > 60, "{n} voxels");
    assert!(dark * 2 > n, "{dark} of {n} voxels are dark");
}

#[test]
fn earlier_studies_hold_the_scar_only() {
    let head = Head::new(Seed(2));
    let case = CaseRequest {
        days_before: 400,
        ..request(2, vec![wish("subdural", None), wish("old-infarct", None)])
    };
    let set = LesionSet::place(&head, &case).unwrap();
    assert_eq!((set.bleeds.len(), set.scars.len()), (0, 1));
}

#[test]
fn what_cannot_be_is_refused_with_the_reason() {
    let head = Head::new(Seed(1));
    let refused = |wish: LesionWish| {
        let case = request(1, vec![wish]);
        let Err(error) = LesionSet::place(&head, &case) else {
            panic!("{case:?} was placed");
        };
        match &error.faults[..] {
            [
                Fault::Lesion {
                    lesion: 0, reason, ..
                },
            ] => reason.clone(),
            other => panic!("{other:?}"),
        }
    };
    assert!(refused(wish("epidural", Some(500.0))).contains("2 to 80 mL"));
    assert!(refused(wish("epidural", Some(f64::NAN))).contains("found NaN"));
    assert!(refused(wish("streaks", Some(1.0))).contains("30 to 200"));
    let at = |word: &str, amount: f64, place: &'static str| LesionWish {
        place: Some(place),
        ..wish(word, Some(amount))
    };
    assert!(refused(at("intraparenchymal", 9.0, "convexity")).contains("place must be one of"));
    assert!(refused(at("intraparenchymal", 95.0, "pons")).contains("no room"));
    assert!(refused(at("subdural", 150.0, "tentorium")).contains("no room"));
    let both = LesionWish {
        side: Some(Laterality::Bilateral),
        ..wish("infarct", None)
    };
    assert!(refused(both).contains("left or right"));
}

#[test]
fn drawn_cases_hold_what_they_may_and_can_be_placed() {
    let only = [kind("subdural"), kind("calcified-choroid")];
    let mut words = std::collections::BTreeSet::new();
    for seed in 0..60 {
        for difficulty in Difficulty::ALL {
            let is_finding = |wish: &LesionWish| wish.kind.role == LesionRole::Finding;
            let abnormal = draw(Seed(seed), difficulty, true, &[]);
            assert!(abnormal.iter().any(is_finding));
            assert_eq!(abnormal, draw(Seed(seed), difficulty, true, &[]));
            words.extend(abnormal.iter().map(|wish| wish.kind.word));
            let normal = draw(Seed(seed), difficulty, false, &[]);
            assert!(!normal.iter().any(is_finding));
            let few = draw(Seed(seed), difficulty, true, &only);
            assert!(few.iter().all(|wish| only.contains(&wish.kind)));
            assert!(few.iter().any(is_finding));
            if seed < 8 {
                let case = CaseRequest {
                    difficulty,
                    ..request(seed, abnormal)
                };
                LesionSet::place(&Head::new(Seed(seed)), &case).unwrap();
            }
        }
    }
    // Every kind turns up.
    assert_eq!(words.len(), LesionKind::of(PhantomKind::HeadCt).count());
}
