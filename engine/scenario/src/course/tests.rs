//! A small course in two languages, whole and with one thing wrong at a time.

use super::*;

const COURSE: &str = r#"
schema = 1
id = "test.small"
version = "1.0.0"
licence = "MIT"
languages = ["en", "ru"]
modules = ["m0-basics"]
"#;

const MODULE: &str = r#"
schema = 1
id = "m0"
minutes = 20

[[steps]]
id = "thresholds"
page = "thresholds"

[[steps]]
id = "practice"
cases = "practice.toml"
state = "missed"
competency = "nodule"

[[steps]]
id = "review"
items = "review"
"#;

const ITEMS: &str = r#"
[[items]]
id = "lower"
set = "review"
kind = "one"
options = ["a", "b"]
key = "b"
page = "thresholds"
source = "Somebody, Journal 2020;1:2"

[[items]]
id = "both"
set = "review"
kind = "several"
options = ["a", "b", "c", "d"]
key = ["a", "c"]
unverified = true

[[items]]
id = "value"
set = "self-assessment"
kind = "number"
key = 25
tolerance = 1
unit = "%"
source = "computed"
"#;

const WORDS: &str = r#"
[lower]
text = "What happens?"
options = { a = "Less", b = "More" }
explanation = "More."

[both]
text = "Which?"
options = { a = "A", b = "B", c = "C", d = "D" }
explanation = "A and C."

[value]
text = "How much?"
explanation = "A quarter."
"#;

const PAGE: &str = r#"# Thresholds

A **low** threshold finds more, see [the slice](case:nodule?slice=lesion&window=lung).

- one
- two [again](page:m0/thresholds)

| a | b |
|---|---|
| 1 | *2* |

```picture
case = "nodule"
slice = "lesion"
window = "lung"
show = "truth"
caption = "A nodule."
```

```widget
kind = "threshold"
scores = "service"
```

## Sources

- Somebody, <https://doi.org/10.1000/182>
"#;

const CASES: &str = r#"
[[cases]]
id = "nodule"
phantom = { kind = "chest-ct", seed = 5, lesions = [{ kind = "solid-nodule", amount = 12 }] }
"#;

const PRACTICE: &str = r#"
schema = 1
id = "course-m0.practice"
mode = "unaided"
title = { en = "Practice" }
hit = { rule = "inside-mask", margin_mm = 5 }
[questions]
[[questions.labels]]
id = "nodule"
text = { en = "Nodule" }
[[questions.sections]]
id = "impression"
title = { en = "Impression" }
required = false
[[cases]]
id = "one"
title = { en = "One" }
debrief = { en = "A nodule." }
difficulty = "easy"
phantom = { kind = "chest-ct", seed = 5, lesions = [{ kind = "solid-nodule" }] }
"#;

fn frame(title: &str) -> String {
    format!(
        "title = \"{title}\"\nabout = \"About\"\n[modules.m0]\ntitle = \"Basics\"\ngoals = [\"One\"]\n\
         [steps.m0]\nthresholds = \"Thresholds\"\npractice = \"Practice\"\nreview = \"Review\"\n\
         [tasks]\nnodule = \"Nodules\"\n"
    )
}

fn whole() -> Vec<(&'static str, String)> {
    vec![
        ("course.toml", COURSE.to_owned()),
        ("m0-basics/module.toml", MODULE.to_owned()),
        ("m0-basics/items.toml", ITEMS.to_owned()),
        ("m0-basics/cases.toml", CASES.to_owned()),
        ("m0-basics/practice.toml", PRACTICE.to_owned()),
        (
            "scores/service.csv",
            "truth,score\n1,0.9\n0,0.2\n".to_owned(),
        ),
        ("locales/en/course.toml", frame("Course")),
        ("locales/ru/course.toml", frame("Курс")),
        ("locales/en/m0-basics/thresholds.md", PAGE.to_owned()),
        ("locales/ru/m0-basics/thresholds.md", PAGE.to_owned()),
        ("locales/en/m0-basics/items.toml", WORDS.to_owned()),
        ("locales/ru/m0-basics/items.toml", WORDS.to_owned()),
    ]
}

fn read(files: Vec<(&str, String)>) -> (Option<Course>, Vec<String>) {
    let mut all = CourseFiles::default();
    for (path, text) in files {
        all.add(path, text).unwrap();
    }
    let (course, faults) = course(&all);
    let told = faults.iter().flat_map(|fault| {
        let each = fault.diagnostics.all().iter();
        each.map(|d| format!("{}: {}: {}", fault.file, d.place, d.message))
    });
    (course, told.collect())
}

/// The course with a part of a file replaced, or the file left out.
fn with(file: &str, old: &str, new: Option<&str>) -> (Option<Course>, Vec<String>) {
    let mut files = whole();
    match new {
        Some(new) => {
            let text = files.iter_mut().find(|(path, _)| *path == file).unwrap();
            assert!(text.1.contains(old), "{file} has no {old}");
            text.1 = text.1.replace(old, new);
        }
        None => files.retain(|(path, _)| *path != file),
    }
    read(files)
}

#[test]
fn a_whole_course_is_read_without_a_fault() {
    let (course, faults) = read(whole());
    assert_eq!(faults, Vec::<String>::new());
    let course = course.unwrap();
    let module = course.module("m0").unwrap();
    assert_eq!(module.steps.len(), 3);
    assert_eq!(module.goals[0].len(), 2);
    let (language, page) = module.page("thresholds", "ru").unwrap();
    assert_eq!((language, page.title.as_str()), ("ru", "Thresholds"));
    assert_eq!(page.pictures().count(), 1);
    assert_eq!(page.links().len(), 3);
    let Block::Paragraph(spans) = &page.blocks[0] else {
        panic!("{:?}", page.blocks[0]);
    };
    let told: Vec<(&str, bool)> = spans
        .iter()
        .map(|s| (s.text.as_str(), s.is_strong))
        .collect();
    assert_eq!(told[..2], [("A ", false), ("low", true)]);
    assert!(
        matches!(&spans[3].link, Some(Link::Case { case, slice: Some(SliceWish::Lesion), .. }) if case == "nodule")
    );
    let Block::List { entries, .. } = &page.blocks[1] else {
        panic!("{:?}", page.blocks[1]);
    };
    assert_eq!(entries.len(), 2);
    let Block::Table { head, rows } = &page.blocks[2] else {
        panic!("{:?}", page.blocks[2]);
    };
    assert_eq!((head.len(), rows.len()), (2, 1));
    assert!(rows[0][1][0].is_emphasised);
    let block = &course.blocks["m0-basics/practice.toml"];
    assert_eq!((block.n_cases, block.limit), (1, None));
}

#[test]
fn a_task_is_called_by_its_name_else_by_its_step_else_by_its_id() {
    let (course, _) = read(whole());
    let course = course.unwrap();
    assert_eq!(course.competencies().collect::<Vec<_>>(), ["nodule"]);
    assert_eq!(course.task_name("nodule", "ru"), "Nodules");
    assert_eq!(course.task_name("practice", "en"), "Practice");
    assert_eq!(course.task_name("gone", "en"), "gone");
}

#[test]
fn keys_get_full_marks_and_distractors_none() {
    let (course, _) = read(whole());
    let course = course.unwrap();
    let items = &course.modules[0].items;
    for item in items {
        assert_eq!(item.points(&item.right_answer()), 1.0, "{}", item.id);
    }
    let one = |option: &str| ItemAnswer::Options(vec![option.to_owned()]);
    assert_eq!(items[0].points(&one("a")), 0.0);
    assert_eq!(
        items[0].points(&ItemAnswer::Options(vec!["a".into(), "b".into()])),
        0.0
    );
    assert_eq!(items[1].points(&one("b")), 0.0);
    // One of two right options, nothing wrong: three options of four are right, half of which guessing gives.
    assert_eq!(items[1].points(&one("a")), 0.5);
    assert_eq!(items[2].points(&ItemAnswer::Number(26.5)), 0.0);
    assert_eq!(items[2].points(&ItemAnswer::Number(f64::NAN)), 0.0);
}

#[test]
fn a_source_reads_the_same_in_every_language_that_has_no_words_of_its_own_for_it() {
    let (course, faults) = with(
        "locales/ru/m0-basics/items.toml",
        "explanation = \"A quarter.\"",
        Some("explanation = \"A quarter.\"\nsource = \"вычислено\""),
    );
    assert_eq!(faults, Vec::<String>::new());
    let items = &course.unwrap().modules[0].items;
    let sources = |at: usize| match &items[at].source {
        ItemSource::Stated(texts) => texts.iter().map(|text| text.value.as_str()).collect(),
        ItemSource::Unverified => Vec::new(),
    };
    assert_eq!(sources(0), ["Somebody, Journal 2020;1:2"; 2]);
    assert_eq!(sources(1), [""; 0]);
    assert_eq!(sources(2), ["computed", "вычислено"]);
}

const RU_PAGE: &str = "locales/ru/m0-basics/thresholds.md";

/// A file, what of it is replaced and by what (`None`: the file is missing), and what is then said.
const WRONG: [(&str, &str, Option<&str>, &str); 14] = [
    (
        RU_PAGE,
        "",
        None,
        "locales/ru/m0-basics/thresholds.md: whole file: the page is missing",
    ),
    (
        RU_PAGE,
        "case:nodule?",
        Some("case:gone?"),
        "link: the course has no case \"gone\"",
    ),
    (
        RU_PAGE,
        "slice = \"lesion\"",
        Some("slise = 1"),
        "line 14, column 1: unknown key \"slise\", did you mean \"slice\"?",
    ),
    (
        RU_PAGE,
        "case = \"nodule\"",
        Some("case = \"gone\""),
        "picture of gone: the course has no case \"gone\"",
    ),
    (
        RU_PAGE,
        "scores = \"service\"",
        Some("scores = \"x\""),
        "widget threshold: there is no file scores/x.csv",
    ),
    (
        RU_PAGE,
        "- one",
        Some("- <b>one</b>"),
        "line 5: expected words, found HTML",
    ),
    (
        "m0-basics/practice.toml",
        "",
        None,
        "m0-basics/practice.toml: whole file: the file is missing",
    ),
    (
        "m0-basics/practice.toml",
        "unaided",
        Some("unaded"),
        "did you mean \"unaided\"?",
    ),
    (
        "m0-basics/items.toml",
        "key = \"b\"",
        Some("key = \"z\""),
        "expected one of the options a, b, found \"z\"",
    ),
    (
        "m0-basics/items.toml",
        "unverified = true",
        Some(""),
        "exactly one of source and unverified",
    ),
    (
        "locales/ru/m0-basics/items.toml",
        "explanation = \"A and C.\"",
        Some("explanation = \"A and C.\"\nsource = \"Other words\""),
        "both: the question states no source that could be translated",
    ),
    (
        "locales/en/m0-basics/items.toml",
        "[value]",
        Some("[valu]"),
        "value: the question has no text",
    ),
    (
        "locales/en/course.toml",
        "review = \"Review\"",
        Some(""),
        "steps.m0.review: the step has no title",
    ),
    (
        "locales/ru/course.toml",
        "nodule = \"Nodules\"",
        Some(""),
        "locales/ru/course.toml: tasks.nodule: the task has no name",
    ),
];

#[test]
fn what_is_wrong_is_named_by_file_and_line_and_the_rest_is_kept() {
    for (file, old, new, wanted) in WRONG {
        let (course, faults) = with(file, old, new);
        assert!(
            faults.iter().any(|fault| fault.contains(wanted)),
            "{file}: {old:?}: {faults:#?}"
        );
        assert_eq!(course.unwrap().modules.len(), 1, "{file}: {old:?}");
    }
}

#[test]
fn an_unfinished_language_is_told_of_and_falls_back() {
    let mut files = whole();
    files.push(("locales/es/course.toml", frame("Curso")));
    files.push((
        "locales/es/m0-basics/thresholds.md",
        PAGE.replace("Thresholds", "Umbrales"),
    ));
    let (course, faults) = read(files);
    assert_eq!(
        faults,
        ["locales/es/m0-basics/items.toml: whole file: the questions are not translated"]
    );
    let course = course.unwrap();
    let module = course.module("m0").unwrap();
    assert_eq!(module.page("thresholds", "es").unwrap().1.title, "Umbrales");
    assert_eq!(module.page("thresholds", "fr").unwrap().0, "en");
}

#[test]
fn files_that_are_no_part_of_a_course_are_refused() {
    let mut files = CourseFiles::default();
    for path in ["../x.md", "/etc/x", "a//b", "a\\b", ""] {
        let refused = files.add(path, String::new());
        assert!(matches!(refused, Err(FilesError::Path { .. })), "{path}");
    }
    let long = "x".repeat(2 << 20);
    assert!(matches!(
        files.add("a.md", long),
        Err(FilesError::TooLarge { .. })
    ));
}

proptest::proptest! {
    #[test]
    fn no_page_makes_the_reader_fail(text in "[#`|*\\[\\]() a-z:/\n>!<=-]{0,300}") {
        let (page, _) = page::page(&text);
        if let Some(page) = page {
            proptest::prop_assert!(page.blocks.len() <= 400);
        }
    }
}

#[test]
fn a_case_is_a_scenario_of_its_own_with_the_same_phantom() {
    let mut files = whole();
    let cases = r#"
[[cases]]
id = "nodule"
phantom = { kind = "chest-ct", seed = 5, lesions = [{ kind = "solid-nodule", amount = 12 }, { kind = "effusion", side = "left" }] }
[[cases]]
id = "drawn"
phantom = { kind = "mammography", seed = 6, difficulty = "hard", drawn = { prevalence = 0.5, kinds = ["mass"] } }
[[cases]]
id = "listed"
phantom = { kind = "chest-ct", seed = 7, slices = 60, nodules = [{ diameter_mm = 8.5, type = "part-solid", centre_mm = [60, 0, 20] }] }
[[cases]]
id = "random"
phantom = { kind = "chest-ct", seed = 8, random = { count = 2, diameter_mm = [6, 9] } }
[[cases]]
id = "normal"
phantom = { kind = "head-ct", seed = 9 }
"#;
    files[3].1 = cases.to_owned();
    let (course, faults) = read(files);
    assert_eq!(faults, Vec::<String>::new());
    for (id, case) in &course.unwrap().cases {
        let text = case.scenario_text(id);
        let (scenario, found) = crate::check(&text);
        let scenario = scenario.unwrap_or_else(|| panic!("{id}: {found:?}\n{text}"));
        let crate::CaseSource::Phantom(spec) = &scenario.cases[0].source else {
            panic!("{id}");
        };
        assert_eq!(*spec, case.phantom, "{id}");
    }
}

/// The course whose last questions are a test and whose block has terms of certification.
fn certifying() -> Vec<(&'static str, String)> {
    let mut files = whole();
    files[1].1 = MODULE.replace(
        "items = \"review\"",
        "items = \"review\"\npass_percent = 60\nminutes = 10\ndraw = [{ topic = \"roc\", count = 1 }]\n\
         [certification]\nparts = [\"review\", \"practice\"]\nwithin_days = 30",
    );
    files[2].1 = ITEMS.replace("set = \"review\"\n", "set = \"review\"\ntopic = \"roc\"\n");
    files[4].1 = format!(
        "{PRACTICE}\n[certification]\ntitle = {{ en = \"T\" }}\n\
         [[certification.pass]]\nmetric = \"sensitivity\"\ncut = 0.5\n"
    );
    files
}

#[test]
fn a_certification_of_a_test_and_a_block_is_read() {
    let (course, faults) = read(certifying());
    assert_eq!(faults, Vec::<String>::new());
    let module = &course.unwrap().modules[0];
    let terms = module.certification.as_ref().unwrap();
    assert_eq!(terms.parts, ["review", "practice"]);
    assert_eq!((terms.within_days, terms.valid_days), (Some(30), None));
    let StepKind::Items { test, .. } = &module.step("review").unwrap().kind else {
        panic!();
    };
    let test = test.as_ref().unwrap();
    assert_eq!((test.minutes, test.n_items()), (10, 1));
}

#[test]
fn a_part_that_nobody_could_pass_or_fail_is_named() {
    let module = "m0-basics/module.toml";
    for (file, old, new, wanted) in [
        (
            module,
            "\"practice\"]",
            "\"gone\"]",
            "gone: the module has no step \"gone\"",
        ),
        (
            module,
            "\"practice\"]",
            "\"thresholds\"]",
            "a page cannot be passed",
        ),
        (
            module,
            "\"practice\"]",
            "\"review\"]",
            "the part \"review\" stands here twice",
        ),
        (
            module,
            "pass_percent = 60\n",
            "",
            "a test needs \"pass_percent\"",
        ),
        (
            module,
            "minutes = 10\n",
            "",
            "a test needs \"draw\" and \"minutes\"",
        ),
        (
            module,
            "count = 1",
            "count = 3",
            "expected at least 3 questions of the topic \"roc\", found 2",
        ),
        (
            module,
            "topic = \"roc\"",
            "topic = \"ct\"",
            "questions of the topic \"ct\", found 0",
        ),
        (
            "m0-basics/practice.toml",
            "[certification]\ntitle = { en = \"T\" }\n[[certification.pass]]\nmetric = \"sensitivity\"\ncut = 0.5\n",
            "",
            "practice: m0-basics/practice.toml has no terms of certification",
        ),
    ] {
        let mut files = certifying();
        let text = files.iter_mut().find(|(path, _)| *path == file).unwrap();
        assert!(text.1.contains(old), "{old}: {}", text.1);
        text.1 = text.1.replacen(old, new, 1);
        let (_, faults) = read(files);
        assert!(
            faults.iter().any(|fault| fault.contains(wanted)),
            "{old:?}: {faults:#?}"
        );
    }
}
