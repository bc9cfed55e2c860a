//! What is set for a session: reading, simulated service, planted errors, clocks, interruptions, time.

use super::json::{
    Json, Key, boolean, list, number, object, one_of, pattern, reference, share, texts, whole,
    words,
};
use crate::cases::DIFFICULTIES;
use crate::read::clock::PAUSES;
use crate::read::interruptions::{INTERRUPTIONS, MAX_INTERRUPTIONS};
use crate::read::planted::{MAX_QUOTAS, families};
use crate::read::practice::MAX_DWELL_S;
use crate::{AiErrorKind, ErrorSeverity, FeedbackWhen};

pub(super) fn keys() -> Vec<Key> {
    vec![
        Key::may("reading", "What is set for the reading modes.", reading()),
        Key::may(
            "simulated",
            "A service with a stated operating point.",
            simulated(),
        ),
        Key::may(
            "planted",
            "Errors planted over the service.",
            list(quota(), 1, MAX_QUOTAS),
        ),
        Key::may("clock", "Time limits and pauses.", clock()),
        Key::may(
            "interruptions",
            "What interrupts the reader.",
            interruptions(),
        ),
        Key::may("time_factor", "Points lost over time.", time_factor()),
        Key::may("practice", "What practice allows.", practice()),
    ]
}

fn reading() -> Json {
    object(&[
        Key::may(
            "without_ai_share",
            "Share of the cases without an AI result.",
            number(0, 0.5),
        ),
        Key::may(
            "identity_shown",
            "Whether the other reader is said to be a service.",
            boolean(),
        ),
        Key::may("marks_shown", "Whether AI marks are drawn.", boolean()),
        Key::may(
            "signs_below",
            "Autonomous audit: signed as normal below this probability.",
            share(),
        ),
        Key::may(
            "audit_share",
            "Autonomous audit: share of the signed cases that is audited.",
            share(),
        ),
        Key::may(
            "band",
            "Band-pass: the reader reads between these probabilities.",
            list(share(), 2, 2),
        ),
    ])
}

fn simulated() -> Json {
    let levels: Vec<Key> = DIFFICULTIES
        .map(|(word, _)| Key::may(word, "Sensitivity for cases of this difficulty.", share()))
        .into_iter()
        .collect();
    let keys = [
        Key::may("id", "That of \"service\".", reference("id")),
        Key::need("name", "Its name.", texts()),
        Key::need(
            "version",
            "The version that it states.",
            pattern("^[!-~]{1,64}$"),
        ),
        Key::may("auc", "Area under the curve.", number(0.5, 0.999)),
        Key::may(
            "sensitivity",
            "Share of the abnormal cases called positive.",
            share(),
        ),
        Key::may(
            "specificity",
            "Share of the normal cases called negative.",
            share(),
        ),
        Key::may(
            "by_difficulty",
            "Sensitivity by difficulty.",
            object(&levels),
        ),
        Key::may(
            "false_marks_per_case",
            "False marks of a positive case on average.",
            number(0, 20),
        ),
        Key::may("place_sd_mm", "How far marks lie off.", number(0, 100)),
        Key::may(
            "latency_s",
            "The median time that it takes.",
            whole(0, 3_600),
        ),
        Key::may(
            "defect_rate",
            "Share of the cases in which it fails.",
            share(),
        ),
        Key::may(
            "threshold",
            "From here on a case is positive.",
            number(0.01, 0.99),
        ),
    ];
    let without = |keys: &[&'static str]| {
        let keys = keys.iter().map(|&key| (key, Json::Bool(false))).collect();
        ("properties", Json::map(keys))
    };
    let point = ["sensitivity", "specificity"];
    let either = vec![
        Json::map(vec![("required", Json::texts(["auc"])), without(&point)]),
        Json::map(vec![("required", Json::texts(point)), without(&["auc"])]),
    ];
    object(&keys).with("oneOf", Json::List(either))
}

fn quota() -> Json {
    let kinds = AiErrorKind::ALL.iter().map(|kind| kind.word());
    let kinds = list(words(families().into_iter().chain(kinds)), 1, 60);
    let severities = ErrorSeverity::ALL.map(ErrorSeverity::word);
    let keys = [
        Key::need(
            "kinds",
            "Kinds of errors, or families of them.",
            kinds.with("uniqueItems", Json::Bool(true)),
        ),
        Key::may("count", "In how many cases.", whole(1, 500)),
        Key::may("share", "In how large a share of the cases.", share()),
        Key::may(
            "severity",
            "How grave; drawn where it is left out.",
            words(severities),
        ),
        Key::may(
            "tags",
            "Only in cases with all of these tags.",
            list(reference("tag"), 1, 16),
        ),
        Key::may("delay_s", "Late results: by how much.", whole(1, 3_600)),
        Key::may(
            "from_share",
            "Silent change of version: from which share of the session on.",
            share(),
        ),
    ];
    let both = Json::map(vec![("required", Json::texts(["count", "share"]))]);
    object(&keys).with("not", both)
}

fn clock() -> Json {
    let limited = object(&[
        Key::need("most", "How many pauses.", whole(1, 100)),
        Key::need("total_s", "Their length in all.", whole(1, 36_000)),
    ]);
    object(&[
        Key::may("session_s", "For the whole session.", whole(30, 172_800)),
        Key::may("case_s", "For a case.", whole(5, 36_000)),
        Key::may(
            "pauses",
            "Whether the reader may pause.",
            one_of(vec![words(PAUSES.map(|(word, _)| word)), limited]),
        ),
    ])
}

fn interruptions() -> Json {
    let event = object(&[
        Key::need("id", "Unique in the scenario.", reference("word")),
        Key::need(
            "kind",
            "Who or what.",
            words(INTERRUPTIONS.map(|(word, _)| word)),
        ),
        Key::need("text", "What is said.", texts()),
    ]);
    object(&[
        Key::need(
            "mean_gap_s",
            "The mean time between two of them.",
            whole(10, 36_000),
        ),
        Key::need(
            "events",
            "What happens, drawn evenly.",
            list(event, 1, MAX_INTERRUPTIONS),
        ),
    ])
}

fn practice() -> Json {
    let time = || number(0, MAX_DWELL_S);
    object(&[
        Key::may(
            "feedback",
            "When the truth of a case is shown.",
            words(FeedbackWhen::ALL.map(FeedbackWhen::word)),
        ),
        Key::may("hints", "Whether the reader may ask for hints.", boolean()),
        Key::may(
            "seen_from_s",
            "On screen for less than this a missed lesion counts as not looked at.",
            time(),
        ),
        Key::may(
            "decided_from_s",
            "On screen for at least this a missed lesion counts as judged wrongly.",
            time(),
        ),
    ])
}

fn time_factor() -> Json {
    object(&[
        Key::need("full_until_s", "Whole points up to here.", whole(1, 36_000)),
        Key::need("zero_from_s", "No points from here on.", whole(1, 36_000)),
    ])
}
