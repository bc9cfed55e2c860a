//! One measured quantity with its interval, its opportunities and, where it decided, its cut score and verdict.

use crate::measure::Measure;
use crate::words::Language;

/// One line of the table of results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metric {
    /// A stable word, such as `sensitivity`.
    pub code: String,
    /// Its name in the certificate's language; [`metric_title`] knows the usual ones.
    pub title: String,
    /// What it is part of.
    pub group: MetricGroup,
    /// What is counted.
    pub unit: Unit,
    /// The estimate; `None` where there was no opportunity.
    pub value: Option<Measure>,
    /// Its interval, lower and upper bound; `None` where the method gives none.
    pub interval: Option<(Measure, Measure)>,
    /// On how many opportunities it rests.
    pub n: u32,
    /// The method of estimate and interval, such as `Wilson 95 %`.
    pub method: String,
    /// The least value that passes; `None` where it decides nothing.
    pub cut: Option<Measure>,
    /// What came of it; `None` where it decides nothing and was measured.
    pub verdict: Option<Verdict>,
}

/// What a metric is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetricGroup {
    /// How well was read.
    Performance,
    /// What was done with advice.
    Reliance,
    /// How long it took.
    Time,
}

/// What a metric counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A share, 0 to 1.
    Share,
    /// A difference of two shares, -1 to 1.
    Difference,
    /// Seconds.
    Seconds,
}

/// What came of a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The cut was reached.
    Met,
    /// It was not.
    NotMet,
    /// The case never arose: not zero, and not failed.
    NoOpportunity,
    /// The case arose too seldom to decide.
    TooFew,
}

impl MetricGroup {
    const ALL: [Self; 3] = [Self::Performance, Self::Reliance, Self::Time];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Performance => "performance",
            Self::Reliance => "reliance",
            Self::Time => "time",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.word() == word)
    }
}

impl Unit {
    const ALL: [Self; 3] = [Self::Share, Self::Difference, Self::Seconds];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Share => "share",
            Self::Difference => "difference",
            Self::Seconds => "seconds",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.word() == word)
    }

    /// The least and the greatest value that there can be.
    pub(crate) fn range(self) -> (i64, Option<i64>) {
        match self {
            Self::Share => (0, Some(10_000)),
            Self::Difference => (-10_000, Some(10_000)),
            Self::Seconds => (0, None),
        }
    }
}

impl Verdict {
    const ALL: [Self; 4] = [Self::Met, Self::NotMet, Self::NoOpportunity, Self::TooFew];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not met",
            Self::NoOpportunity => "no opportunity",
            Self::TooFew => "too few",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.word() == word)
    }
}

/// Codes with their names in English and Russian.
const TITLES: [(&str, &str, &str); 19] = [
    ("points", "Points", "Баллы"),
    ("sensitivity", "Sensitivity", "Чувствительность"),
    ("specificity", "Specificity", "Специфичность"),
    (
        "unaided-sensitivity",
        "Sensitivity without AI",
        "Чувствительность без ИИ",
    ),
    (
        "unaided-specificity",
        "Specificity without AI",
        "Специфичность без ИИ",
    ),
    (
        "rair",
        "Right advice taken (RAIR)",
        "Принято верных результатов ИИ (RAIR)",
    ),
    (
        "rsr",
        "Wrong advice withstood (RSR)",
        "Отклонено ошибок ИИ (RSR)",
    ),
    (
        "aided-gain",
        "Accuracy with AI less alone",
        "Точность с ИИ минус без ИИ",
    ),
    (
        "defects-named",
        "Technical defects named",
        "Распознано технологических дефектов",
    ),
    ("agreement", "Agreement with the AI", "Согласие с ИИ"),
    (
        "switch-fraction",
        "Answers changed to the AI's",
        "Ответы, изменённые вслед за ИИ",
    ),
    (
        "omission",
        "Omission after the AI missed",
        "Пропуск вслед за пропуском ИИ",
    ),
    (
        "commission",
        "Commission after a false alarm",
        "Ошибка вслед за ложной тревогой ИИ",
    ),
    (
        "delta-omission",
        "Misses added by wrong advice",
        "Прирост пропусков из-за ИИ",
    ),
    (
        "delta-commission",
        "False alarms added by wrong advice",
        "Прирост ложных тревог из-за ИИ",
    ),
    (
        "rescued",
        "Cases rescued by the AI",
        "Случаи, исправленные с ИИ",
    ),
    (
        "harmed",
        "Cases harmed by the AI",
        "Случаи, испорченные с ИИ",
    ),
    ("anchoring", "Anchoring", "Якорение"),
    ("time", "Time a case, median", "Время на случай, медиана"),
];

/// The usual name of a metric; `None` for a code of one's own.
#[must_use]
pub fn metric_title(code: &str, language: Language) -> Option<&'static str> {
    let &(_, en, ru) = TITLES.iter().find(|(known, _, _)| *known == code)?;
    Some(match language {
        Language::En => en,
        Language::Ru => ru,
    })
}
