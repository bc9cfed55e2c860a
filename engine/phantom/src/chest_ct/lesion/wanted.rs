//! What a chest is asked to hold, with the amounts left to seed and difficulty drawn, as it was some days before.

use overread_base::{
    Difficulty, Laterality, LesionKind, LesionWish, NoduleType, PhantomKind, Rng, Seed,
};

use crate::case::CaseRequest;
use crate::chest_ct::lesion::lungs::side_of;
use crate::chest_ct::params::{Lobe, NoduleSpec, Place};
use crate::error::Fault;
use crate::num::to_f32;

/// One lesion asked for.
#[derive(Debug, Clone)]
pub(crate) struct Wish {
    /// Index in the request.
    pub(crate) lesion: usize,
    pub(crate) kind: &'static LesionKind,
    /// In the unit of the kind, at the time of the study.
    pub(crate) amount: f32,
    /// The amount at the time of the current study: places are chosen by it.
    pub(crate) current: f32,
    /// What was there at the time of the study.
    pub(crate) is_present: bool,
    pub(crate) side: Option<Laterality>,
    pub(crate) lobe: Option<Lobe>,
    pub(crate) difficulty: Difficulty,
    pub(crate) seed: Seed,
}

impl Wish {
    /// HU of the haze of infiltrates: the thinner the harder to see.
    pub(crate) fn haze_hu(&self) -> f32 {
        let (low, high) = match self.difficulty {
            Difficulty::Easy => (-560.0, -480.0),
            Difficulty::Medium => (-630.0, -540.0),
            Difficulty::Hard => (-715.0, -640.0),
        };
        to_f32(self.seed.child("haze").rng().range(low, high))
    }
}

/// All of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    pub(crate) wishes: Vec<Wish>,
    /// How many days before the current study it is made.
    pub(crate) days_before: u32,
}

impl Wanted {
    /// Reads a request.
    ///
    /// # Errors
    /// All faults of its lesions.
    pub(crate) fn of(request: &CaseRequest) -> Result<Self, Vec<Fault>> {
        let (mut wishes, mut faults) = (Vec::<Wish>::new(), Vec::new());
        for (lesion, asked) in request.lesions.iter().enumerate() {
            match wish(request, lesion, asked, &wishes) {
                Ok(wish) => wishes.push(wish),
                Err(reason) => faults.push(Fault::Lesion {
                    lesion,
                    word: asked.kind.word,
                    reason,
                }),
            }
        }
        if faults.is_empty() {
            Ok(Self {
                wishes,
                days_before: request.days_before,
            })
        } else {
            Err(faults)
        }
    }

    /// The nodules among them as the plan takes them, with their index in the request.
    pub(crate) fn nodules(&self) -> Vec<(usize, NoduleSpec)> {
        self.wishes
            .iter()
            .filter_map(|wish| Some((wish.lesion, nodule(wish)?)))
            .collect()
    }
}

fn wish(
    request: &CaseRequest,
    lesion: usize,
    asked: &LesionWish,
    before: &[Wish],
) -> Result<Wish, String> {
    let kind = asked.kind;
    if kind.phantom != PhantomKind::ChestCt {
        return Err("a chest CT cannot hold it".to_owned());
    }
    let seed = request.seed.child("lesion").index(lesion as u64);
    let mut rng = seed.child("wish").rng();
    let usual = usual_amount(kind.word, request.difficulty, &mut rng);
    let amount = asked.amount.unwrap_or(usual);
    let (least, greatest) = (kind.amount.least(), kind.amount.greatest());
    if !(least..=greatest).contains(&amount) {
        return Err(format!(
            "{} must be {least} to {greatest} {}, found {amount}",
            kind.amount.name, kind.amount.ucum
        ));
    }
    let same: Vec<&Wish> = before.iter().filter(|wish| wish.kind == kind).collect();
    if !kind.is_sided && !same.is_empty() {
        return Err("a chest holds it once".to_owned());
    }
    let (side, lobe) = place(asked, &same, &mut rng)?;
    let mut growth = seed.child("growth").rng();
    let then = earlier(kind.word, amount, request.days_before, &mut growth);
    Ok(Wish {
        lesion,
        kind,
        amount: to_f32(then.unwrap_or(amount)),
        current: to_f32(amount),
        is_present: then.is_some(),
        side,
        lobe,
        difficulty: request.difficulty,
        seed,
    })
}

/// Side and lobe as asked for; drawn where the lesion needs one before it is put in. `same` are its kind's so far.
fn place(
    asked: &LesionWish,
    same: &[&Wish],
    rng: &mut Rng,
) -> Result<(Option<Laterality>, Option<Lobe>), String> {
    let (kind, side) = (asked.kind, asked.side);
    let lobe = asked
        .place
        .map(|place| lobe_named(place).ok_or(format!("there is no place {place} in a chest")))
        .transpose()?;
    if lobe.is_some() && kind.places.is_empty() {
        return Err("its place cannot be chosen".to_owned());
    }
    if matches!(side, Some(Laterality::Bilateral | Laterality::Midline)) {
        return Err("its side must be right or left".to_owned());
    }
    if side.is_some() && !kind.is_sided {
        return Err("it has no side".to_owned());
    }
    if let (Some(lobe), Some(side)) = (lobe, side)
        && side_of(lobe) != side
    {
        return Err("its place lies on the other side".to_owned());
    }
    let mut pick = |n: usize| usize::try_from(rng.below(n as u64)).unwrap_or(0);
    let fits = |l: &Lobe| side.is_none_or(|side| side_of(*l) == side);
    match kind.word {
        "effusion" | "pneumothorax" => {
            let sides = [Laterality::Right, Laterality::Left, Laterality::Right];
            let free: Vec<Laterality> = sides
                .into_iter()
                .filter(|&s| side.is_none_or(|side| side == s))
                .filter(|&s| same.iter().all(|wish| wish.side != Some(s)))
                .collect();
            let side = free.get(pick(free.len())).copied();
            let side = side.ok_or("that side holds one already")?;
            Ok((Some(side), None))
        }
        "consolidation" => {
            let free: Vec<Lobe> = Lobe::ALL
                .into_iter()
                .filter(|&l| lobe.is_none_or(|wanted| wanted == l))
                .filter(|l| fits(l) && same.iter().all(|wish| wish.lobe != Some(*l)))
                .collect();
            let lobe = free.get(pick(free.len())).copied();
            let lobe = lobe.ok_or("that lobe holds one already")?;
            Ok((Some(side_of(lobe)), Some(lobe)))
        }
        _ if lobe.is_none() && !kind.places.is_empty() && side.is_some() => {
            let free: Vec<Lobe> = Lobe::ALL.into_iter().filter(fits).collect();
            Ok((side, free.get(pick(free.len())).copied()))
        }
        _ => Ok((side, lobe)),
    }
}

fn lobe_named(word: &str) -> Option<Lobe> {
    Some(match word {
        "right-upper" => Lobe::RightUpper,
        "right-middle" => Lobe::RightMiddle,
        "right-lower" => Lobe::RightLower,
        "left-upper" => Lobe::LeftUpper,
        "left-lower" => Lobe::LeftLower,
        _ => return None,
    })
}

/// The amount that a difficulty usually has: least and greatest, by kind for easy, medium, hard.
fn usual_amount(word: &str, difficulty: Difficulty, rng: &mut Rng) -> f64 {
    let [easy, medium, hard] = match word {
        "solid-nodule" => [(14.0, 28.0), (7.0, 13.0), (4.0, 6.5)],
        "part-solid-nodule" => [(18.0, 30.0), (11.0, 17.0), (7.5, 10.5)],
        "ground-glass-nodule" => [(18.0, 30.0), (10.0, 17.0), (6.5, 9.5)],
        "calcified-nodule" => [(6.0, 14.0), (4.0, 9.0), (3.0, 6.0)],
        "perifissural-nodule" => [(4.0, 6.0), (4.0, 7.5), (4.5, 9.0)],
        "effusion" => [(500.0, 1200.0), (160.0, 450.0), (45.0, 130.0)],
        "emphysema" => [(22.0, 40.0), (11.0, 20.0), (6.0, 10.0)],
        "infiltrates" => [(30.0, 65.0), (11.0, 28.0), (3.5, 9.0)],
        "consolidation" => [(70.0, 100.0), (45.0, 70.0), (20.0, 40.0)],
        "pneumothorax" => [(28.0, 55.0), (13.0, 26.0), (5.5, 11.0)],
        "aortic-dilatation" => [(50.0, 62.0), (44.0, 50.0), (41.0, 44.0)],
        "trunk-dilatation" => [(37.0, 44.0), (33.0, 37.0), (30.5, 33.0)],
        "coronary-calcium" => [(500.0, 2000.0), (110.0, 480.0), (15.0, 95.0)],
        "vertebral-fracture" => [(42.0, 62.0), (30.0, 41.0), (21.0, 29.0)],
        "low-bone-density" => [(25.0, 55.0), (55.0, 80.0), (80.0, 98.0)],
        _ => [(0.0, 0.0); 3],
    };
    let (low, high) = match difficulty {
        Difficulty::Easy => easy,
        Difficulty::Medium => medium,
        Difficulty::Hard => hard,
    };
    // Small ones are the more common.
    low + (high - low) * rng.unit() * (0.4 + 0.6 * rng.unit())
}

/// The amount some days before the current study; `None` if it was not there yet.
///
/// Nodules grow by their volume doubling time: 267 days solid, 598 part-solid, 848 ground glass (Song 2018), spread by
/// half to double. The other rates are our own choice (unverified): acute disease comes within weeks, chronic disease
/// by a few hundredths of its amount a year.
fn earlier(word: &str, amount: f64, days: u32, rng: &mut Rng) -> Option<f64> {
    if days == 0 {
        return Some(amount);
    }
    let days = f64::from(days);
    let years = days / 365.25;
    let spread = libm::pow(2.0, rng.range(-1.0, 1.0));
    let nodule = |doubling_days: f64| {
        let then = amount * libm::pow(2.0, -days / (3.0 * doubling_days * spread));
        // Thinner than 2 mm nobody sees or measures it.
        (then >= 2.0).then_some(then)
    };
    let acute = |within_days: f64, least: f64| {
        let then = amount * (1.0 - days / (within_days * spread));
        (then >= least).then_some(then)
    };
    match word {
        "solid-nodule" => nodule(267.0),
        "part-solid-nodule" => nodule(598.0),
        "ground-glass-nodule" => nodule(848.0),
        "effusion" => acute(40.0, 20.0),
        "infiltrates" => acute(20.0, 2.0),
        "consolidation" => acute(20.0, 8.0),
        "pneumothorax" => acute(8.0, 4.0),
        "vertebral-fracture" => (days < 120.0 * spread).then_some(amount),
        "emphysema" => Some((amount - 1.2 * spread * years).max(1.0)),
        "coronary-calcium" => Some((amount * libm::pow(1.2, -years)).max(4.0)),
        "aortic-dilatation" => Some(amount - (0.6 * spread * years).min(6.0)),
        "trunk-dilatation" => Some(amount - (0.4 * spread * years).min(4.0)),
        // Bone loses 2.5 HU a year (Jang 2019).
        "low-bone-density" => Some(amount + 2.5 * years),
        _ => Some(amount),
    }
}

/// The type of a nodule by the kind's word.
pub(crate) fn nodule_type(kind: &LesionKind) -> Option<NoduleType> {
    match kind.word {
        "solid-nodule" => Some(NoduleType::Solid),
        "part-solid-nodule" => Some(NoduleType::PartSolid),
        "ground-glass-nodule" => Some(NoduleType::GroundGlass),
        _ => None,
    }
}

/// A nodule as the plan takes it, of its current size: its place does not depend on when the study was made.
fn nodule(wish: &Wish) -> Option<NoduleSpec> {
    let kind = nodule_type(wish.kind)?;
    let mut rng = wish.seed.child("nodule").rng();
    let attenuation_hu = match (kind, wish.difficulty) {
        // Haze is the harder to see the thinner it is.
        (NoduleType::GroundGlass, Difficulty::Easy) => Some(rng.range(-620.0, -540.0)),
        (NoduleType::GroundGlass, Difficulty::Medium) => Some(rng.range(-680.0, -610.0)),
        (NoduleType::GroundGlass, Difficulty::Hard) => Some(rng.range(-740.0, -690.0)),
        (NoduleType::Solid | NoduleType::PartSolid, _) => None,
    };
    Some(NoduleSpec {
        place: wish.lobe.map_or(Place::Anywhere, Place::Lobe),
        attenuation_hu,
        ..NoduleSpec::anywhere(f64::from(wish.current), kind)
    })
}
