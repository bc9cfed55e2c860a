//! From wishes to lesions: size, side, look, and a place that both views show.

use overread_base::{Difficulty, Laterality, LesionWish, Seed};

use crate::case::CaseRequest;
use crate::error::{Fault, PhantomError};
use crate::mammography::lesion::calcium::{self, Grain};
use crate::mammography::lesion::{Look, Margin, Mass, Placed, Room, wish};
use crate::mammography::tile::pick;
use crate::mammography::tissue::Change;
use crate::mammography::view::View;
use crate::num::{P3, p3, to_f32};

/// Candidates tried for a place.
const TRIES: u64 = 500;

/// Of these, so many that fit are compared.
const COMPARED: usize = 14;

/// All lesions of a request, those of a prior that are not there yet left out.
pub(in crate::mammography) fn resolve(
    request: &CaseRequest,
    seed: Seed,
    rooms: &[Room<'_>; 2],
) -> Result<Vec<Placed>, PhantomError> {
    let mut placed: Vec<Placed> = Vec::new();
    let mut faults = Vec::new();
    for (lesion, wish) in request.lesions.iter().enumerate() {
        let own = seed.child("lesion").index(lesion as u64);
        match one(request, wish, own, rooms, &placed) {
            Ok(made) => placed.push(made),
            Err(reason) => faults.push(Fault::Lesion {
                lesion,
                word: wish.kind.word,
                reason,
            }),
        }
    }
    if !faults.is_empty() {
        return Err(PhantomError { faults });
    }
    Ok(placed
        .into_iter()
        .filter_map(|lesion| earlier(lesion, request.days_before, rooms))
        .collect())
}

fn one(
    request: &CaseRequest,
    wish: &LesionWish,
    seed: Seed,
    rooms: &[Room<'_>; 2],
    others: &[Placed],
) -> Result<Placed, String> {
    let kind = wish.kind;
    if kind.phantom != overread_base::PhantomKind::Mammography {
        return Err("a mammogram cannot hold it".to_owned());
    }
    let (least, greatest) = (kind.amount.least(), kind.amount.greatest());
    let amount = match wish.amount {
        Some(amount) if (least..=greatest).contains(&amount) => amount,
        Some(amount) => {
            let (name, ucum) = (kind.amount.name, kind.amount.ucum);
            return Err(format!(
                "{name} must be {least} to {greatest} {ucum}, found {amount}"
            ));
        }
        None => {
            let (low, high) = wish::usual(kind, request.difficulty);
            seed.child("amount").rng().range(low, high)
        }
    };
    let breast = match wish.side {
        Some(Laterality::Right) => 0,
        Some(Laterality::Left) => 1,
        Some(Laterality::Bilateral | Laterality::Midline) => {
            return Err("a lesion of the breast lies on the right or on the left".to_owned());
        }
        None => pick(seed.child("side").rng().unit(), 2),
    };
    if let Some(place) = wish.place
        && !kind.places.contains(&place)
    {
        return Err(format!("there is no place {place} for it"));
    }
    let mut lesion = Placed {
        kind,
        seed,
        difficulty: request.difficulty,
        breast,
        site: P3::default(),
        amount: to_f32(amount),
        look: Look::Asymmetry,
    };
    let room = &rooms[breast];
    let is_scattered = matches!(kind.word, "benign-calcifications" | "vascular-calcium");
    if !is_scattered {
        lesion.site = site(&lesion, wish.place, room, others)?;
    }
    lesion.look = look(&lesion, room)?;
    if let (true, Look::Grains(grains)) = (is_scattered, &lesion.look) {
        lesion.site = grains.first().map(|grain| grain.at).unwrap_or_default();
    }
    Ok(lesion)
}

/// What the lesion looks like at its full amount.
fn look(lesion: &Placed, room: &Room<'_>) -> Result<Look, String> {
    let seed = lesion.seed.child("look");
    let depth_mm = room.views[0].breast.depth_mm;
    Ok(match lesion.kind.word {
        "mass" | "benign-mass" | "lymph-node" => Look::Mass(mass(lesion)),
        "calcifications" => Look::Grains(calcium::suspicious(
            seed,
            lesion.difficulty,
            lesion.site,
            depth_mm,
            lesion.amount,
        )),
        "benign-calcifications" => Look::Grains(scattered(lesion, room)?),
        "vascular-calcium" => Look::Grains(
            calcium::vascular(seed, room.vessels, lesion.amount)
                .ok_or("the vessels of this breast are too short")?,
        ),
        "distortion" => Look::Distortion,
        "asymmetry" => Look::Asymmetry,
        _ => return Err("a mammogram cannot hold it".to_owned()),
    })
}

fn mass(lesion: &Placed) -> Mass {
    let mut rng = lesion.seed.child("mass").rng();
    let oval = |rng: &mut overread_base::Rng| {
        let short = to_f32(rng.range(0.62, 0.8));
        [
            p3(1.0, short, short),
            p3(short, 1.0, short),
            p3(1.0, 0.9, short),
        ][pick(rng.unit(), 3)]
    };
    let base = match lesion.difficulty {
        Difficulty::Easy => 1.32,
        Difficulty::Medium => 1.22,
        Difficulty::Hard => 1.15,
    };
    match lesion.kind.word {
        "benign-mass" => Mass {
            axes: oval(&mut rng),
            margin: if rng.unit() < 0.7 {
                Margin::Halo
            } else {
                Margin::Circumscribed
            },
            density: to_f32(rng.range(0.96, 1.06)),
        },
        "lymph-node" => Mass {
            axes: p3(1.0, 0.66, 0.66),
            margin: Margin::Hilum,
            density: 1.02,
        },
        _ => {
            let margin = match rng.unit() {
                u if u < 0.50 => Margin::Spiculated,
                u if u < 0.75 => Margin::Indistinct,
                u if u < 0.93 => Margin::Microlobulated,
                _ => Margin::Circumscribed,
            };
            let axes = match rng.unit() {
                u if u < 0.3 => p3(1.0, 1.0, 1.0),
                u if u < 0.6 => oval(&mut rng),
                _ => p3(
                    1.0,
                    to_f32(rng.range(0.75, 1.0)),
                    to_f32(rng.range(0.75, 1.0)),
                ),
            };
            Mass {
                axes,
                margin,
                density: base * to_f32(rng.range(0.97, 1.03)),
            }
        }
    }
}

/// Benign calcifications all over the breast; the first may be a popcorn.
fn scattered(lesion: &Placed, room: &Room<'_>) -> Result<Vec<Grain>, String> {
    let n = crate::num::index_in(lesion.amount + 0.5, 12).max(1);
    let mut grains = Vec::new();
    for i in 0..n {
        let seed = lesion.seed.child("benign").index(i as u64);
        let at = (0..TRIES)
            .map(|t| candidate(seed.index(t), None, room.views[0].breast.depth_mm))
            .find(|&at| fits(at, 2.0, room, false))
            .ok_or("no room in this breast")?;
        let is_popcorn = i == 0 && seed.child("popcorn").rng().unit() < 0.3;
        let depth_mm = room.views[0].breast.depth_mm;
        grains.extend(calcium::benign(seed, at, depth_mm, is_popcorn));
    }
    Ok(grains)
}

/// A place in the breast at rest, perhaps in a quadrant.
fn candidate(seed: Seed, place: Option<&str>, depth_mm: f32) -> P3 {
    let mut rng = seed.rng();
    let mut any = |low: f64, high: f64| to_f32(rng.range(low, high)) * depth_mm;
    let (a, b, c) = (any(0.12, 0.85), any(0.03, 0.75), any(0.03, 0.5));
    match place {
        Some("upper-outer") => p3(a, b, c),
        Some("upper-inner") => p3(a, -b, c),
        Some("lower-outer") => p3(a, b, -c),
        Some("lower-inner") => p3(a, -b, -c),
        Some("retroareolar") => p3(any(0.66, 0.93), any(-0.16, 0.16), any(-0.16, 0.16)),
        _ => {
            // More tissue lies above and outside, and so do more lesions.
            let outer = if any(0.0, 1.0) < 0.64 * depth_mm {
                b
            } else {
                -b
            };
            let upper = if any(0.0, 1.0) < 0.66 * depth_mm {
                c
            } else {
                -c
            };
            p3(a, outer, upper)
        }
    }
}

/// Whether a lesion of `margin` mm about a place is seen whole in both views.
fn fits(at: P3, margin: f32, room: &Room<'_>, may_cover_muscle: bool) -> bool {
    room.views.iter().all(|view| {
        let (a, v, w) = view.project(at);
        let (low, high) = view.range_mm();
        let depth = view.outline.depth(a, v);
        let (_, inner) = view.thickness(depth);
        let is_clear = view
            .muscle
            .as_ref()
            .is_none_or(|muscle| may_cover_muscle || muscle.depth(a, v) < -0.5 * margin - 1.0);
        is_clear
            && a > 0.8 * margin + 2.0
            && depth > margin + 3.0
            && low + margin < v
            && v < high - margin
            && w.abs() < 0.5 * inner - margin.min(0.3 * inner) - 1.0
    })
}

/// The place for a lesion: of those that fit, the one whose surroundings suit the difficulty best.
fn site(
    lesion: &Placed,
    place: Option<&str>,
    room: &Room<'_>,
    others: &[Placed],
) -> Result<P3, String> {
    let radius = lesion.radius_mm();
    let depth_mm = room.views[0].breast.depth_mm;
    let place = place.or((lesion.kind.word == "lymph-node").then_some("upper-outer"));
    for (margin, may_cover_muscle) in [(0.9 * radius, false), (0.55 * radius, true)] {
        let mut best: Option<(f32, P3)> = None;
        let mut n = 0;
        for t in 0..TRIES {
            let at = candidate(lesion.seed.child("site").index(t), place, depth_mm);
            if !fits(at, margin, room, may_cover_muscle) || is_taken(at, lesion, others, room) {
                continue;
            }
            let misfit = misfit(lesion, at, room);
            if best.is_none_or(|(least, _)| misfit < least) {
                best = Some((misfit, at));
            }
            n += 1;
            if n == COMPARED {
                break;
            }
        }
        if let Some((_, at)) = best {
            return Ok(at);
        }
    }
    let where_ = place.unwrap_or("breast");
    Err(format!(
        "no room for {:.1} {} in this {where_}",
        lesion.amount, lesion.kind.amount.ucum
    ))
}

fn is_taken(at: P3, lesion: &Placed, others: &[Placed], room: &Room<'_>) -> bool {
    let near = |other: &&Placed| other.breast == lesion.breast;
    others.iter().filter(near).any(|other| {
        let apart = 0.8 * (lesion.radius_mm() + other.radius_mm()) + 4.0;
        room.views.iter().any(|view| {
            let ((a, v, _), (oa, ov, _)) = (view.project(at), view.project(other.site));
            (a - oa) * (a - oa) + (v - ov) * (v - ov) < apart * apart
        }) && matches!(
            other.look,
            Look::Mass(_) | Look::Distortion | Look::Asymmetry
        )
    })
}

/// How badly a place suits: the share of gland along the rays through it against what the difficulty wants, and of an
/// asymmetry that is to be seen how little of it would show.
fn misfit(lesion: &Placed, at: P3, room: &Room<'_>) -> f32 {
    let asked_to_show = lesion.kind.word == "asymmetry" && lesion.difficulty != Difficulty::Hard;
    if asked_to_show {
        return -gain(lesion, at, room);
    }
    let share = room
        .views
        .iter()
        .map(|view| share_at(view, at, room, &[]))
        .sum::<f32>()
        / 2.0;
    let usual = room.views[0].breast.share;
    let wanted = match (lesion.kind.word, lesion.difficulty) {
        ("lymph-node", _) => 0.0,
        ("asymmetry", _) => 0.6 * usual,
        ("distortion", Difficulty::Easy | Difficulty::Medium) => 1.2 * usual,
        ("calcifications", Difficulty::Easy) => 0.8 * usual,
        ("benign-mass", _) | (_, Difficulty::Easy) => 0.5 * usual,
        (_, Difficulty::Medium) => 0.9 * usual,
        (_, Difficulty::Hard) => 1.6 * usual,
    };
    (share - wanted).abs()
}

/// By how much the lesion at a place would raise the share of gland there, in the view that shows it less: gland among
/// gland shows nothing.
fn gain(lesion: &Placed, at: P3, room: &Room<'_>) -> f32 {
    let there = Placed {
        site: at,
        ..lesion.clone()
    };
    let of_view = |view: &&View| {
        let change: Vec<_> = there.change(view).into_iter().collect();
        share_at(view, at, room, &change) - share_at(view, at, room, &[])
    };
    room.views.iter().map(of_view).fold(f32::INFINITY, f32::min)
}

/// The share of gland along the ray through a place.
fn share_at(view: &View, at: P3, room: &Room<'_>, changes: &[Change]) -> f32 {
    let (a, v, _) = view.project(at);
    let depth = view.outline.depth(a, v);
    let (_, inner) = view.thickness(depth);
    let column = room.tissue.column(view, room.tile, (a, v), depth, changes);
    column.gland / inner.max(1.0)
}

/// The lesion as it was `days` before; `None` where it was not there yet. What is harmless stays as it is.
fn earlier(lesion: Placed, days: u32, rooms: &[Room<'_>; 2]) -> Option<Placed> {
    if days == 0 || !lesion.is_finding() {
        return Some(lesion);
    }
    // Volume doubles in 100 to 400 days, so the diameter in three times as many.
    let doubling = lesion.seed.child("growth").rng().range(100.0, 400.0);
    let factor = to_f32(libm::exp2(-f64::from(days) / (3.0 * doubling)));
    let amount = lesion.amount * factor;
    if amount < 0.75 * to_f32(lesion.kind.amount.least()) {
        return None;
    }
    let mut lesion = Placed { amount, ..lesion };
    lesion.look = look(&lesion, &rooms[lesion.breast]).ok()?;
    Some(lesion)
}
