//! What practice allows, and the hints that were given, as JSON, version 1.

use overread_base::{LocalText, Millis};
use overread_exam::Hint;
use overread_scenario::{DwellThresholds, FeedbackWhen, PracticeRules};
use serde::{Deserialize, Serialize};

use crate::base_json::{TextJson, each, words};

words!(FeedbackJson, FeedbackWhen, AfterCase, AtEnd);

/// The rules of practice of a session.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PracticeJson {
    feedback: FeedbackJson,
    gives_hints: bool,
    seen_from_ms: u64,
    decided_from_ms: u64,
}

impl From<&PracticeRules> for PracticeJson {
    fn from(rules: &PracticeRules) -> Self {
        Self {
            feedback: rules.feedback.into(),
            gives_hints: rules.gives_hints,
            seen_from_ms: rules.dwell.seen_from.0,
            decided_from_ms: rules.dwell.decided_from.0,
        }
    }
}

impl From<PracticeJson> for PracticeRules {
    fn from(json: PracticeJson) -> Self {
        Self {
            feedback: json.feedback.into(),
            gives_hints: json.gives_hints,
            dwell: DwellThresholds {
                seen_from: Millis(json.seen_from_ms),
                decided_from: Millis(json.decided_from_ms),
            },
        }
    }
}

/// A hint as it was given.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct HintJson {
    text: Vec<TextJson>,
    left: u32,
}

impl From<&Hint> for HintJson {
    fn from(hint: &Hint) -> Self {
        Self {
            text: each(&hint.text),
            left: hint.left,
        }
    }
}

impl From<HintJson> for Hint {
    fn from(json: HintJson) -> Self {
        Self {
            text: json.text.into_iter().map(LocalText::from).collect(),
            left: json.left,
        }
    }
}
