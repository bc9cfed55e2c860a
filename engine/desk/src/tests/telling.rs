//! Practice: feedback after each closed case, with its truth and how it was read, and hints on request.

use egui::{Key, vec2};
use egui_kittest::kittest::Queryable as _;
use overread_base::{Laterality, LocalText, Mark, Millis, SeriesUid, Shape};
use overread_exam::{
    CaseFact, Command, Event, FindingVerdict, Hint, MarkAnswer, Percent, SessionDesign,
    SessionState, SliceDwell, StampedEvent, ViewerFact,
};
use overread_scenario::{
    DwellThresholds, FeedbackWhen, LabelId, PracticeRules, ReadingMode, SectionId,
};

use super::fixtures::{BALL, case_id, radiograph, result_with_findings, series_uid, study};
use super::raster::keep_stage;
use super::rig::{Images, Rig, Screen, Stage};
use crate::{Language, MarkLayer};

fn practice() -> SessionDesign {
    SessionDesign {
        practice: Some(PracticeRules {
            feedback: FeedbackWhen::AfterCase,
            gives_hints: true,
            dwell: DwellThresholds::default(),
        }),
        ..SessionDesign::default()
    }
}

/// Slices of the test volume that were on screen; the ball lies on slices 13 to 15 from 0, numbers 9 to 11 from the head.
fn shown(slices: &[(u32, u64)]) -> Command {
    let dwell = |&(slice_idx, ms): &(u32, u64)| SliceDwell {
        slice_idx,
        shown_for: Millis(ms),
    };
    Command::Viewer(ViewerFact::SlicesShown {
        series: series_uid(),
        n_slices: 24,
        shown: slices.iter().map(dwell).collect(),
    })
}

/// The first case read alone with these slices, then with the AI, with a mark on the ball in the end.
fn read(language: Language, screen: Screen, alone: &[(u32, u64)], finds: bool) -> Rig {
    let mut rig = Rig::in_mode(language, screen, ReadingMode::Sequential, practice());
    rig.send(Command::NextCase);
    rig.send(Command::Viewer(ViewerFact::ImagePainted));
    rig.pass(21_000);
    rig.send(shown(alone));
    rig.send(Command::RateCase(20));
    rig.send(Command::LockFirstRead);
    rig.send(Command::AiArrived {
        case: case_id("first"),
        result: Box::new(result_with_findings()),
    });
    rig.pass(8_000);
    rig.send(shown(&[(12, 700), (13, 2_500), (14, 4_000)]));
    if finds {
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
    }
    rig.send(Command::RateCase(90));
    let accepted = if finds {
        FindingVerdict::Accepted
    } else {
        FindingVerdict::Rejected
    };
    for (finding, verdict) in [("sure", accepted), ("doubtful", FindingVerdict::Rejected)] {
        let finding = overread_base::FindingId::new(finding).unwrap();
        rig.send(Command::GiveVerdict {
            finding,
            verdict,
            note: None,
        });
    }
    rig.pass(12_000);
    rig.send(Command::EditReport {
        section: SectionId::new("impression").unwrap(),
        text: "Nodule on the left.".to_owned(),
    });
    rig.send(Command::Sign);
    assert_eq!(rig.error, None);
    rig.images = Images::Ready(Box::new(study()));
    rig
}

/// Most of the upper half, none of the ball.
const UPPER: [(u32, u64); 6] = [
    (23, 900),
    (22, 300),
    (21, 2_500),
    (20, 120),
    (18, 0),
    (17, 1_400),
];

#[test]
fn after_a_case_the_page_tells_what_was_there_and_how_it_was_read() {
    for (language, expected) in [
        (
            Language::En,
            [
                "Feedback",
                "Next case (Enter)",
                "One nodule in the left lung.",
                "Nodule 14 mm, left, slices 9–11",
                "its slices were never shown (search: not looked at)",
                "✔ marked",
                "What the AI marked",
                "Probability 91 %, threshold 50 %",
                "you rejected it",
                "before the AI 0:21",
                "with the AI 0:08",
                "report 0:12",
                "Thin slices: 9 of 24 slices shown",
                "Never shown: slices 5, 8–9, 13–24",
                "unverified",
            ],
        ),
        (
            Language::Ru,
            [
                "Разбор",
                "Следующее исследование (Enter)",
                "Один очаг слева.",
                "14 мм, слева, срезы 9–11",
                "её срезы ни разу не показаны (поиск: не просмотрена)",
                "✔ отмечена",
                "Что отметил ИИ",
                "Вероятность патологии 91 %, порог 50 %",
                "вы отклонили",
                "до ИИ 0:21",
                "с ИИ 0:08",
                "заключение 0:12",
                "показано срезов 9 из 24",
                "Ни разу не показаны: срезы 5, 8–9, 13–24",
                "не проверены",
            ],
        ),
    ] {
        let rig = read(language, Screen::Report, &UPPER, true);
        let stage = Stage::new(rig, vec2(460.0, 2000.0));
        keep_stage(&format!("feedback-{}", language.tag()), &stage);
        let text = stage.text();
        for part in expected {
            assert!(text.contains(part), "expected {part:?} in\n{text}");
        }
        let rig = read(language, Screen::Report, &UPPER, true);
        let narrow = Stage::new(rig, vec2(260.0, 2600.0));
        super::pictures::check_fits(&format!("narrow-feedback-{}", language.tag()), &narrow);
    }
}

#[test]
fn a_lesion_that_was_looked_at_and_not_called_is_a_matter_of_decision() {
    let rig = read(Language::En, Screen::Report, &[(14, 450)], false);
    let stage = Stage::new(rig, vec2(460.0, 2000.0));
    let text = stage.text();
    for part in [
        "on screen for 0.5 s, not marked (recognition: seen too briefly)",
        "on screen for 7.0 s, not marked (decision: seen and judged otherwise)",
    ] {
        assert!(text.contains(part), "expected {part:?} in\n{text}");
    }
}

#[test]
fn the_truth_lies_on_the_images_between_two_cases_and_goes_with_the_next() {
    let rig = read(Language::En, Screen::All, &UPPER, true);
    let mut stage = Stage::new(rig, vec2(1900.0, 1100.0));
    stage.rig().desk.go_to(BALL);
    stage.run();
    keep_stage("feedback-desk-en", &stage);
    assert_eq!(stage.drawn_marks(MarkLayer::Truth).len(), 1);
    assert!(!stage.drawn_marks(MarkLayer::Reader).is_empty());
    stage.key(Key::Enter);
    assert_eq!(stage.rig().error, None);
    let open = stage.rig().session.open_case().cloned();
    assert_eq!(open, Some(case_id("second")), "Enter opens the next case");
    let mut next = study();
    next.case = case_id("second");
    stage.rig().images = Images::Ready(Box::new(next));
    stage.run();
    assert!(stage.drawn_marks(MarkLayer::Truth).is_empty());
    // The truth of the first case is a word of the debrief; of the second nothing is told.
    assert!(!stage.text().contains("What became of each lesion"));
}

/// The next case is read, called normal before and after a result without findings, and signed.
fn read_as_normal(rig: &mut Rig, case: &str) {
    rig.send(Command::NextCase);
    rig.send(Command::RateCase(20));
    rig.send(Command::LockFirstRead);
    rig.send(Command::AiArrived {
        case: case_id(case),
        result: Box::new(super::fixtures::result(overread_base::AiStatus::Done(
            overread_base::AiReport::default(),
        ))),
    });
    rig.send(Command::EditReport {
        section: SectionId::new("impression").unwrap(),
        text: "Nothing.".to_owned(),
    });
    rig.send(Command::Sign);
    assert_eq!(rig.error, None);
}

#[test]
fn after_the_last_case_enter_asks_and_enter_again_ends_the_set() {
    let mut rig = read(Language::En, Screen::All, &UPPER, true);
    read_as_normal(&mut rig, "second");
    let mut stage = Stage::new(rig, vec2(1900.0, 1100.0));
    stage.run();
    assert!(!stage.text().contains("End the session now?"));
    stage.key(Key::Enter);
    stage.run();
    assert!(stage.text().contains("End the session now?"));
    assert_eq!(stage.rig().session.state(), SessionState::Running);
    stage.key(Key::Enter);
    assert_eq!(stage.rig().session.state(), SessionState::Ended);
}

/// A host that tells nothing, an examination, or a case that is being read: no word of the truth anywhere.
#[test]
fn without_practice_rules_a_signed_case_tells_nothing() {
    for screen in [Screen::Report, Screen::Worklist, Screen::Viewer] {
        let mut rig = Rig::new(Language::En, screen);
        read_as_normal(&mut rig, "first");
        rig.images = Images::Ready(Box::new(study()));
        let mut stage = Stage::new(rig, vec2(1000.0, 900.0));
        let text = stage.text();
        for part in ["Feedback", "One nodule in the left lung", "Truth"] {
            assert!(!text.contains(part), "{part:?} stands in\n{text}");
        }
        stage.key(Key::Enter);
        let open = stage.rig().session.open_case().cloned();
        assert_eq!(open, None, "Enter opens nothing by itself");
    }
}

#[test]
fn the_worklist_leads_back_to_the_feedback_on_an_earlier_case() {
    let mut rig = read(Language::En, Screen::Worklist, &UPPER, true);
    rig.send(Command::NextCase);
    rig.send(Command::RateCase(10));
    rig.send(Command::LockFirstRead);
    let nothing = overread_base::AiStatus::Done(overread_base::AiReport::default());
    rig.send(Command::AiArrived {
        case: case_id("second"),
        result: Box::new(super::fixtures::result(nothing)),
    });
    let mut stage = Stage::new(rig, vec2(420.0, 900.0));
    assert!(
        stage.harness.query_by_label("Feedback").is_none(),
        "while a case is read no other is told"
    );
    stage.rig().send(Command::EditReport {
        section: SectionId::new("impression").unwrap(),
        text: "Nothing.".to_owned(),
    });
    stage.rig().send(Command::Sign);
    stage.run();
    let shown = |stage: &Stage| {
        let shown = stage.harness.state().feedback.as_ref();
        shown.map(|(case, ..)| case.clone())
    };
    assert_eq!(shown(&stage), Some(case_id("second")));
    let first = stage.harness.get_all_by_label("Feedback").next().unwrap();
    first.click();
    stage.run();
    stage.run();
    assert_eq!(shown(&stage), Some(case_id("first")));
}

#[test]
fn hints_are_asked_for_shown_and_counted() {
    for (language, ask, cost, told) in [
        (
            Language::En,
            "Ask for a hint",
            "A case read with a hint does not count as read alone.",
            "1. On the left.",
        ),
        (
            Language::Ru,
            "Попросить подсказку",
            "Исследование с подсказкой не засчитывается как прочитанное самостоятельно.",
            "1. Слева.",
        ),
    ] {
        let mut rig = Rig::in_mode(
            language,
            Screen::Report,
            ReadingMode::Sequential,
            practice(),
        );
        rig.send(Command::NextCase);
        let mut stage = Stage::new(rig, vec2(460.0, 1000.0));
        assert!(stage.text().contains(cost));
        stage.harness.get_by_label(ask).click();
        stage.run();
        assert_eq!(stage.rig().sent.last(), Some(&Command::AskHint));
        let (case, given) = stage.rig().session.awaited_hint().unwrap();
        assert_eq!((case.as_str(), given), ("first", 0));
        stage.rig().send(Command::GiveHint {
            case: case_id("first"),
            hint: Hint {
                text: vec![
                    LocalText::new("en", "On the left."),
                    LocalText::new("ru", "Слева."),
                ],
                left: 0,
            },
        });
        stage.run();
        keep_stage(&format!("hint-{}", language.tag()), &stage);
        assert!(stage.text().contains(told), "{}", stage.text());
        assert!(stage.harness.query_by_label(ask).is_none(), "none is left");
    }
    let mut exam = Rig::new(Language::En, Screen::Report);
    exam.send(Command::NextCase);
    let stage = Stage::new(exam, vec2(460.0, 1000.0));
    assert!(!stage.text().contains("hint"), "{}", stage.text());
}

/// Projections: which image was on screen, and that one never was.
#[test]
fn of_projections_the_page_names_the_image_that_was_never_shown() {
    let mut rig = read(Language::En, Screen::Report, &UPPER, false);
    let mut study = study();
    let view = |uid: &str, side: Laterality| {
        let mut of = radiograph();
        of.facts.uid = SeriesUid::new(uid).unwrap();
        of.facts.view = Some("MLO".to_owned());
        of.facts.laterality = Some(side);
        of
    };
    study.series = vec![
        view("1.2.51", Laterality::Right),
        view("1.2.52", Laterality::Left),
    ];
    rig.images = Images::Ready(Box::new(study));
    rig.events.push(StampedEvent {
        at: Millis(1),
        event: Event::Case {
            case: case_id("first"),
            fact: CaseFact::Viewer(ViewerFact::SlicesShown {
                series: SeriesUid::new("1.2.51").unwrap(),
                n_slices: 1,
                shown: vec![SliceDwell {
                    slice_idx: 0,
                    shown_for: Millis(4_000),
                }],
            }),
        },
    });
    let stage = Stage::new(rig, vec2(460.0, 2000.0));
    let text = stage.text();
    for part in ["R MLO: shown for 0:04", "L MLO: never shown"] {
        assert!(text.contains(part), "expected {part:?} in\n{text}");
    }
}
