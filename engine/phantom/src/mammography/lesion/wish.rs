//! Lesions left to the seed: which a case holds, and how large they are by difficulty.

use overread_base::{Difficulty, LesionKind, LesionRole, LesionWish, PhantomKind, Seed};

use crate::mammography::tile::pick;

/// The usual least and greatest amount of a kind at a difficulty, in its unit.
pub(super) fn usual(kind: &LesionKind, difficulty: Difficulty) -> (f64, f64) {
    let of = |easy, medium, hard| match difficulty {
        Difficulty::Easy => easy,
        Difficulty::Medium => medium,
        Difficulty::Hard => hard,
    };
    match kind.word {
        "mass" => of((16.0, 28.0), (11.0, 17.0), (8.0, 12.0)),
        "calcifications" => of((12.0, 30.0), (8.0, 16.0), (5.0, 9.0)),
        "distortion" => of((30.0, 46.0), (22.0, 32.0), (16.0, 22.0)),
        "asymmetry" => of((32.0, 50.0), (24.0, 34.0), (18.0, 25.0)),
        "benign-mass" => of((9.0, 24.0), (8.0, 18.0), (6.0, 12.0)),
        "benign-calcifications" => (1.0, 9.0),
        "vascular-calcium" => (15.0, 60.0),
        "lymph-node" => (5.0, 11.0),
        _ => (kind.amount.least(), kind.amount.greatest()),
    }
}

/// The lesions of a case. Most abnormal cases hold one finding; imitators stand in about every third case, in normal
/// ones a little more often, so that a bright spot alone says nothing.
pub(in crate::mammography) fn draw(
    seed: Seed,
    is_abnormal: bool,
    among: &[&'static LesionKind],
) -> Vec<LesionWish> {
    let all: Vec<&'static LesionKind> = if among.is_empty() {
        LesionKind::of(PhantomKind::Mammography).collect()
    } else {
        among
            .iter()
            .copied()
            .filter(|kind| kind.phantom == PhantomKind::Mammography)
            .collect()
    };
    let of = |role: LesionRole| -> Vec<&'static LesionKind> {
        all.iter()
            .copied()
            .filter(|kind| kind.role == role)
            .collect()
    };
    let (findings, imitators) = (of(LesionRole::Finding), of(LesionRole::Imitator));
    let mut rng = seed.child("lesions").rng();
    let mut wishes = Vec::new();
    if is_abnormal && !findings.is_empty() {
        // By the frequency of reports: masses and calcifications before all.
        let share = |kind: &LesionKind| match kind.word {
            "mass" => 0.42,
            "calcifications" => 0.30,
            _ => 0.14,
        };
        let n = if rng.unit() < 0.12 { 2 } else { 1 };
        for _ in 0..n {
            let total: f64 = findings.iter().map(|kind| share(kind)).sum();
            let mut left = rng.range(0.0, total);
            let found = findings.iter().find(|kind| {
                left -= share(kind);
                left < 0.0
            });
            if let Some(kind) = found.or_else(|| findings.last()) {
                wishes.push(LesionWish::any(kind));
            }
        }
    }
    let chance = if is_abnormal { 0.3 } else { 0.4 };
    if !imitators.is_empty() && rng.unit() < chance {
        let kind = imitators[pick(rng.unit(), imitators.len())];
        wishes.push(LesionWish::any(kind));
    }
    wishes
}
