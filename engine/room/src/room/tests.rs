//! The pieces stand where they can: nothing in front of the glass, nothing inside the reader, all within the walls.

use super::*;
use crate::layout::{ScreenId, glass};
use crate::seat::HeadPose;

#[test]
fn every_piece_is_of_some_size_and_inside_the_room() {
    let (parts, lights) = pieces();
    assert!(
        parts.len() > 200 && lights.len() > 6,
        "{} {}",
        parts.len(),
        lights.len()
    );
    for part in &parts {
        let (low, high) = part.bounds_m();
        assert!((high - low).min_element() > 0.0, "{part:?}");
        assert!(low.x > -2.4 && high.x < 2.4, "{part:?}");
        assert!(low.y > -0.2 && high.y < 2.8, "{part:?}");
        assert!(low.z > -2.6 && high.z < 2.5, "{part:?}");
    }
}

#[test]
fn nothing_stands_between_the_reader_and_the_glass() {
    let (parts, _) = pieces();
    let tracer = ray::Tracer::new(&parts);
    for lean in [0.0, 0.5, 1.0] {
        let eye = HeadPose {
            lean,
            ..HeadPose::REST
        }
        .camera()
        .translation;
        for screen in ScreenId::ALL {
            let glass = glass(screen);
            for (x, y) in [
                (-0.49, 0.49),
                (0.49, 0.49),
                (0.49, -0.49),
                (-0.49, -0.49),
                (0.0, 0.0),
            ] {
                let local = Vec3::new(x * glass.size_m.x, y * glass.size_m.y, 0.002);
                let point = glass.centre_m + glass.rotation() * local;
                assert!(
                    tracer.sees(eye, point),
                    "{screen:?} at {x}, {y}, lean {lean}"
                );
            }
        }
    }
}

#[test]
fn the_picture_is_dim_but_not_dark() {
    let (parts, lights) = pieces();
    let effort = Effort {
        n_directions: 16,
        n_bounces: 1,
    };
    let lit = bake::light(&parts, &lights, effort);
    let of = |finish: Finish| {
        let alike = parts
            .iter()
            .zip(&lit)
            .filter(|(part, _)| part.finish == finish);
        let greens: Vec<f32> = alike
            .flat_map(|(_, lit)| lit.colours.iter().map(|c| c.y))
            .collect();
        let n = u16::try_from(greens.len().min(60_000)).unwrap();
        greens.iter().take(60_000).sum::<f32>() / f32::from(n)
    };
    let (walls, wood) = (of(Finish::Paint), of(Finish::Wood));
    assert!(walls > 0.004 && walls < 0.2, "{walls}");
    assert!(wood > 0.004 && wood < 0.3, "{wood}");
}
