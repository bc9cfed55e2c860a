//! How an answer is scored, and which rules fit which kinds of questions.

use overread_toml_text::{Item, Table};

use crate::{QuestionKind, Scoring};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RuleWord {
    Exact,
    PartialSet,
    OrdinalDistance,
    Tolerance,
    Overlap,
    Brier,
    Rubric,
}

/// The words for the rules.
pub(crate) const RULES: [(&str, RuleWord); 7] = [
    ("exact", RuleWord::Exact),
    ("partial-set", RuleWord::PartialSet),
    ("ordinal-distance", RuleWord::OrdinalDistance),
    ("tolerance", RuleWord::Tolerance),
    ("overlap", RuleWord::Overlap),
    ("brier", RuleWord::Brier),
    ("rubric", RuleWord::Rubric),
];

/// The words for the measures of overlap; true for Dice.
pub(crate) const MEASURES: [(&str, bool); 2] = [("iou", false), ("dice", true)];

/// A word for a rule as it is, `"exact"`, or a table with what is set: `{ rule = "tolerance", absolute = 2 }`.
pub(crate) fn scoring(item: &Item<'_, '_>, kind: Option<&QuestionKind>) -> Option<Scoring> {
    let found = if item.is_text() {
        of_word(item)
    } else {
        of_table(item.table()?)
    };
    let found = found?;
    let kind = kind?;
    let allowed = rules_for(kind);
    if !allowed.contains(&word_of(&found)) {
        let words: Vec<&str> = RULES
            .iter()
            .filter(|(_, rule)| allowed.contains(rule))
            .map(|(word, _)| *word)
            .collect();
        item.fault(format!(
            "this kind of question is scored by {}",
            words.join(" or ")
        ));
        return None;
    }
    Some(found)
}

fn of_word(item: &Item<'_, '_>) -> Option<Scoring> {
    match item.one_of(&RULES)? {
        RuleWord::Exact => Some(Scoring::Exact),
        RuleWord::PartialSet => Some(Scoring::PartialSet),
        RuleWord::OrdinalDistance => Some(Scoring::OrdinalDistance { zero_at: 2 }),
        RuleWord::Tolerance => {
            item.fault("a tolerance needs its width: { rule = \"tolerance\", absolute = 2 }");
            None
        }
        RuleWord::Overlap => Some(Scoring::Overlap {
            is_dice: false,
            least: 0.0,
        }),
        RuleWord::Brier => Some(Scoring::Brier),
        RuleWord::Rubric => Some(Scoring::Rubric {
            n_graders: 2,
            most_apart: 2,
        }),
    }
}

fn of_table(table: Table<'_, '_>) -> Option<Scoring> {
    let rule = table.need("rule", |rule| rule.one_of(&RULES));
    let own = rule.map_or(&[][..], keys);
    let mut is_sound = true;
    for key in KEYS.into_iter().filter(|key| !own.contains(key)) {
        // Without a known rule its own keys can't be judged: none is unknown.
        if let (Some(item), Some(_)) = (table.item(key), rule) {
            item.fault(format!("{key:?} does not go with this rule"));
            is_sound = false;
        }
    }
    let found = match rule {
        Some(RuleWord::Exact) => Some(Scoring::Exact),
        Some(RuleWord::PartialSet) => Some(Scoring::PartialSet),
        Some(RuleWord::OrdinalDistance) => table
            .get_or("zero_at", 2, |item| item.whole(1..=60_u32))
            .map(|zero_at| Scoring::OrdinalDistance { zero_at }),
        Some(RuleWord::Tolerance) => tolerance(&table),
        Some(RuleWord::Overlap) => overlap(&table),
        Some(RuleWord::Brier) => Some(Scoring::Brier),
        Some(RuleWord::Rubric) => rubric(&table),
        None => None,
    };
    table.finish();
    found.filter(|_| is_sound)
}

pub(crate) const KEYS: [&str; 7] = [
    "zero_at",
    "absolute",
    "percent",
    "measure",
    "least",
    "graders",
    "most_apart",
];

pub(crate) fn keys(rule: RuleWord) -> &'static [&'static str] {
    match rule {
        RuleWord::Exact | RuleWord::PartialSet | RuleWord::Brier => &[],
        RuleWord::OrdinalDistance => &["zero_at"],
        RuleWord::Tolerance => &["absolute", "percent"],
        RuleWord::Overlap => &["measure", "least"],
        RuleWord::Rubric => &["graders", "most_apart"],
    }
}

fn tolerance(table: &Table<'_, '_>) -> Option<Scoring> {
    let absolute = table.get("absolute", |item| item.number(0.0..=1.0e9, ""));
    let percent = table.get("percent", |item| item.number(0.0..=1000.0, "per cent"));
    let (absolute, percent) = (absolute?, percent?);
    if absolute.is_none() && percent.is_none() {
        table.fault("a tolerance needs \"absolute\" or \"percent\"");
        return None;
    }
    Some(Scoring::Tolerance { absolute, percent })
}

fn overlap(table: &Table<'_, '_>) -> Option<Scoring> {
    let is_dice = table.get_or("measure", false, |item| item.one_of(&MEASURES));
    let least = table.get_or("least", 0.0, crate::read::share);
    Some(Scoring::Overlap {
        is_dice: is_dice?,
        least: least?,
    })
}

fn rubric(table: &Table<'_, '_>) -> Option<Scoring> {
    let n_graders = table.get_or("graders", 2, |item| item.whole(1..=3_u8));
    let most_apart = table.get_or("most_apart", 2, |item| item.whole(0..=10_u8));
    Some(Scoring::Rubric {
        n_graders: n_graders?,
        most_apart: most_apart?,
    })
}

fn word_of(scoring: &Scoring) -> RuleWord {
    match scoring {
        Scoring::Exact => RuleWord::Exact,
        Scoring::PartialSet => RuleWord::PartialSet,
        Scoring::OrdinalDistance { .. } => RuleWord::OrdinalDistance,
        Scoring::Tolerance { .. } => RuleWord::Tolerance,
        Scoring::Overlap { .. } => RuleWord::Overlap,
        Scoring::Brier => RuleWord::Brier,
        Scoring::Rubric { .. } => RuleWord::Rubric,
    }
}

fn rules_for(kind: &QuestionKind) -> &'static [RuleWord] {
    match kind {
        QuestionKind::Choice(_)
        | QuestionKind::Scale(_)
        | QuestionKind::Urgency
        | QuestionKind::Likert { .. } => &[RuleWord::Exact, RuleWord::OrdinalDistance],
        QuestionKind::MultiChoice(_) | QuestionKind::RegionGrid(_) => {
            &[RuleWord::Exact, RuleWord::PartialSet, RuleWord::Overlap]
        }
        QuestionKind::Number { .. } => &[RuleWord::Exact, RuleWord::Tolerance],
        QuestionKind::Caliper => &[RuleWord::Tolerance],
        QuestionKind::Text { .. } => &[RuleWord::Rubric],
        QuestionKind::AiVerdict
        | QuestionKind::Defect
        | QuestionKind::Interpretation
        | QuestionKind::Localisation => &[RuleWord::Exact],
        QuestionKind::AiForecast | QuestionKind::Confidence => &[RuleWord::Brier],
    }
}
