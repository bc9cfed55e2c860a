//! A case: its texts, its images, its truth, its own questions and its key.

use super::json::{
    Json, Key, boolean, list, number, object, pattern, reference, text, texts, whole, words,
};
use super::phantom::{nodule_type, phantom};
use super::question::key;
use crate::cases::{DIFFICULTIES, MAX_CASES, MAX_LESIONS, MAX_PRIORS, SIDES};
use crate::exam::{HOST_FACTS, MAX_FACTS};
use crate::read::dicom::{MAX_READERS, MAX_SESSIONS, MAX_VIEWS};
use crate::read::practice::MAX_HINTS;
use crate::read::question::MAX_CASE_QUESTIONS;

pub(super) fn case() -> Json {
    let keys = [
        Key::need("id", "Unique in the scenario.", reference("id")),
        Key::need(
            "title",
            "What the worklist shows; never what is in the case.",
            texts(),
        ),
        Key::may("history", "The clinical question.", texts()),
        Key::may(
            "debrief",
            "What is said about the case after the session.",
            texts(),
        ),
        Key::may(
            "hints",
            "What is said on request, one step after another.",
            list(texts(), 1, MAX_HINTS),
        ),
        Key::may(
            "count",
            "Makes a bank of it: so many cases whose seeds count up.",
            whole(2, MAX_CASES),
        ),
        Key::may(
            "difficulty",
            "How hard it is.",
            words(DIFFICULTIES.map(|(word, _)| word)),
        ),
        Key::may(
            "tags",
            "What it is filed under.",
            list(reference("tag"), 1, MAX_FACTS),
        ),
        Key::may(
            "facts",
            "What the author states about it, for exam plugins.",
            facts(),
        ),
        Key::may(
            "recorded",
            "What another system said about it: a file or folder inside the data folder.",
            reference("path"),
        ),
        Key::may(
            "ask",
            "Questions about this case alone.",
            list(reference("question"), 1, MAX_CASE_QUESTIONS),
        ),
        Key::may("key", "The right answers by question.", key()),
        Key::may("phantom", "Synthetic anatomy.", phantom()),
        Key::may("dicom", "DICOM files.", dicom()),
    ];
    let needs = |key: &str| Json::map(vec![("required", Json::texts([key]))]);
    object(&keys).with("oneOf", Json::List(vec![needs("phantom"), needs("dicom")]))
}

fn facts() -> Json {
    let name = reference("tag").with("not", Json::map(vec![("enum", Json::texts(HOST_FACTS))]));
    Json::map(vec![
        ("type", Json::text("object")),
        ("propertyNames", name),
        ("additionalProperties", super::exam::plain()),
        ("maxProperties", Json::number(MAX_FACTS)),
    ])
}

fn dicom() -> Json {
    object(&[
        Key::need(
            "folder",
            "The folder inside the data folder.",
            reference("path"),
        ),
        Key::may(
            "series_uid",
            "The series, if the folder holds several.",
            uid(),
        ),
        Key::may(
            "priors",
            "Folders of prior studies.",
            list(reference("path"), 0, MAX_PRIORS),
        ),
        Key::may(
            "lesions",
            "The truth; without the key it is unknown, empty for a normal case.",
            list(lesion(), 0, MAX_LESIONS),
        ),
        Key::may(
            "provenance",
            "Who marked the truth, when, and how they agreed.",
            provenance(),
        ),
    ])
}

fn lesion() -> Json {
    let view = object(&[
        Key::need("series_uid", "The image's series.", uid()),
        Key::need(
            "centre_mm",
            "Its middle on the detector.",
            reference("place"),
        ),
        Key::need("radius_mm", "Its radius there.", radius()),
    ]);
    object(&[
        Key::need("id", "Unique in the case.", reference("id")),
        Key::may(
            "finding",
            "What it is, by its word.",
            pattern("^[a-z0-9_-]{1,64}$"),
        ),
        Key::may(
            "centre_mm",
            "Its centre, patient LPS; needed without views.",
            reference("place"),
        ),
        Key::may("radius_mm", "Its radius; needed without views.", radius()),
        Key::may(
            "views",
            "Where each of several projections shows it.",
            list(view, 1, MAX_VIEWS),
        ),
        Key::may("by", "Who marked it.", readers()),
        Key::may(
            "radius_assumed",
            "Whether nobody drew how large it is.",
            boolean(),
        ),
        Key::may("type", "Its type by attenuation.", nodule_type()),
        Key::may(
            "side",
            "The side it lies on.",
            words(SIDES.map(|(word, _)| word)),
        ),
    ])
}

fn provenance() -> Json {
    object(&[
        Key::need("readers", "Who marked the truth, each alone.", readers()),
        Key::may(
            "decided_by",
            "Who decided where they differed.",
            reference("id"),
        ),
        Key::need(
            "on",
            "The day of the last word.",
            pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
        ),
        Key::need(
            "rule",
            "When marks were held to be of one lesion.",
            text(200),
        ),
        Key::may(
            "sessions",
            "The sessions in which it was marked and decided.",
            list(reference("id"), 1, MAX_SESSIONS),
        ),
    ])
}

fn readers() -> Json {
    list(reference("id"), 1, MAX_READERS)
}

fn uid() -> Json {
    pattern("^[0-9.]{1,64}$")
}

fn radius() -> Json {
    number(0.5, 2000)
}
