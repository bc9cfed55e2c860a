//! What a radiograph is asked to hold, read from the wishes and checked.

use overread_base::{Difficulty, Laterality, LesionKind, LesionRole, LesionWish, Seed};

use crate::case::CaseRequest;
use crate::error::{Fault, PhantomError};
use crate::num::to_f32;
use crate::radiograph::exposure::Mishaps;

/// The most wishes in one study.
const MAX_WISHES: usize = 24;

/// One wish with its open points settled.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    /// Its index in the request.
    pub(crate) index: usize,
    pub(crate) kind: &'static LesionKind,
    pub(crate) amount: f32,
    /// -1 right, 1 left.
    pub(crate) side: f32,
    pub(crate) place: Option<&'static str>,
    pub(crate) seed: Seed,
}

/// All that is wanted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    /// Lesions and imitators.
    pub(crate) items: Vec<Item>,
    /// The heart's share of the chest.
    pub(crate) heart: Option<f32>,
    /// Posterior ribs above the diaphragm.
    pub(crate) ribs: Option<f32>,
    pub(crate) scapulae_mm: f32,
    pub(crate) mishaps: Mishaps,
    /// The words of the quality faults.
    pub(crate) faults: Vec<String>,
}

pub(crate) fn read(request: &CaseRequest) -> Result<Wanted, PhantomError> {
    let mut faults = Vec::new();
    let mut wanted = Wanted::default();
    if request.lesions.len() > MAX_WISHES {
        faults.push(Fault::Parameter {
            name: "number of lesions",
            low: 0.0,
            high: MAX_WISHES as f64,
            found: request.lesions.len() as f64,
        });
        return Err(PhantomError { faults });
    }
    for (index, wish) in request.lesions.iter().enumerate() {
        if let Err(reason) =
            check(request, wish).and_then(|()| take(request, index, wish, &mut wanted))
        {
            faults.push(Fault::Lesion {
                lesion: index,
                word: wish.kind.word,
                reason,
            });
        }
    }
    if faults.is_empty() {
        Ok(wanted)
    } else {
        Err(PhantomError { faults })
    }
}

fn check(request: &CaseRequest, wish: &LesionWish) -> Result<(), String> {
    let kind = wish.kind;
    if kind.phantom != request.kind {
        return Err("a radiograph of the chest cannot hold it".to_owned());
    }
    let (least, greatest) = (kind.amount.least(), kind.amount.greatest());
    if let Some(amount) = wish.amount
        && !(least..=greatest).contains(&amount)
    {
        let (name, unit) = (kind.amount.name, kind.amount.ucum);
        return Err(format!(
            "{name} must be {least} to {greatest} {unit}, found {amount}"
        ));
    }
    match wish.side {
        Some(side) if !kind.is_sided => return Err(format!("it has no side, found {side:?}")),
        Some(Laterality::Bilateral | Laterality::Midline) => {
            return Err("its side must be left or right".to_owned());
        }
        _ => {}
    }
    match wish.place {
        Some(place) if !kind.places.contains(&place) => Err(format!(
            "its place must be one of {:?}, found {place}",
            kind.places
        )),
        _ => Ok(()),
    }
}

fn take(
    request: &CaseRequest,
    index: usize,
    wish: &LesionWish,
    wanted: &mut Wanted,
) -> Result<(), String> {
    let seed = request.seed.child("lesion").index(index as u64);
    let mut rng = seed.child("wish").rng();
    let (least, greatest) = usual(wish.kind, request.difficulty);
    let drawn = rng.range(least, greatest);
    let is_right = rng.unit() < 0.5;
    let is_right = wish.side.map_or(is_right, |side| side == Laterality::Right);
    let side = if is_right { -1.0 } else { 1.0 };
    let amount = to_f32(wish.amount.unwrap_or(drawn));
    let once = |is_there: bool| {
        if is_there {
            Err("it is asked for twice, or with its opposite".to_owned())
        } else {
            Ok(())
        }
    };
    let Some(amount) = before(request, wish.kind, amount) else {
        return Ok(());
    };
    let item = Item {
        index,
        kind: wish.kind,
        amount,
        side,
        place: wish.place,
        seed,
    };
    let mishaps = &mut wanted.mishaps;
    match wish.kind.word {
        "cardiomegaly" => {
            once(wanted.heart.is_some())?;
            wanted.heart = Some(0.01 * amount);
            wanted.items.push(item);
        }
        "rotation" => {
            once(mishaps.turn_deg.abs() > 0.0)?;
            mishaps.turn_deg = side * amount;
        }
        "poor-inspiration" => {
            once(wanted.ribs.is_some())?;
            wanted.ribs = Some(amount);
        }
        "cut-off" => {
            once(mishaps.cut_off_mm > 0.0)?;
            mishaps.cut_off_mm = amount;
        }
        "underexposure" | "overexposure" => {
            once(mishaps.dose_share > 0.0)?;
            mishaps.dose_share = 0.01 * amount;
        }
        "motion" => {
            once(mishaps.motion_mm > 0.0)?;
            mishaps.motion_mm = amount;
        }
        "scapulae" => {
            once(wanted.scapulae_mm > 0.0)?;
            wanted.scapulae_mm = amount;
        }
        "missing-marker" => {
            once(mishaps.is_marker_missing)?;
            mishaps.is_marker_missing = true;
        }
        _ => wanted.items.push(item),
    }
    if wish.kind.role == LesionRole::QualityFault {
        wanted.faults.push(wish.kind.word.to_owned());
    }
    Ok(())
}

/// How much there was some days before; `None`: nothing yet.
fn before(request: &CaseRequest, kind: &LesionKind, amount: f32) -> Option<f32> {
    let days = request.days_before as f32;
    if request.days_before == 0 {
        return Some(amount);
    }
    match kind.word {
        // Solid tumours double their volume in 267 days.
        "nodule" | "hilar-mass" => {
            let smaller = amount * libm::powf(2.0, -days / (3.0 * 267.0));
            (smaller >= 5.0).then_some(smaller)
        }
        "cardiomegaly" => Some((amount - 0.006 * days).max(50.0)),
        "tuberculosis" => {
            let smaller = amount * libm::powf(2.0, -days / 180.0);
            (smaller >= 10.0).then_some(smaller)
        }
        "nipple" => Some(amount),
        "device" => (days < 700.0).then_some(amount),
        // The rest is of these days, or belongs to one exposure.
        _ => None,
    }
}

/// Amounts that go with a difficulty.
fn usual(kind: &LesionKind, difficulty: Difficulty) -> (f64, f64) {
    let [easy, medium, hard] = match kind.word {
        "nodule" => [(22.0, 34.0), (13.0, 21.0), (8.0, 13.0)],
        "consolidation" => [(85.0, 130.0), (55.0, 85.0), (30.0, 55.0)],
        "effusion" => [(700.0, 1300.0), (300.0, 700.0), (140.0, 300.0)],
        "pneumothorax" => [(28.0, 55.0), (14.0, 28.0), (6.0, 14.0)],
        "cardiomegaly" => [(60.0, 67.0), (56.0, 60.0), (53.0, 56.0)],
        "rib-fracture" => [(7.0, 12.0), (4.0, 7.0), (1.5, 4.0)],
        "hilar-mass" => [(50.0, 75.0), (34.0, 50.0), (22.0, 34.0)],
        "tuberculosis" => [(60.0, 85.0), (40.0, 60.0), (24.0, 40.0)],
        "device" => [(1.0, 3.0), (1.0, 3.0), (1.0, 2.0)],
        "nipple" => [(7.0, 9.0), (8.0, 11.0), (9.0, 13.0)],
        "skin-fold" => [(80.0, 180.0), (80.0, 180.0), (100.0, 200.0)],
        "rotation" => [(13.0, 20.0), (8.0, 13.0), (5.0, 8.0)],
        "poor-inspiration" => [(6.0, 6.6), (6.6, 7.4), (7.4, 8.0)],
        "cut-off" => [(38.0, 58.0), (22.0, 38.0), (12.0, 22.0)],
        "underexposure" => [(3.0, 6.0), (6.0, 12.0), (12.0, 25.0)],
        "overexposure" => [(1200.0, 2000.0), (700.0, 1200.0), (400.0, 700.0)],
        "motion" => [(5.0, 8.0), (3.0, 5.0), (1.6, 3.0)],
        "foreign-object" => [(30.0, 55.0), (18.0, 30.0), (9.0, 18.0)],
        "scapulae" => [(42.0, 60.0), (26.0, 42.0), (14.0, 26.0)],
        _ => [(1.0, 1.0), (1.0, 1.0), (1.0, 1.0)],
    };
    match difficulty {
        Difficulty::Easy => easy,
        Difficulty::Medium => medium,
        Difficulty::Hard => hard,
    }
}
