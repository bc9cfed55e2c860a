//! The first start, the start menu and the settings, by keys and by the pointer, in both languages and at every size.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use egui::{Key, Modifiers, Vec2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::fixtures::local;
use super::raster::{Textures, keep, screen};
use crate::{
    Desk, DeskAct, DeskStart, Language, StartAct, StartCourse, StartDisplay, StartLesson,
    StartLists, StartPage, StartSession, StartTour, prepare_context,
};

/// The pages, and what was asked of the host on them.
struct Start {
    harness: egui_kittest::Harness<'static>,
    acts: Rc<RefCell<Vec<StartAct>>>,
    page: Rc<Cell<StartPage>>,
    /// Whether it is known yet what there is to open.
    is_known: Rc<Cell<bool>>,
    textures: Textures,
}

fn lists() -> StartLists {
    StartLists {
        course: Some(StartCourse {
            title: vec![local("en", "Working with AI"), local("ru", "Работа с ИИ")],
            next: vec![
                local("en", "What a network sees"),
                local("ru", "Что видит сеть"),
            ],
            n_done: 3,
            n_steps: 61,
        }),
        lessons: vec![
            StartLesson {
                title: vec![
                    local("en", "First day at the desk"),
                    local("ru", "Первый день"),
                ],
                n_cases: 6,
                is_exam: false,
            },
            StartLesson {
                title: vec![local("en", "Certification"), local("ru", "Сертификация")],
                n_cases: 21,
                is_exam: true,
            },
        ],
        sessions: vec![
            StartSession {
                name: "First day at the desk".to_owned(),
                reader: "anna".to_owned(),
                day: "2026-11-25".to_owned(),
                n_signed: 2,
                n_cases: 6,
                is_ended: false,
            },
            StartSession {
                name: "Guided tour".to_owned(),
                reader: "boris".to_owned(),
                day: "2026-11-24".to_owned(),
                n_signed: 1,
                n_cases: 1,
                is_ended: true,
            },
        ],
        n_more_sessions: 2,
    }
}

impl Start {
    fn new(language: Language, page: StartPage) -> Self {
        Self::sized(language, page, vec2(1100.0, 800.0), 1.0)
    }

    fn sized(language: Language, page: StartPage, pixels: Vec2, scale: f32) -> Self {
        let acts = Rc::new(RefCell::new(Vec::new()));
        let open = Rc::new(Cell::new(page));
        let is_known = Rc::new(Cell::new(true));
        let (told, shown, known) = (acts.clone(), open.clone(), is_known.clone());
        let mut desk = Desk::new(language);
        desk.open_start(page);
        let lists = lists();
        let textures = Textures::default();
        let errors = ["cannot write: no space (/data/settings.json)".to_owned()];
        let harness = egui_kittest::Harness::builder()
            .with_size(pixels / scale)
            .with_pixels_per_point(scale)
            .with_max_steps(24)
            .renderer(textures.clone())
            .build_ui(move |ui| {
                prepare_context(ui.ctx());
                let is_first = matches!(page, StartPage::Language);
                let given = DeskStart {
                    text_percent: 125,
                    keys: "classic",
                    profiles: &["classic", "ohif", "weasis", "osirix"],
                    tour: StartTour::At(4),
                    display: StartDisplay::Deviation(31),
                    lists: known.get().then_some(&lists),
                    is_damaged: page == StartPage::Settings,
                    errors: if page == StartPage::Settings {
                        &errors
                    } else {
                        &[]
                    },
                };
                desk.start_ui(ui, &given);
                assert!(!is_first || given.lists.is_some());
                shown.set(desk.start_page());
                for act in desk.take_acts() {
                    let DeskAct::Start(act) = act else {
                        panic!("{act:?}");
                    };
                    told.borrow_mut().push(act);
                }
            });
        let mut start = Self {
            harness,
            acts,
            page: open,
            is_known,
            textures,
        };
        start.harness.run();
        start
    }

    fn press(&mut self, key: Key) {
        self.harness.key_press(key);
        self.harness.run();
    }

    /// Presses Tab until the thing of this name has the keyboard, and Enter then.
    #[track_caller]
    fn enter(&mut self, label: &str) {
        self.reach(label);
        self.press(Key::Enter);
    }

    #[track_caller]
    fn reach(&mut self, label: &str) {
        for _ in 0..60 {
            let found = self.harness.query_by_label_contains(label);
            if found.unwrap_or_else(|| panic!("no {label:?}")).is_focused() {
                return;
            }
            self.press(Key::Tab);
        }
        panic!("Tab never reaches {label:?}");
    }

    #[track_caller]
    fn click(&mut self, label: &str) {
        self.harness.get_by_label_contains(label).click();
        self.harness.run();
    }

    fn told(&self) -> Vec<StartAct> {
        self.acts.borrow_mut().drain(..).collect()
    }

    fn keep(&self, name: &str) {
        if std::env::var_os("OVERREAD_DESK_PICTURES").is_some() {
            keep(name, &screen(&self.harness, &self.textures));
        }
    }
}

#[test]
fn the_first_start_is_gone_through_by_keys_alone() {
    let mut start = Start::new(Language::En, StartPage::Language);
    start.keep("start-language-en");
    // What is most likely wanted has the keyboard: Enter goes on.
    start.press(Key::Enter);
    assert_eq!(start.told(), [StartAct::Language(Language::En)]);
    assert_eq!(start.page.get(), StartPage::Display);
    start.harness.run();
    start.keep("start-display-en");
    start.press(Key::Enter);
    let told = start.told();
    assert!(
        matches!(&told[..], [StartAct::Display(Some(deviation))] if *deviation > 0.0),
        "{told:?}"
    );
    assert_eq!(start.page.get(), StartPage::Tour);
    start.keep("start-tour-en");
    start.press(Key::Enter);
    assert_eq!(start.told(), [StartAct::Tour(0)]);
}

#[test]
fn a_language_is_chosen_by_its_own_name_and_the_check_and_the_tour_may_be_skipped() {
    let mut start = Start::new(Language::En, StartPage::Language);
    start.reach("Русский");
    start.press(Key::Space);
    assert_eq!(start.told(), [StartAct::Language(Language::Ru)]);
    start.keep("start-language-ru");
    start.enter("Дальше");
    start.told();
    start.keep("start-display-ru");
    start.enter("Пропустить проверку");
    assert_eq!(start.told(), [StartAct::Display(None)]);
    start.keep("start-tour-ru");
    start.enter("Пропустить и открыть курс");
    assert_eq!(start.told(), [StartAct::SkipTour]);
}

#[test]
fn the_first_start_is_gone_through_with_the_pointer_alone() {
    let mut start = Start::new(Language::En, StartPage::Language);
    start.click("Русский");
    start.click("Дальше");
    start.click("Узоры различимы");
    start.click("Начать экскурсию");
    let told = start.told();
    assert_eq!(told.first(), Some(&StartAct::Language(Language::Ru)));
    assert_eq!(told.last(), Some(&StartAct::Tour(0)));
    assert!(
        told.iter()
            .any(|act| matches!(act, StartAct::Display(Some(_)))),
        "{told:?}"
    );
}

#[test]
fn everything_in_the_menu_is_reached_by_tab_and_escape_leads_back() {
    let mut start = Start::new(Language::En, StartPage::Home);
    start.keep("start-home-en");
    for (label, expected) in [
        ("Go on with the unfinished session", StartAct::Session(0)),
        ("Course", StartAct::Course),
        ("Practice", StartAct::Practice),
        ("Guided tour", StartAct::Tour(4)),
        ("Leave the program", StartAct::Quit),
    ] {
        start.enter(label);
        assert_eq!(start.told(), [expected], "{label}");
    }
    for (label, page, inside, expected) in [
        (
            "Lessons",
            StartPage::Lessons,
            "Certification",
            StartAct::Lesson(1),
        ),
        (
            "Sessions and results",
            StartPage::Sessions,
            "Guided tour",
            StartAct::Session(1),
        ),
        (
            "Settings",
            StartPage::Settings,
            "OHIF",
            StartAct::Keys("ohif"),
        ),
    ] {
        start.enter(label);
        assert_eq!(start.page.get(), page);
        start.harness.run();
        start.enter(inside);
        assert_eq!(start.told(), [expected], "{inside}");
        start.press(Key::Escape);
        // The first press takes the keyboard from the button on some pages; the page is left by the second at the latest.
        if start.page.get() != StartPage::Home {
            start.press(Key::Escape);
        }
        assert_eq!(start.page.get(), StartPage::Home);
        start.harness.run();
    }
    start.enter("Display check");
    assert_eq!(start.page.get(), StartPage::DisplayAgain);
    start.enter("The patterns can be told apart");
    assert_eq!(start.page.get(), StartPage::Home);
}

#[test]
fn a_session_of_the_list_says_who_reads_it() {
    let start = Start::new(Language::En, StartPage::Sessions);
    for (session, reader) in [("First day", "anna"), ("Guided tour", "boris")] {
        let rows = start.harness.get_all_by_label_contains(session);
        let labels: Vec<String> = rows
            .filter_map(|row| row.accesskit_node().label())
            .collect();
        assert!(
            labels.iter().any(|label| label.contains(reader)),
            "{labels:?}"
        );
    }
}

#[test]
fn arrows_move_through_the_menu_and_back() {
    let mut start = Start::new(Language::En, StartPage::Home);
    let is_focused =
        |start: &Start, label: &str| start.harness.get_by_label_contains(label).is_focused();
    assert!(is_focused(&start, "unfinished"));
    start.press(Key::ArrowDown);
    assert!(is_focused(&start, "Course"));
    start.press(Key::ArrowDown);
    start.press(Key::ArrowUp);
    assert!(is_focused(&start, "Course"));
    start
        .harness
        .key_press_modifiers(Modifiers::SHIFT, Key::Tab);
    start.harness.run();
    assert!(is_focused(&start, "unfinished"));
}

#[test]
fn what_was_left_unfinished_has_the_keyboard_even_where_it_is_found_late() {
    let mut start = Start::new(Language::En, StartPage::Home);
    // Back to the menu from a page, while sessions are looked for anew.
    start.enter("Settings");
    start.is_known.set(false);
    start.harness.run();
    start.press(Key::Escape);
    if start.page.get() != StartPage::Home {
        start.press(Key::Escape);
    }
    start.harness.run_steps(3);
    start.is_known.set(true);
    start.harness.run_steps(3);
    let unfinished = start.harness.get_by_label_contains("unfinished");
    assert!(unfinished.is_focused());
    start.press(Key::Enter);
    assert_eq!(start.told(), [StartAct::Session(0)]);
}

#[test]
fn the_size_of_text_is_set_by_steps() {
    let mut start = Start::new(Language::En, StartPage::Settings);
    start.keep("start-settings-en");
    start.enter("Larger");
    start.enter("Smaller");
    start.harness.get_by_label("100 %").click();
    start.harness.run();
    let told = start.told();
    let expected = [150, 110, 100].map(StartAct::TextPercent);
    assert_eq!(told, expected);
    for (percent, smaller, larger) in [
        (75, 75, 90),
        (100, 90, 110),
        (200, 175, 200),
        (7, 75, 75),
        (999, 200, 200),
    ] {
        assert_eq!(crate::text_step(percent, false), smaller, "{percent}");
        assert_eq!(crate::text_step(percent, true), larger, "{percent}");
    }
}

#[test]
fn pages_survive_a_small_screen_with_text_of_double_size() {
    for language in Language::ALL {
        for page in [
            StartPage::Language,
            StartPage::Display,
            StartPage::Tour,
            StartPage::Home,
            StartPage::Lessons,
            StartPage::Sessions,
            StartPage::Settings,
        ] {
            for scale in [0.75, 2.0] {
                let mut start = Start::sized(language, page, vec2(1280.0, 720.0), scale);
                start.keep(&format!("start-{page:?}-{}-{scale}", language.tag()));
                // Whatever has the keyboard is in sight, to the last thing on the page.
                for _ in 0..14 {
                    start.press(Key::Tab);
                    let ctx = &start.harness.ctx;
                    let Some(focused) = ctx.memory(|memory| memory.focused()) else {
                        continue;
                    };
                    let response = ctx.read_response(focused).unwrap();
                    let seen = response.interact_rect.intersect(ctx.viewport_rect());
                    assert!(
                        seen.height() >= response.rect.height().min(20.0) && seen.width() > 10.0,
                        "{page:?} at {scale}: {:?} shows {seen:?}",
                        response.rect
                    );
                }
            }
        }
    }
}
