//! The page is sound HTML that loads and runs nothing, whatever names and values the study holds.

use super::{PageTexts, page};
use crate::analysis::analyse;
use crate::analysis::tests::{first_reader, reads, small};
use crate::study::{Advice, Read, ReadMark, Study};
use crate::words::Language;
use overread_exam::ReadPhase;

fn written(reads: Vec<Read>, language: Language, title: &str) -> String {
    let study = Study::of(reads);
    let texts = PageTexts {
        language,
        title,
        software: "overread test",
    };
    page(&study, &analyse(&study), &texts)
}

/// Every element is closed by its own end, and attributes hold no bare quotes.
#[track_caller]
fn assert_sound(html: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html.strip_prefix("<!DOCTYPE html>").unwrap();
    while let Some(start) = rest.find('<') {
        let end = start + rest[start..].find('>').unwrap();
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "before {:.80}", rest);
        } else if !tag.ends_with('/') && !tag.starts_with("meta ") {
            open.push(tag.split([' ', '\n']).next().unwrap());
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "<{tag}>");
        let bare: String = tag.split('"').step_by(2).collect();
        assert!(!bare.contains(" on"), "a handler in <{tag}>");
    }
    assert!(open.is_empty(), "{open:?}");
    assert!(
        !html.contains("NaN") && !html.contains("inf\""),
        "a number that is none"
    );
    assert!(
        !html.contains("://") && !html.contains("url("),
        "something is loaded"
    );
    assert!(!html.to_lowercase().contains("<script"), "something runs");
}

/// The small study with everything that a page can show.
fn rich() -> Vec<Read> {
    let mut all = small();
    for read in &mut all {
        let is_final = read.condition.phase == ReadPhase::Final;
        read.advice = is_final.then_some(Advice {
            call: Some(read.case != "n2"),
        });
        read.time_ms =
            Some(if is_final { 31_000.0 } else { 23_000.0 } + read.rating.unwrap() * 90.0);
        read.marks = vec![ReadMark {
            rating: read.rating.unwrap(),
            lesion: (read.truth == Some(true)).then(|| "l1".to_owned()),
        }];
        read.n_missed = 0;
        read.answers = vec![crate::study::Answer {
            question: "diameter".to_owned(),
            number: Some(10.0 + read.rating.unwrap() / 50.0),
            unit: Some("mm".to_owned()),
            key: Some(10.5),
            share: Some(f64::from(read.rating > Some(30.0))),
        }];
    }
    all
}

#[test]
fn the_page_is_sound_in_both_languages() {
    for (language, heading) in [
        (Language::En, "What readers did with the advice"),
        (Language::Ru, "Что врачи делали с подсказкой"),
    ] {
        let html = written(rich(), language, "");
        assert_sound(&html);
        assert!(html.contains(heading));
        assert!(html.contains(&format!("<html lang=\"{}\">", language.tag())));
        assert!(
            !html.contains("[condition-") && !html.contains(">["),
            "a text is missing"
        );
        for figure in [
            "curve with",
            "diamond",
            "class=\"limit\"",
            "class=\"field\"",
            "null",
        ] {
            assert!(html.contains(figure), "{figure}");
        }
        assert_eq!(
            html,
            written(rich(), language, ""),
            "equal studies give equal pages"
        );
    }
}

#[test]
fn the_main_figures_stand_on_the_page() {
    let html = written(rich(), Language::En, "Spring study");
    // Areas by hand: 0.75 without, (1 + 0.75) / 2 with.
    assert!(html.contains("0.750 → 0.875"), "areas");
    assert!(html.contains("<h1>Spring study</h1>"));
    assert!(html.contains("2 readers, 4 cases (2 abnormal, 2 normal), 2 sittings."));
    assert!(html.contains(
        "In 8 decisions with advice, 3 went from wrong to right and 1 from right to wrong."
    ));
}

#[test]
fn measured_values_have_the_unit_of_their_question() {
    for (ucum, language, shown) in [
        ("mm", Language::En, "Bias, mm"),
        ("mL", Language::En, "Bias, ml"),
        ("mL", Language::Ru, "Смещение, мл"),
        ("[hnsf'U]", Language::Ru, "Смещение, ед. Х."),
        ("kg/m2", Language::En, "Bias, kg/m2"),
        ("1", Language::En, "Bias<"),
    ] {
        let mut all = rich();
        for answer in all.iter_mut().flat_map(|read| &mut read.answers) {
            answer.unit = Some(ucum.to_owned());
        }
        let html = written(all, language, "");
        assert!(html.contains(shown), "{ucum}: {shown}");
    }
}

#[test]
fn names_from_outside_are_texts_and_nothing_else() {
    let mut all = rich();
    for read in &mut all {
        read.reader = format!("<script>alert(1)</script>\u{202e}{}", read.reader);
        read.case = format!("\"><img src=x onerror=alert(1)> & {}", read.case);
        for answer in &mut read.answers {
            answer.question = "</svg><svg onload='x'>".to_owned();
            answer.unit = Some("<img src=y>".to_owned());
        }
    }
    let html = written(all, Language::En, "<b>\"Study\" & 'more'</b>");
    assert_sound(&html);
    assert!(html.contains("&lt;b&gt;&quot;Study&quot; &amp; &#39;more&#39;&lt;/b&gt;"));
    assert!(!html.contains("<img") && !html.contains('\u{202e}'));
}

#[test]
fn studies_that_cannot_be_analysed_have_a_page_that_says_why() {
    let one_class: Vec<Read> = rich()
        .into_iter()
        .filter(|r| r.truth == Some(true))
        .collect();
    let mut constant = rich();
    let mut unknown = rich();
    for read in &mut constant {
        read.rating = Some(50.0);
        read.call = Some(true);
        read.time_ms = Some(1000.0);
    }
    for read in &mut unknown {
        read.truth = None;
    }
    let mut missing = rich();
    missing.remove(0);
    let studies = [
        (Vec::new(), "There are no reads."),
        (
            reads("one", ReadPhase::First, [60.0, 40.0, 50.0, 20.0]),
            "has no condition with AI",
        ),
        (one_class, "too few normal cases: 1 needed, 0 found"),
        (constant, "all values are equal"),
        (unknown, "too few abnormal cases: 1 needed, 0 found"),
        (missing, "not every reader answered every case"),
    ];
    for (reads, reason) in studies {
        let html = written(reads.clone(), Language::En, "");
        assert_sound(&html);
        assert!(html.contains(reason), "{reason}");
        assert_sound(&written(reads, Language::Ru, ""));
    }
}

#[test]
fn a_hundred_readers_do_not_flood_the_page() {
    let mut all = Vec::new();
    for number in 0..100_u32 {
        let shift = f64::from(number % 7);
        let reader = format!("reader-{number}");
        all.extend(reads(
            &reader,
            ReadPhase::First,
            [60.0 + shift, 40.0, 50.0, 20.0],
        ));
        all.extend(reads(
            &reader,
            ReadPhase::Final,
            [60.0, 55.0 - shift, 45.0, 20.0],
        ));
    }
    let html = written(all, Language::En, "");
    assert_sound(&html);
    assert!(html.contains("The first 40 of 100 are shown"));
    assert!(html.len() < 2_000_000, "{}", html.len());
}

#[test]
fn answers_with_the_ai_as_first_reader_are_named_and_told_apart() {
    let html = written(first_reader(), Language::En, "");
    assert_sound(&html);
    assert!(html.contains("has no condition with AI beside one without it"));
    assert!(html.contains("First answer, AI on screen"));
    assert!(!html.contains("First answer, before the AI"));
    // Two conditions of one kind are drawn with two lines all the same.
    for class in ["with", "without"] {
        let line = format!("<path class=\"curve {class}\" d=\"M0 7H28\"/>");
        assert!(html.contains(&line), "{class}");
    }
    let html = written(first_reader(), Language::Ru, "");
    assert_sound(&html);
    assert!(html.contains("Первый ответ, ИИ на экране"));
}
