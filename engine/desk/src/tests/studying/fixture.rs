//! A small course and its three panels side by side.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use egui::{Key, Rect, Shape, Vec2, vec2};
use egui_kittest::kittest::Queryable as _;
use overread_base::{CaseId, PhantomKind, Vec3, VolumeGeometry};
use overread_exam::AiState;
use overread_image::{Rescale, Volume};
use overread_learning::{
    Card, CaseRecord, Competencies, CourseExams, DueItem, ItemId, LearnerAct, LearnerEvent,
    Progress, WEAK_FROM_CASES, weeks,
};
use overread_scenario::{Course, CourseFiles, course};

use crate::tests::raster::{Textures, keep, screen};
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

pub(super) fn small() -> Course {
    small_with(&[])
}

/// The small course with more files, or others in their place.
pub(super) fn small_with(more: &[(&str, &str)]) -> Course {
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
    for (path, text) in more {
        files.add(path, (*text).to_owned()).unwrap();
    }
    course(&files).0.unwrap()
}

/// A grey wedge with a square lesion.
pub(super) fn picture() -> DeskCoursePicture {
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
pub(super) fn often_wrong(course: &Course) -> DueItem {
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

/// So many cases of a task that were read wrongly that the task is a weak one.
pub(super) fn read_wrongly(
    area: Option<PhantomKind>,
    task: &str,
    ai: AiState,
) -> impl Iterator<Item = LearnerEvent> {
    (0..WEAK_FROM_CASES).map(move |number| LearnerEvent {
        at_unix_s: 1_795_651_200,
        act: LearnerAct::CaseRead(CaseRecord {
            session: "s".to_owned(),
            case: CaseId::new(format!("case-{number}")).unwrap(),
            area,
            task: task.to_owned(),
            ai,
            was_right_alone: None,
            is_right: false,
            seconds: Some(30.0),
            n_hints: 0,
        }),
    })
}

/// The three panels of a course side by side, and what was asked of the host on them.
pub(super) struct Study {
    pub(super) harness: egui_kittest::Harness<'static>,
    pub(super) acts: Rc<RefCell<Vec<CourseAct>>>,
    pub(super) events: Rc<RefCell<Vec<LearnerEvent>>>,
    textures: Textures,
}

impl Study {
    pub(super) fn new(language: Language) -> Self {
        Self::of(language, small())
    }

    pub(super) fn of(language: Language, course: Course) -> Self {
        Self::with_faults(language, course, Vec::new())
    }

    pub(super) fn with_faults(language: Language, course: Course, faults: Vec<String>) -> Self {
        Self::built(language, course, faults, (vec2(1500.0, 1000.0), 1.0))
    }

    /// On a screen of this size in pixels, with so many of them to a point.
    pub(super) fn sized(language: Language, course: Course, pixels: Vec2, scale: f32) -> Self {
        Self::built(language, course, Vec::new(), (pixels / scale, scale))
    }

    fn built(
        language: Language,
        course: Course,
        faults: Vec<String>,
        (size, scale): (Vec2, f32),
    ) -> Self {
        let acts = Rc::new(RefCell::new(Vec::new()));
        let events = Rc::new(RefCell::new(Vec::new()));
        let (told, known) = (acts.clone(), events.clone());
        let mut desk = Desk::new(language);
        let mut pictures = BTreeMap::new();
        let textures = Textures::default();
        let harness = egui_kittest::Harness::builder()
            .with_size(size)
            .with_pixels_per_point(scale)
            .with_max_steps(24)
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
                    faults: &faults,
                    error: None,
                };
                let whole = ui.max_rect();
                let third = |from: f32, to: f32| {
                    let (left, width) = (whole.left(), whole.width());
                    Rect::from_min_max(
                        egui::pos2(left + from * width, whole.top()),
                        egui::pos2(left + to * width, whole.bottom()),
                    )
                };
                let on =
                    |name: &str, rect: Rect| egui::UiBuilder::new().id_salt(name).max_rect(rect);
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
    pub(super) fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.harness.run();
    }

    pub(super) fn press(&mut self, key: Key) {
        self.harness.key_press(key);
        self.harness.run();
    }

    pub(super) fn told(&self) -> Vec<CourseAct> {
        self.acts.borrow_mut().drain(..).collect()
    }

    pub(super) fn has(&self, label: &str) -> bool {
        let mut found = self.harness.query_all_by_label_contains(label);
        found.next().is_some()
    }

    /// The texts of the last frame that hold these words: where each lies, and what of the screen it may be seen in.
    pub(super) fn texts(&self, words: &str) -> Vec<(Rect, Rect)> {
        fn collect(shape: &Shape, clip: Rect, words: &str, found: &mut Vec<(Rect, Rect)>) {
            if let Shape::Text(text) = shape {
                if text.galley.text().contains(words) {
                    found.push((text.galley.rect.translate(text.pos.to_vec2()), clip));
                }
            } else if let Shape::Vec(shapes) = shape {
                for shape in shapes {
                    collect(shape, clip, words, found);
                }
            }
        }
        let mut found = Vec::new();
        for clipped in &self.harness.output().shapes {
            collect(&clipped.shape, clipped.clip_rect, words, &mut found);
        }
        found
    }

    pub(super) fn keep(&self, name: &str) {
        if std::env::var_os("OVERREAD_DESK_PICTURES").is_some() {
            keep(name, &screen(&self.harness, &self.textures));
        }
    }
}

pub(super) fn place(step: &str) -> StepPlace {
    StepPlace {
        module: "m0".to_owned(),
        step: step.to_owned(),
    }
}
