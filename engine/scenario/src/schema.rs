//! The JSON Schema (draft 2020-12) of scenario files, for editors. It says what a key takes; what keys ask of each other
//! across the file is for [`crate::check`].
//!
//! Words, limits and counts come from where the parser has them, so they cannot differ. That both know the same keys is
//! what the tests are for.

mod cases;
mod exam;
mod json;
mod parts;
mod phantom;
mod question;
mod session;

use json::{Json, Key, list, object, reference, texts, words};

use crate::ReadingMode;
use crate::cases::MAX_CASES;
use crate::read::design::POINT_RULES;
use crate::read::question::MAX_QUESTIONS;
use crate::read::scale::MAX_OWN_SCALES;

/// The schema as JSON text with a line break at its end.
#[must_use]
pub fn schema() -> String {
    let mut whole = vec![
        (
            "$schema",
            Json::text("https://json-schema.org/draft/2020-12/schema"),
        ),
        ("title", Json::text("Overread scenario, schema 1")),
        (
            "description",
            Json::text(
                "A scenario.toml of Overread. For training and examination, not for diagnosis.",
            ),
        ),
    ];
    if let Json::Map(entries) = object(&root()) {
        for (key, value) in entries {
            whole.push((key, value));
        }
    }
    whole.push(("$defs", Json::map(definitions())));
    let mut text = Json::map(whole).to_text();
    text.push('\n');
    text
}

fn definitions() -> Vec<(&'static str, Json)> {
    vec![
        ("texts", parts::texts_by_language()),
        ("word", parts::word()),
        ("tag", parts::tag()),
        ("id", parts::id()),
        ("path", parts::path()),
        ("key", parts::public_key()),
        ("place", parts::place()),
        ("choices", parts::choices()),
        ("question", question::question()),
        ("scale", parts::scale()),
        ("case", cases::case()),
    ]
}

fn root() -> Vec<Key> {
    let modes = ReadingMode::ALL.map(ReadingMode::word);
    let orders = ["listed", "shuffled"];
    let mut keys = vec![
        Key::need(
            "schema",
            "The version of this format.",
            Json::map(vec![("const", Json::number(1))]),
        ),
        Key::need("id", "area.name.", reference("id")),
        Key::need("title", "The name of the scenario.", texts()),
        Key::may(
            "briefing",
            "What the reader is told before the first case.",
            texts(),
        ),
        Key::need("mode", "When the AI result may be seen.", words(modes)),
        Key::may(
            "service",
            "The AI service, vendor.service.",
            reference("id"),
        ),
        Key::may(
            "order",
            "The order of the cases; an exam decides on its own.",
            words(orders),
        ),
        Key::may(
            "soft_limit_s",
            "Time for a case in seconds; going over is shown, never punished.",
            json::whole(5, 36_000),
        ),
        Key::may(
            "points",
            "How the points of a case are made up.",
            words(POINT_RULES.map(|(word, _)| word)),
        ),
        Key::need(
            "hit",
            "When a mark counts as being on a lesion.",
            parts::hit(),
        ),
        Key::need(
            "questions",
            "What the reader is asked about each case.",
            parts::questions(MAX_QUESTIONS),
        ),
        Key::may(
            "scales",
            "Scales that the scenario brings along.",
            list(reference("scale"), 1, MAX_OWN_SCALES),
        ),
        Key::need("cases", "The cases.", list(reference("case"), 1, MAX_CASES)),
    ];
    keys.extend(session::keys());
    keys.extend(exam::keys());
    keys
}
