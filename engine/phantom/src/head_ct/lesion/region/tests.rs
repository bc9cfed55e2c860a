//! The fitted level gives the volume, the border holds, and a volume without room is refused.

use crate::num::p3;

use super::*;

fn ball_above_floor(p: P3) -> Where {
    Where {
        shape: p.length() - 10.0,
        border: -p.z - 2.0,
    }
}

fn fit(step: f32, volume_mm3: f32) -> Fit {
    Fit {
        bounds: (p3(-24.0, -24.0, -24.0), p3(24.0, 24.0, 24.0)),
        step,
        volume_mm3,
        slack: 12.0,
    }
}

#[test]
fn a_level_is_found_for_a_volume() {
    for wanted in [900.0f32, 4000.0, 20_000.0] {
        let region = Region::fit(fit(step_for(wanted), wanted), ball_above_floor).unwrap();
        // Counted on a grid of its own.
        let mut n = 0.0f32;
        for z in -48i16..48 {
            for y in -48i16..48 {
                for x in -48i16..48 {
                    let p = p3(f32::from(x), f32::from(y), f32::from(z)) * 0.5 + p3(0.1, 0.2, 0.15);
                    if region.distance(p).is_some_and(|d| d < 0.0) {
                        n += 0.125;
                    }
                    if p.z < -2.5 {
                        assert!(region.distance(p).unwrap() > 0.0);
                    }
                }
            }
        }
        assert!((n / wanted - 1.0).abs() < 0.02, "{n} for {wanted}");
        assert!((region.volume_mm3 / wanted - 1.0).abs() < 0.02);
        assert!(region.centroid.z > 0.0 && region.centroid.x.abs() < 0.3);
    }
}

#[test]
fn a_volume_without_room_is_refused_with_the_room() {
    let room = Region::fit(fit(2.0, 90_000.0), ball_above_floor).unwrap_err();
    // A ball of 22 mm cut by the floor holds some 27 mL.
    assert!((20_000.0..34_000.0).contains(&room), "{room}");
}
