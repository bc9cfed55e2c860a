//! A certification of 60 cases as a plan and events, compact, each event valid where it stands.

use std::path::Path;

use overread_base::{
    AiResult, AiStatus, CaseId, Mark, MarkId, Millis, NotRunReason, ReaderId, ScenarioId, Seed,
    SeriesUid, ServiceId, ServiceIdentity, SessionId, Shape, StudyUid, Vec3,
};
use overread_exam::{
    CaseFact, Event, MarkAnswer, Order, Percent, ProctorFact, ReaderMark, Rubric, SessionDesign,
    SessionEnd, SessionPlan, SignedOrder, StampedEvent, ViewerFact,
};
use overread_scenario::{
    HitRule, LabelChoice, LabelId, Questions, ReadingMode, ScenarioHash, SectionId, SectionSpec,
};
use overread_store::{JournalReader, Verified, journal_bytes};

pub(crate) const N_CASES: u32 = 60;

pub(crate) fn case(number: u32) -> CaseId {
    CaseId::new(format!("c{number}")).unwrap()
}

fn service() -> ServiceIdentity {
    ServiceIdentity {
        id: ServiceId::new("org.example.nodule").unwrap(),
        name: Vec::new(),
        version: "1.0.0".to_owned(),
        bundle_digest: Some("ab".repeat(32)),
        model_digests: Vec::new(),
        intended_use: Vec::new(),
        operating_point: None,
    }
}

pub(crate) fn plan() -> SessionPlan {
    SessionPlan {
        session: SessionId::new("exam-1").unwrap(),
        reader: ReaderId::new("reader").unwrap(),
        scenario: ScenarioId::new("chest.exam").unwrap(),
        scenario_hash: ScenarioHash([7; 32]),
        seed: Seed(1),
        software: "overread test".to_owned(),
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
            labels: vec![LabelChoice {
                id: LabelId::new("nodule").unwrap(),
                text: Vec::new(),
            }],
            confidence_step: 5,
            positive_from: 50,
            sections: vec![SectionSpec {
                id: SectionId::new("findings").unwrap(),
                title: Vec::new(),
                is_required: true,
            }],
        },
        cases: (1..=N_CASES).map(case).collect(),
        design: SessionDesign::default(),
    }
}

/// What happens in one case: seven events.
fn facts_of(number: u32) -> Vec<CaseFact> {
    let percent = |n: u32| Percent::new(u8::try_from(n % 101).unwrap()).unwrap();
    let mark = ReaderMark {
        id: MarkId::new("m1").unwrap(),
        answer: MarkAnswer {
            place: Mark {
                series: SeriesUid::new("1.2.3").unwrap(),
                shape: Shape::Point(Vec3::new(f64::from(number), -12.5, 300.25)),
            },
            label: LabelId::new("nodule").unwrap(),
            confidence: percent(number),
            laterality: None,
        },
    };
    let result = AiResult {
        service: service(),
        study: StudyUid::new("1.2").unwrap(),
        status: AiStatus::NotRun {
            reason: NotRunReason::OutOfScope,
            message: "no chest".to_owned(),
        },
        elapsed: Some(Millis(12)),
    };
    vec![
        CaseFact::Opened,
        CaseFact::Viewer(ViewerFact::ImagePainted),
        CaseFact::MarkSet(mark),
        CaseFact::Rated(percent(number * 7)),
        CaseFact::FirstReadLocked,
        CaseFact::AiReceived(Box::new(result)),
        CaseFact::ReportEdited {
            section: SectionId::new("findings").unwrap(),
            text: format!("Case {number}: one nodule."),
        },
        CaseFact::Signed,
    ]
}

/// All events of the examination.
pub(crate) fn events() -> Vec<StampedEvent> {
    let start = Event::Proctor(ProctorFact::Ordered(SignedOrder {
        order: Order::Start,
        number: 1,
        key: "ab".repeat(32),
        signature: "cd".repeat(64),
    }));
    let of_case = |number: u32| {
        let event = move |fact| Event::Case {
            case: case(number),
            fact,
        };
        facts_of(number).into_iter().map(event)
    };
    let all = std::iter::once(start)
        .chain((1..=N_CASES).flat_map(of_case))
        .chain([Event::Ended(SessionEnd::Complete)]);
    let stamped = |(event, at): (Event, u64)| StampedEvent {
        at: Millis(at * 750),
        event,
    };
    all.zip(0..).map(stamped).collect()
}

/// Writes the journal with the first events of the examination.
pub(crate) fn write_journal(path: &Path, events: &[StampedEvent]) {
    let bytes = journal_bytes(&plan(), 1_700_000_000, "nonce", events).unwrap();
    std::fs::write(path, bytes).unwrap();
}

/// The journal as it stands, with what recovery noted left out.
pub(crate) fn read(path: &Path) -> (Verified, Vec<StampedEvent>) {
    let verified = JournalReader::read(path).unwrap();
    let events = without_recovery(&verified.events);
    (verified, events)
}

pub(crate) fn without_recovery(events: &[StampedEvent]) -> Vec<StampedEvent> {
    let is_readers = |event: &&StampedEvent| !matches!(event.event, Event::Recovered { .. });
    events.iter().filter(is_readers).cloned().collect()
}
