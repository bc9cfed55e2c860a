//! Proportions as published, spaces that fit one another, and alterations that change nothing else.

use super::*;
use crate::chest_ct::blood::Blood;
use crate::chest_ct::tubes::TubeKind;
use crate::patient::Sex;

fn patient(seed: u64) -> Anatomy {
    Anatomy::new(Seed(seed), &Alteration::default(), Pose::default())
}

#[track_caller]
fn near(found: f32, expected: f32, margin: f32) {
    assert!(
        (found - expected).abs() <= margin,
        "found {found}, expected {expected} ± {margin}"
    );
}

#[test]
fn canonical_and_patient_space_fit() {
    for seed in 0..12 {
        let anatomy = patient(seed);
        for q in [
            p3(0.0, 0.0, 0.0),
            p3(-110.0, 60.0, -150.0),
            p3(70.0, -80.0, 90.0),
        ] {
            let back = anatomy.canonical(anatomy.patient(q));
            near((back - q).length(), 0.0, 0.01);
        }
    }
}

#[test]
fn great_vessels_are_as_wide_as_published() {
    // Truong 2012 (n = 3171): trunk 25.1 ± 2.8 mm, trunk over ascending aorta 0.77 ± 0.09.
    let all: Vec<(f32, f32)> = (0..80)
        .map(|seed| great_vessels_mm(Seed(seed), seed % 2 == 0, 58.0))
        .collect();
    let n = all.len() as f32;
    let trunk = all.iter().map(|v| v.1).sum::<f32>() / n;
    let ratio = all.iter().map(|v| v.1 / v.0).sum::<f32>() / n;
    near(trunk, 25.1, 1.0);
    near(ratio, 0.77, 0.02);
}

/// The widest piece of a kind of great vessel above the heart, as a diameter.
fn widest_mm(anatomy: &Anatomy, blood: Blood) -> f32 {
    let tubes = anatomy.central.iter();
    2.0 * tubes
        .filter(|t| t.kind == TubeKind::GreatVessel && t.blood == blood)
        .map(|t| t.ra.max(t.rb))
        .fold(0.0, f32::max)
}

#[test]
fn stated_diameters_are_those_of_the_shapes() {
    for (aorta_mm, trunk_mm) in [(None, None), (Some(52.0), None), (None, Some(37.0))] {
        let alteration = Alteration {
            aorta_mm,
            trunk_mm,
            ..Alteration::default()
        };
        let anatomy = Anatomy::new(Seed(9), &alteration, Pose::default());
        near(
            anatomy.aorta_mm,
            aorta_mm.unwrap_or(patient(9).aorta_mm),
            1e-3,
        );
        near(widest_mm(&anatomy, Blood::Artery), anatomy.aorta_mm, 0.01);
        near(
            widest_mm(&anatomy, Blood::LungArtery),
            anatomy.trunk_mm,
            0.01,
        );
    }
}

#[test]
fn alterations_leave_the_rest_alone() {
    let alteration = Alteration {
        aorta_mm: Some(50.0),
        trabecular_hu: Some(60.0),
        ..Alteration::default()
    };
    let (usual, altered) = (
        patient(3),
        Anatomy::new(Seed(3), &alteration, Pose::default()),
    );
    // Far from the aorta all distances are equal to the bit.
    for q in [
        p3(-100.0, 20.0, -60.0),
        p3(90.0, -20.0, -130.0),
        p3(-60.0, 0.0, 60.0),
    ] {
        let of = |a: &Anatomy| a.fields(q, &a.tubes_near(q.z)).map(f32::to_bits);
        assert_eq!(of(&usual), of(&altered), "{q:?}");
    }
}

/// Volume of the lungs in mL, to a few percent.
fn lung_ml(anatomy: &Anatomy) -> f32 {
    const STEP: f32 = 12.0;
    let mut inside = 0.0;
    for z in -18i8..=9 {
        let z = f32::from(z) * STEP;
        let tubes = anatomy.tubes_near(z);
        for y in -9i8..=9 {
            for x in -12i8..=12 {
                let q = p3(f32::from(x) * STEP, f32::from(y) * STEP, z);
                inside += f32::from(u8::from(anatomy.lung(q, &tubes) < 0.0));
            }
        }
    }
    let s = anatomy.scale;
    inside * STEP * STEP * STEP * s.x * s.y * s.z * 1e-3
}

#[test]
fn lungs_are_as_large_as_their_owner_lets_expect() {
    let mut sum = 0.0;
    for seed in 0..10 {
        let anatomy = patient(seed);
        let person = &anatomy.patient;
        let male = if person.sex == Sex::Male { 605.0 } else { 0.0 };
        // Cheng 2019, supine CT: SD 900 mL.
        let expected = -10_150.0 + male + 92.6 * f32::from(person.height_cm)
            - 13.0 * f32::from(person.weight_kg);
        let found = lung_ml(&anatomy);
        near(found, expected, 2.0 * 900.0);
        sum += found - expected;
    }
    near(sum / 10.0, 0.0, 600.0);
}

#[test]
fn lungs_shrink_in_expiration() {
    let pose = Pose {
        expiration: 1.0,
        ..Pose::default()
    };
    let out = Anatomy::new(Seed(4), &Alteration::default(), pose);
    let inspired = patient(4);
    assert!(lung_ml(&out) < 0.9 * lung_ml(&inspired));
    // Millar 1989, mid height: -928 ± 17 HU at full inspiration, -728 ± 67 HU at residual volume.
    near(inspired.lung_base_hu(0.5), -911.0, 34.0);
    near(out.lung_base_hu(0.5), -728.0, 67.0);
}

#[test]
fn people_differ() {
    let all: Vec<Anatomy> = (0..60).map(patient).collect();
    let ages = || all.iter().map(|a| a.age);
    assert!(ages().fold(99.0, f32::min) < 35.0 && ages().fold(0.0, f32::max) > 80.0);
    assert!(ages().all(|age| (20.0..=95.0).contains(&age)));
    let women = all.iter().filter(|a| a.female).count();
    assert!((15..=45).contains(&women), "{women} women of 60");
    let fat = |a: &Anatomy| a.fat;
    assert!(all.iter().map(fat).fold(99.0, f32::min) < 8.0);
    assert!(all.iter().map(fat).fold(0.0, f32::max) > 18.0);
}

/// Vessels of the hilum that enter a lobe; a mass of tissue at each end would look like a tumour in every patient.
#[test]
fn no_lump_of_tissue_ends_a_vessel_of_the_hilum() {
    for seed in 0..4 {
        let anatomy = patient(seed);
        let mut n_ends = 0;
        for (idx, tube) in anatomy.central.iter().enumerate() {
            let next = anatomy.central.get(idx + 1);
            let goes_on = next.is_some_and(|next| (next.a - tube.b).length() < 0.01);
            let is_of_lung = matches!(tube.blood, Blood::LungArtery | Blood::LungVein);
            if tube.kind != TubeKind::GreatVessel || !is_of_lung || goes_on {
                continue;
            }
            n_ends += 1;
            let (along, across) = (
                (tube.b - tube.a).unit_or(p3(0.0, 0.0, 1.0)),
                p3(0.3, 0.5, 0.8),
            );
            let first = along.cross(across).unit_or(p3(1.0, 0.0, 0.0));
            let second = along.cross(first);
            let around = |angle: f32| first * libm::cosf(angle) + second * libm::sinf(angle);
            let n_lung = (0..16_u8)
                .map(|k| around(f32::from(k) * std::f32::consts::PI / 8.0))
                .filter(|&aside| {
                    let q = tube.b + aside * (tube.rb + 5.0);
                    anatomy.lung(q, &anatomy.tubes_near(q.z)) < 0.0
                })
                .count();
            assert!(
                n_lung >= 6,
                "seed {seed}, end at {:?}: {n_lung} of 16",
                tube.b
            );
        }
        assert_eq!(
            n_ends, 7,
            "trunk, right artery and its upper branch, four veins"
        );
    }
}
