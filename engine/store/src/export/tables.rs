//! The long tables of an export: a row a read, a mark, an answer; and what the numbers stand for.

use overread_exam::{AiOutcome, Call, MarkOrigin, Observation, ReadPhase};
use overread_scenario::AnswerValue;

use super::layout::{Layout, modality, reads as rows};
use super::table::{Table, flag, known};
use super::{Export, ExportFile, ExportSession};

pub(super) fn all(export: &Export) -> Vec<ExportFile> {
    let layout = Layout::of(export);
    let file = |name, table: Table| ExportFile {
        name,
        bytes: table.into_bytes(),
    };
    vec![
        file("reads.csv", reads(export, &layout)),
        file("marks.csv", marks(export, &layout)),
        file("answers.csv", answers(export)),
        file("cases.csv", cases(&layout)),
        file("readers.csv", readers(&layout)),
        file("modalities.csv", modalities(&layout)),
    ]
}

/// The columns of the table of reads.
const READS: [&str; 31] = [
    "session",
    "started_unix_s",
    "scenario",
    "scenario_sha256",
    "reader",
    "reader_number",
    "mode",
    "phase",
    "modality",
    "sequence",
    "period",
    "case",
    "case_number",
    "cell",
    "truth",
    "rating",
    "call",
    "is_right",
    "n_marks",
    "n_hits",
    "n_missed",
    "n_false_marks",
    "time_ms",
    "ai_outcome",
    "ai_version",
    "ai_call",
    "ai_probability",
    "ai_findings",
    "ai_is_right",
    "planted",
    "planted_severity",
];

fn reads(export: &Export, layout: &Layout<'_>) -> Table {
    let mut table = Table::new(&READS);
    for (session, row) in rows(export) {
        let fields = read_of(session, row, layout)
            .into_iter()
            .chain(advice_of(row));
        table.line(fields);
    }
    table
}

/// Who read what and how: the first 23 columns.
fn read_of<'a>(
    session: &'a ExportSession,
    row: &'a Observation,
    layout: &Layout<'a>,
) -> [String; 23] {
    let plan = &session.plan;
    let arm = plan.design.arm.as_ref();
    let n_hits = row
        .marks
        .iter()
        .filter(|mark| mark.lesion.is_some())
        .count();
    [
        plan.session.to_string(),
        session.started_unix_s.to_string(),
        plan.scenario.to_string(),
        plan.scenario_hash.to_string(),
        plan.reader.to_string(),
        known(layout.reader(session)),
        row.mode.word().to_owned(),
        row.phase.word().to_owned(),
        modality(row),
        known(arm.map(|arm| arm.sequence + 1)),
        known(arm.map(|arm| arm.period + 1)),
        row.case.to_string(),
        known(layout.case(session, row).map(|case| case.number)),
        known(plan.design.cells.get(&row.case)),
        known(row.truth.map(flag)),
        known(row.rating),
        known(row.call.map(call_word)),
        known(is_right(row, row.call)),
        row.marks.len().to_string(),
        known(row.truth.map(|_| n_hits)),
        known(row.truth.map(|_| row.missed.len())),
        known(row.truth.map(|_| row.marks.len() - n_hits)),
        known(row.time.map(|time| time.0)),
    ]
}

/// What the service had said, and what was planted: the last 8 columns.
fn advice_of(row: &Observation) -> [String; 8] {
    let (ai, planted) = (row.ai.as_ref(), row.planted.as_ref());
    let call = ai.and_then(|ai| ai.call);
    [
        known(ai.map(|ai| outcome_word(ai.outcome))),
        known(ai.map(|ai| &ai.version)),
        known(call.map(call_word)),
        known(ai.and_then(|ai| ai.probability)),
        known(ai.map(|ai| ai.n_findings)),
        known(is_right(row, call)),
        known(planted.map(|planted| planted.kind.word())),
        known(planted.map(|planted| planted.severity.word())),
    ]
}

fn is_right(row: &Observation, call: Option<Call>) -> Option<String> {
    let call = call?;
    row.truth
        .map(|truth| flag((call == Call::Positive) == truth))
}

fn marks(export: &Export, layout: &Layout<'_>) -> Table {
    let mut table = Table::new(&[
        "session",
        "reader",
        "case",
        "case_number",
        "phase",
        "modality",
        "mark",
        "origin",
        "x_mm",
        "y_mm",
        "z_mm",
        "rating",
        "lesion",
    ]);
    for (session, row) in rows(export) {
        for mark in &row.marks {
            let (id, origin) = match &mark.origin {
                MarkOrigin::Reader(id) => (id.to_string(), "reader"),
                MarkOrigin::Service(id) => (id.to_string(), "service"),
            };
            table.row([
                session.plan.session.to_string(),
                session.plan.reader.to_string(),
                row.case.to_string(),
                known(layout.case(session, row).map(|case| case.number)),
                row.phase.word().to_owned(),
                modality(row),
                id,
                origin.to_owned(),
                mark.place.x.to_string(),
                mark.place.y.to_string(),
                mark.place.z.to_string(),
                mark.rating.to_string(),
                known(mark.lesion.as_ref()),
            ]);
        }
    }
    table
}

fn answers(export: &Export) -> Table {
    let mut table = Table::new(&[
        "session", "reader", "case", "phase", "question", "kind", "value", "share", "key", "unit",
    ]);
    for (session, row) in rows(export) {
        for (question, value) in &row.answers {
            let unit = session.plan.design.unit_of(&row.case, question);
            let (kind, value) = answer(value);
            let marked = session.marked.get(&(row.case.clone(), question.clone()));
            let share = marked.and_then(|marked| match row.phase {
                ReadPhase::First => marked.first,
                ReadPhase::Final => marked.last,
            });
            let key = marked.and_then(|marked| marked.key.as_ref());
            table.row([
                session.plan.session.to_string(),
                session.plan.reader.to_string(),
                row.case.to_string(),
                row.phase.word().to_owned(),
                question.to_string(),
                kind.to_owned(),
                value,
                known(share),
                known(key.map(|key| answer(key).1)),
                known(unit),
            ]);
        }
    }
    table
}

/// The kind of an answer and its value: codes joined by spaces, lengths in mm.
fn answer(value: &AnswerValue) -> (&'static str, String) {
    match value {
        AnswerValue::Code(code) => ("code", code.clone()),
        AnswerValue::Codes(codes) => ("codes", codes.join(" ")),
        AnswerValue::Number(number) => ("number", number.to_string()),
        AnswerValue::Percent(percent) => ("percent", percent.to_string()),
        AnswerValue::Text(text) => ("text", text.clone()),
        AnswerValue::Caliper { ends: [a, b], .. } => ("length_mm", a.distance(*b).to_string()),
    }
}

fn cases(layout: &Layout<'_>) -> Table {
    let mut table = Table::new(&["case_number", "case", "truth", "n_lesions"]);
    for case in layout.cases() {
        table.row([
            case.number.to_string(),
            case.name.clone(),
            known(case.truth.map(|truth| flag(truth.is_abnormal()))),
            known(case.truth.map(|truth| truth.lesions.len())),
        ]);
    }
    table
}

fn readers(layout: &Layout<'_>) -> Table {
    let mut table = Table::new(&["reader_number", "reader"]);
    for (number, reader) in layout.readers() {
        table.row([number.to_string(), reader.to_string()]);
    }
    table
}

fn modalities(layout: &Layout<'_>) -> Table {
    let mut table = Table::new(&["modality_number", "modality"]);
    for (number, modality) in layout.modalities() {
        table.row([number.to_string(), modality.to_owned()]);
    }
    table
}

fn call_word(call: Call) -> &'static str {
    match call {
        Call::Positive => "positive",
        Call::Negative => "negative",
    }
}

fn outcome_word(outcome: AiOutcome) -> &'static str {
    match outcome {
        AiOutcome::NotUsed => "not-used",
        AiOutcome::Done => "done",
        AiOutcome::NotRun => "not-run",
        AiOutcome::Failed => "failed",
    }
}
