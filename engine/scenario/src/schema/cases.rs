//! A case: its texts, its images, its truth, its own questions and its key.

use super::json::{Json, Key, list, number, object, pattern, reference, texts, whole, words};
use super::phantom::{nodule_type, phantom};
use super::question::key;
use crate::cases::{DIFFICULTIES, MAX_CASES, MAX_LESIONS, MAX_PRIORS, SIDES};
use crate::exam::{HOST_FACTS, MAX_FACTS};
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
    let lesion = object(&[
        Key::need("id", "Unique in the case.", reference("id")),
        Key::need("centre_mm", "Its centre, patient LPS.", reference("place")),
        Key::need("radius_mm", "Its radius.", number(0.5, 200)),
        Key::may("type", "Its type by attenuation.", nodule_type()),
        Key::may(
            "side",
            "The side it lies on.",
            words(SIDES.map(|(word, _)| word)),
        ),
    ]);
    object(&[
        Key::need(
            "folder",
            "The folder inside the data folder.",
            reference("path"),
        ),
        Key::may(
            "series_uid",
            "The series, if the folder holds several.",
            pattern("^[0-9.]{1,64}$"),
        ),
        Key::may(
            "priors",
            "Folders of prior studies.",
            list(reference("path"), 0, MAX_PRIORS),
        ),
        Key::may(
            "lesions",
            "The truth; without the key it is unknown, empty for a normal case.",
            list(lesion, 0, MAX_LESIONS),
        ),
    ])
}
