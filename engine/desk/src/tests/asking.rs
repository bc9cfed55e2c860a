//! Questions of every kind: what the widgets look like, and which answer each gives.

use egui::{Key, vec2};
use egui_kittest::kittest::Queryable as _;
use overread_base::LocalText;
use overread_exam::{CasePhase, Command, SignBlocker};
use overread_scenario::{
    AnswerValue, AskedWhen, Choice, Feedback, Question, QuestionId, QuestionKind, Scale, ScaleKind,
};

use super::fixtures::{local, series_uid};
use super::raster::keep_stage;
use super::rig::{Images, Rig, Screen, Stage};
use crate::Language;

pub(super) fn id(text: &str) -> QuestionId {
    QuestionId::new(text).unwrap()
}

fn both(en: &str, ru: &str) -> Vec<LocalText> {
    vec![local("en", en), local("ru", ru)]
}

fn choice(code: &str, en: &str, ru: &str) -> Choice {
    Choice {
        code: code.to_owned(),
        text: both(en, ru),
    }
}

pub(super) fn question(name: &str, (en, ru): (&str, &str), kind: QuestionKind) -> Question {
    Question {
        id: id(name),
        text: both(en, ru),
        help: Vec::new(),
        kind,
        asked: AskedWhen::Both,
        is_required: false,
        branch: None,
        scoring: None,
        weight: 1.0,
        feedback: Feedback::default(),
    }
}

fn scale() -> Scale {
    Scale {
        id: "lung-rads-v2022".to_owned(),
        title: both("Lung nodule category", "Категория очага в лёгком"),
        levels: vec![
            choice("1", "negative", "изменений нет"),
            choice("2", "benign", "доброкачественный"),
            choice("3", "low suspicion", "подозрение низкое"),
            choice("4A", "raised suspicion", "подозрение повышенное"),
        ],
        source: "test".to_owned(),
        unverified: None,
        kind: ScaleKind::Ordinal,
        notice: Some("A notice of trademarks.".to_owned()),
    }
}

fn regions() -> Vec<Choice> {
    [
        ("r-upper", "upper", "верхняя"),
        ("l-upper", "upper", "верхняя"),
        ("r-middle", "middle", "средняя"),
        ("l-middle", "middle", "средняя"),
        ("mediastinum", "mediastinum", "средостение"),
    ]
    .map(|(code, en, ru)| choice(code, en, ru))
    .to_vec()
}

/// One of every kind.
fn every_kind() -> Vec<Question> {
    let mut all = chosen_kinds();
    all.extend(measured_kinds());
    all.extend(judging_kinds());
    all[0].is_required = true;
    all[0].help = both("Of 4 mm or more.", "От 4 мм и больше.");
    all
}

fn chosen_kinds() -> Vec<Question> {
    let present = vec![
        choice("present", "There is one", "Есть"),
        choice("absent", "There is none", "Нет"),
    ];
    let signs = vec![
        choice("air", "Air bronchogram", "Воздушная бронхограмма"),
        choice("halo", "Halo sign", "Симптом ореола"),
    ];
    let scale = QuestionKind::Scale("lung-rads-v2022".to_owned());
    [
        (
            "nodule",
            ("Is there a nodule?", "Есть ли очаг?"),
            QuestionKind::Choice(present),
        ),
        (
            "signs",
            ("Which signs?", "Какие признаки?"),
            QuestionKind::MultiChoice(signs),
        ),
        ("category", ("Which category?", "Какая категория?"), scale),
        (
            "zones",
            ("Which zones?", "Какие зоны?"),
            QuestionKind::RegionGrid(regions()),
        ),
    ]
    .map(|(name, text, kind)| question(name, text, kind))
    .to_vec()
}

fn measured_kinds() -> Vec<Question> {
    let number = QuestionKind::Number {
        ucum: "mm".to_owned(),
        least: 0.0,
        greatest: 300.0,
    };
    let text = QuestionKind::Text { most_chars: 40 };
    [
        ("size", ("How large is it?", "Какого он размера?"), number),
        (
            "diameter",
            ("Measure it.", "Измерьте его."),
            QuestionKind::Caliper,
        ),
        ("advice", ("What do you advise?", "Что вы советуете?"), text),
    ]
    .map(|(name, text, kind)| question(name, text, kind))
    .to_vec()
}

pub(super) fn judging_kinds() -> Vec<Question> {
    let likert = QuestionKind::Likert {
        steps: 5,
        ends: [
            both("not at all", "совсем нет"),
            both("completely", "полностью"),
        ],
    };
    let right = ("Will the result be right?", "Будет ли результат верным?");
    [
        (
            "urgency",
            ("How urgent?", "Насколько срочно?"),
            QuestionKind::Urgency,
        ),
        ("agree", ("Do you agree?", "Согласны ли вы?"), likert),
        (
            "sure",
            ("How sure are you?", "Насколько вы уверены?"),
            QuestionKind::Confidence,
        ),
        ("forecast", right, QuestionKind::AiForecast),
        (
            "result",
            ("What of the result?", "Что с результатом?"),
            QuestionKind::AiVerdict,
        ),
        (
            "reading",
            ("Interpretation?", "Интерпретация?"),
            QuestionKind::Interpretation,
        ),
        (
            "place",
            ("Localisation?", "Локализация?"),
            QuestionKind::Localisation,
        ),
        (
            "defect",
            ("Which defect?", "Какой дефект?"),
            QuestionKind::Defect,
        ),
    ]
    .map(|(name, text, kind)| question(name, text, kind))
    .to_vec()
}

fn asked(language: Language, questions: Vec<Question>, size: egui::Vec2) -> Stage {
    let mut stage = Stage::reading(language, Screen::Report, size);
    let rig = stage.rig();
    rig.texts
        .scales
        .insert("lung-rads-v2022".to_owned(), scale());
    rig.hand.questions = questions;
    stage.run();
    stage
}

/// A stage with one question of [`every_kind`] alone.
fn one(name: &str) -> Stage {
    let wanted = |question: &Question| question.id == id(name);
    let questions = every_kind().into_iter().filter(wanted).collect();
    asked(Language::En, questions, vec2(700.0, 1500.0))
}

fn given(stage: &mut Stage, name: &str) -> Option<AnswerValue> {
    stage.rig().hand.answers.get(&id(name)).cloned()
}

/// Presses a widget by its label, and looks at the answer.
#[track_caller]
fn check(name: &str, labels: &[&str], expected: AnswerValue) {
    let mut stage = one(name);
    for label in labels {
        stage.harness.get_by_label(label).click();
        stage.run();
    }
    assert_eq!(given(&mut stage, name), Some(expected));
}

fn code(code: &str) -> AnswerValue {
    AnswerValue::Code(code.to_owned())
}

fn codes(codes: &[&str]) -> AnswerValue {
    AnswerValue::Codes(codes.iter().map(|code| (*code).to_owned()).collect())
}

#[test]
fn a_press_gives_the_answer() {
    check("nodule", &["There is none"], code("absent"));
    check("category", &["4A  raised suspicion"], code("4A"));
    check(
        "signs",
        &["Halo sign", "Air bronchogram"],
        codes(&["air", "halo"]),
    );
    check("signs", &["Halo sign", "Halo sign"], codes(&[]));
    check("signs", &["none of these"], codes(&[]));
    check("zones", &["mediastinum"], codes(&["mediastinum"]));
    check("zones", &["none of these"], codes(&[]));
    check("urgency", &["At once"], code("stat"));
    check("agree", &["4"], code("4"));
    check(
        "result",
        &["Supplemented by findings of my own"],
        code("supplemented"),
    );
    check("reading", &["Partly right"], code("partial"));
    check("place", &["Fully right"], code("full"));
    check("defect", &["No technical defect"], code("none"));
    let class = "d: faults in the display of the image area";
    check("defect", &[class], code("d"));
    check("defect", &[class, "marks are mirrored"], code("d.flipped"));
    let back = "the class is enough, none of these";
    check("defect", &[class, "marks are mirrored", back], code("d"));
}

#[test]
fn both_sides_of_a_region_stand_in_one_row_the_right_one_on_the_left() {
    let mut stage = one("zones");
    let upper: Vec<egui::Rect> = stage
        .harness
        .get_all_by_label("upper")
        .map(|node| node.rect())
        .collect();
    assert_eq!(upper.len(), 2);
    assert!((upper[0].center().y - upper[1].center().y).abs() < 1.0);
    let left_of_screen = if upper[0].left() < upper[1].left() {
        upper[0]
    } else {
        upper[1]
    };
    stage.click_at(left_of_screen.center());
    assert_eq!(given(&mut stage, "zones"), Some(codes(&["r-upper"])));
}

/// Types into the only field.
fn typed(stage: &mut Stage, text: &str) {
    let field = stage
        .harness
        .get_all_by_role(egui::accesskit::Role::TextInput)
        .next()
        .or_else(|| {
            stage
                .harness
                .query_all_by_role(egui::accesskit::Role::MultilineTextInput)
                .next()
        })
        .unwrap();
    field.focus();
    field.type_text(text);
    stage.run();
}

#[test]
fn numbers_are_taken_with_comma_or_point_and_within_the_range() {
    #[track_caller]
    fn check(text: &str, expected: Option<f64>, said: &str) {
        let mut stage = one("size");
        typed(&mut stage, text);
        assert_eq!(
            given(&mut stage, "size"),
            None,
            "not while it is being typed"
        );
        stage.key(Key::Enter);
        assert_eq!(given(&mut stage, "size"), expected.map(AnswerValue::Number));
        assert!(
            stage.text().contains(said),
            "{said:?} is not in\n{}",
            stage.text()
        );
    }
    check("12.5", Some(12.5), "from 0 to 300 mm");
    check("12,5", Some(12.5), "from 0 to 300 mm");
    check("301", None, "out of range");
    check("a lot", None, "not a number");
    check("NaN", None, "not a number");
    check("301", None, "not saved yet");
}

#[test]
fn a_length_drawn_in_the_images_is_the_answer() {
    let mut stage = Stage::reading(Language::En, Screen::All, vec2(1700.0, 1500.0));
    let wanted = |question: &Question| question.id == id("diameter");
    stage.rig().hand.questions = every_kind().into_iter().filter(wanted).collect();
    stage.run();
    stage.harness.get_by_label("Measure now").click();
    stage.run();
    assert_eq!(stage.harness.state().desk.drawn().tool, "length");
    let (from, to) = (
        overread_base::Vec3::new(-40.0, 0.0, 0.0),
        overread_base::Vec3::new(-10.0, 40.0, 0.0),
    );
    stage.drag(
        stage.on_screen(from),
        stage.on_screen(to),
        egui::PointerButton::Primary,
    );
    stage.run();
    let Some(AnswerValue::Caliper { series, ends }) = given(&mut stage, "diameter") else {
        panic!("{:?}", stage.rig().sent);
    };
    assert_eq!(series, series_uid());
    assert!((ends[0].distance(ends[1]) - 50.0).abs() < 1.5, "{ends:?}");
    let length = format!("{:.1} mm", ends[0].distance(ends[1]));
    assert!(stage.text().contains(&length));
}

#[test]
fn a_length_in_pixels_of_unknown_size_is_no_answer() {
    let mut stage = Stage::reading(Language::En, Screen::All, vec2(1700.0, 1500.0));
    let wanted = |question: &Question| question.id == id("diameter");
    stage.rig().hand.questions = every_kind().into_iter().filter(wanted).collect();
    let mut study = super::fixtures::study();
    for series in &mut study.series {
        series.facts.calibration = overread_viewer::Calibration::Unknown;
        // Another image: what hangs is hung anew.
        series.facts.uid = overread_base::SeriesUid::new("1.2.9").unwrap();
    }
    stage.rig().images = Images::Ready(Box::new(study));
    stage.run();
    stage.harness.get_by_label("Measure now").click();
    stage.run();
    let middle = stage.viewport(0).rect.center();
    stage.drag(
        middle,
        middle + vec2(60.0, 30.0),
        egui::PointerButton::Primary,
    );
    stage.run();
    assert!(stage.text().contains("no known size"), "{}", stage.text());
    assert_eq!(given(&mut stage, "diameter"), None);
}

#[test]
fn per_cents_answer_to_the_pointer_and_to_keys() {
    for name in ["sure", "forecast"] {
        let mut stage = one(name);
        let label = stage.rig().hand.questions[0].text[0].value.clone();
        let bar = stage
            .harness
            .get_by_role_and_label(egui::accesskit::Role::Slider, &label);
        let rect = bar.rect();
        bar.focus();
        stage.click_at(rect.left_center() + vec2(8.0, 0.0));
        assert_eq!(given(&mut stage, name), Some(AnswerValue::Percent(0)));
        stage.key(Key::ArrowRight);
        assert_eq!(given(&mut stage, name), Some(AnswerValue::Percent(1)));
    }
}

#[test]
fn every_widget_can_be_reached_by_the_keyboard() {
    let mut stage = one("nodule");
    for _ in 0..40 {
        stage.key(Key::Tab);
        stage.key(Key::Space);
        if given(&mut stage, "nodule").is_some() {
            return;
        }
    }
    panic!("no answer by the keyboard");
}

#[test]
fn a_closed_question_takes_nothing_and_shows_the_first_answer() {
    let mut stage = one("nodule");
    stage.rig().hand.is_closed = true;
    stage.rig().hand.first.insert(id("nodule"), code("present"));
    stage.run();
    stage.harness.get_by_label("There is none").click();
    stage.run();
    assert_eq!(given(&mut stage, "nodule"), None);
    assert!(stage.text().contains("First answer: There is one"));
}

#[test]
fn a_blocker_names_the_question_by_its_text() {
    let mut stage = one("nodule");
    stage.rig().hand.phase = Some(CasePhase::FinalRead);
    stage.rig().hand.blockers = vec![SignBlocker::NotAnswered(id("nodule"))];
    stage.run();
    assert!(
        stage.text().contains("answer “Is there a nodule?”"),
        "{}",
        stage.text()
    );
}

#[test]
fn what_stands_in_a_field_is_given_before_the_lock() {
    let mut stage = one("advice");
    stage.rig().send(Command::RateCase(50));
    stage.run();
    let field = stage
        .harness
        .get_all_by_role(egui::accesskit::Role::MultilineTextInput)
        .next()
        .unwrap();
    field.focus();
    field.type_text("CT in a year");
    stage.run();
    assert_eq!(given(&mut stage, "advice"), None);
    stage.harness.get_by_label("Lock my first answer").click();
    stage.run();
    let sent = &stage.rig().sent;
    let place = |wanted: &dyn Fn(&Command) -> bool| sent.iter().position(wanted);
    let answered = place(&|command| matches!(command, Command::Answer { .. })).unwrap();
    let locked = place(&|command| *command == Command::LockFirstRead).unwrap();
    assert!(answered < locked);
}

#[test]
fn a_text_can_be_taken_back() {
    let mut stage = one("advice");
    let text = |text: &str| AnswerValue::Text(text.to_owned());
    stage.rig().hand.answers.insert(id("advice"), text("x"));
    let mut stage = {
        let rig = std::mem::replace(stage.rig(), Rig::new(Language::En, Screen::Report));
        Stage::new(rig, vec2(700.0, 1500.0))
    };
    stage.rig().desk = crate::Desk::new(Language::En);
    stage.run();
    let role = egui::accesskit::Role::MultilineTextInput;
    stage.harness.get_all_by_role(role).next().unwrap().focus();
    stage.run();
    stage.key(Key::Backspace);
    stage.key(Key::Tab);
    assert_eq!(given(&mut stage, "advice"), Some(text("")));
}

#[test]
fn questions_to_look_at() {
    for language in [Language::En, Language::Ru] {
        let mut stage = asked(language, every_kind(), vec2(760.0, 2900.0));
        let hand = &mut stage.rig().hand;
        hand.answers.insert(id("category"), code("4A"));
        hand.answers
            .insert(id("zones"), codes(&["l-middle", "r-upper"]));
        hand.answers.insert(id("defect"), code("c.stale-prior"));
        hand.answers.insert(id("agree"), code("2"));
        hand.answers
            .insert(id("forecast"), AnswerValue::Percent(70));
        hand.answers.insert(id("size"), AnswerValue::Number(12.5));
        hand.first.insert(id("category"), code("3"));
        stage.run();
        let name = format!("questions-{}", language.tag());
        keep_stage(&name, &stage);
        let narrow = asked(language, every_kind(), vec2(290.0, 3600.0));
        super::pictures::check_fits(&format!("narrow-{name}"), &narrow);
    }
}
