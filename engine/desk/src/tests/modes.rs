//! Every reading mode: its rule, what it shows and offers, and that nothing is told before it may be.

use egui::{Key, vec2};
use egui_kittest::kittest::{NodeT, Queryable as _};
use overread_base::{AiReport, AiResult, AiStatus, Priority, StudyProbability};
use overread_exam::{CasePhase, Command, SessionDesign};
use overread_scenario::{ReadingMode, ReadingSettings};

use super::fixtures::{BALL, case_id, result, result_with_findings, study};
use super::raster::keep_stage;
use super::rig::{HandAi, Images, Rig, Screen, Stage};
use crate::words::Word;
use crate::{Language, MarkLayer};

fn design(reading: ReadingSettings) -> SessionDesign {
    SessionDesign {
        reading,
        ..SessionDesign::default()
    }
}

/// A screen in a mode with the first case open and its images there.
fn reading(
    (language, screen): (Language, Screen),
    mode: ReadingMode,
    settings: ReadingSettings,
    hand: impl FnOnce(&mut Rig),
) -> Stage {
    let mut rig = Rig::in_mode(language, screen, mode, design(settings));
    if overread_exam::rules(mode).decides_alone {
        // Not before the service has read it, and found nothing clear.
        rig.send(arrived("first", with_probability(0.6)));
    }
    rig.send(Command::OpenCase(case_id("first")));
    rig.images = Images::Ready(Box::new(study()));
    hand(&mut rig);
    let size = match screen {
        Screen::All => vec2(1700.0, 1000.0),
        Screen::Worklist | Screen::Viewer | Screen::Report => vec2(800.0, 1300.0),
    };
    let mut stage = Stage::new(rig, size);
    stage.run();
    stage
}

fn revealed() -> Option<HandAi> {
    Some(HandAi::Revealed(Box::new(result_with_findings())))
}

fn anonymous() -> ReadingSettings {
    ReadingSettings {
        is_identity_shown: false,
        ..ReadingSettings::default()
    }
}

/// All that is written or can be read out on a screen.
fn told(stage: &Stage) -> String {
    let mut text = stage.text();
    for node in stage.harness.get_all_by(|_| true) {
        text.push('\n');
        text.push_str(&node.accesskit_node().label().unwrap_or_default());
    }
    text
}

/// Whether a screen says anything of an AI or a service.
fn leak(text: &str) -> Option<String> {
    let telling = [
        "AI",
        "ИИ",
        "finder",
        "service",
        "Service",
        "сервис",
        "Сервис",
        "очагов 2.1",
    ];
    let words = |line: &&str| {
        line.split(|c: char| !c.is_alphanumeric())
            .any(|word| telling.contains(&word))
    };
    text.lines().find(words).map(str::to_owned)
}

#[test]
fn nothing_is_told_before_it_may_be_in_any_mode() {
    // Modes whose rule itself names the AI do so by design; in the others there is not a word of it.
    let blind = [
        ReadingMode::Unaided,
        ReadingMode::Sequential,
        ReadingMode::AiSecondReader,
    ];
    for mode in blind {
        for language in [Language::En, Language::Ru] {
            for settings in [ReadingSettings::default(), anonymous()] {
                let mut stage = reading((language, Screen::All), mode, settings, |_| {});
                let arrived = Command::AiArrived {
                    case: case_id("first"),
                    result: Box::new(result_with_findings()),
                };
                stage.rig().send(arrived);
                stage.key(Key::G);
                stage.key(Key::N);
                stage.key(Key::F3);
                stage.key(Key::F1);
                let text = told(&stage);
                assert_eq!(leak(&text), None, "{mode:?} {language:?}:\n{text}");
                assert!(stage.drawn_marks(MarkLayer::Ai).is_empty(), "{mode:?}");
            }
        }
    }
}

#[test]
fn findings_of_a_hidden_result_are_on_no_screen_of_any_mode() {
    for mode in ReadingMode::ALL {
        let hide = |rig: &mut Rig| rig.hand.ai = Some(HandAi::Hidden);
        let mut stage = reading(
            (Language::En, Screen::All),
            mode,
            ReadingSettings::default(),
            hide,
        );
        for key in [Key::G, Key::N, Key::F3] {
            stage.key(key);
        }
        let text = told(&stage);
        for telling in [
            "finder",
            "91 %",
            "Diameter",
            "Insert the AI draft",
            "Accept",
        ] {
            assert!(!text.contains(telling), "{telling:?} in {mode:?}:\n{text}");
        }
        assert!(stage.drawn_marks(MarkLayer::Ai).is_empty(), "{mode:?}");
    }
}

#[test]
fn an_anonymous_reader_is_not_known_for_a_service() {
    for mode in [ReadingMode::AiFirstReader, ReadingMode::AiSecondReader] {
        for language in [Language::En, Language::Ru] {
            let hand = |rig: &mut Rig| {
                rig.hand.ai = revealed();
                rig.hand.phase = Some(CasePhase::FinalRead);
                rig.hand.is_arbitration = true;
            };
            let mut stage = reading((language, Screen::All), mode, anonymous(), hand);
            stage.rig().desk.go_to(BALL);
            for key in [Key::N, Key::F3, Key::F1] {
                stage.key(key);
            }
            let text = told(&stage);
            assert_eq!(leak(&text), None, "{mode:?}:\n{text}");
            assert!(!stage.drawn_marks(MarkLayer::Ai).is_empty());
            let neutral = ["not for diagnosis", "не для диагностики"];
            assert!(neutral.iter().any(|label| text.contains(label)), "{text}");
            let name = format!("mode-{}-anonymous-{}", mode.word(), language.tag());
            stage.key(Key::F1);
            keep_stage(&name, &stage);
            // An anonymous reader who has no result says so in neutral words too.
            stage.rig().hand.ai = Some(HandAi::Pending);
            stage.run();
            assert_eq!(leak(&told(&stage)), None);
            stage.rig().hand.ai = Some(HandAi::Withheld);
            stage.run();
            assert_eq!(leak(&told(&stage)), None);
        }
    }
}

#[test]
fn a_second_reader_is_nothing_else_until_arbitration() {
    for language in [Language::En, Language::Ru] {
        for settings in [ReadingSettings::default(), anonymous()] {
            let mode = ReadingMode::AiSecondReader;
            let mut stage = reading((language, Screen::All), mode, settings, |rig| {
                rig.send(Command::RateCase(90));
                rig.send(Command::LockFirstRead);
            });
            assert_eq!(stage.rig().phase(), Some(CasePhase::AwaitingAi));
            assert_eq!(leak(&told(&stage)), None, "{}", told(&stage));
            // It agrees: nobody ever hears of it.
            stage.rig().send(arrived("first", with_probability(0.9)));
            stage.run();
            assert_eq!(stage.rig().error, None);
            assert_eq!(leak(&told(&stage)), None, "{}", told(&stage));
        }
    }
}

#[test]
fn a_named_second_reader_is_an_ai_in_arbitration() {
    let hand = |rig: &mut Rig| {
        rig.send(Command::RateCase(20));
        rig.hand.ai = revealed();
        rig.hand.phase = Some(CasePhase::FinalRead);
        rig.hand.is_arbitration = true;
    };
    let mode = ReadingMode::AiSecondReader;
    let mut stage = reading(
        (Language::En, Screen::Report),
        mode,
        ReadingSettings::default(),
        hand,
    );
    let text = stage.text();
    for expected in [
        "Arbitration",
        "Second reader: AI",
        "Nodule finder",
        "20 %",
        "91 %",
        "normal",
        "abnormal",
    ] {
        assert!(text.contains(expected), "expected {expected:?} in\n{text}");
    }
    assert!(!text.contains("Accept"), "no verdicts in double reading");
    stage
        .harness
        .get_all_by_label("Take over as my mark")
        .next()
        .unwrap()
        .click();
    stage.run();
    assert!(
        matches!(stage.rig().sent.last(), Some(Command::AddMark(_))),
        "{:?}",
        stage.rig().sent
    );
}

#[test]
fn on_request_the_reader_asks() {
    let ask = |rig: &mut Rig| {
        rig.hand.ai = Some(HandAi::OnRequest);
        rig.hand.phase = Some(CasePhase::FinalRead);
    };
    let mode = ReadingMode::OnRequest;
    let mut stage = reading(
        (Language::En, Screen::Report),
        mode,
        ReadingSettings::default(),
        ask,
    );
    keep_stage("mode-on-request-en", &stage);
    stage.harness.get_by_label("Ask the AI").click();
    stage.run();
    assert!(stage.rig().sent.contains(&Command::RequestAi));
}

#[test]
fn a_withheld_result_is_said_to_be_none() {
    let hide = |rig: &mut Rig| rig.hand.ai = Some(HandAi::Withheld);
    let mode = ReadingMode::Concurrent;
    let stage = reading(
        (Language::En, Screen::Report),
        mode,
        ReadingSettings::default(),
        hide,
    );
    assert!(
        stage.text().contains("No AI result for this case"),
        "{}",
        stage.text()
    );
}

#[test]
fn where_marks_are_not_shown_none_is_drawn_and_none_is_gone_to() {
    let settings = ReadingSettings {
        are_marks_shown: false,
        ..ReadingSettings::default()
    };
    let hand = |rig: &mut Rig| {
        rig.hand.ai = revealed();
        rig.hand.phase = Some(CasePhase::FinalRead);
    };
    let mode = ReadingMode::Concurrent;
    let mut stage = reading((Language::En, Screen::All), mode, settings, hand);
    let before = stage.viewport(0).slice_idx;
    for key in [Key::N, Key::N, Key::G] {
        stage.key(key);
        assert!(stage.drawn_marks(MarkLayer::Ai).is_empty());
        assert_eq!(
            stage.viewport(0).slice_idx,
            before,
            "the images stay where they are"
        );
    }
    let text = stage.text();
    assert!(
        text.contains("only the words are shown") && text.contains("Nodule"),
        "{text}"
    );
    assert!(!text.contains("AI marks"), "{text}");
}

#[test]
fn the_expert_rates_and_writes_no_report() {
    let hand = |rig: &mut Rig| {
        rig.hand.ai = revealed();
        rig.hand.phase = Some(CasePhase::FinalRead);
        rig.hand.questions = super::asking::judging_kinds();
    };
    for language in [Language::En, Language::Ru] {
        let mode = ReadingMode::AiExpert;
        let settings = ReadingSettings::default();
        let stage = reading((language, Screen::Report), mode, settings, hand);
        keep_stage(&format!("mode-ai-expert-{}", language.tag()), &stage);
        let text = stage.text();
        for absent in [
            "Your answer",
            "Ваш ответ",
            "Impression",
            "Вывод",
            "no decision yet",
            "нет решения",
        ] {
            assert!(!text.contains(absent), "{absent:?} in\n{text}");
        }
    }
}

#[test]
fn every_mode_says_its_rule() {
    for mode in ReadingMode::ALL {
        for language in [Language::En, Language::Ru] {
            let settings = ReadingSettings::default();
            let stage = reading((language, Screen::Worklist), mode, settings, |_| {});
            let words = crate::words::Words::new(language);
            let (name, rule) = crate::modes::mode_words(mode);
            let text = stage.text();
            assert!(text.contains(&words.text(name)), "{mode:?}\n{text}");
            let rule = words.text(rule);
            let start: String = rule.chars().take(20).collect();
            assert!(text.replace('\n', " ").contains(&start), "{mode:?}\n{text}");
        }
    }
}

#[test]
fn in_triage_urgent_cases_stand_first_and_any_can_be_taken() {
    for language in [Language::En, Language::Ru] {
        let mode = ReadingMode::Triage;
        let mut rig = Rig::in_mode(language, Screen::Worklist, mode, SessionDesign::default());
        let with_priority = |priority| {
            result(AiStatus::Done(AiReport {
                priority: Some(priority),
                ..AiReport::default()
            }))
        };
        rig.send(arrived("first", with_priority(Priority::Routine)));
        rig.send(arrived("second", with_priority(Priority::Stat)));
        assert_eq!(rig.error, None);
        let mut stage = Stage::new(rig, vec2(700.0, 700.0));
        stage.run();
        keep_stage(&format!("mode-triage-{}", language.tag()), &stage);
        let words = crate::words::Words::new(language);
        for word in [Word::PriorityStat, Word::PriorityRoutine] {
            assert!(stage.text().contains(&words.text(word)), "{}", stage.text());
        }
        let (second, first) = match language {
            Language::En => ("1  Chest scan two", "2  Chest scan one"),
            Language::Ru => ("1  КТ вторая", "2  КТ первая"),
        };
        let [urgent, routine] = [second, first].map(|name| stage.harness.get_by_label(name).rect());
        assert!(urgent.top() < routine.top());
        let open = crate::words::Words::new(language).text(Word::OpenCase);
        let buttons: Vec<_> = stage.harness.get_all_by_label(&open).collect();
        assert_eq!(buttons.len(), 2);
        buttons[1].click();
        drop(buttons);
        stage.run();
        assert_eq!(
            stage.rig().sent.last(),
            Some(&Command::OpenCase(case_id("first")))
        );
    }
}

/// A result that calls a case normal or abnormal with this probability, and no finding.
fn with_probability(value: f32) -> AiResult {
    result(AiStatus::Done(AiReport {
        probability: Some(StudyProbability {
            value,
            threshold: 0.5,
        }),
        ..AiReport::default()
    }))
}

fn arrived(case: &str, result: AiResult) -> Command {
    Command::AiArrived {
        case: case_id(case),
        result: Box::new(result),
    }
}

#[test]
fn a_case_that_the_service_signed_says_so_and_the_next_waits_for_the_service() {
    let settings = ReadingSettings {
        audit_share: 0.0,
        ..ReadingSettings::default()
    };
    for language in [Language::En, Language::Ru] {
        let mode = ReadingMode::AutonomousAudit;
        let mut rig = Rig::in_mode(language, Screen::Worklist, mode, design(settings.clone()));
        rig.send(arrived("first", with_probability(0.02)));
        assert_eq!(rig.error, None);
        let mut stage = Stage::new(rig, vec2(700.0, 700.0));
        stage.run();
        keep_stage(&format!("mode-autonomous-{}", language.tag()), &stage);
        let words = crate::words::Words::new(language);
        let text = stage.text();
        for word in [Word::DecidedNormal, Word::AwaitingAhead] {
            assert!(text.contains(&words.text(word)), "{word:?} in\n{text}");
        }
        assert_eq!(
            stage
                .harness
                .query_all_by_label(&words.text(Word::OpenCase))
                .count(),
            0
        );
        assert_eq!(
            stage
                .harness
                .query_all_by_label(&words.text(Word::Finish))
                .count(),
            0
        );
        stage.rig().send(arrived("second", with_probability(0.6)));
        stage.run();
        assert_eq!(
            stage
                .harness
                .query_all_by_label(&words.text(Word::OpenCase))
                .count(),
            1
        );
    }
}

/// Presses every widget of this label that is there.
fn press_all(stage: &mut Stage, label: &str) {
    let count = stage.harness.query_all_by_label(label).count();
    for place in 0..count {
        let node = stage.harness.query_all_by_label(label).nth(place);
        if let Some(node) = node {
            node.click();
        }
        stage.run();
    }
}

#[test]
fn a_case_can_be_read_to_the_signature_in_every_mode() {
    for mode in ReadingMode::ALL {
        let (scenario, _) = overread_scenario::check(super::fixtures::SCENARIO);
        let mut scenario = scenario.unwrap();
        scenario.mode = mode;
        let cases: Vec<_> = scenario.cases.iter().map(|case| case.id.clone()).collect();
        let mut design = SessionDesign::of(&scenario, &cases);
        // Nothing is clear enough for the service to decide.
        design.reading.band = (0.0, 1.0);
        let mut rig = Rig::in_mode(Language::En, Screen::All, mode, design);
        rig.images = Images::Ready(Box::new(study()));
        let rules = overread_exam::rules(mode);
        if rules.takes_results_ahead {
            rig.send(arrived("first", result_with_findings()));
        }
        let mut stage = Stage::new(rig, vec2(1700.0, 2000.0));
        stage.run();
        stage
            .harness
            .query_all_by_label("Open")
            .next()
            .unwrap()
            .click();
        stage.run();
        if mode.has_ai() && !rules.takes_results_ahead {
            press_all(&mut stage, "Ask the AI");
            stage.rig().send(arrived("first", result_with_findings()));
            stage.run();
        }
        if rules.needs_report {
            let bar = stage.harness.get_by_label("Case rating").rect();
            stage.click_at(bar.left_center() + vec2(8.0, 0.0));
        }
        press_all(&mut stage, "Lock my first answer");
        press_all(&mut stage, "Accept");
        press_all(&mut stage, "Fully right");
        press_all(&mut stage, "No technical defect");
        if rules.needs_report {
            let role = egui::accesskit::Role::MultilineTextInput;
            let impression = stage.harness.get_all_by_role(role).last().unwrap();
            impression.focus();
            impression.type_text("A nodule.");
            stage.run();
            press_all(&mut stage, "Sign the report");
        } else {
            press_all(&mut stage, "Sign my rating");
        }
        let phase = stage.rig().phase();
        keep_stage(&format!("mode-{}-signed", mode.word()), &stage);
        assert_eq!(
            phase,
            Some(CasePhase::Signed),
            "{mode:?}:\n{}",
            stage.text()
        );
    }
}

#[test]
fn a_mark_says_its_side_if_the_reader_does() {
    let mut stage = Stage::reading(Language::En, Screen::All, vec2(1700.0, 1300.0));
    stage.key(Key::M);
    stage.click_at(stage.on_screen(BALL));
    stage.harness.get_all_by_label("L").next().unwrap().click();
    stage.run();
    let side = |stage: &mut Stage| {
        let view = stage.rig().session.view(overread_base::Millis(0));
        view.case.unwrap().marks[0].answer.laterality
    };
    assert_eq!(side(&mut stage), Some(overread_base::Laterality::Left));
    stage.harness.get_all_by_label("L").next().unwrap().click();
    stage.run();
    assert_eq!(side(&mut stage), None);
}
