//! The sheets of the services, faults by name, the developer's notice and the bench.

use egui::{Key, vec2};
use egui_kittest::kittest::Queryable as _;
use overread_base::{AiStatus, Code, FailureKind, Millis, NotRunReason};

use super::fixtures::{local, result, result_with_findings, service};
use super::raster::{keep, screen};
use super::rig::{Rig, Screen, Stage};
use crate::{
    BenchFault, BenchOutcome, BenchProblem, BenchRun, BenchStep, DeskAct, DeskBench, GrantedThing,
    Language, LimitedThing, ServiceClaims, ServiceGrant, ServiceLimit, ServiceModel, ServiceOrigin,
    ServiceSheet, ServiceState, ServiceTrust, tokens,
};

const KINDS: [(FailureKind, &str); 13] = [
    (FailureKind::RefusedManifest, "refused-manifest"),
    (FailureKind::BadSignature, "bad-signature"),
    (FailureKind::Incompatible, "incompatible"),
    (FailureKind::CompileFailed, "compile-failed"),
    (FailureKind::LinkFailed, "link-failed"),
    (FailureKind::Trap, "trap"),
    (FailureKind::Deadline, "deadline"),
    (FailureKind::Fuel, "fuel"),
    (FailureKind::Memory, "memory"),
    (FailureKind::HostBudget, "host-budget"),
    (FailureKind::OutputInvalid, "output-invalid"),
    (FailureKind::PluginFailure, "plugin-failure"),
    (FailureKind::Cancelled, "cancelled"),
];

const DIGEST: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const OTHER: &str = "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210";

fn sheet() -> ServiceSheet {
    let service = service();
    ServiceSheet {
        key: "overread.test@2.1".to_owned(),
        id: service.id.to_string(),
        name: service.name,
        version: service.version,
        digest: Some(DIGEST.to_owned()),
        origin: ServiceOrigin::Installed,
        trust: ServiceTrust::Signed,
        signed_by: vec!["Example vendor".to_owned(), "A reviewer".to_owned()],
        grants: vec![
            ServiceGrant {
                what: GrantedThing::Attribute("PatientAge".to_owned()),
                is_granted: false,
            },
            ServiceGrant {
                what: GrantedThing::PriorStudies,
                is_granted: true,
            },
        ],
        limits: vec![
            ServiceLimit {
                what: LimitedThing::MemoryMib,
                asked: Some(4096),
                granted: 1024,
            },
            ServiceLimit {
                what: LimitedThing::AnalyzeSeconds,
                asked: None,
                granted: 120,
            },
        ],
        state: ServiceState::Ready,
        claims: ServiceClaims {
            intended_use: service.intended_use,
            modalities: vec!["CT".to_owned()],
            body_parts: vec!["CHEST".to_owned()],
            findings: vec![Code::nodule()],
            operating_point: service.operating_point,
            is_training_only: true,
        },
        models: vec![ServiceModel {
            name: "nodule".to_owned(),
            digest: OTHER.to_owned(),
            summary: Some("A small network.".to_owned()),
            trained_on: Some("Synthetic chest CT".to_owned()),
            tested_on: None,
            limitations: Some("Knows no ground-glass nodules".to_owned()),
            figures: vec![("sensitivity".to_owned(), 0.87)],
        }],
    }
}

/// The report screen with the result shown.
fn revealed(language: Language, status: AiStatus, sheets: Vec<ServiceSheet>) -> Stage {
    let mut stage = Stage::reading(language, Screen::Report, vec2(520.0, 1500.0));
    stage.rig().services = sheets;
    stage.reveal(result(status));
    stage
}

fn failed(kind: FailureKind) -> AiStatus {
    AiStatus::Failed {
        kind,
        message: "details of it".to_owned(),
    }
}

#[test]
fn every_fault_class_is_named_and_explained_in_both_languages() {
    for (kind, name) in KINDS {
        for (language, says_nothing) in [
            (Language::En, "neither normal nor abnormal"),
            (Language::Ru, "ни о норме, ни о патологии"),
        ] {
            let stage = revealed(language, failed(kind), Vec::new());
            let text = stage.text();
            for expected in [name, "details of it", says_nothing] {
                assert!(text.contains(expected), "expected {expected:?} in\n{text}");
            }
            assert!(!text.contains("[fault"), "{text}");
            assert_eq!(stage.harness.state().desk.drawn().fault, Some(name));
        }
    }
}

#[test]
fn a_quarantined_service_says_until_when_and_may_be_released() {
    let quarantined = AiStatus::NotRun {
        reason: NotRunReason::Quarantined,
        message: String::new(),
    };
    let state = ServiceState::Quarantined {
        seconds_left: Some(9),
    };
    let mut stage = revealed(
        Language::En,
        quarantined,
        vec![ServiceSheet { state, ..sheet() }],
    );
    assert!(stage.text().contains("again in 9 s"), "{}", stage.text());
    stage.harness.get_by_label("Release").click();
    stage.run();
    let released = DeskAct::Release {
        service: "overread.test@2.1".to_owned(),
    };
    assert!(stage.rig().acts.contains(&released));
}

#[test]
fn a_sheet_says_all_that_is_known_and_grants_are_asked_of_the_host() {
    let mut stage = revealed(Language::En, failed(FailureKind::Trap), vec![sheet()]);
    stage
        .harness
        .get_by_label("About this service (F3)")
        .click();
    stage.run();
    keep("services-en", &screen(&stage.harness, &stage.textures));
    let text = stage.text();
    for expected in [
        "Nodule finder 2.1",
        "installed",
        "signed",
        "ready",
        "0123456789ab",
        "Example vendor, A reviewer",
        "PatientAge",
        "earlier studies of the patient",
        "4096",
        "1024",
        "Nodules of 4 mm and more",
        "threshold 0.50",
        "phantoms",
        "Synthetic chest CT",
        "not stated",
        "Knows no ground-glass nodules",
        "sensitivity 0.870",
    ] {
        assert!(text.contains(expected), "expected {expected:?} in\n{text}");
    }
    assert!(!text.contains("AI result"), "the sheets stand in its place");
    stage.harness.get_by_label("PatientAge").click();
    stage.run();
    let granted = DeskAct::SetGrant {
        service: "overread.test@2.1".to_owned(),
        what: GrantedThing::Attribute("PatientAge".to_owned()),
        is_granted: true,
    };
    assert_eq!(stage.rig().acts, [DeskAct::ListServices, granted]);
    stage.key(Key::F3);
    assert!(stage.text().contains("AI result"));
}

#[test]
fn before_the_reveal_the_sheets_stay_shut() {
    let mut stage = Stage::reading(Language::En, Screen::Report, vec2(520.0, 1200.0));
    stage.rig().services = vec![sheet()];
    stage.key(Key::F3);
    assert!(!stage.text().contains("Nodule finder"), "{}", stage.text());
    assert_eq!(stage.rig().acts, []);
}

#[test]
fn broken_and_unsigned_services_are_told_apart() {
    let broken = ServiceSheet {
        key: "broken".to_owned(),
        id: "org.example.broken".to_owned(),
        name: vec![local("en", "Broken service")],
        state: ServiceState::Broken {
            kind: FailureKind::LinkFailed,
            message: "wants wasi:filesystem".to_owned(),
        },
        trust: ServiceTrust::Unsigned,
        origin: ServiceOrigin::Developer,
        ..sheet()
    };
    let mut stage = revealed(
        Language::Ru,
        failed(FailureKind::Trap),
        vec![sheet(), broken],
    );
    stage.key(Key::F3);
    let text = stage.text();
    for expected in [
        "Поиск очагов 2.1",
        "Broken service",
        "link-failed",
        "не подписан",
    ] {
        assert!(text.contains(expected), "expected {expected:?} in\n{text}");
    }
    stage
        .harness
        .get_by_label_contains("Broken service")
        .click();
    stage.run();
    keep("services-ru", &screen(&stage.harness, &stage.textures));
    assert!(stage.text().contains("wants wasi:filesystem"));
}

#[test]
fn developer_mode_is_said_on_every_panel_in_red() {
    for (language, expected) in [
        (
            Language::En,
            "Developer mode: unsigned plugin, no certificate",
        ),
        (
            Language::Ru,
            "Режим разработчика: неподписанный плагин, без сертификата",
        ),
    ] {
        let mut stage = Stage::reading(language, Screen::All, vec2(1600.0, 900.0));
        assert!(!stage.text().contains(expected));
        stage.rig().is_developer_mode = true;
        stage.run();
        assert_eq!(stage.text().matches(expected).count(), 3);
        let picture = screen(&stage.harness, &stage.textures);
        keep("developer-mode", &picture);
        let is_red = |x: usize| (0..40).any(|y| picture[(x, y)] == tokens::BANNER);
        assert!([10, 400, 1500].into_iter().all(is_red));
    }
}

fn bench() -> DeskBench {
    let run = |number, digest: &str, outcome| BenchRun {
        number,
        digest: Some(digest.to_owned()),
        outcome,
        elapsed: Some(Millis(1_230)),
    };
    let broke = BenchProblem::Fault(FailureKind::LinkFailed);
    DeskBench {
        source: "my-service".to_owned(),
        step: BenchStep::Watching,
        shown_digest: Some(DIGEST.to_owned()),
        is_shown_old: true,
        fault: Some(BenchFault {
            problem: broke,
            digest: Some(OTHER.to_owned()),
            message: "wants wasi:filesystem".to_owned(),
        }),
        runs: vec![
            run(2, OTHER, BenchOutcome::Broke(broke)),
            run(1, DIGEST, BenchOutcome::Findings(2)),
        ],
    }
}

#[test]
fn the_bench_names_the_fault_and_keeps_the_result_of_the_earlier_version() {
    for language in [Language::En, Language::Ru] {
        let mut rig = Rig::new(language, Screen::All);
        rig.send(overread_exam::Command::NextCase);
        rig.images = super::rig::Images::Ready(Box::new(super::fixtures::study()));
        rig.is_developer_mode = true;
        let mut stage = Stage::new(rig, vec2(1600.0, 900.0));
        stage.reveal(result_with_findings());
        stage.rig().bench = Some(bench());
        stage.run();
        let tag = language.tag();
        keep(
            &format!("bench-{tag}"),
            &screen(&stage.harness, &stage.textures),
        );
        let text = stage.text();
        for expected in [
            "link-failed",
            "0123456789ab",
            "fedcba987654",
            "wasi:filesystem",
        ] {
            assert!(text.contains(expected), "expected {expected:?} in\n{text}");
        }
        let decides = ["Accept", "Принять", "Sign", "Подписать"];
        assert!(decides.iter().all(|word| !text.contains(word)), "{text}");
        assert_eq!(
            stage.harness.state().desk.drawn().fault,
            Some("link-failed")
        );
    }
}

#[test]
fn the_bench_runs_again_when_asked() {
    let mut rig = Rig::new(Language::En, Screen::Worklist);
    rig.bench = Some(bench());
    let mut stage = Stage::new(rig, vec2(400.0, 700.0));
    stage.harness.get_by_label("Run again").click();
    stage.run();
    assert_eq!(stage.rig().acts, [DeskAct::RunAgain]);
}

#[test]
fn a_running_job_says_what_it_is_at() {
    let mut stage = Stage::reading(Language::En, Screen::Report, vec2(520.0, 1200.0));
    stage.rig().send(overread_exam::Command::RateCase(70));
    stage.rig().send(overread_exam::Command::LockFirstRead);
    stage.run();
    let text = stage.text();
    assert!(
        text.contains("40%") && text.contains("Looking at slice 40"),
        "{text}"
    );
}
