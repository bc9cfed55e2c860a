//! Parts that several tables share: texts, ids, choices, scales, and what is asked about each case.

use super::json::{
    Json, Key, boolean, list, number, object, one_of, pattern, reference, text, texts, whole, words,
};
use crate::cases::MAX_COORDINATE_MM;
use crate::read::choices::MAX_CHOICES;
use crate::read::scale::SCALE_KINDS;

pub(super) fn texts_by_language() -> Json {
    let language = pattern("^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$");
    Json::map(vec![
        ("type", Json::text("object")),
        (
            "description",
            Json::text("Texts by language: { en = \"...\", ru = \"...\" }."),
        ),
        ("propertyNames", language),
        ("additionalProperties", text(8_000)),
        ("minProperties", Json::number(1)),
        ("maxProperties", Json::number(20)),
    ])
}

pub(super) fn word() -> Json {
    pattern("^[a-z0-9_-]{1,64}$")
}

pub(super) fn tag() -> Json {
    pattern("^[a-z0-9._-]{1,64}$")
}

pub(super) fn id() -> Json {
    pattern("^[A-Za-z0-9._:-]+$")
}

/// A relative path that stays inside its folder.
pub(super) fn path() -> Json {
    pattern(r"^(?!/)(?!.*(^|/)\.{1,2}(/|$))(?!.*//)(?!.*/$)[^\\:]{1,500}$")
}

pub(super) fn public_key() -> Json {
    pattern("^[0-9a-f]{64}$")
}

/// A position in patient LPS mm.
pub(super) fn place() -> Json {
    list(number(-MAX_COORDINATE_MM, MAX_COORDINATE_MM), 3, 3)
}

pub(super) fn code() -> Json {
    pattern("^[A-Za-z0-9._+-]{1,32}$")
}

pub(super) fn choices() -> Json {
    let choice = object(&[
        Key::need("code", "Unique among its neighbours.", code()),
        Key::need("text", "The words on screen.", texts()),
    ]);
    list(choice, 2, MAX_CHOICES)
}

pub(super) fn scale() -> Json {
    object(&[
        Key::need("id", "Id with version.", reference("word")),
        Key::need("title", "A short name.", texts()),
        Key::may(
            "kind",
            "Whether the levels have an order.",
            words(SCALE_KINDS.map(|(word, _)| word)),
        ),
        Key::need(
            "levels",
            "In ascending order where they have one.",
            reference("choices"),
        ),
        Key::need("source", "Where levels and limits come from.", text(2_000)),
        Key::may(
            "unverified",
            "What of it nobody has checked at its source.",
            text(2_000),
        ),
        Key::may("notice", "What has to stand beside it.", text(2_000)),
    ])
}

pub(super) fn hit() -> Json {
    let rule = |word: &str| Json::map(vec![("const", Json::text(word))]);
    one_of(vec![
        object(&[
            Key::need(
                "rule",
                "By the distance of the centres.",
                rule("centre-distance"),
            ),
            Key::need(
                "least_radius_mm",
                "A mark counts within the lesion's radius, at least within this.",
                number(0.1, 100),
            ),
        ]),
        object(&[
            Key::need("rule", "By the lesion's mask.", rule("inside-mask")),
            Key::need("margin_mm", "How far the mask is widened.", number(0, 100)),
        ]),
    ])
}

pub(super) fn questions(most: usize) -> Json {
    let label = object(&[
        Key::need("id", "Unique in the scenario.", reference("word")),
        Key::need("text", "The words on screen.", texts()),
    ]);
    let section = object(&[
        Key::need("id", "Unique in the scenario.", reference("word")),
        Key::need("title", "The heading.", texts()),
        Key::may("required", "Whether the report needs it.", boolean()),
    ]);
    object(&[
        Key::may("confidence_step", "A divisor of 100.", words_of_divisors()),
        Key::may(
            "positive_from",
            "Ratings from here on say abnormal.",
            whole(1, 100),
        ),
        Key::need("labels", "What a mark may be called.", list(label, 1, 50)),
        Key::need(
            "sections",
            "The sections of the report.",
            list(section, 1, 20),
        ),
        Key::may(
            "ask",
            "Questions beside marks and rating.",
            list(reference("question"), 1, most),
        ),
    ])
}

fn words_of_divisors() -> Json {
    let divisors = (1..=50_u8).filter(|step| 100_u8.is_multiple_of(*step));
    Json::map(vec![(
        "enum",
        Json::List(divisors.map(Json::number).collect()),
    )])
}
