//! Sessions of a few cases, written as facts and scored: which cases become records, and which of them are right.

use std::collections::BTreeMap;

use overread_base::{
    AiReport, AiResult, AiStatus, CaseTruth, Millis, ReaderId, Seed, ServiceId, ServiceIdentity,
    SessionId, StudyProbability, StudyUid,
};
use overread_exam::{
    CaseFact, Event, Percent, PlantRecord, Rubric, ScoreInput, Session, SessionDesign, SessionEnd,
    SessionPlan, StampedEvent, score_session,
};
use overread_scenario::{AiErrorKind, AnswerValue, ErrorSeverity, QuestionId, check};

use super::*;

/// The question for the technical defect, put for marks.
const ASKS_FOR_DEFECT: &str = r#"
[[questions.ask]]
id = "defect"
text = { en = "Which technical defect has the result?" }
kind = "defect"
scoring = "exact"
"#;

/// A scenario of normal radiographs.
fn scenario(mode: ReadingMode, asks: &str, cases: &[&str]) -> Scenario {
    let mut text = format!(
        r#"
schema = 1
id = "test.block"
mode = "{}"
service = "acme.radiograph"

[title]
en = "Test"

[hit]
rule = "inside-mask"
margin_mm = 10

[questions]
confidence_step = 5
positive_from = 50

[[questions.labels]]
id = "nodule"
text = {{ en = "Nodule" }}

[[questions.sections]]
id = "impression"
title = {{ en = "Impression" }}
required = false
{asks}"#,
        mode.word()
    );
    for (case, seed) in cases.iter().zip(1..) {
        text += &format!(
            "\n[[cases]]\nid = \"{case}\"\ntitle = {{ en = \"Radiograph\" }}\n\
             phantom = {{ kind = \"chest-radiograph\", seed = {seed} }}\n"
        );
    }
    let (scenario, found) = check(&text);
    scenario.unwrap_or_else(|| panic!("{:?}", found.all()))
}

fn service() -> ServiceIdentity {
    ServiceIdentity {
        id: ServiceId::new("acme.radiograph").unwrap(),
        name: Vec::new(),
        version: "1".to_owned(),
        bundle_digest: None,
        model_digests: Vec::new(),
        intended_use: Vec::new(),
        operating_point: None,
    }
}

/// A result without marks; every case is normal, so that `probability` below one half is right.
fn result(probability: f32) -> CaseFact {
    CaseFact::AiReceived(Box::new(AiResult {
        service: service(),
        study: StudyUid::new("1.2").unwrap(),
        status: AiStatus::Done(AiReport {
            probability: Some(StudyProbability {
                value: probability,
                threshold: 0.5,
            }),
            ..AiReport::default()
        }),
        elapsed: None,
    }))
}

fn stale() -> CaseFact {
    CaseFact::AiPlanted(Box::new(PlantRecord {
        kind: AiErrorKind::CStale,
        severity: ErrorSeverity::Minor,
        findings: Vec::new(),
        places: Vec::new(),
        told: Vec::new(),
        is_void: false,
    }))
}

/// A session under way, a second an event; the truth of every case is known.
struct Sitting {
    scenario: Scenario,
    session: Session,
    truths: BTreeMap<CaseId, CaseTruth>,
    now: Millis,
}

impl Sitting {
    fn of(scenario: Scenario) -> Self {
        let cases: Vec<CaseId> = scenario.cases.iter().map(|case| case.id.clone()).collect();
        let plan = SessionPlan {
            session: SessionId::new("test.block-1795651200-0badcafe").unwrap(),
            reader: ReaderId::new("reader").unwrap(),
            scenario: scenario.id.clone(),
            scenario_hash: scenario.hash,
            seed: Seed(1),
            software: "test".to_owned(),
            rubric: Rubric::V2,
            mode: scenario.mode,
            service: Some(service()),
            recorded: Vec::new(),
            is_developer_mode: false,
            exam: None,
            hit_rule: scenario.hit_rule,
            soft_limit: None,
            questions: scenario.questions.clone(),
            cases: cases.clone(),
            design: SessionDesign::of(&scenario, &cases),
        };
        let normal = CaseTruth {
            lesions: Vec::new(),
            facts: Vec::new(),
        };
        Self {
            session: Session::new(plan).unwrap(),
            truths: cases
                .into_iter()
                .map(|case| (case, normal.clone()))
                .collect(),
            scenario,
            now: Millis(0),
        }
    }

    fn event(&mut self, event: Event) {
        self.now.0 += 1000;
        self.session.apply(&StampedEvent {
            at: self.now,
            event,
        });
    }

    fn fact(&mut self, case: &str, fact: CaseFact) {
        let case = CaseId::new(case).unwrap();
        self.event(Event::Case { case, fact });
    }

    /// Opens a case with its result on screen from the start.
    fn open(&mut self, case: &str, probability: f32) {
        self.fact(case, CaseFact::Opened);
        self.fact(case, result(probability));
        self.fact(case, CaseFact::AiRevealed);
    }

    fn answer(&mut self, case: &str, question: &str, code: &str) {
        let question = QuestionId::new(question).unwrap();
        let value = AnswerValue::Code(code.to_owned());
        self.fact(case, CaseFact::Answered { question, value });
    }

    /// A case whose service is rated: both axes as sound, and a defect.
    fn rate(&mut self, case: &str, probability: f32, defect: &str) {
        self.open(case, probability);
        self.answer(case, "interpretation", "full");
        self.answer(case, "localisation", "full");
        self.answer(case, "defect", defect);
        self.fact(case, CaseFact::Signed);
    }

    /// A case that is read with a sound result beside it.
    fn read(&mut self, case: &str, rating: u8, defect: &str) {
        self.open(case, 0.1);
        self.fact(case, CaseFact::Rated(Percent::new(rating).unwrap()));
        self.answer(case, "defect", defect);
        self.fact(case, CaseFact::Signed);
    }

    /// Case, state of the AI and whether it was right, of every record.
    fn records(mut self, end: SessionEnd) -> Vec<(String, AiState, bool)> {
        self.event(Event::Ended(end));
        let score = score_session(
            &self.session,
            &ScoreInput::of(&self.scenario, self.truths.clone()),
        );
        let records = CaseRecord::of_session("s", "task", &self.scenario, &score);
        for record in &records {
            assert_eq!(record.was_right_alone, None, "the result came first");
            assert_eq!(record.area, Some(PhantomKind::ChestRadiograph));
        }
        let told = records.into_iter();
        told.map(|record| (record.case.to_string(), record.ai, record.is_right))
            .collect()
    }
}

fn told(rows: &[(&str, AiState, bool)]) -> Vec<(String, AiState, bool)> {
    let row = |&(case, ai, is_right): &(&str, AiState, bool)| (case.to_owned(), ai, is_right);
    rows.iter().map(row).collect()
}

/// The fault: who rates a service makes no call, so its cases were no cases of anything.
#[test]
fn a_case_whose_service_was_rated_is_right_with_full_points() {
    let cases = [
        "sound", "alarm", "named", "classed", "broken", "unknown", "left", "decided",
    ];
    let mut sitting = Sitting::of(scenario(ReadingMode::AiExpert, "", &cases));
    let name = AiErrorKind::CStale.word();
    sitting.rate("sound", 0.1, "none");
    // The result calls a normal film abnormal, and is rated as sound.
    sitting.rate("alarm", 0.9, "none");
    sitting.rate("named", 0.1, name);
    sitting.fact("named", stale());
    // The class alone is worth a half.
    sitting.rate("classed", 0.1, "c");
    sitting.fact("classed", stale());
    sitting.fact("broken", CaseFact::Opened);
    sitting.fact("broken", CaseFact::ImagesFailed("no pixels".to_owned()));
    sitting.rate("unknown", 0.1, "none");
    sitting.truths.remove(&CaseId::new("unknown").unwrap());
    sitting.fact(
        "decided",
        CaseFact::DecidedByAi(overread_exam::Call::Negative),
    );
    assert_eq!(
        sitting.records(SessionEnd::Complete),
        told(&[
            ("sound", AiState::Right, true),
            ("alarm", AiState::FalsePositive, false),
            ("named", AiState::Defect, true),
            ("classed", AiState::Defect, false),
        ])
    );
}

#[test]
fn a_rating_that_the_clock_cut_off_before_a_word_is_no_case() {
    let cases = ["rated", "begun", "opened", "unopened"];
    let mut sitting = Sitting::of(scenario(ReadingMode::AiExpert, "", &cases));
    sitting.rate("rated", 0.1, "none");
    sitting.open("begun", 0.1);
    sitting.answer("begun", "interpretation", "full");
    sitting.open("opened", 0.1);
    assert_eq!(
        sitting.records(SessionEnd::TimeUp),
        told(&[
            ("rated", AiState::Right, true),
            ("begun", AiState::Right, false),
        ])
    );
}

/// The fault: whoever called a case rightly counted as having seen the defect, whatever was said of it.
#[test]
fn where_the_defect_is_asked_for_the_call_alone_does_not_make_a_case_right() {
    let cases = ["named", "unnamed", "miscalled", "accused"];
    let name = AiErrorKind::CStale.word();
    let read = |asks: &str| {
        let mut sitting = Sitting::of(scenario(ReadingMode::Concurrent, asks, &cases));
        sitting.read("named", 0, name);
        sitting.fact("named", stale());
        sitting.read("unnamed", 0, "none");
        sitting.fact("unnamed", stale());
        sitting.read("miscalled", 100, name);
        sitting.fact("miscalled", stale());
        // A sound result that is called defective: the case is of another state, whose task is the call.
        sitting.read("accused", 0, name);
        sitting.records(SessionEnd::Complete)
    };
    let rows = |is_unnamed_right| {
        told(&[
            ("named", AiState::Defect, true),
            ("unnamed", AiState::Defect, is_unnamed_right),
            ("miscalled", AiState::Defect, false),
            ("accused", AiState::Right, true),
        ])
    };
    assert_eq!(read(ASKS_FOR_DEFECT), rows(false));
    // Asked for no marks, or not at all, the naming is not the task.
    let unscored = ASKS_FOR_DEFECT.replace("scoring = \"exact\"\n", "");
    assert_eq!(read(&unscored), rows(true));
    assert_eq!(read(""), rows(true));
}

#[test]
fn the_scenario_of_a_session_is_read_off_its_name() {
    #[track_caller]
    fn check(session: &str, task: &str, expected: Option<&str>) {
        let record = CaseRecord {
            session: session.to_owned(),
            case: CaseId::new("a").unwrap(),
            area: None,
            task: task.to_owned(),
            ai: AiState::Right,
            was_right_alone: None,
            is_right: true,
            seconds: None,
            n_hints: 0,
        };
        assert_eq!(record.place(), expected.map(|scenario| (scenario, "a")));
    }
    let block = "course-m6.class-a-1795651200-0badcafe";
    check(block, "defects", Some("course-m6.class-a"));
    check("practice.head-ct-1795651200-0badcafe", PRACTICE_TASK, None);
    for other in [
        "s",
        "",
        "home-2",
        "a-b-0badcafe",
        "a-1-0badcaf",
        "-1-0badcafe",
        "a--0badcafe",
    ] {
        check(other, "defects", None);
    }
}
