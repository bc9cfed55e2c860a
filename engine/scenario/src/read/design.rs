//! All that a scenario sets beside cases and marks, put together, with what its parts ask of each other.

use std::collections::BTreeSet;

use overread_base::ServiceId;
use overread_toml_text::Table;

use crate::read::certification::certification;
use crate::read::clock::{clock, time_factor};
use crate::read::crossover::crossover;
use crate::read::form::form;
use crate::read::interruptions::interruptions;
use crate::read::key::name_unkeyed;
use crate::read::planted::planted;
use crate::read::practice::practice;
use crate::read::reading::reading;
use crate::read::simulated::simulated;
use crate::{
    Case, CaseSource, ClockSpec, Design, FormSpec, PointRule, Question, ReadingSettings, Scale,
};

/// The words for how points are made up.
pub(crate) const POINT_RULES: [(&str, PointRule); 2] = [
    ("weighted", PointRule::Weighted),
    ("rapids", PointRule::Rapids),
];

/// What was read before; `None` where it could not be read.
pub(crate) struct Before<'a> {
    pub(crate) scales: Option<Vec<Scale>>,
    pub(crate) questions: Option<Vec<Question>>,
    pub(crate) cases: Option<&'a [Case]>,
    /// The outer `None` is a fault of it.
    pub(crate) service: Option<Option<&'a ServiceId>>,
    /// Whether an exam plugin chooses the cases.
    pub(crate) has_exam: bool,
    /// Whether every case has a recorded result.
    pub(crate) are_recorded: bool,
}

pub(crate) fn design(table: &Table<'_, '_>, before: Before<'_>) -> Option<Design> {
    let reading = table.get_or("reading", ReadingSettings::default(), reading);
    let simulated = table.get("simulated", |item| simulated(item, before.service));
    let has_service =
        before.service != Some(None) || before.are_recorded || simulated != Some(None);
    let form = table.get("form", |item| {
        if before.has_exam {
            item.fault("the exam chooses its cases, leave \"form\" out");
            return None;
        }
        form(item, before.cases)
    });
    let n_session = n_session(form.as_ref(), before.cases);
    let planted = table.get("planted", |item| {
        let without_ai = reading
            .as_ref()
            .map_or(0.0, |reading| reading.without_ai_share);
        let found = planted(item, n_session, before.cases, without_ai);
        if !has_service {
            item.fault("errors are planted over a \"service\", none is named");
        }
        found
    });
    let clocks = table.get_or("clock", ClockSpec::default(), clock);
    let interruptions = table.get("interruptions", interruptions);
    let n_cases = before.cases.map(<[Case]>::len);
    let crossover = table.get("crossover", |item| crossover(item, n_cases, has_service));
    let time_factor = table.get("time_factor", time_factor);
    let points = table.get_or("points", PointRule::Weighted, |item| {
        let rule = item.one_of(&POINT_RULES)?;
        let without_truth =
            before.cases.unwrap_or_default().iter().find(
                |case| matches!(&case.source, CaseSource::Dicom(dicom) if dicom.truth.is_none()),
            );
        if let (PointRule::Rapids, Some(case)) = (rule, without_truth) {
            item.fault(format!(
                "rapids need the truth of every case, case {:?} has no \"lesions\"",
                case.id.as_str()
            ));
            return None;
        }
        Some(rule)
    });
    let certification = table.get("certification", certification);
    let is_certified = certification != Some(None);
    let practice = table.get("practice", |item| practice(item, is_certified));
    if let (Some(questions), Some(cases)) = (&before.questions, before.cases) {
        name_scored_without_key(table, questions, cases);
    }
    Some(Design {
        reading: reading?,
        scales: before.scales?,
        questions: before.questions?,
        simulated: simulated?,
        planted: planted?,
        form: form?,
        clocks: clocks?,
        interruptions: interruptions?,
        crossover: crossover?,
        time_factor: time_factor?,
        points: points?,
        certification: certification?,
        practice: practice?,
    })
}

/// How many cases a session reads, where that is known.
fn n_session(form: Option<&Option<FormSpec>>, cases: Option<&[Case]>) -> Option<usize> {
    match form? {
        Some(form) => Some(form.n_cases()),
        None => cases.map(<[Case]>::len),
    }
}

/// Names every scored question that no case has a key for: it would give no points to anybody.
fn name_scored_without_key(table: &Table<'_, '_>, questions: &[Question], cases: &[Case]) {
    let keyed: BTreeSet<&str> = cases
        .iter()
        .flat_map(|case| &case.key)
        .map(|(id, _)| id.as_str())
        .collect();
    if let Some(table) = table.item("questions").and_then(|item| item.table()) {
        name_unkeyed(&table, questions, &keyed);
    }
}
