//! A question: its kind with what goes with it, and its scoring.

use super::json::{
    Json, Key, boolean, list, number, object, one_of, pattern, reference, share, text, texts,
    where_is, whole, words,
};
use super::parts::code;
use crate::read::kind::{KEYS, KINDS};
use crate::read::question::ASKED;
use crate::read::scoring::{KEYS as RULE_KEYS, MEASURES, RULES, keys as rule_keys};

pub(super) fn question() -> Json {
    let keys: Vec<Key> = [own_keys(), keys_of_kinds()]
        .into_iter()
        .flatten()
        .collect();
    let of_kind = |(word, kind): &(&'static str, crate::read::kind::KindWord)| {
        let without = KEYS.into_iter().filter(|key| !kind.keys().contains(key));
        where_is("kind", word, kind.needed_keys(), without.collect())
    };
    object(&keys).with("allOf", Json::List(KINDS.iter().map(of_kind).collect()))
}

fn own_keys() -> Vec<Key> {
    vec![
        Key::need(
            "id",
            "Unique among the questions of a case.",
            reference("word"),
        ),
        Key::need("text", "What is asked.", texts()),
        Key::may("help", "How to answer it.", texts()),
        Key::need(
            "kind",
            "What answer it takes.",
            words(KINDS.map(|(word, _)| word)),
        ),
        Key::may(
            "asked",
            "With which answer it is asked.",
            words(ASKED.map(|(word, _)| word)),
        ),
        Key::may("required", "Whether it must be answered.", boolean()),
        Key::may(
            "ask_if",
            "Asked only after certain answers to an earlier question.",
            branch(),
        ),
        Key::may(
            "scoring",
            "How an answer is scored against the case's key.",
            scoring(),
        ),
        Key::may(
            "weight",
            "Its share in the points of a case.",
            number(0.01, 100),
        ),
        Key::may(
            "feedback",
            "What is said about an answer after the end.",
            feedback(),
        ),
    ]
}

/// Keys that go with some kinds only.
fn keys_of_kinds() -> Vec<Key> {
    vec![
        Key::may(
            "options",
            "Kinds choice and multi-choice: what may be chosen.",
            reference("choices"),
        ),
        Key::may("scale", "Kind scale: its id.", reference("word")),
        Key::may(
            "regions",
            "Kind region-grid: the regions, or a set of them by its id.",
            one_of(vec![reference("word"), reference("choices")]),
        ),
        Key::may(
            "unit",
            "Kind number: the unit in UCUM.",
            pattern("^[!-~]{1,32}$"),
        ),
        Key::may(
            "least",
            "Kind number: the least that is taken.",
            number(-1_000_000_000, 1_000_000_000),
        ),
        Key::may(
            "greatest",
            "Kind number: the greatest that is taken.",
            number(-1_000_000_000, 1_000_000_000),
        ),
        Key::may(
            "most_chars",
            "Kind text: the most characters.",
            whole(1, 20_000),
        ),
        Key::may("steps", "Kind likert: the number of steps.", whole(2, 10)),
        Key::may("low", "Kind likert: what the lowest step means.", texts()),
        Key::may("high", "Kind likert: what the highest step means.", texts()),
    ]
}

fn branch() -> Json {
    object(&[
        Key::need(
            "question",
            "A question that stands before.",
            reference("word"),
        ),
        Key::need(
            "values",
            "One of these codes is enough.",
            list(code(), 1, 60),
        ),
    ])
}

fn feedback() -> Json {
    object(&[
        Key::may("right", "After a right answer.", texts()),
        Key::may("wrong", "After any other.", texts()),
    ])
}

/// A word for a rule as it is, or a table with what is set.
fn scoring() -> Json {
    let table = object(&[
        Key::need("rule", "The rule.", words(RULES.map(|(word, _)| word))),
        Key::may(
            "zero_at",
            "Ordinal distance: where nothing is left.",
            whole(1, 60),
        ),
        Key::may(
            "absolute",
            "Tolerance in the question's unit.",
            number(0, 1_000_000_000),
        ),
        Key::may(
            "percent",
            "Tolerance in per cent of the key.",
            number(0, 1_000),
        ),
        Key::may(
            "measure",
            "Overlap: which measure.",
            words(MEASURES.map(|(word, _)| word)),
        ),
        Key::may("least", "Overlap: below it nothing is given.", share()),
        Key::may("graders", "Rubric: how many people grade.", whole(1, 3)),
        Key::may(
            "most_apart",
            "Rubric: grades farther apart need one more grader.",
            whole(0, 10),
        ),
    ]);
    let of_rule = |(word, rule): &(&'static str, crate::read::scoring::RuleWord)| {
        let own = rule_keys(*rule);
        let without = RULE_KEYS.into_iter().filter(|key| !own.contains(key));
        where_is("rule", word, &[], without.collect())
    };
    let table = table.with("allOf", Json::List(RULES.iter().map(of_rule).collect()));
    let as_is = RULES
        .iter()
        .map(|(word, _)| *word)
        .filter(|word| *word != "tolerance");
    one_of(vec![words(as_is), table])
}

/// The right answers by question: a code, codes, a number or a model answer.
pub(super) fn key() -> Json {
    let value = one_of(vec![
        text(20_000),
        Json::map(vec![("type", Json::text("number"))]),
        list(code(), 0, 60),
    ]);
    Json::map(vec![
        ("type", Json::text("object")),
        ("propertyNames", reference("word")),
        ("additionalProperties", value),
    ])
}
