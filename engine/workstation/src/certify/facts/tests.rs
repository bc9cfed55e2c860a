//! Scores become the facts of certificates, and those that gave none are refused by name.

use std::collections::BTreeMap;

use overread_base::{
    CaseId, CaseTruth, Code, Lesion, LesionId, LocalText, Millis, ReaderId, ScenarioId, Seed,
    SessionId, Vec3,
};
use overread_certificate::{
    Certificate, Identity, Issuer, Language, Measure, Timestamp, Unit, Verdict,
};
use overread_exam::{
    Candidate, CertificateBar, CertificationSeat, Command, ProctorFact, Rubric, Score, ScoreInput,
    Session, SessionDesign, SessionPlan, StampedEvent, pass_of, score_session,
};
use overread_scenario::{
    Certification, CutScore, HitRule, LabelChoice, LabelId, PassComponent, PassMetric, Questions,
    ReadingMode, ScenarioHash, SectionId, SectionSpec, TooFew,
};
use overread_seal::{JournalFact, Manifest, ScenarioFact, ServiceFact};
use overread_stats::{Reliance, Trial};

use super::{Certified, NotCertifiable, certificate_of};

const N_CASES: usize = 20;

fn case(idx: usize) -> CaseId {
    CaseId::new(format!("c{idx}")).unwrap()
}

fn text(locale: &str, value: &str) -> LocalText {
    LocalText {
        locale: locale.to_owned(),
        value: value.to_owned(),
    }
}

/// Shares of sensitivity, specificity and RAIR that have to be reached.
fn terms(cuts: [f64; 3]) -> Certification {
    let component = |(metric, cut)| PassComponent {
        metric,
        cut: CutScore::Share(cut),
        least_opportunities: 5,
        too_few: TooFew::Undecided,
    };
    let metrics = [
        PassMetric::Sensitivity,
        PassMetric::Specificity,
        PassMetric::Rair,
    ];
    Certification {
        title: vec![text("en", "Chest CT"), text("ru", "КТ грудной клетки")],
        pass: metrics.into_iter().zip(cuts).map(component).collect(),
        most_attempts: None,
        wait_days: 0,
        supervisors: Vec::new(),
        needs_signed_start: false,
        is_locked_down: true,
        sealed_to: None,
        valid_days: Some(365),
    }
}

fn plan(terms: &Certification) -> SessionPlan {
    SessionPlan {
        session: SessionId::new("s1").unwrap(),
        reader: ReaderId::new("reader").unwrap(),
        scenario: ScenarioId::new("chest.test").unwrap(),
        scenario_hash: ScenarioHash([7; 32]),
        seed: Seed(1),
        software: "overread 0.1.0".to_owned(),
        rubric: Rubric::V2,
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
        cases: (0..N_CASES).map(case).collect(),
        design: SessionDesign {
            certification: Some(CertificationSeat {
                terms: terms.clone(),
                candidate: Candidate {
                    name: "Maria Example ".to_owned(),
                    number: "RC-7".to_owned(),
                },
                attempt: 1,
            }),
            ..SessionDesign::default()
        },
    }
}

/// The first half of the cases is abnormal.
fn truths() -> BTreeMap<CaseId, CaseTruth> {
    let lesion = Lesion {
        id: LesionId::new("l0").unwrap(),
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
    let truth = |idx| CaseTruth {
        facts: Vec::new(),
        lesions: if idx < N_CASES / 2 {
            vec![lesion.clone()]
        } else {
            Vec::new()
        },
    };
    (0..N_CASES).map(|idx| (case(idx), truth(idx))).collect()
}

struct Read {
    plan: SessionPlan,
    events: Vec<StampedEvent>,
    score: Score,
}

/// One abnormal case in ten is missed and one normal one in ten recalled; the reliance is put in by hand.
fn read(terms: &Certification) -> Read {
    let plan = plan(terms);
    let mut session = Session::new(plan.clone()).unwrap();
    let mut events = Vec::new();
    let mut now = Millis(0);
    let mut done = |command: Command| {
        now.0 += 15_000;
        for event in session.decide(now, command).unwrap() {
            session.apply(&event);
            events.push(event);
        }
    };
    done(Command::Proctor(ProctorFact::FocusLost));
    done(Command::Proctor(ProctorFact::FocusGained));
    for idx in 0..N_CASES {
        done(Command::NextCase);
        let is_abnormal = idx < N_CASES / 2;
        let is_wrong = idx == 0 || idx == N_CASES / 2;
        done(Command::RateCase(if is_abnormal == is_wrong {
            10
        } else {
            90
        }));
        done(Command::Sign);
    }
    done(Command::Finish);
    let input = ScoreInput {
        truths: truths(),
        ..ScoreInput::default()
    };
    let mut score = score_session(&session, &input);
    let trial = |first: bool, ai: bool, last: bool| Trial {
        truth: true,
        ai,
        first,
        last,
    };
    let trials: Vec<Trial> = (0..10).map(|idx| trial(false, true, idx < 8)).collect();
    score.total.reliance = Some(Reliance::of(&trials));
    Read {
        plan,
        events,
        score,
    }
}

fn manifest() -> Manifest {
    let digest = |digit: &str| digit.repeat(64);
    Manifest {
        format: "overread-manifest".to_owned(),
        version: 1,
        session: "s1".to_owned(),
        reader: "reader".to_owned(),
        candidate: None,
        scenario: ScenarioFact {
            id: "chest.test".to_owned(),
            content_sha256: digest("a"),
            copy_sha256: digest("b"),
        },
        plan_sha256: digest("c"),
        mode: "unaided".to_owned(),
        rubric: "v2".to_owned(),
        software: "overread 0.1.0".to_owned(),
        is_developer_mode: false,
        cases: Vec::new(),
        services: (0..9)
            .map(|idx| ServiceFact {
                id: format!("org.example.service-{idx}"),
                version: "1.0.0".to_owned(),
                bundle_sha256: (idx == 0).then(|| digest("d")),
                models_sha256: Vec::new(),
            })
            .collect(),
        exam_plugin: None,
        ai_plan_sha256: None,
        truth_sha256: None,
        journal: JournalFact {
            n_records: 5,
            n_bytes: 500,
            chain_sha256: digest("e"),
            merkle_root: digest("f"),
        },
        score: None,
        started_unix_s: 0,
        sealed_unix_s: 0,
    }
}

fn facts(
    read: &Read,
    terms: Option<&Certification>,
    language: Language,
) -> Result<Certificate, NotCertifiable> {
    certificate_of(&Certified {
        plan: &read.plan,
        events: &read.events,
        score: &read.score,
        pass: terms.map(|terms| pass_of(&read.score, terms)).as_ref(),
        manifest: &manifest(),
        manifest_sha256: "9".repeat(64),
        language,
        issuer: Issuer {
            name: "Centre".to_owned(),
            place: None,
            key: [7; 32],
        },
        identity: Identity::Plain,
        issued: Timestamp::parse("2026-11-25T20:15:00Z").unwrap(),
    })
}

#[test]
fn a_passed_score_becomes_facts() {
    let terms = terms([0.8, 0.9, 0.75]);
    let read = read(&terms);
    let facts = facts(&read, Some(&terms), Language::Ru).unwrap();
    assert_eq!(facts.title, "КТ грудной клетки");
    assert!(facts.candidate.is("Maria Example", "RC-7"));
    assert_eq!(
        facts.valid_until.unwrap().to_string(),
        "2027-11-25T20:15:00Z"
    );
    let codes: Vec<&str> = facts.metrics.iter().map(|it| it.code.as_str()).collect();
    assert_eq!(&codes[..3], ["sensitivity", "specificity", "rair"]);
    assert!(codes.contains(&"time") && codes.contains(&"agreement"));
    // A session without AI says nothing of first answers.
    assert!(!codes.contains(&"unaided-sensitivity"));
    let metric = |code: &str| facts.metrics.iter().find(|it| it.code == code).unwrap();
    let sensitivity = metric("sensitivity");
    assert_eq!(sensitivity.value, Measure::of(0.9));
    assert_eq!((sensitivity.n, sensitivity.cut), (10, Measure::of(0.8)));
    // Wilson, 9 of 10: 0.5958 to 0.9821 (Newcombe 1998, method 3).
    assert_eq!(
        sensitivity.interval,
        Measure::of(0.5958).zip(Measure::of(0.9821))
    );
    assert_eq!(sensitivity.verdict, Some(Verdict::Met));
    assert_eq!(metric("rair").value, Measure::of(0.8));
    assert_eq!(metric("commission").verdict, Some(Verdict::NoOpportunity));
    assert_eq!(metric("time").value, Measure::of(30.0));
}

#[test]
fn conditions_are_those_of_the_session() {
    let terms = terms([0.8, 0.9, 0.75]);
    let read = read(&terms);
    let facts = facts(&read, Some(&terms), Language::En).unwrap();
    let held = &facts.conditions;
    assert_eq!(held.mode, "without AI");
    assert_eq!((held.n_cases, held.n_incidents), (20, 1));
    assert_eq!(held.prevalence, Measure::of(0.5));
    assert_eq!((held.is_supervised, held.is_locked_down), (false, true));
    assert_eq!(held.wrong_ai, None);
    let services = facts.session.services.unwrap();
    assert!(services.starts_with("org.example.service-0 1.0.0 (sha256 dddddddddddd), "));
    assert!(services.ends_with(" +5"), "{services}");
}

#[track_caller]
fn refused(read: &Read, terms: Option<&Certification>, expected: &str) {
    let error = facts(read, terms, Language::En).unwrap_err().to_string();
    assert!(error.contains(expected), "{error}");
}

#[test]
fn what_was_not_passed_is_refused() {
    let harder = terms([0.95, 0.9, 0.75]);
    refused(
        &read(&harder),
        Some(&harder),
        "not passed (failed): sensitivity not-met",
    );
    let easy = terms([0.8, 0.9, 0.75]);
    let mut without = read(&easy);
    without.score.total.reliance = None;
    refused(
        &without,
        Some(&easy),
        "(not-decidable): rair too-few-opportunities",
    );
    refused(&read(&easy), None, "no terms of certification");
    let mut developer = read(&easy);
    developer.score.bars = vec![CertificateBar::DeveloperMode];
    refused(&developer, Some(&easy), "developer-mode");
    let mut nobody = read(&easy);
    if let Some(seat) = &mut nobody.plan.design.certification {
        seat.candidate.name.clear();
    }
    refused(
        &nobody,
        Some(&easy),
        "candidate's name: expected 1 to 80 visible letters",
    );
}

#[test]
fn a_difference_that_decided_is_stated_in_points_with_its_own_method() {
    let mut terms = terms([0.8, 0.9, 0.75]);
    terms.pass.push(PassComponent {
        metric: PassMetric::AidedGain,
        cut: CutScore::Share(-0.1),
        least_opportunities: 5,
        too_few: TooFew::Undecided,
    });
    let read = read(&terms);
    let facts = facts(&read, Some(&terms), Language::En).unwrap();
    let gain = facts.metrics.iter().find(|it| it.code == "aided-gain");
    let gain = gain.unwrap();
    // Eight of ten wrong answers became right, none the reverse.
    assert_eq!(gain.value, Measure::of(0.8));
    assert_eq!((gain.n, gain.cut), (10, Measure::of(-0.1)));
    assert_eq!(gain.unit, Unit::Difference);
    assert!(gain.method.contains("Bonett"), "{}", gain.method);
    assert_eq!(gain.verdict, Some(Verdict::Met));
}
