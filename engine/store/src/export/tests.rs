//! Exports of one small session, field by field.

use std::collections::BTreeMap;

use overread_base::{
    CaseId, CaseTruth, Code, Lesion, LesionId, MarkId, Millis, ReaderId, ScenarioId, SessionId,
    Vec3,
};
use overread_exam::{
    Call, MarkOrigin, Observation, ObservedAi, ObservedMark, PlantRecord, ReadPhase, SessionPlan,
};
use overread_scenario::{
    AiErrorKind, AnswerValue, AskedWhen, ErrorSeverity, Feedback, Question, QuestionId,
    QuestionKind, ReadingMode, ScenarioHash,
};

use super::rjafroc::{Cell, Sheet};
use super::*;
use crate::journal::tests::plan;

fn case(name: &str) -> CaseId {
    CaseId::new(name).unwrap()
}

fn truth(n_lesions: usize) -> CaseTruth {
    let lesion = |idx| Lesion {
        id: LesionId::new(format!("l{idx}")).unwrap(),
        code: Code::nodule(),
        centre: Vec3::new(0.0, 0.0, 0.0),
        radius_mm: 4.0,
        nodule_type: None,
        laterality: None,
        category: None,
        weight: 1.0 / n_lesions as f64,
        mask: None,
        views: Vec::new(),
    };
    CaseTruth {
        lesions: (0..n_lesions).map(lesion).collect(),
        facts: Vec::new(),
    }
}

fn row(id: &str, phase: ReadPhase, is_abnormal: bool, rating: u8) -> Observation {
    Observation {
        case: case(id),
        phase,
        mode: ReadingMode::Sequential,
        truth: Some(is_abnormal),
        rating: Some(rating),
        call: Some(if rating >= 50 {
            Call::Positive
        } else {
            Call::Negative
        }),
        marks: Vec::new(),
        missed: Vec::new(),
        answers: BTreeMap::new(),
        ai: None,
        planted: None,
        time: Some(Millis(1500)),
    }
}

fn mark(name: &str, lesion: Option<&str>, rating: u8) -> ObservedMark {
    ObservedMark {
        origin: MarkOrigin::Reader(MarkId::new(name).unwrap()),
        place: Vec3::new(1.0, 2.5, -3.0),
        rating,
        lesion: lesion.map(|id| LesionId::new(id).unwrap()),
    }
}

/// One reader, an abnormal case with two lesions and a normal one, first and final answers.
fn export() -> Export {
    let mut hit = row("b", ReadPhase::First, true, 60);
    hit.marks = vec![
        mark("m1", Some("l1"), 70),
        mark("m2", Some("l1"), 40),
        mark("m3", None, 20),
    ];
    hit.missed = vec![LesionId::new("l0").unwrap()];
    let mut last = row("a", ReadPhase::Final, false, 55);
    last.ai = Some(ObservedAi {
        version: "1.0, beta".to_owned(),
        outcome: overread_exam::AiOutcome::Done,
        call: Some(Call::Positive),
        probability: Some(0.75),
        n_findings: 1,
    });
    last.planted = Some(PlantRecord {
        kind: AiErrorKind::FpArtefact,
        severity: ErrorSeverity::Minor,
        findings: Vec::new(),
        places: Vec::new(),
        told: Vec::new(),
        is_void: false,
    });
    last.answers = BTreeMap::from([(
        QuestionId::new("why").unwrap(),
        AnswerValue::Text("He said \"no\",\nthen yes".to_owned()),
    )]);
    let plan: SessionPlan = plan();
    let truths = BTreeMap::from([(case("a"), truth(0)), (case("b"), truth(2))]);
    Export {
        truths: BTreeMap::from([(plan.scenario_hash.0, truths)]),
        sessions: vec![ExportSession {
            plan,
            started_unix_s: 1_700_000_000,
            observations: vec![hit, row("a", ReadPhase::First, false, 10), last],
            marked: BTreeMap::from([(
                (case("b"), QuestionId::new("why").unwrap()),
                MarkedAnswer {
                    key: Some(AnswerValue::Text("no".to_owned())),
                    first: None,
                    last: Some(0.5),
                },
            )]),
        }],
    }
}

fn text(files: &[ExportFile], name: &str) -> String {
    let file = files.iter().find(|file| file.name == name).unwrap();
    String::from_utf8(file.bytes.clone()).unwrap()
}

/// A value of a column in a row of a CSV text without quoted line breaks.
fn field<'t>(text: &'t str, row: usize, column: &str) -> &'t str {
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let idx = header.iter().position(|name| *name == column).unwrap();
    lines.nth(row).unwrap().split(',').nth(idx).unwrap()
}

#[test]
fn reads_are_a_row_a_case_and_answer_with_empty_fields_for_what_is_not_known() {
    let files = export().csv();
    let reads = text(&files, "reads.csv");
    assert_eq!(reads.lines().count(), 4);
    assert_eq!(field(&reads, 0, "modality"), "sequential-first");
    assert_eq!(field(&reads, 0, "n_hits"), "2");
    assert_eq!(field(&reads, 0, "n_missed"), "1");
    assert_eq!(field(&reads, 0, "n_false_marks"), "1");
    assert_eq!(field(&reads, 0, "is_right"), "1");
    assert_eq!(field(&reads, 0, "ai_call"), "", "there was no advice yet");
    let header: Vec<&str> = reads.lines().next().unwrap().split(',').collect();
    // The last row holds a quoted version: counted from the end.
    let last: Vec<&str> = reads.lines().last().unwrap().rsplit(',').collect();
    assert_eq!(header.len(), 31);
    assert_eq!(last[..3], ["minor", "fp.artefact", "0"]);
    assert!(reads.contains("\"1.0, beta\""));
}

#[test]
fn marks_and_answers_are_tables_of_their_own() {
    let files = export().csv();
    let marks = text(&files, "marks.csv");
    assert_eq!(marks.lines().count(), 4);
    assert_eq!(field(&marks, 0, "lesion"), "l1");
    assert_eq!(field(&marks, 2, "lesion"), "");
    assert_eq!(field(&marks, 0, "y_mm"), "2.5");
    let answers = text(&files, "answers.csv");
    assert!(
        answers.contains("\"He said \"\"no\"\",\nthen yes\""),
        "{answers}"
    );
    let cases = text(&files, "cases.csv");
    assert_eq!(
        cases,
        "case_number,case,truth,n_lesions\r\n1,a,0,0\r\n2,b,1,2\r\n"
    );
}

#[test]
fn a_number_is_exported_with_the_unit_of_its_question() {
    let mut all = export();
    let session = all.sessions.first_mut().unwrap();
    let volume = QuestionId::new("volume").unwrap();
    session.plan.design.questions = vec![Question {
        id: volume.clone(),
        text: Vec::new(),
        help: Vec::new(),
        kind: QuestionKind::Number {
            ucum: "mL".to_owned(),
            least: 0.0,
            greatest: 1e6,
        },
        asked: AskedWhen::Both,
        is_required: true,
        branch: None,
        scoring: None,
        weight: 1.0,
        feedback: Feedback::default(),
    }];
    let mut last = row("b", ReadPhase::Final, true, 60);
    last.answers = BTreeMap::from([(volume, AnswerValue::Number(12.5))]);
    session.observations = vec![last];
    let answers = text(&all.csv(), "answers.csv");
    assert_eq!(field(&answers, 0, "value"), "12.5");
    assert_eq!(field(&answers, 0, "unit"), "mL");
}

#[test]
fn imrmc_gets_front_matter_truth_rows_and_a_score_a_read() {
    let file = export().imrmc();
    let text = String::from_utf8(file.bytes).unwrap();
    let (front, rows) = text.split_once("BEGIN DATA:\n").unwrap();
    for line in ["NR: 1", "N0: 1", "N1: 1", "NM: 2"] {
        assert!(
            front.lines().any(|found| found == line),
            "{line} in {front}"
        );
    }
    let reader = plan().reader;
    let expected = format!(
        "truth,a,truth,0\ntruth,b,truth,1\n{reader},b,sequential-first,60\n{reader},a,sequential-first,10\n\
         {reader},a,sequential,55\n"
    );
    assert_eq!(rows, expected);
}

#[test]
fn rjafroc_gets_a_workbook_in_which_several_marks_on_a_lesion_count_once() {
    let [truth, non_lesion, lesion] = rjafroc::sheets(&export()).unwrap();
    let numbers = |sheet: &Sheet| {
        let number = |cell: &Cell| match cell {
            Cell::Number(number) => Some(*number),
            Cell::Text(_) => None,
        };
        let row = |row: &Vec<Cell>| row.iter().filter_map(number).collect::<Vec<f64>>();
        sheet.rows.iter().map(row).collect::<Vec<_>>()
    };
    // Reader 1, modality 2 (sequential-first after sequential), case 2: one mark on no lesion, lesion 2 by its best.
    assert_eq!(numbers(&non_lesion), [vec![1.0, 2.0, 2.0, 20.0]]);
    assert_eq!(numbers(&lesion), [vec![1.0, 2.0, 2.0, 2.0, 70.0]]);
    let expected = [
        vec![1.0, 0.0, 0.0],
        vec![2.0, 1.0, 0.5],
        vec![2.0, 2.0, 0.5],
    ];
    assert_eq!(numbers(&truth), expected);
    assert_eq!(truth.rows[0][5], Cell::Text("FROC".to_owned()));
    assert_eq!(
        truth.rows[1][4..],
        ["1, 2", "FCTRL"].map(|t| Cell::Text(t.to_owned()))
    );

    let file = export().rjafroc().unwrap();
    assert!(file.bytes.starts_with(b"PK"), "a workbook is a zip");
    assert_eq!(
        file.bytes,
        export().rjafroc().unwrap().bytes,
        "equal sessions, equal bytes"
    );
}

#[test]
fn without_truth_there_is_nothing_for_rjafroc() {
    let export = Export {
        truths: BTreeMap::new(),
        ..export()
    };
    assert!(matches!(export.rjafroc(), Err(RjafrocError::NoTruth)));
}

/// The truth of a case of a session's scenario is known to an export.
fn know(export: &mut Export, session: usize, name: &str, n_lesions: usize) {
    let hash = export.sessions[session].plan.scenario_hash;
    let known = export.truths.entry(hash.0).or_default();
    known.insert(case(name), truth(n_lesions));
}

fn session(id: &str, hash: u8, rows: Vec<Observation>) -> ExportSession {
    let mut plan = plan();
    plan.session = SessionId::new(id).unwrap();
    plan.scenario_hash = ScenarioHash([hash; 32]);
    ExportSession {
        plan,
        started_unix_s: 1_700_000_000,
        observations: rows,
        marked: BTreeMap::new(),
    }
}

/// Two scenarios of which each has a case `a`, normal in the first and abnormal in the second.
fn two_scenarios() -> Export {
    let mut hit = row("a", ReadPhase::First, true, 60);
    hit.marks = vec![mark("m1", Some("l0"), 70)];
    let mut export = Export {
        sessions: vec![
            session("s1", 1, vec![row("a", ReadPhase::First, false, 10)]),
            session("s2", 2, vec![hit]),
        ],
        ..Export::default()
    };
    know(&mut export, 0, "a", 0);
    know(&mut export, 1, "a", 1);
    export
}

fn lines_of(file: &ExportFile, after: &str) -> Vec<String> {
    let text = String::from_utf8(file.bytes.clone()).unwrap();
    let (_, rows) = text.split_once(after).unwrap();
    rows.lines().map(str::to_owned).collect()
}

#[test]
fn cases_of_two_scenarios_are_two_cases_though_they_share_an_id() {
    let mut export = two_scenarios();
    export.sessions[1].plan.scenario = ScenarioId::new("chest.other").unwrap();
    let file = export.imrmc();
    let front = String::from_utf8(file.bytes.clone()).unwrap();
    for line in ["N0: 1", "N1: 1"] {
        assert!(
            front.lines().any(|found| found == line),
            "{line} in {front}"
        );
    }
    assert_eq!(
        lines_of(&file, "BEGIN DATA:\n"),
        [
            "truth,chest.other/a,truth,1",
            "truth,chest.test/a,truth,0",
            "reader,chest.test/a,sequential-first,10",
            "reader,chest.other/a,sequential-first,60",
        ]
    );
    let cases = text(&export.csv(), "cases.csv");
    assert_eq!(
        cases,
        "case_number,case,truth,n_lesions\r\n1,chest.other/a,1,1\r\n2,chest.test/a,0,0\r\n"
    );
    // The reads have the scenario in a column of its own, and tell their cases apart by the number.
    let reads = text(&export.csv(), "reads.csv");
    for (idx, [scenario, number, truth]) in [["chest.test", "2", "0"], ["chest.other", "1", "1"]]
        .into_iter()
        .enumerate()
    {
        assert_eq!(field(&reads, idx, "case"), "a");
        assert_eq!(field(&reads, idx, "scenario"), scenario);
        assert_eq!(field(&reads, idx, "case_number"), number);
        assert_eq!(field(&reads, idx, "truth"), truth);
    }
    let [truth, non_lesion, lesion] = rjafroc::sheets(&export).unwrap();
    let lesions: Vec<&[Cell]> = truth.rows.iter().map(|row| &row[..2]).collect();
    let number = |number: f64| Cell::Number(number);
    assert_eq!(
        lesions,
        [[number(1.0), number(1.0)], [number(2.0), number(0.0)]]
    );
    assert!(non_lesion.rows.is_empty());
    assert_eq!(lesion.rows, [[1.0, 1.0, 1.0, 1.0, 70.0].map(number)]);
}

#[test]
fn two_versions_of_one_scenario_are_told_apart_by_their_hash() {
    let export = two_scenarios();
    assert_eq!(
        lines_of(&export.imrmc(), "BEGIN DATA:\n"),
        [
            "truth,chest.test@010101010101/a,truth,0",
            "truth,chest.test@020202020202/a,truth,1",
            "reader,chest.test@010101010101/a,sequential-first,10",
            "reader,chest.test@020202020202/a,sequential-first,60",
        ]
    );
}

/// One reader's two attempts at a scenario; the earlier one stands second.
fn two_attempts() -> Export {
    let read = |rating, n_marks: usize| {
        let mut row = row("b", ReadPhase::Final, true, rating);
        row.marks = vec![mark("m1", Some("l1"), rating)];
        row.marks
            .extend((1..n_marks).map(|_| mark("m2", None, rating)));
        row
    };
    let mut late = session(
        "s2",
        1,
        vec![read(90, 3), row("a", ReadPhase::Final, false, 5)],
    );
    late.started_unix_s += 60;
    let early = session("s1", 1, vec![read(60, 2)]);
    let mut export = Export {
        sessions: vec![late, early],
        ..Export::default()
    };
    know(&mut export, 0, "a", 0);
    know(&mut export, 0, "b", 2);
    export
}

#[test]
fn of_two_reads_under_one_condition_the_earlier_alone_is_for_statistics_programs() {
    let export = two_attempts();
    // What was read in the later attempt alone counts.
    assert_eq!(
        lines_of(&export.imrmc(), "BEGIN DATA:\n"),
        [
            "truth,a,truth,0",
            "truth,b,truth,1",
            "reader,a,sequential,5",
            "reader,b,sequential,60",
        ]
    );
    let [_, non_lesion, lesion] = rjafroc::sheets(&export).unwrap();
    let row = |numbers: &[f64]| numbers.iter().map(|n| Cell::Number(*n)).collect::<Vec<_>>();
    assert_eq!(non_lesion.rows, [row(&[1.0, 1.0, 2.0, 60.0])]);
    assert_eq!(lesion.rows, [row(&[1.0, 1.0, 2.0, 2.0, 60.0])]);
    // The plain tables keep both.
    let files = export.csv();
    assert_eq!(text(&files, "reads.csv").lines().count(), 1 + 3);
    assert_eq!(text(&files, "marks.csv").lines().count(), 1 + 5);
}

#[test]
fn reads_of_other_readers_modes_and_answers_are_no_second_reads() {
    let mut export = two_attempts();
    let rows = |export: &Export| lines_of(&export.imrmc(), "BEGIN DATA:\n").len();
    export.sessions[0].plan.reader = ReaderId::new("another").unwrap();
    assert_eq!(rows(&export), 2 + 3);
    let mut export = two_attempts();
    export.sessions[0].observations[0].mode = ReadingMode::Concurrent;
    assert_eq!(rows(&export), 2 + 3);
    let mut export = two_attempts();
    export.sessions[0].observations[0].phase = ReadPhase::First;
    assert_eq!(rows(&export), 2 + 3);
    // A session that was named twice is read once.
    let mut export = two_attempts();
    export.sessions = vec![export.sessions[0].clone(); 2];
    assert_eq!(rows(&export), 2 + 2);
}
