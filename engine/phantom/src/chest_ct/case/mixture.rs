//! Which lesions a drawn chest holds: nodules most often, then the rest, with the company that disease keeps.

use overread_base::{Difficulty, LesionKind, LesionRole, LesionWish, PhantomKind, Rng, Seed};

/// How often a kind is the main finding of an abnormal study, in parts of all; our own choice.
fn weight(word: &str) -> u64 {
    match word {
        "solid-nodule" => 27,
        "part-solid-nodule" | "infiltrates" => 9,
        "ground-glass-nodule" | "effusion" | "emphysema" | "consolidation" => 8,
        "coronary-calcium" => 7,
        "pneumothorax" | "aortic-dilatation" => 5,
        "vertebral-fracture" | "low-bone-density" => 4,
        "trunk-dilatation" => 3,
        _ => 0,
    }
}

/// What comes along with a main finding, and how often.
fn company(word: &str) -> &'static [(&'static str, f64)] {
    match word {
        "solid-nodule" => &[
            ("solid-nodule", 0.3),
            ("emphysema", 0.14),
            ("coronary-calcium", 0.12),
        ],
        "part-solid-nodule" | "ground-glass-nodule" => {
            &[("ground-glass-nodule", 0.2), ("coronary-calcium", 0.08)]
        }
        "emphysema" => &[
            ("solid-nodule", 0.2),
            ("coronary-calcium", 0.2),
            ("trunk-dilatation", 0.12),
        ],
        "effusion" => &[("effusion", 0.35), ("consolidation", 0.15)],
        "consolidation" => &[("effusion", 0.28)],
        "infiltrates" => &[("effusion", 0.1), ("coronary-calcium", 0.1)],
        "aortic-dilatation" | "trunk-dilatation" => &[("coronary-calcium", 0.3)],
        "coronary-calcium" => &[("low-bone-density", 0.12), ("aortic-dilatation", 0.1)],
        "vertebral-fracture" => &[("low-bone-density", 0.45)],
        "low-bone-density" => &[("vertebral-fracture", 0.12), ("coronary-calcium", 0.12)],
        _ => &[],
    }
}

/// How often harmless spots are seen, in normal and abnormal studies alike.
const IMITATORS: [(&str, f64); 2] = [("calcified-nodule", 0.2), ("perifissural-nodule", 0.18)];

/// Lesions by the seed; their amounts are left to it and the difficulty.
pub(crate) fn draw(
    seed: Seed,
    difficulty: Difficulty,
    is_abnormal: bool,
    among: &[&'static LesionKind],
) -> Vec<LesionWish> {
    let allowed: Vec<&'static LesionKind> = LesionKind::of(PhantomKind::ChestCt)
        .filter(|kind| among.is_empty() || among.contains(kind))
        .collect();
    let mut rng = seed.child("lesions").rng();
    let mut out: Vec<LesionWish> = Vec::new();
    let add = |out: &mut Vec<LesionWish>, word: &str| {
        let Some(kind) = allowed.iter().find(|kind| kind.word == word) else {
            return;
        };
        let times = out.iter().filter(|wish| wish.kind == *kind).count();
        let most = if kind.places.is_empty() && !kind.is_sided {
            1
        } else {
            2
        };
        if times < most {
            out.push(LesionWish::any(kind));
        }
    };
    if is_abnormal && let Some(main) = main_finding(&allowed, &mut rng) {
        out.push(LesionWish::any(main));
        for &(word, chance) in company(main.word) {
            if rng.unit() < chance {
                add(&mut out, word);
            }
        }
    }
    // Hard cases hold more that deceives.
    let clutter = match difficulty {
        Difficulty::Easy => 0.6,
        Difficulty::Medium => 1.0,
        Difficulty::Hard => 1.5,
    };
    for (word, chance) in IMITATORS {
        let spots = [
            rng.unit() < clutter * chance,
            rng.unit() < 0.4 * clutter * chance,
        ];
        for _ in spots.into_iter().filter(|&is_there| is_there) {
            add(&mut out, word);
        }
    }
    out
}

fn main_finding(allowed: &[&'static LesionKind], rng: &mut Rng) -> Option<&'static LesionKind> {
    let findings = || {
        allowed
            .iter()
            .filter(|kind| kind.role == LesionRole::Finding)
    };
    let total: u64 = findings().map(|kind| weight(kind.word)).sum();
    let mut at = rng.below(total);
    for kind in findings() {
        let own = weight(kind.word);
        if at < own {
            return Some(kind);
        }
        at -= own;
    }
    None
}
