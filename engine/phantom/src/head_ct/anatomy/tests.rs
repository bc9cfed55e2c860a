//! The head stands the right way round, its parts lie where they belong and have the sizes of people.

use overread_base::Seed;

use super::Head;
use crate::head_ct::region::Aspects;
use crate::num::{P3, p3};

fn head(seed: u64) -> Head {
    Head::new(Seed(seed))
}

#[test]
fn the_way_to_the_patient_and_back_is_one() {
    for seed in 0..8 {
        let head = head(seed);
        let at = p3(31.0, -22.0, 47.0);
        let back = head.to_head(head.to_patient(at));
        assert!((back - at).length() < 1e-3, "seed {seed}: {back:?}");
        let far = head.to_patient(at) - head.to_patient(P3::default());
        assert!((far.length() - at.length()).abs() < 1e-3, "lengths stay");
    }
}

#[test]
fn the_head_lies_the_right_way_round() {
    for seed in 0..8 {
        let head = head(seed);
        let left = head.to_patient(p3(50.0, 0.0, 10.0));
        let right = head.to_patient(p3(-50.0, 0.0, 10.0));
        assert!(left.x > right.x + 90.0, "left is where x grows");
        assert!(head.midline_x(p3(50.0, 0.0, 10.0)) > 40.0);
        assert!(head.to_patient(p3(0.0, 0.0, 60.0)).z > head.to_patient(P3::default()).z + 55.0);
    }
}

#[test]
fn parts_of_the_brain_lie_where_they_belong() {
    for seed in 0..6 {
        let head = head(seed);
        let at = |x: f32, y: f32, z: f32| head.from_canonical(p3(x, y, z));
        for side in [-1.0f32, 1.0] {
            let wide = head.spread;
            let putamen = at(side * (26.5 + 0.6 * wide), -18.0, 2.0);
            assert_eq!(
                head.aspects(putamen),
                Some(Aspects::Lentiform),
                "seed {seed}"
            );
            let caudate = at(side * (14.0 + wide), -27.0, 5.0);
            assert_eq!(head.aspects(caudate), Some(Aspects::Caudate));
            let thalamus = at(side * (11.0 + 0.5 * head.third_mm), 1.0, 7.0);
            assert_eq!(
                head.aspects(thalamus),
                None,
                "ASPECTS leaves the thalamus out"
            );
            for deep in [putamen, caudate, thalamus] {
                assert!(head.tissue(deep, 1.0).grey > 0.9, "seed {seed}: {deep:?}");
            }
            let cerebellum = at(side * 30.0, 50.0, -36.0);
            assert!(head.tentorium(cerebellum) < 0.0);
            assert!(head.tissue(cerebellum, 1.0).hind > 0.5);
            assert!(head.tentorium(at(side * 20.0, 60.0, 12.0)) > 0.0);
        }
        let pons = head.tissue(at(0.0, 8.0, -32.0), 1.0);
        assert!(pons.white > 0.9 && pons.hind > 0.5, "{pons:?}");
        let callosum = head.tissue(at(0.0, 21.0, 11.0), 1.0);
        assert!(callosum.white > 0.7, "seed {seed}: {callosum:?}");
        let falx = at(head.bend(p3(0.0, 70.0, 40.0)), 70.0, 40.0);
        assert!(head.tissue(falx, 0.5).dura > 0.9, "seed {seed}");
    }
}

#[test]
fn every_region_of_aspects_exists_on_both_sides_and_is_of_a_size() {
    for seed in [0, 5] {
        let head = head(seed);
        let mut volume_ml = [[0.0f32; 2]; 10];
        for iz in -9i16..=30 {
            for iy in -46i16..=46 {
                for ix in -36i16..=36 {
                    let at = p3(f32::from(ix), f32::from(iy), f32::from(iz)) * 2.0;
                    if let Some(region) = head.aspects(at) {
                        let left = usize::from(head.midline_x(at) > 0.0);
                        volume_ml[region as usize][left] += 0.008;
                    }
                }
            }
        }
        for region in Aspects::ALL {
            let [right, left] = volume_ml[region as usize];
            assert!(
                2.0 < right && right < 120.0 && 2.0 < left && left < 120.0,
                "seed {seed}: {region:?} has {right} and {left} ml"
            );
            assert!(
                (right / left - 1.0).abs() < 0.5,
                "{region:?}: {right} {left}"
            );
        }
    }
}

#[test]
fn volume_of_the_cavity_and_of_the_ventricles_is_that_of_people() {
    for seed in 0..4 {
        let head = head(seed);
        let (mut cavity, mut ventricle) = (0.0f32, 0.0f32);
        for iz in -24i16..=31 {
            for iy in -34i16..=34 {
                for ix in -28i16..=28 {
                    let at = p3(f32::from(ix), f32::from(iy), f32::from(iz)) * 3.0;
                    if at.z > -66.0 && head.inner_skull(at) < 0.0 {
                        cavity += 0.027;
                        ventricle += 0.027 * head.tissue(at, 1.0).ventricle;
                    }
                }
            }
        }
        // Reference 2.1: 1500 +- 130 ml; 20 +- 8 ml young, 37 +- 18 ml at 71 years, with room for size and age.
        assert!(
            (1150.0..1850.0).contains(&cavity),
            "seed {seed}: {cavity} ml"
        );
        assert!(
            (6.0..85.0).contains(&ventricle),
            "seed {seed}: {ventricle} ml"
        );
    }
}

#[test]
fn old_ventricles_are_wider_than_young_ones() {
    let (mut young, mut old) = ((0.0, 0.0), (0.0, 0.0));
    for seed in 0..40 {
        let head = head(seed);
        let evans = head.evans_index();
        assert!((0.19..0.37).contains(&evans), "seed {seed}: {evans}");
        let group = if head.age < 40.0 {
            &mut young
        } else if head.age > 70.0 {
            &mut old
        } else {
            continue;
        };
        *group = (group.0 + evans, group.1 + 1.0);
    }
    assert!(young.1 > 3.0 && old.1 > 3.0, "both groups have people");
    assert!(old.0 / old.1 > young.0 / young.1 + 0.02);
}

#[test]
fn bone_is_as_thick_as_in_people() {
    for seed in 0..6 {
        let head = head(seed);
        let at = |x: f32, y: f32, z: f32| head.bone_thickness(head.from_canonical(p3(x, y, z)));
        // Reference 2.1: parietal 6, temporal 2-4, occipital 6-9 mm.
        assert!((4.0..8.5).contains(&at(55.0, 10.0, 48.0)), "parietal");
        assert!((1.8..4.4).contains(&at(70.0, -15.0, 0.0)), "temporal");
        assert!((5.5..11.0).contains(&at(10.0, 88.0, 10.0)), "occipital");
    }
}
