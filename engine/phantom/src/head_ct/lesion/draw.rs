//! Which lesions a head holds that leaves them to its seed: mixtures as they come to a reader.

use overread_base::{Difficulty, LesionKind, LesionRole, LesionWish, PhantomKind, Rng, Seed};

/// How often a finding leads, of a hundred abnormal heads (choices of ours; trauma and stroke alike).
const LEADING: [(&str, f64); 8] = [
    ("subdural", 21.0),
    ("intraparenchymal", 19.0),
    ("infarct", 22.0),
    ("subarachnoid", 14.0),
    ("epidural", 10.0),
    ("fracture", 6.0),
    ("intraventricular", 4.0),
    ("dense-artery", 4.0),
];

/// What comes with what, and how often of a hundred times: for an easy, a medium and a hard case.
const TOGETHER: [(&str, &str, [f64; 3]); 9] = [
    ("epidural", "fracture", [85.0, 75.0, 60.0]),
    ("epidural", "subarachnoid", [10.0, 12.0, 8.0]),
    ("subdural", "subarachnoid", [12.0, 14.0, 6.0]),
    ("subdural", "fracture", [10.0, 10.0, 6.0]),
    ("intraparenchymal", "intraventricular", [40.0, 28.0, 10.0]),
    ("subarachnoid", "intraventricular", [35.0, 22.0, 8.0]),
    ("infarct", "dense-artery", [45.0, 35.0, 22.0]),
    ("dense-artery", "infarct", [85.0, 60.0, 40.0]),
    ("fracture", "subdural", [12.0, 10.0, 10.0]),
];

/// Draws the lesions of a case.
pub(crate) fn draw(
    seed: Seed,
    difficulty: Difficulty,
    is_abnormal: bool,
    among: &[&'static LesionKind],
) -> Vec<LesionWish> {
    let own = seed.child("lesions");
    let open = Open { among };
    let mut wishes = Vec::new();
    if is_abnormal {
        findings(
            &open,
            difficulty,
            &mut own.child("findings").rng(),
            &mut wishes,
        );
    }
    let acute_stroke = wishes.iter().any(|wish| wish.kind.word == "infarct");
    imitators(
        &open,
        difficulty,
        is_abnormal,
        acute_stroke,
        &mut own.child("imitators").rng(),
        &mut wishes,
    );
    wishes
}

/// The kinds that may be drawn.
struct Open<'a> {
    among: &'a [&'static LesionKind],
}

impl Open<'_> {
    fn kind(&self, word: &str) -> Option<&'static LesionKind> {
        LesionKind::named(PhantomKind::HeadCt, word)
            .filter(|kind| self.among.is_empty() || self.among.contains(kind))
    }

    fn role(&self, role: LesionRole) -> Vec<&'static LesionKind> {
        LesionKind::of(PhantomKind::HeadCt)
            .filter(|kind| kind.role == role)
            .filter(|kind| self.among.is_empty() || self.among.contains(kind))
            .collect()
    }
}

fn findings(open: &Open<'_>, difficulty: Difficulty, rng: &mut Rng, wishes: &mut Vec<LesionWish>) {
    let mut leading: Vec<(&'static LesionKind, f64)> = LEADING
        .iter()
        .filter_map(|&(word, share)| Some((open.kind(word)?, share)))
        .collect();
    if leading.is_empty() {
        // An abnormal head holds a finding whatever was allowed.
        leading = LEADING
            .iter()
            .filter_map(|&(word, share)| {
                Some((LesionKind::named(PhantomKind::HeadCt, word)?, share))
            })
            .collect();
    }
    let total: f64 = leading.iter().map(|&(_, share)| share).sum();
    let mut left = rng.unit() * total;
    let mut lead = None;
    for &(kind, share) in &leading {
        lead = Some(kind);
        left -= share;
        if left <= 0.0 {
            break;
        }
    }
    let Some(lead) = lead else {
        return;
    };
    wishes.push(LesionWish::any(lead));
    for (first, second, shares) in TOGETHER {
        let chance = rng.unit() * 100.0;
        if first != lead.word || chance >= shares[level(difficulty)] {
            continue;
        }
        if let Some(kind) = open.kind(second) {
            let mut wish = LesionWish::any(kind);
            // Torn vessels on the convexity, not an aneurysm.
            if second == "subarachnoid" {
                wish.place = kind.places.iter().find(|p| **p == "convexity").copied();
                wish.amount = Some(1.5 + 4.0 * rng.unit());
            }
            if second == "subdural" {
                wish.place = kind.places.iter().find(|p| **p == "convexity").copied();
            }
            wishes.push(wish);
        }
    }
}

fn imitators(
    open: &Open<'_>,
    difficulty: Difficulty,
    is_abnormal: bool,
    acute_stroke: bool,
    rng: &mut Rng,
    wishes: &mut Vec<LesionWish>,
) {
    let chance = if is_abnormal {
        [0.06, 0.18, 0.3]
    } else {
        [0.2, 0.4, 0.6]
    };
    for kind in open.role(LesionRole::Imitator) {
        let weight = match kind.word {
            "old-infarct" if acute_stroke => 0.7,
            "old-infarct" => 0.45,
            "streaks" => 0.35,
            "calcified-pallidum" => 0.5,
            _ => 0.6,
        };
        if rng.unit() < chance[level(difficulty)] * weight {
            wishes.push(LesionWish::any(kind));
        }
    }
}

const fn level(difficulty: Difficulty) -> usize {
    match difficulty {
        Difficulty::Easy => 0,
        Difficulty::Medium => 1,
        Difficulty::Hard => 2,
    }
}
