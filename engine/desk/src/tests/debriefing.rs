//! The worklist from the first case to the debrief, and the truth on the images after the end only.

use egui::vec2;
use egui_kittest::kittest::Queryable;
use overread_base::{AiReport, AiStatus, Mark, Shape};
use overread_exam::{
    CertificationSeat, Command, FindingVerdict, MarkAnswer, Percent, PlantRecord, SessionDesign,
};
use overread_scenario::{
    AiErrorKind, AnswerValue, CutScore, ErrorSeverity, LabelId, PassComponent, PassMetric,
    QuestionKind, ReadingMode, Scoring, SectionId,
};

use super::asking::{id, question};
use super::fixtures::{BALL, case_id, local, result, result_with_findings, series_uid, study};
use super::raster::keep_stage;
use super::rig::{Images, Rig, Screen, Stage};
use crate::{Language, MarkLayer};

/// A whole session: the first case read with a mark on the ball, the AI's second finding rejected; the second given up.
pub(super) fn finished(language: Language, screen: Screen) -> Rig {
    let mut rig = Rig::new(language, screen);
    rig.send(Command::NextCase);
    let place = Mark {
        series: series_uid(),
        shape: Shape::Point(BALL),
    };
    rig.send(Command::AddMark(MarkAnswer {
        place,
        label: LabelId::new("nodule").unwrap(),
        confidence: Percent::new(80).unwrap(),
        laterality: None,
    }));
    rig.send(Command::RateCase(90));
    rig.send(Command::LockFirstRead);
    rig.send(Command::AiArrived {
        case: case_id("first"),
        result: Box::new(result_with_findings()),
    });
    for (finding, verdict) in [
        ("sure", FindingVerdict::Accepted),
        ("doubtful", FindingVerdict::Rejected),
    ] {
        let finding = overread_base::FindingId::new(finding).unwrap();
        rig.send(Command::GiveVerdict {
            finding,
            verdict,
            note: None,
        });
    }
    let section = SectionId::new("impression").unwrap();
    rig.send(Command::EditReport {
        section,
        text: "Nodule.".to_owned(),
    });
    rig.send(Command::Sign);
    assert_eq!(rig.error, None);
    rig.send(Command::Abandon);
    assert_eq!(rig.error, None);
    rig
}

/// Reads a case without marks and signs it.
fn read_normal(rig: &mut Rig, case: &str) {
    rig.send(Command::OpenCase(case_id(case)));
    rig.send(Command::RateCase(10));
    rig.send(Command::LockFirstRead);
    rig.send(Command::AiArrived {
        case: case_id(case),
        result: Box::new(result(AiStatus::Done(AiReport::default()))),
    });
    sign(rig);
}

pub(super) fn sign(rig: &mut Rig) {
    rig.send(Command::EditReport {
        section: SectionId::new("impression").unwrap(),
        text: "Nothing to report.".to_owned(),
    });
    rig.send(Command::Sign);
    assert_eq!(rig.error, None);
}

/// Both cases signed, the session still open.
pub(super) fn read_both(language: Language, screen: Screen) -> Rig {
    let mut rig = Rig::new(language, screen);
    read_normal(&mut rig, "first");
    read_normal(&mut rig, "second");
    rig
}

/// A session with a question and a planted miss that the reader followed, scored by rubric v2.
pub(super) fn assessed(language: Language, screen: Screen) -> Rig {
    examined(language, screen, None, 90)
}

/// As [`assessed`], as an examination where there are terms, and with this first answer, %.
fn examined(
    language: Language,
    screen: Screen,
    terms: Option<CertificationSeat>,
    first_percent: u8,
) -> Rig {
    let text = ("How urgent is it?", "Насколько это срочно?");
    let mut asked = question("urgency", text, QuestionKind::Urgency);
    asked.scoring = Some(Scoring::Exact);
    asked.feedback.wrong = vec![
        local("en", "A solid nodule of 14 mm cannot wait its turn."),
        local("ru", "Солидный очаг 14 мм не ждёт очереди."),
    ];
    let design = SessionDesign {
        questions: vec![asked.clone()],
        certification: terms,
        ..SessionDesign::default()
    };
    let mut rig = Rig::in_mode(language, screen, ReadingMode::Sequential, design);
    rig.scenario.design.questions = vec![asked];
    let code = |code: &str| AnswerValue::Code(code.to_owned());
    rig.scenario.cases[0].key = vec![(id("urgency"), code("urgent"))];
    rig.send(Command::NextCase);
    rig.send(Command::Answer {
        question: id("urgency"),
        value: code("urgent"),
    });
    rig.send(Command::RateCase(first_percent));
    rig.send(Command::LockFirstRead);
    rig.send(Command::AiArrived {
        case: case_id("first"),
        result: Box::new(result(AiStatus::Done(AiReport::default()))),
    });
    rig.send(Command::RateCase(10));
    rig.send(Command::Answer {
        question: id("urgency"),
        value: code("routine"),
    });
    sign(&mut rig);
    let record = PlantRecord {
        kind: AiErrorKind::FnSubtle,
        severity: ErrorSeverity::Significant,
        findings: Vec::new(),
        places: vec![BALL],
        told: vec![
            local("en", "The nodule on the left was taken out of the result."),
            local("ru", "Очаг слева был убран из результата."),
        ],
        is_void: false,
    };
    rig.send(Command::TellPlanted {
        case: case_id("first"),
        record: Box::new(record),
    });
    assert_eq!(rig.error, None);
    rig.send(Command::Abandon);
    assert_eq!(rig.error, None);
    rig
}

#[test]
fn a_planted_error_is_named_and_whether_it_misled() {
    for (language, expected) in [
        (
            Language::En,
            [
                "The AI result was changed here: subtle lesion missed (clinically significant)",
                "The nodule on the left was taken out of the result.",
                "your first answer was right, your final one is not",
                "Planted errors: 1, misled 1",
                "AI miss",
                "no opportunity",
                "Your answer: Routine: in turn",
                "first Urgent: before the others",
                "Right: Urgent: before the others",
                "A solid nodule of 14 mm cannot wait its turn.",
            ],
        ),
        (
            Language::Ru,
            [
                "В результат ИИ внесена ошибка: пропуск малозаметного изменения (клинически значимая)",
                "Очаг слева был убран из результата.",
                "первый ответ был верным, итоговый нет",
                "Внесённых ошибок: 1, ввели в заблуждение 1",
                "пропуск ИИ",
                "не было возможности",
                "Ваш ответ: Планово: в порядке очереди",
                "сначала Срочно: раньше других",
                "Верно: Срочно: раньше других",
                "Солидный очаг 14 мм не ждёт очереди.",
            ],
        ),
    ] {
        let stage = Stage::new(assessed(language, Screen::Worklist), vec2(1000.0, 1900.0));
        let name = format!("debrief-assessed-{}", language.tag());
        keep_stage(&name, &stage);
        let text = stage.text();
        for part in expected {
            assert!(text.contains(part), "expected {part:?} in\n{text}");
        }
        let narrow = Stage::new(assessed(language, Screen::Worklist), vec2(260.0, 4200.0));
        super::pictures::check_fits(&format!("narrow-{name}"), &narrow);
    }
}

#[test]
fn an_answer_that_was_wrong_before_was_not_misled() {
    let rig = examined(Language::En, Screen::Worklist, None, 20);
    let text = Stage::new(rig, vec2(1000.0, 1900.0)).text();
    assert!(
        text.contains("Your answer is wrong with it as without it."),
        "{text}"
    );
    assert!(!text.contains("You were misled"), "{text}");
    assert!(text.contains("Planted errors: 1, misled 0"), "{text}");
}

#[test]
fn the_pass_rule_names_every_component() {
    let component = |metric, share, least_opportunities| PassComponent {
        metric,
        cut: CutScore::Share(share),
        least_opportunities,
        too_few: overread_scenario::TooFew::Undecided,
    };
    for language in [Language::En, Language::Ru] {
        let mut seat = super::around::certification();
        seat.terms.pass = vec![
            component(PassMetric::Points, 0.6, 0),
            component(PassMetric::UnaidedSensitivity, 0.5, 1),
            component(PassMetric::Rair, 0.5, 5),
        ];
        let rig = examined(language, Screen::Worklist, Some(seat), 90);
        let stage = Stage::new(rig, vec2(900.0, 1900.0));
        keep_stage(&format!("debrief-pass-{}", language.tag()), &stage);
        let text = stage.text();
        let expected = match language {
            Language::En => [
                "Not passed",
                "Points: 0 %",
                "cut 60 %",
                "not met",
                "Sensitivity of first answers: 100 %",
                "too few opportunities: 0 of 5",
            ],
            Language::Ru => [
                "Не сдано",
                "Баллы: 0 %",
                "порог 60 %",
                "не выполнено",
                "Чувствительность первых ответов: 100 %",
                "слишком мало наблюдений: 0 из 5",
            ],
        };
        for part in expected {
            assert!(text.contains(part), "expected {part:?} in\n{text}");
        }
    }
}

#[test]
fn what_was_planted_is_not_told_before_the_end() {
    let mut rig = assessed(Language::En, Screen::All);
    let events = std::mem::take(&mut rig.events);
    let mut running = Rig::in_mode(
        Language::En,
        Screen::All,
        ReadingMode::Sequential,
        rig.session.view(overread_base::Millis(0)).design.clone(),
    );
    for event in events.iter().take(events.len() - 1) {
        running.session.apply(event);
    }
    let mut stage = Stage::new(running, vec2(1600.0, 1200.0));
    stage.run();
    let text = stage.text();
    for telling in ["changed here", "taken out", "subtle", "Right:"] {
        assert!(!text.contains(telling), "{telling:?} in\n{text}");
    }
}

#[test]
fn the_worklist_opens_the_next_case_and_no_other() {
    let mut stage = Stage::new(Rig::new(Language::En, Screen::Worklist), vec2(900.0, 700.0));
    let text = stage.text();
    for expected in [
        "A test session",
        "Read two scans.",
        "Chest scan one",
        "Woman, 60. Cough.",
        "0 of 2 signed",
    ] {
        assert!(text.contains(expected), "expected {expected:?} in\n{text}");
    }
    assert!(
        !text.contains("One nodule in the left lung."),
        "what is in a case is not told before the end"
    );
    assert_eq!(stage.harness.get_all_by_label("Open").count(), 1);
    stage.harness.get_by_label("Open").click();
    stage.run();
    assert!(
        stage
            .rig()
            .sent
            .contains(&Command::OpenCase(case_id("first")))
    );
    assert_eq!(stage.rig().error, None);
    assert_eq!(stage.harness.query_all_by_label("Open").count(), 0);
    assert!(stage.text().contains("First read"));
}

#[test]
fn giving_up_asks_first() {
    let mut stage = Stage::reading(Language::En, Screen::Worklist, vec2(900.0, 700.0));
    stage.harness.get_by_label("End early").click();
    stage.run();
    assert!(!stage.rig().sent.contains(&Command::Abandon));
    stage.harness.get_by_label("Yes, end").click();
    stage.run();
    assert!(stage.rig().sent.contains(&Command::Abandon));
}

#[test]
fn after_the_end_score_and_truth_are_told() {
    let stage = Stage::new(
        finished(Language::En, Screen::Worklist),
        vec2(1100.0, 1900.0),
    );
    let text = stage.text();
    for expected in [
        "1 of 2 cases graded",
        "Not graded, not signed: 1",
        "Lesions found",
        "100 %",
        "One nodule in the left lung.",
        "Nodule 14 mm, left",
        "First answer: found",
        "AI alone: found",
        "right kept 1",
        "wrong rejected 1",
    ] {
        assert!(text.contains(expected), "expected {expected:?} in\n{text}");
    }
}

#[test]
fn the_debrief_shows_truth_reader_and_ai_on_the_images() {
    let mut stage = Stage::new(finished(Language::En, Screen::All), vec2(1700.0, 1000.0));
    assert_eq!(stage.rig().desk.wanted_case(), None);
    let show = |stage: &mut Stage, act: fn(&egui_kittest::Node<'_>)| {
        let button = stage.harness.get_all_by_label("Show in the viewer").next();
        act(&button.unwrap());
        stage.run();
    };
    show(&mut stage, |button| button.scroll_to_me());
    show(&mut stage, |button| button.click());
    stage.run();
    assert_eq!(stage.rig().desk.wanted_case(), Some(&case_id("first")));
    stage.rig().images = Images::Ready(Box::new(study()));
    stage.rig().desk.go_to(BALL);
    stage.run();
    for layer in [MarkLayer::Truth, MarkLayer::Ai] {
        let marks = stage.drawn_marks(layer);
        assert_eq!(marks.len(), 1, "{layer:?}");
        assert!(marks[0].at.distance(stage.on_screen(BALL)) < 1.0);
    }
    assert_eq!(stage.drawn_marks(MarkLayer::Reader).len(), 1);
    assert!(stage.text().contains("GT 14 mm"));
    let n_sent = stage.rig().sent.len();
    stage.run();
    assert_eq!(
        stage.rig().sent.len(),
        n_sent,
        "looking back is not part of the session"
    );
}

#[test]
fn a_session_in_developer_mode_gives_no_certificate_and_says_so() {
    let mut rig = finished(Language::En, Screen::Worklist);
    let score = rig.debrief.as_mut().unwrap();
    score
        .bars
        .push(overread_exam::CertificateBar::DeveloperMode);
    let stage = Stage::new(rig, vec2(900.0, 1600.0));
    assert!(stage.text().contains("No certificate: an unsigned plugin"));
}
