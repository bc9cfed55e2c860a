//! Tasks that are done badly: what they are called, and which practice block the way back leads to.

use overread_base::PhantomKind;
use overread_exam::AiState;

use super::fixture::{Study, read_wrongly, small, small_with};
use crate::{CourseAct, Language, StepPlace};

/// An examination, a module of chest CT and one of head CT, of which the last two practise the same tasks.
const MODULES: &[(&str, &str)] = &[
    (
        "course.toml",
        "schema = 1\nid = \"test.small\"\nversion = \"1.0.0\"\nlicence = \"MIT\"\nlanguages = [\"en\"]\nmodules = [\"m9\", \"m0\", \"m1\"]\n",
    ),
    (
        "m9/module.toml",
        "schema = 1\nid = \"m9\"\nminutes = 9\n[certification]\nparts = [\"exam\", \"exam-reading\"]\n\
         [[steps]]\nid = \"exam\"\ncases = \"exam.toml\"\ncompetency = \"examination\"\n\
         [[steps]]\nid = \"exam-reading\"\ncases = \"exam.toml\"\nstate = \"missed\"\ncompetency = \"reading\"\n",
    ),
    (
        "m0/module.toml",
        "schema = 1\nid = \"m0\"\nminutes = 9\n[[steps]]\nid = \"thresholds\"\npage = \"thresholds\"\n\
         [[steps]]\nid = \"chest-right\"\ncases = \"a.toml\"\nstate = \"right\"\ncompetency = \"reading\"\n\
         [[steps]]\nid = \"chest-missed\"\ncases = \"b.toml\"\nstate = \"missed\"\ncompetency = \"reading\"\n",
    ),
    (
        "m1/module.toml",
        "schema = 1\nid = \"m1\"\nminutes = 9\n[[steps]]\nid = \"bleeds\"\npage = \"bleeds\"\n\
         [[steps]]\nid = \"head-right\"\ncases = \"c.toml\"\nstate = \"right\"\ncompetency = \"reading\"\n\
         [[steps]]\nid = \"head-missed\"\ncases = \"d.toml\"\nstate = \"missed\"\ncompetency = \"reading\"\n\
         [[steps]]\nid = \"head-mixed\"\ncases = \"e.toml\"\ncompetency = \"scope\"\n\
         [[steps]]\nid = \"head-scope\"\ncases = \"f.toml\"\nstate = \"out-of-scope\"\ncompetency = \"scope\"\n",
    ),
    (
        "m1/cases.toml",
        "[[cases]]\nid = \"bleed\"\nphantom = { kind = \"head-ct\", seed = 6 }\n",
    ),
    (
        "locales/en/m1/bleeds.md",
        "# Bleeds\n\nSee [the case](case:bleed).\n",
    ),
];

#[track_caller]
fn check(area: Option<PhantomKind>, task: &str, ai: AiState, expected: Option<(&str, &str)>) {
    let mut study = Study::of(Language::En, small_with(MODULES));
    study
        .events
        .borrow_mut()
        .extend(read_wrongly(area, task, ai));
    study.harness.run();
    assert!(study.has("Tasks that come back"));
    let Some((module, step)) = expected else {
        assert!(!study.has("Practise again"));
        return;
    };
    study.click("Practise again");
    let (module, step) = (module.to_owned(), step.to_owned());
    let step = StepPlace { module, step };
    assert_eq!(study.told(), [CourseAct::Cases { step }]);
}

#[test]
fn a_weak_task_is_practised_in_the_module_of_its_area_with_an_ai_that_does_the_same() {
    use PhantomKind::{ChestCt, HeadCt, Mammography};
    let miss = AiState::FalseNegative;
    check(Some(ChestCt), "reading", miss, Some(("m0", "chest-missed")));
    check(Some(HeadCt), "reading", miss, Some(("m1", "head-missed")));
    check(
        Some(HeadCt),
        "reading",
        AiState::Right,
        Some(("m1", "head-right")),
    );
    // No block of the area has false alarms: its first one.
    check(
        Some(HeadCt),
        "reading",
        AiState::FalsePositive,
        Some(("m1", "head-right")),
    );
    // Nothing is known of the area: what the AI does decides alone.
    check(
        Some(Mammography),
        "reading",
        miss,
        Some(("m0", "chest-missed")),
    );
    check(None, "reading", miss, Some(("m0", "chest-missed")));
}

#[test]
fn a_service_that_refuses_studies_is_practised_where_studies_are_not_for_it() {
    let area = Some(PhantomKind::HeadCt);
    check(area, "scope", AiState::Defect, Some(("m1", "head-scope")));
    check(
        area,
        "scope",
        AiState::OtherError,
        Some(("m1", "head-mixed")),
    );
}

#[test]
fn no_weak_task_leads_into_an_examination_and_one_without_a_block_leads_nowhere() {
    let area = Some(PhantomKind::ChestCt);
    check(area, "examination", AiState::Without, None);
    check(area, "practice", AiState::Without, None);
}

#[test]
fn practice_sets_stand_in_the_map_by_their_name() {
    for (language, expected) in [
        (Language::En, "Chest CT · Practice sets"),
        (
            Language::Ru,
            "КТ органов грудной клетки · Тренировочные наборы",
        ),
    ] {
        let mut study = Study::of(language, small());
        let area = Some(PhantomKind::ChestCt);
        let read = read_wrongly(area, "practice", AiState::Without);
        study.events.borrow_mut().extend(read);
        study.harness.run();
        // In the map, and among the tasks that come back.
        assert_eq!(study.texts(expected).len(), 2);
        assert!(!study.has("· practice"));
    }
}
