//! From what is wished for to what is drawn: amounts, sides and places, by the wish, else by seed and difficulty.

use overread_base::{Difficulty, Laterality, LesionWish, Rng, Seed};

use crate::error::Fault;
use crate::num::to_f32;

/// The kinds of lesions that this module draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Epidural,
    Subdural,
    Subarachnoid,
    Intraparenchymal,
    Intraventricular,
    Infarct,
    DenseArtery,
    Fracture,
    OldInfarct,
}

impl What {
    pub(super) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "epidural" => Self::Epidural,
            "subdural" => Self::Subdural,
            "subarachnoid" => Self::Subarachnoid,
            "intraparenchymal" => Self::Intraparenchymal,
            "intraventricular" => Self::Intraventricular,
            "infarct" => Self::Infarct,
            "dense-artery" => Self::DenseArtery,
            "fracture" => Self::Fracture,
            "old-infarct" => Self::OldInfarct,
            _ => return None,
        })
    }

    /// The usual amounts, in the unit of the catalogue: for an easy, a medium and a hard case.
    ///
    /// Volumes after the quantiles of the BHSD data set for medium, its upper and lower ends for easy and hard; the rest
    /// are choices of ours.
    const fn usual(self) -> [(f64, f64); 3] {
        match self {
            Self::Epidural => [(30.0, 65.0), (12.0, 30.0), (3.0, 7.0)],
            Self::Subdural => [(45.0, 110.0), (14.0, 35.0), (4.0, 10.0)],
            Self::Subarachnoid => [(14.0, 30.0), (5.0, 11.0), (1.2, 3.0)],
            Self::Intraparenchymal => [(25.0, 60.0), (6.0, 18.0), (1.0, 2.6)],
            Self::Intraventricular => [(6.0, 10.0), (2.5, 6.0), (1.0, 2.0)],
            Self::Infarct => [(5.0, 9.0), (3.0, 6.0), (1.0, 3.0)],
            Self::DenseArtery => [(14.0, 24.0), (9.0, 16.0), (5.0, 9.0)],
            Self::Fracture => [(60.0, 110.0), (35.0, 70.0), (18.0, 40.0)],
            Self::OldInfarct => [(15.0, 45.0), (6.0, 20.0), (2.5, 8.0)],
        }
    }

    /// Whether it is old, so that earlier studies show it too.
    const fn is_old(self) -> bool {
        matches!(self, Self::OldInfarct)
    }
}

/// One lesion to be drawn, nothing left open but what its own seed gives.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    /// Index in the request, from 0.
    pub(super) lesion: usize,
    pub(super) wish: LesionWish,
    pub(super) what: What,
    pub(super) difficulty: Difficulty,
    /// In the unit of the catalogue.
    pub(super) amount: f32,
    /// Whether the wish names the amount.
    pub(super) is_amount_wished: bool,
    /// 1 on the patient's left, where x grows, -1 on the right.
    pub(super) side: f32,
    /// Whether the wish names the side.
    pub(super) is_side_wished: bool,
    pub(super) seed: Seed,
}

impl Wanted {
    /// Why it cannot be drawn.
    pub(super) fn fault(&self, reason: String) -> Fault {
        Fault::Lesion {
            lesion: self.lesion,
            word: self.wish.kind.word,
            reason,
        }
    }

    pub(super) fn laterality(&self) -> Laterality {
        if self.side > 0.0 {
            Laterality::Left
        } else {
            Laterality::Right
        }
    }

    /// Picks by difficulty.
    pub(super) fn by<T>(&self, easy: T, medium: T, hard: T) -> T {
        match self.difficulty {
            Difficulty::Easy => easy,
            Difficulty::Medium => medium,
            Difficulty::Hard => hard,
        }
    }
}

/// Checks every wish against the catalogue, kinds drawn elsewhere too, and settles those of this module.
pub(super) fn settle(
    seed: Seed,
    difficulty: Difficulty,
    days_before: u32,
    wishes: &[LesionWish],
) -> Result<Vec<Wanted>, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut wanted = Vec::new();
    let mut last_side = None;
    for (lesion, wish) in wishes.iter().enumerate() {
        if let Some(reason) = fault(wish) {
            faults.push(Fault::Lesion {
                lesion,
                word: wish.kind.word,
                reason,
            });
            continue;
        }
        let Some(what) = What::of(wish.kind.word) else {
            continue;
        };
        let own = seed.child("head/lesion").index(lesion as u64);
        let mut rng = own.child("wish").rng();
        let amount = wish
            .amount
            .unwrap_or_else(|| amount(what, difficulty, wish, &mut rng));
        let drawn = if rng.unit() < 0.5 { 1.0 } else { -1.0 };
        let wished = match wish.side {
            Some(Laterality::Left) => Some(1.0),
            Some(Laterality::Right) => Some(-1.0),
            Some(Laterality::Bilateral | Laterality::Midline) | None => None,
        };
        // Lesions of one cause lie on one side unless told otherwise.
        let side = wished.or(last_side).unwrap_or(drawn);
        if !what.is_old() {
            last_side = Some(side);
        }
        // Blood and fresh ischaemia were not there before; a scar was.
        if days_before > 0 && !what.is_old() {
            continue;
        }
        wanted.push(Wanted {
            lesion,
            wish: wish.clone(),
            what,
            difficulty,
            amount: to_f32(amount),
            is_amount_wished: wish.amount.is_some(),
            side,
            is_side_wished: wished.is_some(),
            seed: own,
        });
    }
    if faults.is_empty() {
        Ok(wanted)
    } else {
        Err(faults)
    }
}

/// What is wrong with a wish by the catalogue alone.
fn fault(wish: &LesionWish) -> Option<String> {
    let (low, high) = (wish.kind.amount.least(), wish.kind.amount.greatest());
    if let Some(found) = wish.amount
        && !(low..=high).contains(&found)
    {
        let amount = &wish.kind.amount;
        return Some(format!(
            "{} must be {low} to {high} {}, found {found}",
            amount.name, amount.ucum
        ));
    }
    if let Some(place) = wish.place
        && !wish.kind.places.contains(&place)
    {
        return Some(format!(
            "place must be one of {:?}, found {place}",
            wish.kind.places
        ));
    }
    match wish.side {
        Some(_) if !wish.kind.is_sided => Some("it has no side".to_owned()),
        Some(Laterality::Bilateral | Laterality::Midline) if wish.kind.word != "subarachnoid" => {
            Some("side must be left or right".to_owned())
        }
        Some(
            Laterality::Left | Laterality::Right | Laterality::Bilateral | Laterality::Midline,
        )
        | None => None,
    }
}

/// A usual amount, small ones more often.
fn amount(what: What, difficulty: Difficulty, wish: &LesionWish, rng: &mut Rng) -> f64 {
    let [easy, medium, hard] = what.usual();
    let (low, high) = match difficulty {
        Difficulty::Easy => easy,
        Difficulty::Medium => medium,
        Difficulty::Hard => hard,
    };
    let unit = rng.unit();
    let usual = low + (high - low) * unit * (0.5 + 0.5 * unit);
    // A small place holds little.
    let usual = match wish.place {
        Some("pons") => usual.min(6.0),
        Some("thalamus" | "cerebellum") => usual.min(20.0),
        _ => usual,
    };
    if what == What::Infarct {
        // Regions are whole.
        (usual + 0.5).floor()
    } else {
        usual
    }
}
