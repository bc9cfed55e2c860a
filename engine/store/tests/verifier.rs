//! The bytes that this crate writes are those that the verifier of `overread-seal` reads: both have them in one file,
//! which is why they need not share code.
#![expect(
    clippy::unwrap_used,
    reason = "a test: what is not as expected stops it"
)]

use overread_base::Millis;
use overread_exam::{
    Candidate, CaseFact, CertificationSeat, Event, Order, PlantRecord, ProctorFact, SessionDesign,
    SessionEnd, SessionPlan, SignedOrder, StampedEvent,
};
use overread_scenario::{AiErrorKind, Certification, ErrorSeverity};
use overread_store::journal_bytes;

#[expect(
    dead_code,
    reason = "shared with the tests of faults, which need more of it"
)]
#[path = "faults/exam.rs"]
mod exam;

/// What the verifier's tests read.
const WRITTEN: &[u8] = include_bytes!("../../seal/fixtures/journal.bin");

/// The public key of the Ed25519 seed of 32 bytes 2.
const SUPERVISOR: &str = "8139770ea87d175f56a35466c34c7ecccb8d8a91b4ee37a25df60f5b8fc9b394";

/// Signatures by libsodium over `overread order 1`, session `exam-1`, numbers 1 to 3, `start`, `extend 60000`, `seal`.
const SIGNATURES: [&str; 3] = [
    "738556d076d5a91303926c349bec9807cc17748518b939251415f0020927e684f1fdf3652766046b2a9393305737ec71d437f59dae61a14e4e9b7e40297b0602",
    "6dbd51c2d97cc36f59697af84a027fc33dc36a4692f5c1fed8a9fb500bde4a6a344838c38e67ce49c8139a2f191084ca7e928785477f6bb4441d796aaf5cd10b",
    "86a3e634c8eb15c824627596cdbbbe145b7ff46dc6d1e8bc9129f7cc3d75990e41ee8bc43cb1c84a0100ff5fa18a4f7c6f89a938abaa545d975ff19e777f700a",
];

fn plan() -> SessionPlan {
    let terms = Certification {
        title: Vec::new(),
        pass: Vec::new(),
        most_attempts: Some(2),
        wait_days: 30,
        supervisors: vec![SUPERVISOR.to_owned()],
        needs_signed_start: true,
        is_locked_down: true,
        sealed_to: None,
        valid_days: None,
    };
    SessionPlan {
        cases: vec![exam::case(1), exam::case(2)],
        design: SessionDesign {
            ai_plan_sha256: Some("ef".repeat(32)),
            certification: Some(CertificationSeat {
                terms,
                candidate: Candidate {
                    name: "A. Reader".to_owned(),
                    number: "17".to_owned(),
                },
                attempt: 1,
            }),
            ..SessionDesign::default()
        },
        ..exam::plan()
    }
}

fn ordered(number: u32, order: Order) -> Event {
    let idx = usize::try_from(number - 1).unwrap();
    Event::Proctor(ProctorFact::Ordered(SignedOrder {
        order,
        number,
        key: SUPERVISOR.to_owned(),
        signature: SIGNATURES[idx].to_owned(),
    }))
}

/// One of each kind of fact that the verifier looks at.
fn events() -> Vec<StampedEvent> {
    let of_case = exam::events().into_iter().map(|stamped| stamped.event);
    let planted = PlantRecord {
        kind: AiErrorKind::VersionChange,
        severity: ErrorSeverity::Minor,
        findings: Vec::new(),
        places: Vec::new(),
        told: Vec::new(),
        is_void: false,
    };
    let mut all = vec![ordered(1, Order::Start)];
    all.extend(of_case.skip(1).take(8));
    all.extend([
        Event::Case {
            case: exam::case(1),
            fact: CaseFact::AiPlanted(Box::new(planted)),
        },
        Event::Proctor(ProctorFact::FocusLost),
        Event::Proctor(ProctorFact::FocusGained),
        Event::Proctor(ProctorFact::Incident("fire alarm".to_owned())),
        Event::Proctor(ProctorFact::ClockJumped { by_ms: -3_600_000 }),
        Event::Paused,
        Event::Resumed,
        Event::Recovered { lost_bytes: 9 },
        Event::Case {
            case: exam::case(2),
            fact: CaseFact::ImagesFailed("no such folder".to_owned()),
        },
        ordered(2, Order::Extend(Millis(60_000))),
        Event::Proctor(ProctorFact::TimeLeft(Millis(1_000))),
        ordered(3, Order::Seal),
        Event::Ended(SessionEnd::Sealed),
    ]);
    let stamped = |(event, at): (Event, u64)| StampedEvent {
        at: Millis(at * 1_000),
        event,
    };
    all.into_iter().zip(0..).map(stamped).collect()
}

#[test]
fn the_verifiers_journal_is_one_that_is_written_here() {
    let written = journal_bytes(&plan(), 1_700_000_000, "nonce", &events()).unwrap();
    if let Some(to) = std::env::var_os("OVERREAD_TEST_WRITE") {
        std::fs::write(to, &written).unwrap();
    }
    assert!(
        written == WRITTEN,
        "the journal's bytes are a format: a change of them is a change for ever; the words of the plan or of an event \
         differ from engine/seal/fixtures/journal.bin"
    );
}
