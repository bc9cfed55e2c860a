//! Light by formula: falling with the square of the distance, a closed white box, shadows, and reflected colour.

use super::super::part::block;
use super::*;

const NO_BOUNCE: Effort = Effort {
    n_directions: 16,
    n_bounces: 0,
};

fn spot(at_m: Vec3) -> Light {
    Light::Spot {
        at_m,
        axis: Vec3::NEG_Y,
        radius_m: 0.001,
        inner: 1.0,
        outer: 1.2,
        strength: Vec3::ONE,
        samples: 4,
    }
}

/// The light on the middle of the top of the first part.
fn on_top(parts: &[Part], lights: &[Light], effort: Effort) -> Vec3 {
    let lit = light(parts, lights, effort);
    let top = lit[0].surface.faces[2].nearest(0.0, 0.0);
    lit[0].colours[top] / parts[0].albedo - REMAINDER
}

fn table() -> Part {
    Part {
        albedo: Vec3::splat(0.5),
        ..block(Vec3::new(0.0, -0.05, 0.0), Vec3::new(1.0, 0.1, 1.0)).step(0.5)
    }
}

#[test]
fn light_falls_with_the_square_of_the_distance() {
    let at_1_m = on_top(&[table()], &[spot(Vec3::Y)], NO_BOUNCE).x;
    let at_2_m = on_top(&[table()], &[spot(Vec3::Y * 2.0)], NO_BOUNCE).x;
    assert!((at_1_m - 1.0).abs() < 0.01, "{at_1_m}");
    assert!((at_2_m - 0.25).abs() < 0.01, "{at_2_m}");
}

#[test]
fn a_panel_that_fills_the_sky_is_as_bright_below_as_itself() {
    let sky = Light::Panel {
        centre_m: Vec3::Y,
        right_m: Vec3::X * 40.0,
        up_m: Vec3::Z * 40.0,
        radiance: Vec3::ONE,
        samples: (160, 160),
    };
    let found = on_top(&[table()], &[sky], NO_BOUNCE).x;
    assert!((found - 1.0).abs() < 0.08, "{found}");
}

#[test]
fn what_stands_between_throws_a_shadow() {
    let shelf = block(Vec3::new(0.0, 0.5, 0.0), Vec3::new(0.6, 0.02, 0.6));
    let found = on_top(&[table(), shelf], &[spot(Vec3::Y)], NO_BOUNCE);
    assert!(found.max_element() < 1e-6, "{found}");
}

#[test]
fn a_red_wall_makes_the_table_beside_it_red() {
    let wall = Part {
        albedo: Vec3::new(0.9, 0.0, 0.0),
        ..block(Vec3::new(0.6, 0.5, 0.0), Vec3::new(0.1, 1.0, 1.0)).step(0.1)
    };
    let effort = Effort {
        n_directions: 64,
        n_bounces: 1,
    };
    let parts = [table(), wall];
    let lights = [spot(Vec3::Y)];
    let extra = on_top(&parts, &lights, effort) - on_top(&parts, &lights, NO_BOUNCE);
    assert!(
        extra.x > 0.005 && extra.y < 1e-4 && extra.z < 1e-4,
        "{extra}"
    );
}

#[test]
fn directions_are_spread_by_the_cosine() {
    // The mean cosine of such directions is 2/3.
    let directions = hemisphere(256);
    let mean = directions.iter().map(|direction| direction.z).sum::<f32>() / 256.0;
    assert!((mean - 2.0 / 3.0).abs() < 0.005, "{mean}");
    let sideways: Vec3 = directions.iter().sum::<Vec3>() / 256.0;
    assert!(
        sideways.x.abs() < 0.02 && sideways.y.abs() < 0.02,
        "{sideways}"
    );
}
