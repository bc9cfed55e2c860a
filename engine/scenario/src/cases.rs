//! The part of a scenario file that names the cases: their texts, and where their images come from.

use std::collections::BTreeSet;

use overread_base::{CaseId, Laterality, LocalText, Vec3};
use overread_toml_text::{Item, Table};

use crate::exam::tags_and_facts;
use crate::questions::{texts, unique};
use crate::read::bank;
use crate::read::dicom::dicom;
use crate::read::key::{key, name_unkeyed};
use crate::read::phantom::phantom;
use crate::read::practice::MAX_HINTS;
use crate::read::question::{MAX_CASE_QUESTIONS, questions};
use crate::read::scale::Scales;
use crate::{AnswerValue, Case, CaseSource, Difficulty, Question, QuestionId};

/// The most cases of a scenario.
pub(crate) const MAX_CASES: usize = 500;
/// The most lesions or nodules of a case.
pub(crate) const MAX_LESIONS: usize = 50;
/// The most prior studies of a case.
pub(crate) const MAX_PRIORS: usize = 6;
/// Coordinates beyond this are no place in a patient, mm.
pub(crate) const MAX_COORDINATE_MM: f64 = 5_000.0;

/// The words for sides.
pub(crate) const SIDES: [(&str, Laterality); 4] = [
    ("right", Laterality::Right),
    ("left", Laterality::Left),
    ("bilateral", Laterality::Bilateral),
    ("midline", Laterality::Midline),
];

/// The words for how hard a case is.
pub(crate) const DIFFICULTIES: [(&str, Difficulty); 3] = [
    ("easy", Difficulty::Easy),
    ("medium", Difficulty::Medium),
    ("hard", Difficulty::Hard),
];

/// What the scenario asks about every case; `None` where it could not be read.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) questions: Option<&'a [Question]>,
    pub(crate) scales: Scales<'a>,
}

/// One entry of the list of cases: the case, or with a `count` all cases of a bank.
pub(crate) fn case(
    table: &Table<'_, '_>,
    ids: &mut BTreeSet<String>,
    asked: Asked<'_>,
) -> Option<Vec<Case>> {
    let id = unique(table, ids, |text| CaseId::new(text));
    let title = table.need("title", texts);
    let optional = |key| table.get_or(key, Vec::new(), texts);
    let (history, debrief) = (optional("history"), optional("debrief"));
    let hints = table.get_or("hints", Vec::new(), hints);
    let difficulty = table.get("difficulty", |level| level.one_of(&DIFFICULTIES));
    let filed = tags_and_facts(table);
    let recorded = table.get("recorded", |recorded| recorded.parsed(inner_path));
    let source = source(table, difficulty.flatten());
    let count = bank::count(table, source.as_ref());
    let (questions, key) = own_questions(table, asked);
    let (tags, facts) = filed?;
    let case = Case {
        id: id?,
        title: title?,
        history: history?,
        debrief: debrief?,
        hints: hints?,
        difficulty: difficulty?,
        tags,
        facts,
        source: source?,
        recorded: recorded?,
        questions: questions?,
        key: key?,
    };
    bank::cases(case, count?, ids)
        .map_err(|fault| table.fault(fault))
        .ok()
}

/// What is said on request, step by step.
fn hints(item: &Item<'_, '_>) -> Option<Vec<Vec<LocalText>>> {
    let steps = item.array(1..=MAX_HINTS)?;
    let read: Vec<_> = steps.iter().map(texts).collect();
    read.into_iter().collect()
}

/// The questions about this case alone, and the key to all that are asked about it.
fn own_questions(
    table: &Table<'_, '_>,
    asked: Asked<'_>,
) -> (
    Option<Vec<Question>>,
    Option<Vec<(QuestionId, AnswerValue)>>,
) {
    let before = asked.questions.unwrap_or_default();
    let own = table.get_or("ask", Vec::new(), |item| {
        questions(item, MAX_CASE_QUESTIONS, before, asked.scales)
    });
    let all: Option<Vec<&Question>> = match (asked.questions, &own) {
        (Some(questions), Some(own)) => Some(questions.iter().chain(own).collect()),
        _ => None,
    };
    let scales = asked.scales.own.unwrap_or_default();
    let key = table.get_or("key", Vec::new(), |item| key(item, all.as_deref(), scales));
    if let (Some(own), Some(key)) = (&own, &key) {
        let keyed: BTreeSet<&str> = key.iter().map(|(id, _)| id.as_str()).collect();
        name_unkeyed(table, own, &keyed);
    }
    (own, key)
}

/// Where the images come from; a phantom is as hard as its case, unless it says so itself.
fn source(table: &Table<'_, '_>, difficulty: Option<Difficulty>) -> Option<CaseSource> {
    match (table.item("phantom"), table.item("dicom")) {
        (Some(spec), None) => phantom(&spec, difficulty).map(CaseSource::Phantom),
        (None, Some(files)) => dicom(&files).map(CaseSource::Dicom),
        (Some(_), Some(dicom)) => {
            dicom.fault("a case has either \"phantom\" or \"dicom\", found both");
            None
        }
        (None, None) => {
            table.fault("a case needs \"phantom\" or \"dicom\"");
            None
        }
    }
}

/// A relative path that stays inside its folder on every platform.
pub(crate) fn inner_path(text: &str) -> Result<String, String> {
    let is_inner = |part: &str| {
        !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':', '\0'])
    };
    if text.len() <= 500 && text.split('/').all(is_inner) {
        return Ok(text.to_owned());
    }
    Err(format!(
        "expected a path inside the data folder, parts divided by '/', found {text:?}"
    ))
}

/// A position in patient LPS mm.
pub(crate) fn position(item: &Item<'_, '_>) -> Option<Vec3> {
    let parts = item.array(3..=3)?;
    let bounds = -MAX_COORDINATE_MM..=MAX_COORDINATE_MM;
    let numbers: Vec<_> = parts
        .iter()
        .map(|part| part.number(bounds.clone(), "mm"))
        .collect();
    match numbers.as_slice() {
        [Some(x), Some(y), Some(z)] => Some(Vec3::new(*x, *y, *z)),
        _ => None,
    }
}
