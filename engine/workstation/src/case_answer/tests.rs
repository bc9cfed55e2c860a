//! The final report out of the facts of a case.

use overread_base::{AiReport, AiStatus, Millis, Seed, ServiceId, ServiceIdentity, Shape, Vec3};
use overread_exam::{Rubric, SessionPlan};
use overread_scenario::{HitRule, Questions, ReadingMode, ScenarioHash};

use super::*;

fn series() -> SeriesUid {
    SeriesUid::new("1.2.1").unwrap()
}

fn study() -> StudyUid {
    StudyUid::new("1.2").unwrap()
}

fn label(id: &str) -> LabelChoice {
    LabelChoice {
        id: LabelId::new(id).unwrap(),
        text: vec![LocalText {
            locale: "en".to_owned(),
            value: id.to_uppercase(),
        }],
    }
}

fn service() -> ServiceIdentity {
    ServiceIdentity {
        id: ServiceId::new("vendor.service").unwrap(),
        name: Vec::new(),
        version: "1".to_owned(),
        bundle_digest: None,
        model_digests: Vec::new(),
        intended_use: Vec::new(),
        operating_point: None,
    }
}

fn plan() -> SessionPlan {
    SessionPlan {
        session: overread_base::SessionId::new("s").unwrap(),
        reader: overread_base::ReaderId::new("reader").unwrap(),
        scenario: overread_base::ScenarioId::new("a.b").unwrap(),
        scenario_hash: ScenarioHash([0; 32]),
        seed: Seed(1),
        software: String::new(),
        rubric: Rubric::V1,
        mode: ReadingMode::Sequential,
        service: Some(service()),
        recorded: Vec::new(),
        is_developer_mode: false,
        exam: None,
        hit_rule: HitRule::CentreDistance {
            least_radius_mm: 5.0,
        },
        soft_limit: None,
        questions: Questions {
            labels: vec![label("nodule"), label("effusion")],
            confidence_step: 5,
            positive_from: 50,
            sections: Vec::new(),
        },
        cases: vec![CaseId::new("a").unwrap()],
        design: overread_exam::SessionDesign::default(),
    }
}

fn mark(id: &str, x: f64) -> ReaderMark {
    ReaderMark {
        id: MarkId::new(id).unwrap(),
        answer: answer(x),
    }
}

fn answer(x: f64) -> MarkAnswer {
    MarkAnswer {
        place: Mark {
            series: series(),
            shape: Shape::Point(Vec3::new(x, 0.0, 0.0)),
        },
        label: LabelId::new("nodule").unwrap(),
        confidence: Percent::new(80).unwrap(),
        laterality: None,
    }
}

fn ai() -> AiResult {
    let finding = |id: &str, x| Finding {
        id: FindingId::new(id).unwrap(),
        probability: Some(0.9),
        notes: Vec::new(),
        ..own_finding(&mark("m9", x), &[label("nodule")])
    };
    AiResult {
        service: service(),
        study: study(),
        status: AiStatus::Done(AiReport {
            findings: vec![finding("f1", 1.0), finding("f2", 2.0), finding("f3", 3.0)],
            ..AiReport::default()
        }),
        elapsed: None,
    }
}

fn events(facts: Vec<CaseFact>) -> Vec<StampedEvent> {
    let event = |fact| StampedEvent {
        at: Millis(0),
        event: Event::Case {
            case: CaseId::new("a").unwrap(),
            fact,
        },
    };
    facts.into_iter().map(event).collect()
}

fn verdict(finding: &str, verdict: FindingVerdict, note: Option<&str>) -> CaseFact {
    CaseFact::VerdictGiven {
        finding: FindingId::new(finding).unwrap(),
        verdict,
        note: note.map(str::to_owned),
    }
}

#[test]
fn the_report_is_what_stood_in_the_end() {
    let facts = vec![
        CaseFact::Opened,
        CaseFact::MarkSet(mark("m1", 10.0)),
        CaseFact::MarkSet(mark("m1", 11.0)),
        CaseFact::MarkSet(mark("m2", 20.0)),
        CaseFact::MarkDeleted(MarkId::new("m2").unwrap()),
        CaseFact::Rated(Percent::new(70).unwrap()),
        CaseFact::FirstReadLocked,
        CaseFact::AiReceived(Box::new(ai())),
        CaseFact::AiRevealed,
        verdict("f1", FindingVerdict::Accepted, None),
        verdict("f2", FindingVerdict::Modified(answer(5.0)), Some("higher")),
        verdict("f3", FindingVerdict::Rejected, Some("a vessel")),
        CaseFact::ReportEdited {
            section: SectionId::new("impression").unwrap(),
            text: "A nodule.".to_owned(),
        },
        CaseFact::Signed,
    ];
    let id = CaseId::new("a").unwrap();
    let answer = CaseAnswer::of(&events(facts), &id).unwrap();
    let report = answer.report(&plan(), &study(), &series(), "en");
    assert_eq!(report.completion, Completion::Complete);
    let told: Vec<_> = report
        .findings
        .iter()
        .map(|f| {
            let centre = f.finding.marks[0].shape.centre().unwrap();
            (f.finding.id.as_str(), centre.x, f.verdict)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("reader-m1", 11.0, None),
            ("f1", 1.0, Some(Verdict::Accepted)),
            ("f2", 5.0, Some(Verdict::Modified)),
            ("f3", 3.0, Some(Verdict::Rejected)),
        ]
    );
    assert_eq!(report.findings[3].finding.notes[0].value, "a vessel");
    // The reader was asked about effusions and marked none.
    assert_eq!(report.assessed.len(), 1);
    assert_eq!(report.assessed[0].code.value, "effusion");
    let probability = report.probability.unwrap();
    assert_eq!((probability.value, probability.threshold), (0.7, 0.5));
    assert_eq!(report.sections[0].text[0].value, "A nodule.");
}

#[test]
fn an_unsigned_report_is_partial_and_states_no_absence() {
    let id = CaseId::new("a").unwrap();
    let facts = vec![CaseFact::Opened, CaseFact::AiReceived(Box::new(ai()))];
    let answer = CaseAnswer::of(&events(facts), &id).unwrap();
    let report = answer.report(&plan(), &study(), &series(), "en");
    assert_eq!(report.completion, Completion::Partial);
    assert!(report.assessed.is_empty() && report.findings.is_empty());
    assert_eq!(CaseAnswer::of(&[], &id), None);
}
