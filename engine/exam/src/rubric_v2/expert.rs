//! What is right and wrong about an AI result, from the truth and what was planted: the key of the AI expert's questions.
//!
//! The axes interpretation and localisation, and their weights (full 100, partial 50, false 0), follow the clinical
//! monitoring of the Moscow experiment as far as it is known; the weights are unverified.

use overread_base::{AiResult, CaseTruth};
use overread_scenario::{AiErrorKind, ErrorFamily, HitRule, QuestionKind};

use crate::hit::service_read;
use crate::{Call, ReadScore};

/// How far a result is right on one axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Agreement {
    /// Nothing is wrong.
    Full,
    /// Right as a whole, something is wrong.
    Partial,
    /// It holds what is not there.
    FalsePositive,
    /// It misses what is there.
    FalseNegative,
}

impl Agreement {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Full,
        Self::Partial,
        Self::FalsePositive,
        Self::FalseNegative,
    ];

    /// The word for it in answers and exports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Partial => "partial",
            Self::FalsePositive => "false-positive",
            Self::FalseNegative => "false-negative",
        }
    }

    /// The agreement of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|all| all.word() == word)
    }

    /// What it is worth in a rating of the service, 0 to 100.
    #[must_use]
    pub fn worth(self) -> f64 {
        match self {
            Self::Full => 100.0,
            Self::Partial => 50.0,
            Self::FalsePositive | Self::FalseNegative => 0.0,
        }
    }
}

/// Interpretation: whether the result is right as to the case, and whether everything said in it is.
pub(crate) fn interpretation(
    ai: &ReadScore,
    is_abnormal: bool,
    planted: Option<AiErrorKind>,
) -> Agreement {
    let says_something = ai.call == Call::Positive || ai.false_positives > 0;
    let is_twisted = planted
        .map(AiErrorKind::family)
        .is_some_and(|family| family == ErrorFamily::Wrong || family == ErrorFamily::Report);
    let is_clean = ai.missed.is_empty() && ai.false_positives == 0 && !is_twisted;
    match (is_abnormal, ai.call) {
        (false, _) if says_something => Agreement::FalsePositive,
        (true, Call::Negative) => Agreement::FalseNegative,
        (true, Call::Positive) | (false, _) if is_clean => Agreement::Full,
        (true, Call::Positive) | (false, _) => Agreement::Partial,
    }
}

/// Localisation: whether the marks lie on all lesions and nowhere else.
pub(crate) fn localisation(ai: &ReadScore) -> Agreement {
    match (ai.hit.len(), ai.missed.len(), ai.false_positives) {
        (_, 0, 0) => Agreement::Full,
        (0, 0, _) => Agreement::FalsePositive,
        (0, _, _) => Agreement::FalseNegative,
        (_, _, _) => Agreement::Partial,
    }
}

/// The technical defect of a result: what was planted, else class b where the service gave no result by itself, else
/// `none`.
pub(crate) fn defect_key(result: Option<&AiResult>, planted: Option<AiErrorKind>) -> &'static str {
    match planted.filter(|kind| kind.family().is_defect()) {
        Some(kind) => kind.word(),
        None if result.is_some_and(|result| result.report().is_none()) => "b",
        None => "none",
    }
}

/// How well an answer names a defect: its code 1, another of its class 0.5, else 0. A key that is a class alone is met
/// by every code of the class.
pub(crate) fn defect_score(answer: &str, key: &str) -> f64 {
    let letter = |code: &str| code.split('.').next().map(str::to_owned);
    let is_same_class = answer != "none" && key != "none" && letter(answer) == letter(key);
    if answer == key || (is_same_class && !key.contains('.')) {
        1.0
    } else if is_same_class {
        0.5
    } else {
        0.0
    }
}

/// What a reader should make of a result as a whole.
pub(crate) fn verdict_key(defect: &str, interpretation: Option<Agreement>) -> &'static str {
    match (defect, interpretation) {
        ("none", Some(Agreement::Full)) => "accepted",
        ("none", Some(Agreement::Partial)) => "modified",
        ("none", Some(Agreement::FalseNegative)) => "supplemented",
        // A false alarm, or anything with a defect.
        (_, Some(_)) => "rejected",
        (_, None) => "not-assessed",
    }
}

/// The key of a question about the AI result, as far as truth and what was planted give it.
pub(crate) fn key_of(
    kind: &QuestionKind,
    result: &AiResult,
    truth: Option<&CaseTruth>,
    planted: Option<AiErrorKind>,
    rule: HitRule,
) -> Option<&'static str> {
    let read = truth.and_then(|truth| service_read(result, truth, rule));
    let is_abnormal = truth.is_some_and(CaseTruth::is_abnormal);
    let axis = read
        .as_ref()
        .map(|read| interpretation(read, is_abnormal, planted));
    let defect = defect_key(Some(result), planted);
    if matches!(kind, QuestionKind::Interpretation) {
        axis.map(Agreement::word)
    } else if matches!(kind, QuestionKind::Localisation) {
        read.as_ref().map(|read| localisation(read).word())
    } else if matches!(kind, QuestionKind::Defect) {
        Some(defect)
    } else if matches!(kind, QuestionKind::AiVerdict) {
        (truth.is_some() || result.report().is_none()).then(|| verdict_key(defect, axis))
    } else {
        None
    }
}
