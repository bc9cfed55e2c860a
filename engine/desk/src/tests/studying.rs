//! A learner goes through a small course: by pointer and by keys, in both languages, with pictures that come later.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use egui::{Key, vec2};
use egui_kittest::kittest::Queryable as _;
use overread_base::{ScenarioId, Vec3, VolumeGeometry};
use overread_image::{Rescale, Volume};
use overread_learning::{
    Card, Competencies, CourseExams, DueItem, ItemId, LearnerAct, LearnerEvent, Progress, StepId,
    weeks,
};
use overread_scenario::{
    Course, CourseFiles, ItemSet, ModuleCertification, StepKind, TestSpec, TopicCount, course,
};

use super::raster::{Textures, keep, screen};
use crate::{
    CourseAct, Desk, DeskAct, DeskCourse, DeskCoursePicture, DeskPicture, Language, StepPlace,
    picture_key, prepare_context,
};

const FILES: &[(&str, &str)] = &[
    (
        "course.toml",
        "schema = 1\nid = \"test.small\"\nversion = \"1.0.0\"\nlicence = \"MIT\"\nlanguages = [\"en\", \"ru\"]\nmodules = [\"m0\"]\n",
    ),
    (
        "m0/module.toml",
        "schema = 1\nid = \"m0\"\nminutes = 9\n[[steps]]\nid = \"thresholds\"\npage = \"thresholds\"\n\
         [[steps]]\nid = \"review\"\nitems = \"review\"\n[[steps]]\nid = \"missed\"\ncases = \"missed.toml\"\nstate = \"missed\"\n",
    ),
    (
        "m0/items.toml",
        "[[items]]\nid = \"lower\"\nset = \"review\"\nkind = \"one\"\noptions = [\"a\", \"b\"]\nkey = \"b\"\n\
         page = \"thresholds\"\nsource = \"Somebody, Journal 2020;1:2\"\n\
         [[items]]\nid = \"share\"\nset = \"review\"\nkind = \"number\"\nkey = 12.5\ntolerance = 0.1\nunit = \"%\"\nunverified = true\n",
    ),
    (
        "m0/cases.toml",
        "[[cases]]\nid = \"nodule\"\nphantom = { kind = \"chest-ct\", seed = 5, lesions = [{ kind = \"solid-nodule\" }] }\n",
    ),
    (
        "scores/service.csv",
        "truth,score\n1,0.9\n1,0.6\n1,0.3\n0,0.7\n0,0.2\n0,0.1\n0,0.1\n",
    ),
];

const PAGE: &str = "# {title}\n\nA **low** threshold *finds* more; see [the slice](case:nodule?slice=lesion&window=lung).\n\n\
    - one\n- two\n\n| called | with | without |\n|---|---|---|\n| abnormal | 2 | 1 |\n\n\
    ```picture\ncase = \"nodule\"\nslice = \"lesion\"\nwindow = \"lung\"\nshow = \"truth\"\ncaption = \"A nodule.\"\n```\n\n\
    ```widget\nkind = \"threshold\"\nscores = \"service\"\n```\n\n```widget\nkind = \"prevalence\"\nsensitivity = 0.9\nspecificity = 0.9\n```\n";

fn small() -> Course {
    let mut files = CourseFiles::default();
    for (path, text) in FILES {
        files.add(path, (*text).to_owned()).unwrap();
    }
    for (language, title, question) in [
        ("en", "Thresholds", "What does a lower threshold do?"),
        ("ru", "Пороги", "Что делает более низкий порог?"),
    ] {
        let at = |name: &str| format!("locales/{language}/{name}");
        let frame = format!(
            "title = \"{title}: a course\"\nabout = \"About\"\n[modules.m0]\ntitle = \"{title}\"\n\
             [steps.m0]\nthresholds = \"{title}\"\nreview = \"Review\"\nmissed = \"Missed\"\n"
        );
        files.add(&at("course.toml"), frame).unwrap();
        let page = PAGE.replace("{title}", title);
        files.add(&at("m0/thresholds.md"), page).unwrap();
        let items = format!(
            "[lower]\ntext = \"{question}\"\noptions = {{ a = \"Finds less\", b = \"Finds more\" }}\n\
             explanation = \"More cases are called abnormal.\"\n\
             [share]\ntext = \"Which share?\"\nexplanation = \"One in eight.\"\n"
        );
        files.add(&at("m0/items.toml"), items).unwrap();
    }
    course(&files).0.unwrap()
}

/// A grey wedge with a square lesion.
fn picture() -> DeskCoursePicture {
    let geometry = VolumeGeometry::axial(
        [40, 40, 1],
        Vec3::new(2.0, 2.0, 2.0),
        Vec3::new(0.0, 0.0, 0.0),
    )
    .unwrap();
    let samples = (0..1600_i16).map(|at| -1000 + at % 40 * 20).collect();
    DeskCoursePicture {
        image: Volume::new(geometry, samples, Rescale::IDENTITY).unwrap(),
        window: Some((-600.0, 1500.0)),
        is_inverted: false,
        truth: (0..1600)
            .map(|at| (15..25).contains(&(at % 40)) && (600..1000).contains(&at))
            .collect(),
        longest_mm: Some(28.3),
    }
}

/// A question that comes back: answered three times, twice wrong.
fn often_wrong(course: &Course) -> DueItem {
    DueItem {
        item: ItemId {
            course: course.id.clone(),
            module: "m0".to_owned(),
            item: "lower".to_owned(),
        },
        card: Card {
            box_number: 0,
            due_unix_s: 1_795_651_200,
            n_answers: 3,
            n_wrong: 2,
        },
    }
}

/// The three panels of a course side by side, and what was asked of the host on them.
struct Study {
    harness: egui_kittest::Harness<'static>,
    acts: Rc<RefCell<Vec<CourseAct>>>,
    events: Rc<RefCell<Vec<LearnerEvent>>>,
    textures: Textures,
}

impl Study {
    fn new(language: Language) -> Self {
        Self::of(language, small())
    }

    fn of(language: Language, course: Course) -> Self {
        let acts = Rc::new(RefCell::new(Vec::new()));
        let events = Rc::new(RefCell::new(Vec::new()));
        let (told, known) = (acts.clone(), events.clone());
        let mut desk = Desk::new(language);
        let mut pictures = BTreeMap::new();
        let textures = Textures::default();
        let harness = egui_kittest::Harness::builder()
            .with_size(vec2(1500.0, 1000.0))
            .renderer(textures.clone())
            .build_ui(move |ui| {
                prepare_context(ui.ctx());
                let events = known.borrow();
                let due = [often_wrong(&course)];
                let given = DeskCourse {
                    course: &course,
                    progress: &Progress::of(&course, &events),
                    competencies: &Competencies::of(events.iter()),
                    weeks: &weeks(events.iter()),
                    exams: &CourseExams::of(&course, &events, 0),
                    seed: 11,
                    due: &due,
                    pictures: &pictures.clone(),
                    error: None,
                };
                let whole = ui.max_rect();
                let third = |from: f32, to: f32| {
                    let (left, width) = (whole.left(), whole.width());
                    egui::Rect::from_min_max(
                        egui::pos2(left + from * width, whole.top()),
                        egui::pos2(left + to * width, whole.bottom()),
                    )
                };
                let on = |name: &str, rect: egui::Rect| {
                    egui::UiBuilder::new().id_salt(name).max_rect(rect)
                };
                ui.scope_builder(on("outline", third(0.0, 0.25)), |ui| {
                    desk.course_outline_ui(ui, &given)
                });
                ui.scope_builder(on("page", third(0.25, 0.75)), |ui| {
                    desk.course_ui(ui, &given)
                });
                ui.scope_builder(on("learner", third(0.75, 1.0)), |ui| {
                    desk.course_learner_ui(ui, &given)
                });
                for act in desk.take_acts() {
                    let DeskAct::Course(act) = act else {
                        panic!("{act:?}");
                    };
                    if let CourseAct::Picture(wanted) = &act {
                        let ready = DeskPicture::Ready(Box::new(picture()));
                        pictures.insert(picture_key(wanted), ready);
                    }
                    told.borrow_mut().push(act);
                }
            });
        let mut study = Self {
            harness,
            acts,
            events,
            textures,
        };
        study.harness.run();
        study
    }

    #[track_caller]
    fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.harness.run();
    }

    fn press(&mut self, key: Key) {
        self.harness.key_press(key);
        self.harness.run();
    }

    fn told(&self) -> Vec<CourseAct> {
        self.acts.borrow_mut().drain(..).collect()
    }

    fn has(&self, label: &str) -> bool {
        let mut found = self.harness.query_all_by_label_contains(label);
        found.next().is_some()
    }

    fn keep(&self, name: &str) {
        if std::env::var_os("OVERREAD_DESK_PICTURES").is_some() {
            keep(name, &screen(&self.harness, &self.textures));
        }
    }
}

fn place(step: &str) -> StepPlace {
    StepPlace {
        module: "m0".to_owned(),
        step: step.to_owned(),
    }
}

#[test]
fn a_page_is_read_with_its_picture_and_left_for_the_questions_by_keys_alone() {
    let mut study = Study::new(Language::En);
    study.press(Key::ArrowRight);
    study.harness.run_steps(3);
    let told = study.told();
    assert_eq!(
        told[0],
        CourseAct::Begun {
            step: place("thresholds")
        }
    );
    assert!(
        matches!(&told[1], CourseAct::Picture(wanted) if wanted.case == "nodule"),
        "{told:?}"
    );
    assert_eq!(told.len(), 2, "a picture is asked for once");
    study.keep("course-page-en");
    study.press(Key::ArrowRight);
    let told = study.told();
    let done = CourseAct::Done {
        step: place("thresholds"),
        share: None,
    };
    assert_eq!(told[0], done);
    // The wrong answer first, then the right one: the last choice counts.
    for key in [Key::Num1, Key::Num2, Key::Enter] {
        study.press(key);
    }
    let told = study.told();
    assert!(
        matches!(&told[..], [CourseAct::Answered { item, points, .. }] if item == "lower" && *points == 1.0),
        "{told:?}"
    );
    assert!(study.has("More cases are called abnormal."));
    assert!(study.has("Somebody, Journal 2020;1:2"));
    study.keep("course-question-en");
    study.press(Key::Enter);
    study.harness.event(egui::Event::Text("12,6".to_owned()));
    study.harness.run();
    study.press(Key::Enter);
    let told = study.told();
    assert!(
        matches!(&told[..], [CourseAct::Answered { item, points, .. }] if item == "share" && *points == 1.0),
        "{told:?}"
    );
    assert!(study.has("Unverified"));
    study.press(Key::Enter);
    let done = CourseAct::Done {
        step: place("review"),
        share: Some(1.0),
    };
    assert_eq!(study.told(), [done]);
    assert!(study.has("100 % of full marks"));
}

/// Presses Tab until a thing of this name has the keyboard.
#[track_caller]
fn reach(study: &mut Study, label: &str) {
    for _ in 0..60 {
        let found = study.harness.query_by_label(label);
        if found.is_some_and(|node| node.is_focused()) {
            return;
        }
        study.press(Key::Tab);
    }
    panic!("Tab never reaches {label:?}");
}

#[test]
fn questions_are_answered_by_tab_and_enter_or_by_the_pointer() {
    for by_keys in [true, false] {
        let mut study = Study::new(Language::En);
        let press = |study: &mut Study, label: &str| {
            if by_keys {
                reach(study, label);
                study.press(Key::Enter);
            } else {
                study.click(label);
            }
        };
        // "Go on" stands in the outline and on the screen in the middle.
        study.press(Key::ArrowRight);
        press(&mut study, "Next step");
        study.told();
        // The wrong answer first, then the right one, which is the one that is checked.
        press(&mut study, "1.  Finds less");
        press(&mut study, "2.  Finds more");
        assert_eq!(study.told(), []);
        press(&mut study, "Check");
        let told = study.told();
        assert!(
            matches!(&told[..], [CourseAct::Answered { item, points, .. }] if item == "lower" && *points == 1.0),
            "{told:?}"
        );
        press(&mut study, "Next question");
        assert!(study.has("Which share?"));
    }
}

#[test]
fn links_lead_to_cases_and_a_block_is_begun() {
    let mut study = Study::new(Language::Ru);
    study.press(Key::ArrowRight);
    study.harness.run_steps(3);
    study.keep("course-page-ru");
    study.told();
    study.click("the slice");
    let told = study.told();
    assert!(
        matches!(&told[..], [CourseAct::Case { case, window: Some(window), .. }] if case == "nodule" && window == "lung"),
        "{told:?}"
    );
    study.press(Key::ArrowRight);
    study.press(Key::ArrowRight);
    assert!(study.has("ИИ что-то пропускает"));
    study.told();
    study.click("Начать чтение");
    let begun = CourseAct::Cases {
        step: place("missed"),
    };
    assert_eq!(study.told(), [begun]);
}

#[test]
fn what_is_done_is_seen_in_the_outline_and_what_is_due_comes_back() {
    let mut study = Study::new(Language::En);
    let done = LearnerAct::StepDone {
        step: StepId {
            course: ScenarioId::new("test.small").unwrap(),
            module: "m0".to_owned(),
            step: "thresholds".to_owned(),
        },
        share: None,
    };
    study.events.borrow_mut().push(LearnerEvent {
        at_unix_s: 1_795_651_200,
        act: done,
    });
    study.harness.run();
    assert!(study.has("M0  Thresholds   1/3"));
    // Why it comes back stands beside it, and one key begins.
    assert!(study.has("answered 3 times, wrong 2"));
    study.press(Key::R);
    assert!(study.has("Question 1 of 1"));
    study.press(Key::Num1);
    study.press(Key::Enter);
    assert!(study.has("Wrong"));
    study.press(Key::Enter);
    assert!(study.has("0 % of full marks"));
    let told = study.told();
    assert!(
        !told.iter().any(|act| matches!(act, CourseAct::Done { .. })),
        "repetition is no step: {told:?}"
    );
}

/// The small course with a test of two of its questions, which is a certification by itself.
fn examined() -> Course {
    let mut course = small();
    let module = &mut course.modules[0];
    for item in &mut module.items {
        item.topic = Some("t".to_owned());
    }
    module.steps[1].kind = StepKind::Items {
        set: ItemSet::Review,
        pass_percent: Some(70),
        test: Some(TestSpec {
            minutes: 5,
            draw: vec![TopicCount {
                topic: "t".to_owned(),
                count: 2,
            }],
            most_attempts: Some(1),
            wait_days: 0,
        }),
    };
    module.certification = Some(ModuleCertification {
        parts: vec!["review".to_owned()],
        within_days: None,
        valid_days: None,
    });
    course
}

#[test]
fn a_test_is_sat_once_without_feedback_and_its_verdict_stands_with_its_reason() {
    let mut study = Study::of(Language::En, examined());
    study.press(Key::ArrowRight);
    study.press(Key::ArrowRight);
    assert!(study.has("2 questions in 5 minutes; the pass mark is 70 %"));
    assert!(study.has("Attempt 1 of 1"));
    study.told();
    study.click("Begin the test");
    let begun = CourseAct::TestBegun {
        step: place("review"),
        seed: 11,
    };
    assert_eq!(study.told(), [begun]);
    // Nothing else opens while it is sat, and no answer is told of before its end.
    study.press(Key::ArrowRight);
    assert!(study.has("A test is being sat"));
    study.keep("course-test-en");
    for _ in 0..2 {
        // Its text stands among the questions that are due, its options here alone.
        if study.has("Finds less") {
            study.press(Key::Num2);
            study.press(Key::Enter);
            assert!(!study.has("More cases are called abnormal."));
        } else {
            study.click("Leave this one open");
        }
    }
    let told = study.told();
    let [CourseAct::TestDone(record)] = &told[..] else {
        panic!("{told:?}");
    };
    assert_eq!(
        (record.share, record.cut, record.is_time_up),
        (0.5, 0.7, false)
    );
    let given: Vec<bool> = record
        .answers
        .iter()
        .map(|(_, given)| given.is_some())
        .collect();
    assert!(
        given.contains(&true) && given.contains(&false),
        "{record:?}"
    );
    assert!(study.has("50 % of full marks"));
    assert!(!study.has("Finds more"));

    // The host keeps what was told; the part is failed, for its reason, and no attempt is left.
    let step = record.step.clone();
    for act in [
        LearnerAct::TestBegun { step, seed: 11 },
        LearnerAct::TestDone((**record).clone()),
    ] {
        study.events.borrow_mut().push(LearnerEvent {
            at_unix_s: 1_795_651_200,
            act,
        });
    }
    study.harness.run();
    assert!(study.has("50 % of the marks; the pass mark is 70 %"));
    assert!(study.has("Certification not passed: every part has to be"));
    study.keep("course-test-end-en");
    study.press(Key::ArrowLeft);
    study.press(Key::ArrowRight);
    assert!(study.has("All attempts are used: 1."));
    assert!(!study.has("Begin the test"));
}

#[test]
fn an_end_before_the_last_question_is_asked_for_twice_and_open_questions_count_as_wrong() {
    let mut study = Study::of(Language::Ru, examined());
    study.press(Key::ArrowRight);
    study.press(Key::ArrowRight);
    study.click("Начать тест");
    study.told();
    study.click("Закончить тест");
    assert_eq!(study.told(), []);
    study.click("Закончить сейчас; вопросы без ответа считаются неверными");
    let told = study.told();
    assert!(
        matches!(&told[..], [CourseAct::TestDone(record)] if record.share == 0.0 && record.answers.len() == 2),
        "{told:?}"
    );
}
