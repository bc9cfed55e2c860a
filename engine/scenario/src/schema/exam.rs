//! The exam plugin, the form, the crossover and the certificate.

use super::json::{
    Json, Key, boolean, list, number, object, one_of, pattern, reference, share, texts, where_is,
    whole, words,
};
use crate::cases::{DIFFICULTIES, MAX_CASES};
use crate::exam::MAX_DIGESTS;
use crate::read::certification::MAX_SUPERVISORS;
use crate::read::cut::{
    KEYS, MAX_CANDIDATES, MAX_ITEMS, MAX_JUDGES, METHODS, Method, keys as method_keys,
};
use crate::read::form::MAX_CELLS;
use crate::{MAX_EXAM_SETTINGS, PassMetric, ReadingMode, TooFew};

pub(super) fn keys() -> Vec<Key> {
    vec![
        Key::may(
            "exam",
            "The exam plugin that the cases are read for.",
            exam(),
        ),
        Key::may("form", "How a session's cases are drawn.", form()),
        Key::may(
            "crossover",
            "Arms that each reader meets in a counterbalanced order.",
            crossover(),
        ),
        Key::may(
            "certification",
            "What a certificate needs.",
            certification(),
        ),
    ]
}

/// A text, a number, true or false.
pub(super) fn plain() -> Json {
    Json::map(vec![("type", Json::texts(["string", "number", "boolean"]))])
}

fn exam() -> Json {
    let settings = Json::map(vec![
        ("type", Json::text("object")),
        ("propertyNames", reference("tag")),
        ("additionalProperties", plain()),
        ("maxProperties", Json::number(MAX_EXAM_SETTINGS)),
    ]);
    object(&[
        Key::need("plugin", "Its id.", reference("id")),
        Key::may("settings", "Values for its settings.", settings),
        Key::may(
            "digests",
            "SHA-256 of the bundles that it accepts.",
            list(pattern("^[0-9a-f]{64}$"), 1, MAX_DIGESTS),
        ),
    ])
}

fn form() -> Json {
    let cell = object(&[
        Key::need("name", "Its name in reports.", reference("word")),
        Key::may(
            "tags",
            "Cases with all of these tags.",
            list(reference("tag"), 1, 16),
        ),
        Key::may(
            "difficulty",
            "Cases of this difficulty.",
            words(DIFFICULTIES.map(|(word, _)| word)),
        ),
        Key::need("count", "How many cases.", whole(1, MAX_CASES)),
    ]);
    object(&[
        Key::need(
            "cells",
            "The blueprint; every cell is met.",
            list(cell, 1, MAX_CELLS),
        ),
        Key::may(
            "most_exposures",
            "A case that was on so many forms is not drawn any more.",
            whole(1, 10_000),
        ),
    ])
}

fn crossover() -> Json {
    let arms = list(words(ReadingMode::ALL.map(ReadingMode::word)), 2, 6);
    object(&[
        Key::need(
            "arms",
            "The reading mode of each arm.",
            arms.with("uniqueItems", Json::Bool(true)),
        ),
        Key::may(
            "washout_days",
            "The least time between two sessions of one reader.",
            whole(0, 3_650),
        ),
    ])
}

fn certification() -> Json {
    let component = object(&[
        Key::need(
            "metric",
            "What is measured.",
            words(PassMetric::ALL.map(PassMetric::word)),
        ),
        Key::need(
            "cut",
            "The cut score; of aided-gain a difference, -1 to 1.",
            one_of(vec![number(-1, 1), worked_out()]),
        ),
        Key::may(
            "least_opportunities",
            "On fewer it is not decided.",
            whole(0, 500),
        ),
        Key::may(
            "too_few",
            "What then becomes of the whole; waived for rair alone.",
            words(TooFew::ALL.map(TooFew::word)),
        ),
    ]);
    let component = cut_by_metric(component);
    object(&[
        Key::need("title", "What is certified.", texts()),
        Key::need(
            "pass",
            "Every component has to be met.",
            list(component, 1, PassMetric::ALL.len()),
        ),
        Key::may(
            "most_attempts",
            "How often one candidate may sit it.",
            whole(1, 1_000),
        ),
        Key::may(
            "wait_days",
            "The least time between two attempts.",
            whole(0, 3_650),
        ),
        Key::may(
            "supervisors",
            "Ed25519 public keys of who may order.",
            list(reference("key"), 1, MAX_SUPERVISORS),
        ),
        Key::may(
            "signed_start",
            "Whether it begins only with a supervisor's order.",
            boolean(),
        ),
        Key::may(
            "lockdown",
            "Whether losing the focus is recorded.",
            boolean(),
        ),
        Key::may(
            "sealed_to",
            "X25519 public key of the centre.",
            reference("key"),
        ),
        Key::may(
            "valid_days",
            "How long a certificate is valid.",
            whole(1, 36_500),
        ),
    ])
}

/// A share is not negative; a difference of two shares may be, and is stated, never worked out.
fn cut_by_metric(component: Json) -> Json {
    let differences = PassMetric::ALL.into_iter().filter(|m| m.is_difference());
    let differences = words(differences.map(PassMetric::word));
    let condition = Json::map(vec![
        ("properties", Json::map(vec![("metric", differences)])),
        ("required", Json::texts(["metric"])),
    ]);
    let takes = |cut: Json| Json::map(vec![("properties", Json::map(vec![("cut", cut)]))]);
    component
        .with("if", condition)
        .with(
            "then",
            takes(Json::map(vec![("type", Json::text("number"))])),
        )
        .with("else", takes(Json::map(vec![("minimum", Json::number(0))])))
}

/// A cut that judges or earlier candidates set.
fn worked_out() -> Json {
    let grade = || number(-100, 100);
    let pair = Json::map(vec![
        ("type", Json::text("array")),
        ("prefixItems", Json::List(vec![grade(), share()])),
        ("minItems", Json::number(2)),
        ("maxItems", Json::number(2)),
    ]);
    let table = object(&[
        Key::need(
            "method",
            "How the cut is worked out.",
            words(METHODS.map(|(word, _)| word)),
        ),
        Key::may(
            "judges",
            "Angoff: each judge's probability for each item.",
            list(list(share(), 1, MAX_ITEMS), 1, MAX_JUDGES),
        ),
        Key::may(
            "candidates",
            "Borderline: grade and score of earlier candidates.",
            list(pair, 3, MAX_CANDIDATES),
        ),
        Key::may("grade", "Borderline: the borderline grade.", grade()),
        Key::may(
            "cut",
            "Hofstee: the least and greatest acceptable cut.",
            list(share(), 2, 2),
        ),
        Key::may(
            "failing",
            "Hofstee: the least and greatest share that fails.",
            list(share(), 2, 2),
        ),
        Key::may(
            "scores",
            "Hofstee: scores of earlier candidates.",
            list(share(), 3, MAX_CANDIDATES),
        ),
    ]);
    let of_method = |(word, method): &(&'static str, Method)| {
        let own = method_keys(*method);
        let without = KEYS.into_iter().filter(|key| !own.contains(key));
        where_is("method", word, own, without.collect())
    };
    table.with("allOf", Json::List(METHODS.iter().map(of_method).collect()))
}
