//! What stands around the words of a course: the time and the goals of its modules, and addresses of the web.

use egui::{Key, vec2};

use super::fixture::{Study, small_with};
use crate::Language;

const GOALS: &[(&str, &str)] = &[
    (
        "locales/en/course.toml",
        "title = \"Thresholds: a course\"\nabout = \"About\"\n[modules.m0]\ntitle = \"Thresholds\"\n\
         goals = [\"Say what a threshold does to sensitivity and to specificity\", \"Tell a score from a probability\"]\n\
         [steps.m0]\nthresholds = \"Thresholds\"\nreview = \"Review\"\nmissed = \"Missed\"\n",
    ),
    (
        "locales/ru/course.toml",
        "title = \"Пороги: курс\"\nabout = \"О курсе\"\n[modules.m0]\ntitle = \"Пороги\"\n\
         goals = [\"Объяснить, что порог делает с чувствительностью и специфичностью\", \"Отличать оценку от вероятности\"]\n\
         [steps.m0]\nthresholds = \"Пороги\"\nreview = \"Вопросы\"\nmissed = \"Пропуск\"\n",
    ),
];

#[test]
fn a_module_says_how_long_it_takes_and_at_its_first_step_what_it_is_for() {
    for (language, minutes, goals) in [
        (
            Language::En,
            "about 9 minutes",
            ["Afterwards you can:", "•  Tell a score from a probability"],
        ),
        (
            Language::Ru,
            "около 9 минут",
            [
                "После модуля вы сможете:",
                "•  Отличать оценку от вероятности",
            ],
        ),
    ] {
        let mut study = Study::of(language, small_with(GOALS));
        assert!(!study.has(minutes), "folded up");
        study.press(Key::ArrowRight);
        study.keep(&format!("course-goals-{}", language.tag()));
        // In the title of the module that folded out, and above its first page.
        assert!(study.has(&format!("0/3   {minutes}")));
        assert_eq!(study.texts(minutes).len(), 2);
        for goal in goals {
            assert!(study.has(goal), "{goal}");
        }
        study.press(Key::ArrowRight);
        assert!(study.has(&format!("0/3   {minutes}")));
        assert!(!study.has(goals[0]), "said once");
    }
}

#[test]
fn a_title_that_folds_out_by_hand_says_the_minutes_at_once() {
    let mut study = Study::of(Language::En, small_with(GOALS));
    study.click("M0  Thresholds   0/3");
    assert!(study.has("○ Thresholds (page)") && study.has("about 9 minutes"));
    study.click("M0  Thresholds   0/3   about 9 minutes");
    assert!(!study.has("about 9 minutes"));
}

/// Nothing that holds these words is cut off at a side, wherever it stands.
#[track_caller]
fn is_whole(study: &Study, words: &str) {
    let found = study.texts(words);
    assert!(!found.is_empty(), "{words} is not there");
    for (text, seen) in found {
        let is_whole = seen.left() - 1.0 <= text.left() && text.right() <= seen.right() + 1.0;
        assert!(is_whole, "{words}: {text} of {seen}");
    }
}

#[test]
fn goals_minutes_and_addresses_survive_a_small_screen_with_text_of_double_size() {
    for (language, words) in [
        (
            Language::En,
            ["about 9 minutes", "what a threshold does", "[https://"],
        ),
        (
            Language::Ru,
            ["около 9 минут", "что порог делает", "[https://"],
        ),
    ] {
        let files = [GOALS, PAGES].concat();
        let pixels = vec2(1280.0, 720.0);
        let mut study = Study::sized(language, small_with(&files), pixels, 2.0);
        study.press(Key::ArrowRight);
        study.keep(&format!("course-goals-small-{}", language.tag()));
        for words in words {
            is_whole(&study, words);
        }
    }
}

const ADDRESS: &str = "https://doi.org/a/long/address/of/a/document/of/a/society/2024.pdf";

const PAGES: &[(&str, &str)] = &[
    ("locales/en/m0/thresholds.md", PAGE),
    ("locales/ru/m0/thresholds.md", PAGE),
];

const PAGE: &str = "# Sources\n\nSee [the document of *the* society](https://doi.org/a/long/address/of/a/document/of/a/society/2024.pdf) first. \
    Or <https://doi.org/short>.\n\n| [figures](https://doi.org/table) | n |\n|---|---|\n| a | 1 |\n";

#[test]
fn addresses_are_drawn_after_their_words_for_those_who_cannot_hover() {
    let mut study = Study::of(Language::En, small_with(PAGES));
    study.press(Key::ArrowRight);
    study.keep("course-addresses-en");
    // Once, though the words are in two styles; in the head of a table too; and not after an address itself.
    assert_eq!(study.texts(&format!(" [{ADDRESS}]")).len(), 1);
    assert!(study.has("the document of ") && study.has("figures [https://doi.org/table]"));
    assert_eq!(study.texts("https://doi.org/short").len(), 1);
}
