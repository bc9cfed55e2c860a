//! A phantom: what each kind of study can be asked to hold, lesion by lesion with its amounts, sides and places.

use overread_base::{LesionKind, PhantomKind};

use super::json::{Json, Key, list, number, object, reference, share, whole, words};
use crate::cases::{DIFFICULTIES, MAX_LESIONS};
use crate::read::phantom::{
    CONTENTS, LESION_SIDES, MAX_DRAWN_KINDS, N_CHEST_CONTENTS, NODULE_TYPES, phantom_kinds,
};

pub(super) fn nodule_type() -> Json {
    words(NODULE_TYPES.map(|(word, _)| word))
}

pub(super) fn phantom() -> Json {
    let keys = [
        Key::need(
            "kind",
            "What is made.",
            words(phantom_kinds().map(|(word, _)| word)),
        ),
        Key::need(
            "seed",
            "The seed of all that is not stated.",
            whole(0, u64::MAX),
        ),
        Key::may("slices", "How many slices.", whole(16, 1_024)),
        Key::may(
            "difficulty",
            "How hard its lesions are to see; else as hard as the case.",
            words(DIFFICULTIES.map(|(word, _)| word)),
        ),
        Key::may(
            "nodules",
            "Chest CT: stated nodules; none for a normal case.",
            list(nodule(), 0, MAX_LESIONS),
        ),
        Key::may(
            "random",
            "Chest CT: nodules drawn by the seed.",
            random_nodules(),
        ),
        Key::may(
            "lesions",
            "Stated lesions; none for a normal case.",
            list(lesion(), 0, MAX_LESIONS),
        ),
        Key::may("drawn", "Lesions drawn by the seed.", drawn()),
    ];
    let kinds = PhantomKind::ALL.into_iter().map(of_kind);
    object(&keys).with("allOf", Json::List(one_content().chain(kinds).collect()))
}

fn nodule() -> Json {
    object(&[
        Key::may(
            "centre_mm",
            "Where it lies, patient LPS; else anywhere in the lungs by the seed.",
            reference("place"),
        ),
        Key::need("diameter_mm", "Its diameter.", number(2, 60)),
        Key::need("type", "Its type by attenuation.", nodule_type()),
        Key::may(
            "contrast_hu",
            "Attenuation above the lung around it.",
            number(20, 1_500),
        ),
    ])
}

fn random_nodules() -> Json {
    object(&[
        Key::need("count", "How many.", whole(1, 20)),
        Key::need(
            "diameter_mm",
            "The least and the greatest diameter.",
            list(number(2, 60), 2, 2),
        ),
        Key::may(
            "types",
            "The types to draw from.",
            list(nodule_type(), 1, 3),
        ),
    ])
}

fn lesion() -> Json {
    object(&[
        Key::need("kind", "What it is.", any_kind()),
        Key::may(
            "amount",
            "How much, in the unit of its kind; else by seed and difficulty.",
            Json::map(vec![("type", Json::text("number"))]),
        ),
        Key::may(
            "side",
            "The patient's side; else by the seed.",
            words(LESION_SIDES.map(|(word, _)| word)),
        ),
        Key::may(
            "place",
            "Where; else by the seed.",
            Json::map(vec![("type", Json::text("string"))]),
        ),
    ])
}

fn drawn() -> Json {
    object(&[
        Key::need(
            "prevalence",
            "How probable it is that the case is abnormal.",
            share(),
        ),
        Key::may(
            "kinds",
            "The kinds to draw from; else all of the phantom.",
            list(any_kind(), 1, MAX_DRAWN_KINDS).with("uniqueItems", Json::Bool(true)),
        ),
    ])
}

/// The kinds of all phantoms, each word once; which of them a phantom has is said further down.
fn any_kind() -> Json {
    let mut all: Vec<&str> = PhantomKind::ALL
        .into_iter()
        .flat_map(LesionKind::of)
        .map(|kind| kind.word)
        .collect();
    all.sort_unstable();
    all.dedup();
    words(all)
}

/// No two of the keys for what is put in.
fn one_content() -> impl Iterator<Item = Json> {
    let pairs = CONTENTS.iter().enumerate().flat_map(|(nth, first)| {
        let others = CONTENTS.iter().skip(nth + 1);
        others.map(move |second| [*first, *second])
    });
    pairs.map(|pair| {
        let both = Json::map(vec![("required", Json::texts(pair))]);
        Json::map(vec![("not", both)])
    })
}

/// What more holds of a phantom of one kind.
fn of_kind(phantom: PhantomKind) -> Json {
    let kinds: Vec<&str> = LesionKind::of(phantom).map(|kind| kind.word).collect();
    let word = Json::map(vec![("kind", words(kinds.iter().copied()))]);
    let of_lesions = LesionKind::of(phantom).map(of_lesion).collect();
    let lesion = Json::map(vec![
        ("properties", word),
        ("allOf", Json::List(of_lesions)),
    ]);
    let drawn = Json::map(vec![(
        "kinds",
        Json::map(vec![("items", words(kinds.iter().copied()))]),
    )]);
    let mut properties = vec![
        ("lesions", Json::map(vec![("items", lesion)])),
        ("drawn", Json::map(vec![("properties", drawn)])),
    ];
    if phantom != PhantomKind::ChestCt {
        let without = CONTENTS.iter().take(N_CHEST_CONTENTS);
        properties.extend(without.map(|key| (*key, Json::Bool(false))));
    }
    if !phantom.is_sliced() {
        properties.push(("slices", Json::Bool(false)));
    }
    where_kind_is(phantom.word(), properties)
}

/// What more holds of a lesion of one kind.
fn of_lesion(kind: &LesionKind) -> Json {
    let amount = number(kind.amount.least(), kind.amount.greatest());
    let mut properties = vec![("amount", amount)];
    if !kind.is_sided {
        properties.push(("side", Json::Bool(false)));
    }
    properties.push(if kind.places.is_empty() {
        ("place", Json::Bool(false))
    } else {
        ("place", words(kind.places.iter().copied()))
    });
    where_kind_is(kind.word, properties)
}

fn where_kind_is(word: &str, properties: Vec<(&'static str, Json)>) -> Json {
    let is_word = Json::map(vec![("const", Json::text(word))]);
    let condition = Json::map(vec![
        ("properties", Json::map(vec![("kind", is_word)])),
        ("required", Json::texts(["kind"])),
    ]);
    let then = Json::map(vec![("properties", Json::map(properties))]);
    Json::map(vec![("if", condition), ("then", then)])
}
