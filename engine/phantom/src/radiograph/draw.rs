//! The lesions of a radiograph that leaves them to the seed.

use overread_base::{Difficulty, LesionKind, LesionRole, LesionWish, PhantomKind, Rng, Seed};

/// How often each kind is drawn, where all are allowed. Shares are a choice for training, not of a population.
fn share(kind: &LesionKind) -> f64 {
    match kind.word {
        "nodule" => 24.0,
        "consolidation" => 18.0,
        "effusion" => 13.0,
        "pneumothorax" | "cardiomegaly" => 11.0,
        "tuberculosis" | "hilar-mass" | "rib-fracture" => 8.0,
        _ => 5.0,
    }
}

/// One finding, now and then two; imitators in sick and healthy alike; quality faults only where they are asked for.
pub(crate) fn draw(
    seed: Seed,
    difficulty: Difficulty,
    is_abnormal: bool,
    among: &[&'static LesionKind],
) -> Vec<LesionWish> {
    let all: Vec<&'static LesionKind> = LesionKind::of(PhantomKind::ChestRadiograph).collect();
    let allowed = |role: LesionRole| -> Vec<&'static LesionKind> {
        let from = if among.is_empty() { &all } else { among };
        from.iter()
            .copied()
            .filter(|kind| kind.role == role)
            .collect()
    };
    let mut rng = seed.child("lesions").rng();
    let mut out: Vec<LesionWish> = Vec::new();
    let findings = allowed(LesionRole::Finding);
    let n = match (is_abnormal, rng.unit() < 0.16) {
        (false, _) => 0,
        (true, false) => 1,
        (true, true) => 2,
    };
    for _ in 0..n {
        if let Some(kind) = pick(&mut rng, &findings)
            && out.iter().all(|wish| wish.kind != kind)
        {
            out.push(LesionWish::any(kind));
        }
    }
    let clutter = match difficulty {
        Difficulty::Easy => 0.12,
        Difficulty::Medium => 0.3,
        Difficulty::Hard => 0.45,
    };
    if rng.unit() < clutter
        && let Some(kind) = pick(&mut rng, &allowed(LesionRole::Imitator))
    {
        out.push(LesionWish::any(kind));
    }
    // A set for the work on quality names its faults: then half of the studies have one.
    if !among.is_empty()
        && rng.unit() < 0.5
        && let Some(kind) = pick(&mut rng, &allowed(LesionRole::QualityFault))
    {
        out.push(LesionWish::any(kind));
    }
    out
}

fn pick(rng: &mut Rng, kinds: &[&'static LesionKind]) -> Option<&'static LesionKind> {
    let total: f64 = kinds.iter().map(|kind| share(kind)).sum();
    let mut left = rng.range(0.0, total.max(1e-9));
    for kind in kinds {
        left -= share(kind);
        if left < 0.0 {
            return Some(kind);
        }
    }
    kinds.last().copied()
}
