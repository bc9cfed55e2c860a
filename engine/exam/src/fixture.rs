//! A small sequential session for tests: three cases, one label, one required section, a service with two findings.

use std::collections::BTreeMap;

use overread_base::{
    AiReport, AiResult, AiStatus, CaseId, CaseTruth, Code, Finding, FindingId, Lesion, LesionId,
    Mark, Millis, ReaderId, ScenarioId, Seed, SeriesUid, ServiceId, ServiceIdentity, SessionId,
    Shape, StudyProbability, StudyUid, Vec3,
};
use overread_scenario::{
    Certification, HitRule, LabelChoice, LabelId, Questions, ReadingMode, ScenarioHash, SectionId,
    SectionSpec,
};

use crate::{
    Candidate, CertificationSeat, Command, MarkAnswer, Order, Percent, Refusal, Rubric, Session,
    SessionPlan, SignedOrder, StampedEvent,
};

pub(crate) mod questions;

pub(crate) fn case(name: &str) -> CaseId {
    CaseId::new(name).unwrap()
}

pub(crate) fn finding_id(name: &str) -> FindingId {
    FindingId::new(name).unwrap()
}

pub(crate) fn service() -> ServiceIdentity {
    ServiceIdentity {
        id: ServiceId::new("acme.nodule").unwrap(),
        name: Vec::new(),
        version: "1.0.0".to_owned(),
        bundle_digest: None,
        model_digests: Vec::new(),
        intended_use: Vec::new(),
        operating_point: None,
    }
}

pub(crate) fn plan(mode: ReadingMode) -> SessionPlan {
    SessionPlan {
        session: SessionId::new("s1").unwrap(),
        reader: ReaderId::new("reader").unwrap(),
        scenario: ScenarioId::new("chest.test").unwrap(),
        scenario_hash: ScenarioHash([7; 32]),
        seed: Seed(1),
        software: "test".to_owned(),
        rubric: Rubric::V1,
        mode,
        service: mode.has_ai().then(service),
        recorded: Vec::new(),
        is_developer_mode: false,
        exam: None,
        hit_rule: HitRule::CentreDistance {
            least_radius_mm: 5.0,
        },
        soft_limit: Some(Millis(60_000)),
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
                is_required: true,
            }],
        },
        cases: vec![case("c1"), case("c2"), case("c3")],
        design: crate::SessionDesign::default(),
    }
}

pub(crate) fn series() -> SeriesUid {
    SeriesUid::new("1.2.3").unwrap()
}

/// A point mark at (x, 0, 0), as sure as can be.
pub(crate) fn at(x: f64) -> MarkAnswer {
    MarkAnswer {
        place: Mark {
            series: series(),
            shape: Shape::Point(Vec3::new(x, 0.0, 0.0)),
        },
        label: LabelId::new("nodule").unwrap(),
        confidence: Percent::FULL,
        laterality: None,
    }
}

/// Lesions of 4 mm radius at (x, 0, 0), called `l0`, `l1`, ...
pub(crate) fn truth(xs: &[f64]) -> CaseTruth {
    let lesion = |(idx, &x): (usize, &f64)| Lesion {
        id: LesionId::new(format!("l{idx}")).unwrap(),
        code: Code::nodule(),
        centre: Vec3::new(x, 0.0, 0.0),
        radius_mm: 4.0,
        nodule_type: None,
        laterality: None,
        category: None,
        weight: 1.0 / xs.len() as f64,
        mask: None,
        views: Vec::new(),
    };
    CaseTruth {
        lesions: xs.iter().enumerate().map(lesion).collect(),
        facts: Vec::new(),
    }
}

pub(crate) fn truths(of: &[(&str, &[f64])]) -> BTreeMap<CaseId, CaseTruth> {
    of.iter().map(|(id, xs)| (case(id), truth(xs))).collect()
}

/// A result with findings `f0`, `f1`, ... in boxes of 6 mm around (x, 0, 0).
pub(crate) fn result(xs: &[f64], probability: f32) -> AiResult {
    let finding = |(idx, &x): (usize, &f64)| Finding {
        id: finding_id(&format!("f{idx}")),
        code: Code::nodule(),
        site: None,
        laterality: None,
        probability: Some(0.9),
        certainty: None,
        category: None,
        marks: vec![Mark {
            series: series(),
            shape: Shape::Cuboid {
                low: Vec3::new(x - 3.0, -3.0, -3.0),
                high: Vec3::new(x + 3.0, 3.0, 3.0),
            },
        }],
        measures: Vec::new(),
        notes: Vec::new(),
    };
    with_status(AiStatus::Done(AiReport {
        probability: Some(StudyProbability {
            value: probability,
            threshold: 0.5,
        }),
        findings: xs.iter().enumerate().map(finding).collect(),
        ..AiReport::default()
    }))
}

pub(crate) fn with_status(status: AiStatus) -> AiResult {
    AiResult {
        service: service(),
        study: StudyUid::new("1.2").unwrap(),
        status,
        elapsed: None,
    }
}

/// The public key of the supervisor of [`supervised_seat`].
pub(crate) const SUPERVISOR: &str =
    "abababababababababababababababababababababababababababababababab";

/// An examination with one supervisor and no pass rule.
pub(crate) fn supervised_seat(needs_signed_start: bool, is_locked_down: bool) -> CertificationSeat {
    CertificationSeat {
        terms: Certification {
            title: Vec::new(),
            pass: Vec::new(),
            most_attempts: None,
            wait_days: 0,
            supervisors: vec![SUPERVISOR.to_owned()],
            needs_signed_start,
            is_locked_down,
            sealed_to: None,
            valid_days: None,
        },
        candidate: Candidate::default(),
        attempt: 1,
    }
}

/// An order of that supervisor, as the host gives it after it checked the signature.
pub(crate) fn signed(order: Order, number: u32) -> SignedOrder {
    SignedOrder {
        order,
        number,
        key: SUPERVISOR.to_owned(),
        signature: "0".repeat(128),
    }
}

/// A session that commands are sent to at times of a test's choosing; its events are kept for replays.
pub(crate) struct Sitting {
    pub(crate) session: Session,
    pub(crate) events: Vec<StampedEvent>,
    pub(crate) now: Millis,
}

impl Sitting {
    pub(crate) fn new(mode: ReadingMode) -> Self {
        Self::of(plan(mode))
    }

    pub(crate) fn of(plan: SessionPlan) -> Self {
        Self {
            session: Session::new(plan).unwrap(),
            events: Vec::new(),
            now: Millis(0),
        }
    }

    /// A second passes, then the command is decided and applied.
    pub(crate) fn send(&mut self, command: Command) -> Result<(), Refusal> {
        self.now.0 += 1000;
        for event in self.session.decide(self.now, command)? {
            self.session.apply(&event);
            self.events.push(event);
        }
        Ok(())
    }

    #[track_caller]
    pub(crate) fn done(&mut self, command: Command) {
        if let Err(refusal) = self.send(command) {
            panic!("refused: {refusal}");
        }
    }

    pub(crate) fn arrives(&mut self, id: &str, result: AiResult) -> Result<(), Refusal> {
        self.send(Command::AiArrived {
            case: case(id),
            result: Box::new(result),
        })
    }

    pub(crate) fn write_report(&mut self) {
        self.done(Command::EditReport {
            section: SectionId::new("impression").unwrap(),
            text: "Read.".to_owned(),
        });
    }

    /// Opens the next case, marks `first`, rates and locks it, and lets the result come.
    #[track_caller]
    pub(crate) fn read_up_to_reveal(&mut self, id: &str, first: &[f64], rating: u8, ai: AiResult) {
        self.done(Command::NextCase);
        for x in first {
            self.done(Command::AddMark(at(*x)));
        }
        self.done(Command::RateCase(rating));
        self.done(Command::LockFirstRead);
        self.arrives(id, ai).unwrap();
    }
}
