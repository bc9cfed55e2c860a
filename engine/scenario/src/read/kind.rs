//! What kind of answer a question takes, with the keys that go with each kind and no other.

use overread_toml_text::{Item, Table};

use crate::questions::texts;
use crate::read::choices::choices;
use crate::read::scale::Scales;
use crate::{Choice, QuestionKind, ScaleKind};

/// A kind without what it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KindWord {
    Choice,
    MultiChoice,
    Scale,
    RegionGrid,
    Number,
    Caliper,
    Text,
    Urgency,
    AiVerdict,
    Defect,
    AiForecast,
    Confidence,
    Likert,
    Interpretation,
    Localisation,
}

/// The words for the kinds.
pub(crate) const KINDS: [(&str, KindWord); 15] = [
    ("choice", KindWord::Choice),
    ("multi-choice", KindWord::MultiChoice),
    ("scale", KindWord::Scale),
    ("region-grid", KindWord::RegionGrid),
    ("number", KindWord::Number),
    ("caliper", KindWord::Caliper),
    ("text", KindWord::Text),
    ("urgency", KindWord::Urgency),
    ("ai-verdict", KindWord::AiVerdict),
    ("defect", KindWord::Defect),
    ("ai-forecast", KindWord::AiForecast),
    ("confidence", KindWord::Confidence),
    ("likert", KindWord::Likert),
    ("interpretation", KindWord::Interpretation),
    ("localisation", KindWord::Localisation),
];

/// Keys that belong to some kinds only.
pub(crate) const KEYS: [&str; 10] = [
    "options",
    "scale",
    "regions",
    "unit",
    "least",
    "greatest",
    "most_chars",
    "steps",
    "low",
    "high",
];

impl KindWord {
    pub(crate) fn word(self) -> &'static str {
        KINDS
            .iter()
            .find(|(_, kind)| *kind == self)
            .map_or("", |(word, _)| word)
    }

    pub(crate) fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Choice | Self::MultiChoice => &["options"],
            Self::Scale => &["scale"],
            Self::RegionGrid => &["regions"],
            Self::Number => &["unit", "least", "greatest"],
            Self::Text => &["most_chars"],
            Self::Likert => &["steps", "low", "high"],
            Self::Caliper
            | Self::Urgency
            | Self::AiVerdict
            | Self::Defect
            | Self::AiForecast
            | Self::Confidence
            | Self::Interpretation
            | Self::Localisation => &[],
        }
    }
}

impl KindWord {
    /// Those of its keys that have no usual value.
    pub(crate) fn needed_keys(self) -> &'static [&'static str] {
        match self {
            Self::Number => &["unit", "greatest"],
            Self::Likert => &["low", "high"],
            Self::Text => &[],
            Self::Choice
            | Self::MultiChoice
            | Self::Scale
            | Self::RegionGrid
            | Self::Caliper
            | Self::Urgency
            | Self::AiVerdict
            | Self::Defect
            | Self::AiForecast
            | Self::Confidence
            | Self::Interpretation
            | Self::Localisation => self.keys(),
        }
    }
}

/// The kind of a question with all that goes with it.
pub(crate) fn kind(table: &Table<'_, '_>, scales: Scales<'_>) -> Option<QuestionKind> {
    let word = table.need("kind", |kind| kind.one_of(&KINDS));
    for key in KEYS {
        // Without a known kind its own keys can't be judged: none is unknown.
        if word.is_some_and(|word| word.keys().contains(&key)) {
            continue;
        }
        if let (Some(item), Some(word)) = (table.item(key), word) {
            item.fault(format!("{key:?} does not go with kind {:?}", word.word()));
        }
    }
    match word? {
        KindWord::Choice => options(table).map(QuestionKind::Choice),
        KindWord::MultiChoice => options(table).map(QuestionKind::MultiChoice),
        KindWord::Scale => table.need("scale", |item| ordered(item, scales)),
        KindWord::RegionGrid => table
            .need("regions", |item| regions(item, scales))
            .map(QuestionKind::RegionGrid),
        KindWord::Number => number(table),
        KindWord::Caliper => Some(QuestionKind::Caliper),
        KindWord::Text => table
            .get_or("most_chars", 2_000, |most| most.whole(1..=20_000_u32))
            .map(|most_chars| QuestionKind::Text { most_chars }),
        KindWord::Urgency => Some(QuestionKind::Urgency),
        KindWord::AiVerdict => Some(QuestionKind::AiVerdict),
        KindWord::Defect => Some(QuestionKind::Defect),
        KindWord::AiForecast => Some(QuestionKind::AiForecast),
        KindWord::Confidence => Some(QuestionKind::Confidence),
        KindWord::Likert => likert(table),
        KindWord::Interpretation => Some(QuestionKind::Interpretation),
        KindWord::Localisation => Some(QuestionKind::Localisation),
    }
}

fn options(table: &Table<'_, '_>) -> Option<Vec<Choice>> {
    table.need("options", |item| choices(item, 2))
}

fn ordered(item: &Item<'_, '_>, scales: Scales<'_>) -> Option<QuestionKind> {
    let scale = scales.find(item)?;
    if scale.kind == ScaleKind::Regions {
        item.fault(format!(
            "{:?} names regions, ask it with kind \"region-grid\" and regions",
            scale.id
        ));
        return None;
    }
    Some(QuestionKind::Scale(scale.id.clone()))
}

/// A list of regions, or the name of a set of them.
fn regions(item: &Item<'_, '_>, scales: Scales<'_>) -> Option<Vec<Choice>> {
    if !item.is_text() {
        return choices(item, 2);
    }
    let scale = scales.find(item)?;
    if scale.kind != ScaleKind::Regions {
        item.fault(format!(
            "{:?} is no set of regions, ask it with kind \"scale\"",
            scale.id
        ));
        return None;
    }
    Some(scale.levels.clone())
}

fn number(table: &Table<'_, '_>) -> Option<QuestionKind> {
    let ucum = table.need("unit", |unit| unit.parsed(ucum));
    let bounds = -1.0e9..=1.0e9;
    let least = table.get_or("least", 0.0, |item| item.number(bounds.clone(), ""));
    let greatest = table.need("greatest", |item| item.number(bounds.clone(), ""));
    let (least, greatest) = (least?, greatest?);
    if least >= greatest {
        table.fault(format!(
            "expected \"least\" below \"greatest\", found {least} and {greatest}"
        ));
        return None;
    }
    Some(QuestionKind::Number {
        ucum: ucum?,
        least,
        greatest,
    })
}

fn ucum(text: &str) -> Result<String, String> {
    let is_unit =
        (1..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    if is_unit {
        return Ok(text.to_owned());
    }
    Err(format!(
        "expected a unit in UCUM such as mm, mL or 1, found {text:?}"
    ))
}

fn likert(table: &Table<'_, '_>) -> Option<QuestionKind> {
    let steps = table.get_or("steps", 5, |steps| steps.whole(2..=10_u8));
    let low = table.need("low", texts);
    let high = table.need("high", texts);
    Some(QuestionKind::Likert {
        steps: steps?,
        ends: [low?, high?],
    })
}
