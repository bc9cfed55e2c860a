//! Broken ribs.

use crate::num::{P3, p3, smooth_step, to_f32};
use crate::radiograph::exposure::Exposure;
use crate::radiograph::lesion::Shape;
use crate::radiograph::map::Map;
use crate::radiograph::request::Item;
use crate::radiograph::skeleton::{Bone, Skeleton};
use crate::radiograph::stroke::Knot;

/// Breaks a rib of each skeleton in the same place: its front end is moved aside, with a gap at the break.
pub(crate) fn break_one(item: &Item, skeletons: &mut [&mut Skeleton; 2]) -> Result<Shape, String> {
    let mut rng = item.seed.child("break").rng();
    // Most breaks are at the side and behind, from the fourth to the ninth rib.
    let rib = crate::num::index_in(to_f32(rng.range(4.0, 9.99)), 12);
    let share = to_f32(rng.range(0.28, 0.72));
    let up = if rng.unit() < 0.5 { 1.0 } else { -1.0 };
    let gap = to_f32(rng.range(0.7, 1.6));
    let by = item.amount;
    let mut found = None;
    for skeleton in skeletons {
        let is_it = |bone: &Bone| bone.rib == rib && bone.side * item.side > 0.0;
        let Some(at) = skeleton.bones.iter().position(is_it) else {
            continue;
        };
        let bone = skeleton.bones[at].clone();
        let middle =
            crate::num::index_in(share * bone.knots.len() as f32, bone.knots.len() - 3).max(2);
        let (near, far) = bone.knots.split_at(middle);
        let (a, b) = (near[near.len() - 1], far[0]);
        let along = (b.at - a.at).unit_or(p3(0.0, 0.0, -1.0));
        let mut near: Vec<Knot> = near.to_vec();
        near.push(Knot {
            at: (a.at + b.at) * 0.5 - along * (0.5 * gap),
            ..a
        });
        let start = (a.at + b.at) * 0.5 + along * (0.5 * gap);
        let mut moved = vec![Knot { at: start, ..b }];
        moved.extend_from_slice(far);
        for knot in &mut moved {
            let fade = smooth_step(95.0, 0.0, (knot.at - start).length());
            // Aside, and a little inward.
            let inward = p3(-item.side, 0.0, 0.0) * (0.35 * by * fade);
            knot.at = knot.at + p3(0.0, 0.0, up * by * fade) + inward;
        }
        found = Some((a.at + b.at) * 0.5);
        skeleton.bones[at] = Bone {
            knots: near,
            ..bone.clone()
        };
        skeleton.bones.push(Bone {
            knots: moved,
            rib: 0,
            ..bone
        });
    }
    let at = found.ok_or_else(|| "this rib is broken already".to_owned())?;
    Ok(Shape::Break {
        at,
        reach: 9.0 + 0.5 * by,
    })
}

/// The disc around a break.
pub(crate) fn shadow(at: P3, reach: f32, exposure: &Exposure) -> Map {
    let (u, v, magnification) = exposure.view.project(at);
    let wide = reach * magnification;
    let mut map = Map::over(
        [u - wide, v - wide],
        [u + wide, v + wide],
        exposure.pixel_mm.max(1.0),
    );
    map.fill(|x, y| {
        (wide * wide - (x - u) * (x - u) - (y - v) * (y - v))
            .max(0.0)
            .sqrt()
    });
    map
}
