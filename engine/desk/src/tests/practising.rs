//! A reader chooses what to practise, and after the end the next set.

use std::cell::RefCell;
use std::rc::Rc;

use egui::vec2;
use egui_kittest::kittest::Queryable as _;
use overread_base::{Difficulty, PhantomKind, Seed, ServiceId};
use overread_exam::Command;
use overread_scenario::{Practice, PracticeAi, ReadingMode, Skill};

use super::debriefing::finished;
use super::fixtures::{local, study};
use super::raster::{Textures, keep, keep_stage, screen};
use super::rig::{Images, Rig, Screen, Stage};
use crate::{Desk, DeskAct, DeskPractice, DeskStudy, Language, prepare_context};

/// The page, and what was asked of the host on it.
struct Page {
    harness: egui_kittest::Harness<'static>,
    acts: Rc<RefCell<Vec<DeskAct>>>,
    textures: Textures,
}

impl Page {
    fn new(language: Language, error: Option<&'static str>) -> Self {
        let acts = Rc::new(RefCell::new(Vec::new()));
        let told = acts.clone();
        let mut desk = Desk::new(language);
        let textures = Textures::default();
        let installed = ["overread.lung-nodule", "overread.brain-haemorrhage"];
        let installed = installed.map(|id| ServiceId::new(id).unwrap());
        let harness = egui_kittest::Harness::builder()
            .with_size(vec2(900.0, 860.0))
            .renderer(textures.clone())
            .build_ui(move |ui| {
                prepare_context(ui.ctx());
                let given = DeskPractice {
                    installed: &installed,
                    seed: Seed(77),
                    error,
                };
                desk.practice_ui(ui, &given);
                told.borrow_mut().extend(desk.take_acts());
            });
        let mut page = Self {
            harness,
            acts,
            textures,
        };
        page.harness.run();
        page
    }

    #[track_caller]
    fn choose(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.harness.run();
    }

    fn keep(&self, name: &str) {
        if std::env::var_os("OVERREAD_DESK_PICTURES").is_some() {
            keep(name, &screen(&self.harness, &self.textures));
        }
    }
}

#[test]
fn a_set_is_chosen_and_begun() {
    let mut page = Page::new(Language::En, None);
    page.choose("Begin");
    let usual = Practice::of(PhantomKind::ChestCt, Seed(77));
    assert_eq!(
        page.acts.borrow_mut().drain(..).collect::<Vec<_>>(),
        [DeskAct::Practice(Box::new(usual))]
    );
    for label in [
        "Head CT",
        "Hard",
        "20",
        "30 %",
        "Intracranial haemorrhage",
        "AI from the start",
    ] {
        page.choose(label);
    }
    page.keep("practice-en");
    page.choose("Begin");
    let chosen = Practice {
        difficulty: Some(Difficulty::Hard),
        count: 20,
        prevalence_percent: 30,
        ai: PracticeAi::Live(ServiceId::new("overread.brain-haemorrhage").unwrap()),
        mode: ReadingMode::Concurrent,
        ..Practice::of(PhantomKind::HeadCt, Seed(77))
    };
    assert_eq!(*page.acts.borrow(), [DeskAct::Practice(Box::new(chosen))]);
}

#[test]
fn what_is_not_installed_cannot_be_chosen() {
    let mut page = Page::new(Language::En, None);
    page.choose("Mammography");
    // The area bears the name as well; its service is greyed out and says why.
    page.choose("Mammography (not installed)");
    page.choose("Begin");
    let [DeskAct::Practice(practice)] = &page.acts.borrow()[..] else {
        panic!("{:?}", page.acts.borrow())
    };
    assert_eq!(practice.area, PhantomKind::Mammography);
    assert_eq!(practice.ai, PracticeAi::None);
}

#[test]
fn the_page_speaks_russian_and_says_what_went_wrong() {
    let mut page = Page::new(Language::Ru, Some("cannot write the set"));
    page.choose("Маммография");
    page.choose("Часто ошибается");
    page.keep("practice-ru");
    assert!(
        page.harness
            .query_by_label("cannot write the set")
            .is_some()
    );
    page.choose("Начать");
    let [DeskAct::Practice(practice)] = &page.acts.borrow()[..] else {
        panic!("{:?}", page.acts.borrow())
    };
    assert_eq!(practice.ai, PracticeAi::Simulated(Skill::Poor));
    assert_eq!(practice.mode, ReadingMode::Sequential);
}

#[test]
fn after_the_end_another_set_is_one_button_away() {
    for (language, another, anew) in [
        (Language::En, "Another set", "Choose anew"),
        (Language::Ru, "Следующий набор", "Выбрать заново"),
    ] {
        let mut rig = finished(language, Screen::Worklist);
        let practice = Practice::of(PhantomKind::ChestCt, Seed(5));
        rig.practice = Some(practice.clone());
        let mut stage = Stage::new(rig, vec2(700.0, 900.0));
        stage.run();
        keep_stage(&format!("practice-over-{}", language.tag()), &stage);
        stage.harness.get_by_label(another).click();
        stage.run();
        stage.harness.get_by_label(anew).click();
        stage.run();
        let mut acts = std::mem::take(&mut stage.rig().acts);
        acts.extend(stage.rig().desk.take_acts());
        let next = DeskAct::Practice(Box::new(practice.another()));
        assert_eq!(acts, [next, DeskAct::ChoosePractice]);
    }
}

#[test]
fn a_session_that_is_no_practice_set_offers_no_other() {
    let mut stage = Stage::new(finished(Language::En, Screen::Worklist), vec2(700.0, 900.0));
    stage.run();
    assert!(!stage.text().contains("Another set"), "{}", stage.text());
}

/// A set's scenario says nothing of the patients: the question comes with the images, once they are there.
#[test]
fn the_clinical_question_comes_with_the_images_where_the_scenario_has_none() {
    for (language, question) in [
        (Language::En, "Found down."),
        (Language::Ru, "Найден без сознания."),
    ] {
        let mut rig = Rig::new(language, Screen::Report);
        rig.send(Command::NextCase);
        let study = DeskStudy {
            indication: vec![
                local("en", "Found down."),
                local("ru", "Найден без сознания."),
            ],
            ..study()
        };
        rig.images = Images::Ready(Box::new(study));
        let mut stage = Stage::new(rig, vec2(700.0, 700.0));
        stage.run();
        // The scenario's own words go first.
        assert!(!stage.text().contains(question), "{}", stage.text());
        for texts in stage.rig().texts.cases.values_mut() {
            texts.history.clear();
        }
        stage.run();
        assert!(stage.text().contains(question), "{}", stage.text());
    }
}
