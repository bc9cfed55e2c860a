//! Harmless things that are easily taken for findings: calcium of plexus, falx and pallidum, streaks.

use overread_base::{Difficulty, Laterality, LesionKind, LesionWish, Rng};

use crate::case::CaseRequest;
use crate::error::{Fault, PhantomError};
use crate::head_ct::anatomy::Head;
use crate::head_ct::case::acquisition_seed;
use crate::head_ct::parts::{Part, Shape};
use crate::num::{P3, p3, to_f32};

/// Words that this module puts in.
pub(crate) fn is_ours(kind: &LesionKind) -> bool {
    matches!(
        kind.word,
        "calcified-choroid" | "ossified-falx" | "calcified-pallidum" | "streaks"
    )
}

/// Paints the wished imitators; gives the share of beam hardening that the image keeps.
pub(crate) fn add(
    head: &Head,
    request: &CaseRequest,
    parts: &mut Vec<Part>,
) -> Result<f32, PhantomError> {
    let mut rng = acquisition_seed(request.seed).rng();
    // Scanners with bone correction keep 20-50 % (reference 4.3, unverified).
    let mut share = to_f32(rng.range(0.2, 0.5));
    let mut faults = Vec::new();
    for (lesion, wish) in request.lesions.iter().enumerate() {
        if !is_ours(wish.kind) {
            continue;
        }
        let mut rng = request.seed.child("imitator").index(lesion as u64).rng();
        let (low, high) = (wish.kind.amount.least(), wish.kind.amount.greatest());
        // The harder the case, the larger and the more alike to a finding.
        let level = match request.difficulty {
            Difficulty::Easy => 0.1,
            Difficulty::Medium => 0.3,
            Difficulty::Hard => 0.5,
        };
        let usual = low + (high - low) * (level + rng.range(-0.08, 0.2)).clamp(0.0, 1.0);
        let amount = wish.amount.unwrap_or(usual);
        if !(low..=high).contains(&amount) {
            faults.push(Fault::Lesion {
                lesion,
                word: wish.kind.word,
                reason: format!(
                    "{} must be {low} to {high}, found {amount}",
                    wish.kind.amount.name
                ),
            });
            continue;
        }
        let amount = to_f32(amount);
        match wish.kind.word {
            "calcified-choroid" => choroid(head, amount, &mut rng, parts),
            "ossified-falx" => falx(head, amount, &mut rng, parts),
            "calcified-pallidum" => pallidum(head, wish, amount, &mut rng, parts),
            _ => share = amount * 0.01,
        }
    }
    if faults.is_empty() {
        Ok(share)
    } else {
        Err(PhantomError { faults })
    }
}

/// A ball of calcium; what is dense in the middle fades at the rim.
fn grain(parts: &mut Vec<Part>, centre: P3, half: P3, hu: f32) {
    for (size, hu) in [(1.0, 0.55 * hu), (0.62, hu)] {
        parts.push(Part {
            shape: Shape::Ball(centre, half * size),
            hu,
            rough: 0.35,
        });
    }
}

fn choroid(head: &Head, diameter: f32, rng: &mut Rng, parts: &mut Vec<Part>) {
    let mut draw = |low: f64, high: f64| to_f32(rng.range(low, high));
    for side in [-1.0f32, 1.0] {
        let share = draw(0.65, 1.0);
        let place = p3(
            side * (25.0 + 0.4 * head.spread + draw(-0.8, 0.8)),
            34.5 + draw(-1.0, 1.0),
            11.0 + draw(-1.0, 1.0),
        );
        let half = p3(0.36, 0.52, 0.58) * (diameter * share);
        grain(parts, head.from_canonical(place), half, draw(180.0, 480.0));
    }
}

fn falx(head: &Head, length: f32, rng: &mut Rng, parts: &mut Vec<Part>) {
    let mut draw = |low: f64, high: f64| to_f32(rng.range(low, high));
    // A few flat plates, one behind the other, along the front part of the falx.
    let (y, z) = (draw(-62.0, -20.0), draw(40.0, 62.0));
    let n = 3u8;
    for i in 0..n {
        let along = (f32::from(i) - 1.0) * length * 0.28;
        let mut c = p3(0.0, y + along, z + along * 0.05 + draw(-1.0, 1.0));
        c.x = head.bend(c) + draw(-0.3, 0.3);
        let half = p3(draw(1.2, 2.2), length * 0.2, draw(2.0, 4.5));
        grain(parts, head.from_canonical(c), half, draw(350.0, 900.0));
    }
}

fn pallidum(head: &Head, wish: &LesionWish, diameter: f32, rng: &mut Rng, parts: &mut Vec<Part>) {
    let mut draw = |low: f64, high: f64| to_f32(rng.range(low, high));
    let sides: &[f32] = match wish.side {
        Some(Laterality::Left) => &[1.0],
        Some(Laterality::Right) => &[-1.0],
        _ => &[-1.0, 1.0],
    };
    for side in sides {
        let share = draw(0.8, 1.0);
        let place = p3(
            side * (19.0 + 0.6 * head.spread),
            -15.0 + draw(-2.0, 2.0),
            1.0 + draw(-1.5, 1.5),
        );
        let half = p3(0.34, 0.55, 0.42) * (diameter * share);
        grain(parts, head.from_canonical(place), half, draw(70.0, 190.0));
    }
}
