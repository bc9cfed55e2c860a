//! What the table says of a score, and what it does not say.

use std::collections::BTreeMap;

use overread_base::{CaseId, CaseTruth, Code, Lesion, LesionId, Mark, SeriesUid, Shape, Vec3};
use overread_exam::{Command, MarkAnswer, Percent, Rubric, Session, SessionPlan};
use overread_scenario::{
    HitRule, LabelChoice, LabelId, Questions, ReadingMode, ScenarioHash, SectionId, SectionSpec,
};

use super::*;

fn plan() -> SessionPlan {
    SessionPlan {
        session: overread_base::SessionId::new("s").unwrap(),
        reader: overread_base::ReaderId::new("r").unwrap(),
        scenario: overread_base::ScenarioId::new("a.b").unwrap(),
        scenario_hash: ScenarioHash([0; 32]),
        seed: overread_base::Seed(1),
        software: String::new(),
        rubric: Rubric::V1,
        mode: ReadingMode::Unaided,
        service: None,
        recorded: Vec::new(),
        is_developer_mode: false,
        exam: None,
        hit_rule: HitRule::CentreDistance {
            least_radius_mm: 5.0,
        },
        soft_limit: None,
        questions: Questions {
            labels: vec![LabelChoice {
                id: LabelId::new("nodule").unwrap(),
                text: Vec::new(),
            }],
            confidence_step: 5,
            positive_from: 50,
            sections: vec![SectionSpec {
                id: SectionId::new("impression").unwrap(),
                title: Vec::new(),
                is_required: false,
            }],
        },
        cases: ["hit", "unknown", "left"]
            .map(|id| CaseId::new(id).unwrap())
            .to_vec(),
        design: overread_exam::SessionDesign::default(),
    }
}

/// A mark on a lesion and one on nothing in the first case, the second without truth, the third not read.
fn session() -> Session {
    let mut session = Session::new(plan()).unwrap();
    let mark = |x: f64| {
        Command::AddMark(MarkAnswer {
            place: Mark {
                series: SeriesUid::new("1.2").unwrap(),
                shape: Shape::Point(Vec3::new(x, 0.0, 0.0)),
            },
            label: LabelId::new("nodule").unwrap(),
            confidence: Percent::FULL,
            laterality: None,
        })
    };
    let commands = [
        Command::NextCase,
        mark(1.0),
        mark(90.0),
        Command::RateCase(100),
        Command::Sign,
        Command::NextCase,
        Command::RateCase(0),
        Command::Sign,
        Command::Abandon,
    ];
    for (command, seconds) in commands.into_iter().zip(0..) {
        let events = session.decide(Millis(seconds * 1000), command).unwrap();
        events.iter().for_each(|event| session.apply(event));
    }
    session
}

#[test]
fn every_case_and_every_figure_stands_in_the_table() {
    let lesion = Lesion {
        id: LesionId::new("l1").unwrap(),
        code: Code::nodule(),
        centre: Vec3::new(0.0, 0.0, 0.0),
        radius_mm: 4.0,
        nodule_type: None,
        laterality: None,
        category: None,
        weight: 1.0,
        mask: None,
        views: Vec::new(),
    };
    let truth = CaseTruth {
        lesions: vec![lesion],
        facts: Vec::new(),
    };
    let truths = BTreeMap::from([(CaseId::new("hit").unwrap(), truth)]);
    let table = table(&overread_exam::score(&session(), &truths));
    for line in [
        "hit                 1/1 +1 right",
        "not used",
        "unknown             not graded: its truth is unknown",
        "left                not graded: not signed",
        "1 case graded",
        "lesions found       1.00 (0.21 to 1.00)",
        "false marks a case  1.00 (0.03 to 5.57)",
        "normal called so    -",
        "1 case not graded: the truth is unknown",
        "median time a case 3 s, to the reveal -, after it -",
        "rubric v1",
    ] {
        assert!(table.contains(line), "{line:?} is not in:\n{table}");
    }
    assert!(!table.contains("AI findings:"), "there was no AI:\n{table}");
}

#[test]
fn a_session_in_developer_mode_says_that_it_gives_no_certificate() {
    let score_of = |is_developer_mode| {
        let plan = SessionPlan {
            is_developer_mode,
            ..plan()
        };
        let session = Session::new(plan).unwrap();
        overread_exam::score(&session, &BTreeMap::new())
    };
    assert!(table(&score_of(true)).contains("no certificate: an unsigned plugin could run"));
    assert!(!table(&score_of(false)).contains("no certificate"));
    let json = overread_workstation::score_json(&score_of(true));
    assert!(json.contains("\"certifiable\": false"), "{json}");
    assert!(json.contains("developer-mode"), "{json}");
    assert!(!overread_workstation::score_json(&score_of(false)).contains("certifiable"));
}
