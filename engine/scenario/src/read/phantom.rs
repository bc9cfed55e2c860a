//! `phantom`: what is made, how hard it is, and what is put in, to the millimetre or left to the seed.

use overread_base::{
    Amount, Laterality, LesionKind, LesionRole, LesionWish, NoduleType, PhantomKind, Seed,
};
use overread_toml_text::{Item, Table};

use crate::cases::{DIFFICULTIES, MAX_LESIONS, position};
use crate::questions::list;
use crate::read::{each, share};
use crate::{
    Difficulty, DrawnLesions, NodulePlace, NoduleSpec, Nodules, PhantomContent, PhantomSpec,
    RandomNodules,
};

/// The words for the types of nodules.
pub(crate) const NODULE_TYPES: [(&str, NoduleType); 3] = [
    ("solid", NoduleType::Solid),
    ("part-solid", NoduleType::PartSolid),
    ("ground-glass", NoduleType::GroundGlass),
];

/// The words for the sides that a lesion is put on.
pub(crate) const LESION_SIDES: [(&str, Laterality); 2] =
    [("right", Laterality::Right), ("left", Laterality::Left)];

/// The keys for what is put in, of which a phantom has one; the first two are for chest CT alone.
pub(crate) const CONTENTS: [&str; 4] = ["nodules", "random", "lesions", "drawn"];
/// How many of them are for chest CT alone.
pub(crate) const N_CHEST_CONTENTS: usize = 2;

/// The most kinds that lesions are drawn from: as many as a phantom has.
pub(crate) const MAX_DRAWN_KINDS: usize = 32;

/// The words for synthetic anatomy.
pub(crate) fn phantom_kinds() -> [(&'static str, PhantomKind); 4] {
    PhantomKind::ALL.map(|kind| (kind.word(), kind))
}

/// Synthetic anatomy; without a word of its own it is as hard as its case.
pub(crate) fn phantom(item: &Item<'_, '_>, of_case: Option<Difficulty>) -> Option<PhantomSpec> {
    let table = item.table()?;
    let kind = table.need("kind", |kind| kind.one_of(&phantom_kinds()));
    let seed = table
        .need("seed", |seed| seed.whole(0..=u64::MAX))
        .map(Seed);
    let slices = table.get("slices", |slices| slices.whole(16..=1024_u32));
    if let (Some(kind), Some(slices)) = (kind, table.item("slices"))
        && !kind.is_sliced()
    {
        slices.fault(format!("a {} has no slices, leave it out", kind.word()));
        return None;
    }
    let difficulty = table.get_or(
        "difficulty",
        of_case.unwrap_or(Difficulty::Medium),
        |level| level.one_of(&DIFFICULTIES),
    );
    let content = content(&table, kind);
    table.finish();
    Some(PhantomSpec {
        kind: kind?,
        seed: seed?,
        slices: slices?,
        difficulty: difficulty?,
        content: content?,
    })
}

/// What is put in; nothing where no key says so.
fn content(table: &Table<'_, '_>, kind: Option<PhantomKind>) -> Option<PhantomContent> {
    let found: Vec<(&str, Item<'_, '_>)> = CONTENTS
        .iter()
        .filter_map(|&key| Some((key, table.item(key)?)))
        .collect();
    let (key, item) = match found.as_slice() {
        [] => return kind.map(nothing),
        [(key, item)] => (*key, item),
        [(first, _), (second, item), ..] => {
            item.fault(format!(
                "a phantom has one of \"nodules\", \"random\", \"lesions\" and \"drawn\", found {first:?} and {second:?}"
            ));
            return None;
        }
    };
    let is_of_chest = CONTENTS.iter().take(N_CHEST_CONTENTS).any(|of| *of == key);
    if let Some(kind) = kind.filter(|kind| is_of_chest && *kind != PhantomKind::ChestCt) {
        item.fault(format!(
            "only a chest-ct has {key:?}, a {} has \"lesions\" or \"drawn\"",
            kind.word()
        ));
        return None;
    }
    match key {
        "nodules" => listed_nodules(item).map(PhantomContent::Nodules),
        "random" => {
            random_nodules(item).map(|random| PhantomContent::Nodules(Nodules::Random(random)))
        }
        "lesions" => lesions(item, kind?).map(PhantomContent::Lesions),
        _ => drawn(item, kind?).map(PhantomContent::Drawn),
    }
}

/// A normal case.
fn nothing(kind: PhantomKind) -> PhantomContent {
    if kind == PhantomKind::ChestCt {
        PhantomContent::Nodules(Nodules::Listed(Vec::new()))
    } else {
        PhantomContent::Lesions(Vec::new())
    }
}

fn lesions(item: &Item<'_, '_>, phantom: PhantomKind) -> Option<Vec<LesionWish>> {
    if item.array(0..=MAX_LESIONS)?.is_empty() {
        return Some(Vec::new());
    }
    list(item, MAX_LESIONS, |table, _| lesion(table, phantom))
}

fn lesion(table: &Table<'_, '_>, phantom: PhantomKind) -> Option<LesionWish> {
    let kind = table.need("kind", |kind| lesion_kind(kind, phantom));
    let Some(kind) = kind else {
        // Without a known kind its other keys can't be judged: none of them is unknown.
        for key in ["amount", "side", "place"] {
            table.item(key);
        }
        return None;
    };
    let amount = table.get("amount", |amount| of_kind(amount, &kind.amount));
    let side = table.get("side", |side| {
        if !kind.is_sided {
            side.fault(format!("{:?} has no side, leave it out", kind.word));
            return None;
        }
        side.one_of(&LESION_SIDES)
    });
    let place = table.get("place", |place| {
        if kind.places.is_empty() {
            place.fault(format!(
                "where {:?} lies is the phantom's business, leave it out",
                kind.word
            ));
            return None;
        }
        let words: Vec<(&'static str, &'static str)> =
            kind.places.iter().map(|word| (*word, *word)).collect();
        place.one_of(&words)
    });
    let (side, place) = (side?, place?);
    if let Some((place, side)) = place.zip(side)
        && contradicts(place, side)
    {
        table.fault(format!("the place {place:?} is not on the stated side"));
        return None;
    }
    Some(LesionWish {
        kind,
        amount: amount?,
        side,
        place,
    })
}

fn of_kind(item: &Item<'_, '_>, amount: &Amount) -> Option<f64> {
    item.number(amount.least()..=amount.greatest(), amount.ucum)
}

/// Whether a place names the other side, as lobes do.
fn contradicts(place: &str, side: Laterality) -> bool {
    match side {
        Laterality::Right => place.starts_with("left-"),
        Laterality::Left => place.starts_with("right-"),
        Laterality::Bilateral | Laterality::Midline => false,
    }
}

fn lesion_kind(item: &Item<'_, '_>, phantom: PhantomKind) -> Option<&'static LesionKind> {
    let words: Vec<(&'static str, &'static LesionKind)> = LesionKind::of(phantom)
        .map(|kind| (kind.word, kind))
        .collect();
    item.one_of(&words)
}

fn drawn(item: &Item<'_, '_>, phantom: PhantomKind) -> Option<DrawnLesions> {
    let table = item.table()?;
    let prevalence = table.need("prevalence", share);
    let among = table.get_or("kinds", Vec::new(), |kinds| {
        let found = each(kinds, 1..=MAX_DRAWN_KINDS, |kind| {
            lesion_kind(kind, phantom)
        })?;
        let is_twice = |(idx, kind): (usize, &&LesionKind)| {
            found.iter().take(idx).any(|other| other.word == kind.word)
        };
        if let Some((_, kind)) = found.iter().enumerate().find(|&found| is_twice(found)) {
            kinds.fault(format!("the kind {:?} stands here twice", kind.word));
            return None;
        }
        if found.iter().all(|kind| kind.role != LesionRole::Finding) {
            kinds.fault("none of these kinds makes a case abnormal, name at least one that does");
            return None;
        }
        Some(found)
    });
    table.finish();
    Some(DrawnLesions {
        prevalence: prevalence?,
        among: among?,
    })
}

fn listed_nodules(item: &Item<'_, '_>) -> Option<Nodules> {
    if item.array(0..=MAX_LESIONS)?.is_empty() {
        return Some(Nodules::Listed(Vec::new()));
    }
    list(item, MAX_LESIONS, |table, _| nodule(table)).map(Nodules::Listed)
}

fn nodule(table: &Table<'_, '_>) -> Option<NoduleSpec> {
    let place = table.get_or("centre_mm", NodulePlace::Anywhere, |centre| {
        position(centre).map(NodulePlace::Centre)
    });
    let diameter_mm = table.need("diameter_mm", |d| d.number(2.0..=60.0, "mm"));
    let nodule_type = table.need("type", |kind| kind.one_of(&NODULE_TYPES));
    let contrast_hu = table.get("contrast_hu", |contrast| {
        contrast.number(20.0..=1500.0, "HU")
    });
    Some(NoduleSpec {
        place: place?,
        diameter_mm: diameter_mm?,
        nodule_type: nodule_type?,
        contrast_hu: contrast_hu?,
    })
}

fn random_nodules(item: &Item<'_, '_>) -> Option<RandomNodules> {
    let table = item.table()?;
    let count = table.need("count", |count| count.whole(1..=20_u32));
    let diameters = table.need("diameter_mm", |range| {
        let ends = range.array(2..=2)?;
        let least = ends.first()?.number(2.0..=60.0, "mm");
        let greatest = ends.last()?.number(2.0..=60.0, "mm");
        let (least, greatest) = (least?, greatest?);
        if least > greatest {
            range.fault(format!(
                "expected the lesser diameter first, found {least} mm and {greatest} mm"
            ));
            return None;
        }
        Some((least, greatest))
    });
    let types = table.get_or("types", vec![NoduleType::Solid], |types| {
        let found: Vec<_> = types
            .array(1..=3)?
            .iter()
            .map(|kind| kind.one_of(&NODULE_TYPES))
            .collect();
        found.into_iter().collect()
    });
    table.finish();
    let (least_diameter_mm, greatest_diameter_mm) = diameters?;
    Some(RandomNodules {
        count: count?,
        least_diameter_mm,
        greatest_diameter_mm,
        types: types?,
    })
}

#[cfg(test)]
mod tests;
