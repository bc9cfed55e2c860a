//! A course in a language that the panels do not have.

use egui::{Key, vec2};

use super::fixture::{Study, small, small_with};
use super::reach;
use crate::Language;

/// Spanish texts of the small course; its last question and its later steps have none.
const FRAME: (&str, &str) = (
    "locales/es/course.toml",
    "title = \"Umbrales: un curso\"\nabout = \"Sobre el curso\"\n[modules.m0]\ntitle = \"Umbrales\"\n\
     [steps.m0]\nthresholds = \"Los umbrales\"\n",
);
const PAGE: (&str, &str) = (
    "locales/es/m0/thresholds.md",
    "# Los umbrales\n\nUn umbral bajo encuentra más.\n",
);
const ITEMS: (&str, &str) = (
    "locales/es/m0/items.toml",
    "[lower]\ntext = \"¿Qué hace un umbral más bajo?\"\noptions = { a = \"Encuentra menos\", b = \"Encuentra más\" }\n\
     explanation = \"Más casos se llaman patológicos.\"\n",
);

#[test]
fn a_course_in_a_third_language_is_read_in_it_and_falls_back_to_english_text_by_text() {
    let mut study = Study::of(Language::En, small_with(&[FRAME, PAGE, ITEMS]));
    assert!(study.has("Thresholds: a course") && !study.has("Umbrales"));
    // Each choice says to a screen reader what it chooses.
    for own_name in ["English", "Русский", "Español"] {
        assert!(study.has(&format!("Language of the course: {own_name}")));
    }
    reach(&mut study, "Language of the course: Español");
    study.press(Key::Space);
    assert!(study.has("Umbrales: un curso") && study.has("Sobre el curso"));
    assert!(study.has("M0  Umbrales") && !study.has("Thresholds: a course"));
    study.keep("course-language-es");
    // The arrows are the page's again once nothing has the keyboard.
    study.press(Key::Escape);
    study.press(Key::ArrowRight);
    assert!(study.has("Un umbral bajo encuentra más."));
    assert!(study.has("○ Los umbrales (page)") && study.has("○ Review (questions)"));
    assert!(!study.has("This page is not translated yet."));
    study.press(Key::ArrowRight);
    assert!(study.has("¿Qué hace un umbral más bajo?") && study.has("Question 1 of 2"));
    study.press(Key::Num2);
    assert!(study.has("2.  Encuentra más"));
    study.press(Key::Enter);
    assert!(study.has("Más casos se llaman patológicos.") && study.has("Right answer"));
    study.press(Key::Enter);
    assert!(study.has("Which share?"));
}

#[test]
fn the_language_of_the_panels_is_the_first_one_and_a_page_that_is_not_translated_says_so() {
    let mut study = Study::of(Language::Ru, small_with(&[FRAME]));
    study.press(Key::ArrowRight);
    assert!(study.has("Пороги: a course"));
    for (own_name, title, is_translated) in [
        ("English", "Thresholds: a course", true),
        ("Español", "Umbrales: un curso", false),
        ("Русский", "Пороги: a course", true),
    ] {
        study.click(&format!("Язык курса: {own_name}"));
        assert!(study.has(title), "{own_name}");
        let is_told = study.has("Эта страница ещё не переведена.");
        assert_eq!(is_told, !is_translated, "{own_name}");
    }
}

#[test]
fn a_course_in_the_languages_of_the_panels_alone_asks_for_none() {
    let study = Study::of(Language::En, small());
    assert!(!study.has("Language of the course"));
    // An unknown language stands there by its tag.
    let other = (
        "locales/eo/course.toml",
        "title = \"Kurso\"\nabout = \"Pri ĝi\"\n",
    );
    let study = Study::of(Language::En, small_with(&[other]));
    assert!(study.has("Language of the course: eo"));
}

#[test]
fn the_choice_survives_a_small_screen_with_text_of_double_size() {
    for (language, heading) in [
        (Language::En, "Language of the course:"),
        (Language::Ru, "Язык курса:"),
    ] {
        let course = small_with(&[FRAME]);
        let mut study = Study::sized(language, course, vec2(1280.0, 720.0), 2.0);
        study.keep(&format!("course-language-small-{}", language.tag()));
        let found = study.texts("Español");
        assert!(!found.is_empty());
        for (text, seen) in found {
            assert!(seen.expand(1.0).contains_rect(text), "{text} of {seen}");
        }
        reach(&mut study, &format!("{heading} Español"));
        study.press(Key::Space);
        assert!(study.has("Umbrales: un curso"));
    }
}
