//! Any commands in any mode: nothing breaks, nothing refused leaves a trace, nothing is shown early, replays are equal.

use overread_base::LocalText;
use overread_scenario::{
    AnswerValue, AskedWhen, Branch, Choice, ClockSpec, Feedback, Interruption, InterruptionKind,
    Interruptions, PausePolicy, Question, QuestionId, QuestionKind, ReadingSettings,
};

use super::*;
use crate::fixture::{signed, supervised_seat};
use crate::rules;
use crate::{AiTiming, Order, PlantRecord, ProctorFact, SessionDesign, SessionPlan};

const IDS: [&str; 4] = ["c1", "c2", "c3", "c4"];

fn question(id: &str, kind: QuestionKind, asked: AskedWhen, opened_by: Option<&str>) -> Question {
    Question {
        id: QuestionId::new(id).unwrap(),
        text: Vec::new(),
        help: Vec::new(),
        kind,
        asked,
        is_required: id != "free",
        branch: opened_by.map(|value| Branch {
            question: QuestionId::new("choice").unwrap(),
            values: vec![value.to_owned()],
        }),
        scoring: None,
        weight: 1.0,
        feedback: Feedback::default(),
    }
}

/// A design with something of everything.
fn busy_design() -> SessionDesign {
    let choice = |code: &str| Choice {
        code: code.to_owned(),
        text: Vec::new(),
    };
    let choices = vec![choice("a"), choice("b")];
    let interruption = |id: &str, kind| Interruption {
        id: id.to_owned(),
        kind,
        text: Vec::new(),
    };
    SessionDesign {
        reading: ReadingSettings {
            audit_share: 0.5,
            signs_below: 0.5,
            band: (0.3, 0.8),
            ..ReadingSettings::default()
        },
        questions: vec![
            question(
                "choice",
                QuestionKind::Choice(choices),
                AskedWhen::Both,
                None,
            ),
            question(
                "free",
                QuestionKind::Text { most_chars: 5 },
                AskedWhen::Both,
                Some("a"),
            ),
            question("forecast", QuestionKind::AiForecast, AskedWhen::First, None),
            question("verdict", QuestionKind::AiVerdict, AskedWhen::Final, None),
        ],
        clocks: ClockSpec {
            session: Some(Millis(90_000)),
            case: Some(Millis(30_000)),
            pauses: PausePolicy::Limited {
                most: 2,
                total: Millis(9_000),
            },
        },
        interruptions: Some(Interruptions {
            mean_gap: Millis(10_000),
            kinds: vec![
                interruption("call", InterruptionKind::Call),
                interruption("stall", InterruptionKind::ArchiveStall),
            ],
        }),
        certification: Some(supervised_seat(true, true)),
        ..SessionDesign::default()
    }
}

fn busy_plan(mode: ReadingMode, is_busy: bool) -> SessionPlan {
    let mut plan = plan(mode);
    plan.cases = IDS.map(case).to_vec();
    if is_busy {
        plan.design = busy_design();
    }
    plan
}

/// A result that can be told by its case wherever it shows.
fn marked_result(id: &str, xs: &[f64], probability: f32) -> AiResult {
    let mut result = result(xs, probability);
    if let AiStatus::Done(report) = &mut result.status {
        report.warnings = vec![LocalText {
            locale: "en".to_owned(),
            value: secret(id),
        }];
    }
    result
}

fn secret(id: &str) -> String {
    format!("secret of {id}")
}

fn order(order: Order, number: u32) -> Command {
    Command::Proctor(ProctorFact::Ordered(signed(order, number)))
}

fn planted() -> Box<PlantRecord> {
    Box::new(PlantRecord {
        kind: overread_scenario::AiErrorKind::FnSubtle,
        severity: overread_scenario::ErrorSeverity::Minor,
        findings: Vec::new(),
        places: Vec::new(),
        told: vec![LocalText {
            locale: "en".to_owned(),
            value: "planted label".to_owned(),
        }],
        is_void: false,
    })
}

fn any_id() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec!["c1", "c2", "c3", "c4", "c9"])
}

/// What a reader may do, sensible or not.
fn of_reader() -> impl Strategy<Value = Command> {
    let answer = |id: &str, value| Command::Answer {
        question: QuestionId::new(id).unwrap(),
        value,
    };
    let code = |code: &str| AnswerValue::Code(code.to_owned());
    let answers = proptest::sample::select(vec![
        answer("choice", code("a")),
        answer("choice", code("b")),
        answer("choice", code("c")),
        answer("free", AnswerValue::Text("text".to_owned())),
        answer("free", AnswerValue::Text("longer".to_owned())),
        answer("forecast", AnswerValue::Percent(70)),
        answer("forecast", AnswerValue::Percent(101)),
        answer("verdict", code("accepted")),
        answer("nothing", AnswerValue::Number(f64::NAN)),
    ]);
    prop_oneof![
        4 => Just(Command::NextCase),
        2 => any_id().prop_map(|id| Command::OpenCase(case(id))),
        2 => (-100.0..100.0_f64).prop_map(|x| Command::AddMark(at(x))),
        1 => (1..4_u8).prop_map(|n| Command::DeleteMark(MarkId::new(format!("m{n}")).unwrap())),
        5 => (0..120_u8).prop_map(Command::RateCase),
        6 => answers,
        4 => Just(Command::LockFirstRead),
        3 => Just(Command::RequestAi),
        3 => (0..3_u8).prop_map(|n| verdict(&format!("f{n}"), FindingVerdict::Accepted)),
        3 => Just(Command::EditReport {
            section: SectionId::new("impression").unwrap(),
            text: "x".to_owned(),
        }),
        6 => Just(Command::Sign),
        1 => Just(Command::Viewer(ViewerFact::AiOverlay(Visibility::Hidden))),
        1 => Just(Command::Viewer(ViewerFact::ImagePainted)),
        1 => Just(Command::Pause),
        2 => Just(Command::Resume),
        1 => Just(Command::Finish),
    ]
}

/// What a host may say, true or not.
fn of_host() -> impl Strategy<Value = Command> {
    let xs = proptest::collection::vec(-50.0..50.0_f64, 0..3);
    let facts = proptest::sample::select(vec![
        ProctorFact::FocusLost,
        ProctorFact::FocusGained,
        ProctorFact::Incident("the lamp fell".to_owned()),
        ProctorFact::ClockJumped { by_ms: -7 },
        ProctorFact::TimeLeft(Millis(1)),
        ProctorFact::TimeUp,
    ]);
    let orders = proptest::sample::select(vec![
        Order::Start,
        Order::Pause,
        Order::Resume,
        Order::Extend(Millis(20_000)),
    ]);
    let interruption = (proptest::sample::select(vec!["call", "stall"]), 1..4_u32);
    prop_oneof![
        8 => (any_id(), xs, 0.0..1.0_f32).prop_map(|(id, xs, p)| Command::AiArrived {
            case: case(id),
            result: Box::new(marked_result(id, &xs, p)),
        }),
        2 => any_id().prop_map(|id| Command::AiArrived {
            case: case(id),
            result: Box::new(with_status(AiStatus::NotRun {
                reason: NotRunReason::BadInput,
                message: secret(id),
            })),
        }),
        2 => any_id().prop_map(|id| Command::WithholdAi(case(id))),
        1 => any_id().prop_map(|id| Command::ImagesFailed {
            case: case(id),
            reason: "gone".to_owned(),
        }),
        2 => any_id().prop_map(|id| Command::TellPlanted {
            case: case(id),
            record: planted(),
        }),
        1 => any_id().prop_map(|id| Command::CaseTimeUp(case(id))),
        2 => facts.prop_map(Command::Proctor),
        2 => (orders, 1..5_u32).prop_map(|(which, number)| order(which, number)),
        2 => interruption.clone().prop_map(|(id, n)| Command::Proctor(ProctorFact::Interrupted {
            id: id.to_owned(),
            n,
        })),
        2 => interruption.prop_map(|(_, n)| Command::Proctor(ProctorFact::TurnedBack { n })),
    ]
}

/// What no session may do, whatever it is told.
#[track_caller]
fn check_promises(s: &Sitting, before: &Session) {
    let mode = s.session.plan.mode;
    let rules = rules(mode);
    for (id, state) in &s.session.cases {
        let is_revealed = state.revealed_at.is_some();
        assert!(!is_revealed || rules.timing != AiTiming::Never);
        let needs_first = rules.timing != AiTiming::FromStart;
        assert!(!is_revealed || !needs_first || state.first.is_some());
        assert!(!is_revealed || state.withheld_at.is_none());
        if let Some(old) = before.cases.get(id) {
            assert!(old.first.is_none() || old.first == state.first);
            let is_told = old.planted.is_none() && state.planted.is_some();
            assert!(old.closed_at().is_none() || old == state || is_told);
            assert!(is_told || old.planted == state.planted);
        }
        let is_signed = state.signed_at.is_some() && state.images_failed.is_none();
        let findings = state.revealed().map_or(&[][..], AiResult::findings);
        let decided = findings.iter().all(|f| state.verdicts.contains_key(&f.id));
        assert!(!is_signed || !rules.needs_verdicts || decided);
        assert!(!is_signed || !rules.needs_lock || state.first.is_some());
    }
    check_nothing_early(s);
}

/// No view holds a result that is not revealed, or a label of what was planted.
#[track_caller]
fn check_nothing_early(s: &Sitting) {
    let view = format!("{:?}", s.session.view(s.now));
    assert!(!view.contains("planted label"));
    for id in IDS {
        let is_on_screen = s.session.last_opened == Some(case(id))
            && s.session.cases[&case(id)].revealed_at.is_some();
        assert!(is_on_screen || !view.contains(&secret(id)), "{id}: {view}");
    }
}

/// What these commands make of a session, each a while after the one before.
fn sitting_of(mode: ReadingMode, is_busy: bool, commands: Vec<(u64, Command)>) -> Sitting {
    let mut s = Sitting {
        session: Session::new(busy_plan(mode, is_busy)).unwrap(),
        events: Vec::new(),
        now: Millis(0),
    };
    if is_busy {
        s.done(order(Order::Start, 1));
    }
    for (wait_ms, command) in commands {
        s.now.0 += wait_ms;
        let before = s.session.clone();
        let n_events = s.events.len();
        if s.send(command).is_err() {
            assert_eq!(before, s.session);
            assert_eq!(n_events, s.events.len());
        }
        check_promises(&s, &before);
    }
    s
}

fn check_mode(mode: ReadingMode, is_busy: bool, commands: Vec<(u64, Command)>) {
    let s = sitting_of(mode, is_busy, commands);
    let replayed = Session::replay(busy_plan(mode, is_busy), &s.events).unwrap();
    assert_eq!(replayed, s.session);
}

/// A journal may hold anything: events of another mode, out of order, at any time.
fn check_foreign(mode: ReadingMode, events: Vec<(u64, StampedEvent)>) {
    let mut session = Session::new(busy_plan(mode, true)).unwrap();
    for (at, event) in events {
        session.apply(&StampedEvent {
            at: Millis(at),
            ..event
        });
        let now = Millis(at / 2);
        assert!(session.view(now).worklist.len() <= IDS.len());
        for id in IDS.map(case) {
            let n_questions = session.plan.design.questions.len();
            assert!(session.final_answers(&id).len() <= n_questions);
            assert!(!session.wants_ai_result(&id) || !session.is_closed(&id));
        }
        let is_at_a_case = session.open_case().is_some();
        assert!(is_at_a_case || session.interruption_due(now).is_none());
        assert!(is_at_a_case || session.case_due(now).is_none());
        let is_over = session.session_left(now) == Some(Millis(0));
        assert!(is_over || !session.session_due(now));
        for command in [Command::Sign, Command::NextCase, Command::LockFirstRead] {
            drop(session.decide(now, command));
        }
    }
}

fn any_mode() -> impl Strategy<Value = ReadingMode> {
    proptest::sample::select(ReadingMode::ALL.to_vec())
}

/// Commands and how long before each nothing happens, beyond the second that every command takes.
fn any_commands() -> impl Strategy<Value = Vec<(u64, Command)>> {
    let wait = prop_oneof![8 => Just(0), 1 => 0..15_000_u64];
    let command = prop_oneof![3 => of_reader(), 2 => of_host()];
    proptest::collection::vec((wait, command), 0..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_commands_in_any_mode_keep_the_promises_and_replay_to_the_same_session(
        mode in any_mode(),
        is_busy in any::<bool>(),
        commands in any_commands(),
    ) {
        check_mode(mode, is_busy, commands);
    }

    #[test]
    fn events_that_do_not_fit_break_nothing(
        (mode, other) in (any_mode(), any_mode()),
        commands in any_commands(),
        (seed, is_wild) in (any::<u64>(), any::<bool>()),
    ) {
        let events = sitting_of(mode, true, commands).events;
        let mut rng = overread_base::Seed(seed).rng();
        let mut events: Vec<(u64, u64, StampedEvent)> = events
            .into_iter()
            .map(|event| {
                let at = if is_wild { rng.next_u64() } else { event.at.0 };
                (rng.next_u64(), at, event)
            })
            .collect();
        events.sort_by_key(|(place, _, _)| *place);
        check_foreign(other, events.into_iter().map(|(_, at, event)| (at, event)).collect());
    }
}

/// The same commands, in an order that gets through a case, in every mode: the test above must not pass for want of
/// anything to show.
#[test]
fn a_result_shows_in_every_mode_with_ai_once_it_may() {
    for mode in ReadingMode::ALL {
        let mut s = Sitting {
            session: Session::new(busy_plan(mode, false)).unwrap(),
            events: Vec::new(),
            now: Millis(0),
        };
        let result = || Command::AiArrived {
            case: case("c1"),
            result: Box::new(marked_result("c1", &[1.0], 0.6)),
        };
        let all = [
            result(),
            Command::OpenCase(case("c1")),
            result(),
            Command::RateCase(5),
            Command::LockFirstRead,
            Command::RequestAi,
        ];
        for command in all {
            // Not every mode takes all of them, but what it refuses changes nothing.
            drop(s.send(command));
            check_nothing_early(&s);
        }
        let view = format!("{:?}", s.session.view(s.now));
        assert_eq!(view.contains(&secret("c1")), mode.has_ai(), "{mode:?}");
    }
}
