//! A sound file, files with faults, and anything at all.

mod faulty;

use overread_base::{Millis, NoduleType, Seed, Vec3};
use proptest::prelude::*;

use super::*;
use crate::{CaseSource, NodulePlace, Nodules};

const SOUND: &str = r#"schema = 1
id = "chest.test"
mode = "sequential"
service = "overread.lung-nodule"
soft_limit_s = 60

[title]
en = "Test"

[hit]
rule = "centre-distance"
least_radius_mm = 5

[questions]
[[questions.labels]]
id = "nodule"
text = { en = "Nodule" }
[[questions.sections]]
id = "impression"
title = { en = "Impression" }
required = true

[[cases]]
id = "a"
title = { en = "A" }
phantom = { kind = "chest-ct", seed = 7, nodules = [{ centre_mm = [1, -2.5, 3], diameter_mm = 8, type = "solid" }] }

[[cases]]
id = "b"
title = { en = "B" }
[cases.dicom]
folder = "chest/one"
[[cases.dicom.lesions]]
id = "l1"
centre_mm = [10.0, 20.0, 30.0]
radius_mm = 4
side = "left"
"#;

/// The faults of the sound text after replacing `from` by `to`, as `place: message`.
fn faults(from: &str, to: &str) -> Vec<String> {
    assert!(
        from.is_empty() || SOUND.contains(from),
        "{from:?} is not in the text"
    );
    let text = if from.is_empty() {
        format!("{to}\n{SOUND}")
    } else {
        SOUND.replacen(from, to, 1)
    };
    let (scenario, diagnostics) = check(&text);
    assert_eq!(scenario.is_none(), diagnostics.has_errors());
    diagnostics
        .all()
        .iter()
        .map(|d| format!("{}: {}", d.place, d.message))
        .collect()
}

#[track_caller]
fn check_fault(from: &str, to: &str, expected: &str) {
    assert_eq!(faults(from, to), [expected], "{from:?} -> {to:?}");
}

#[test]
fn a_sound_file_gives_its_scenario() {
    let (scenario, diagnostics) = check(SOUND);
    assert_eq!(diagnostics.all(), []);
    let scenario = scenario.unwrap();
    assert_eq!(scenario.mode, ReadingMode::Sequential);
    assert_eq!(scenario.service.unwrap().as_str(), "overread.lung-nodule");
    assert_eq!(
        scenario.hit_rule,
        HitRule::CentreDistance {
            least_radius_mm: 5.0
        }
    );
    assert_eq!(scenario.soft_limit, Some(Millis(60_000)));
    assert_eq!(
        (
            scenario.questions.confidence_step,
            scenario.questions.positive_from
        ),
        (5, 50)
    );
    let CaseSource::Phantom(phantom) = &scenario.cases[0].source else {
        panic!("case a is a phantom")
    };
    assert_eq!(phantom.seed, Seed(7));
    let crate::PhantomContent::Nodules(Nodules::Listed(nodules)) = &phantom.content else {
        panic!("the nodules are listed")
    };
    assert_eq!(
        nodules[0].place,
        NodulePlace::Centre(Vec3::new(1.0, -2.5, 3.0))
    );
    assert_eq!(
        (nodules[0].diameter_mm, nodules[0].nodule_type),
        (8.0, NoduleType::Solid)
    );
    let CaseSource::Dicom(dicom) = &scenario.cases[1].source else {
        panic!("case b is DICOM")
    };
    let lesion = &dicom.truth.as_ref().unwrap().lesions[0];
    assert_eq!((lesion.radius_mm, lesion.weight), (4.0, 1.0));
}

#[test]
fn unknown_truth_and_no_lesion_are_two_things() {
    let truth = |text: &str| {
        let (scenario, diagnostics) = check(text);
        assert_eq!(diagnostics.all(), []);
        let CaseSource::Dicom(dicom) = scenario.unwrap().cases.remove(1).source else {
            panic!("case b is DICOM")
        };
        dicom.truth
    };
    let without = &SOUND[..SOUND.find("[[cases.dicom.lesions]]").unwrap()];
    assert_eq!(truth(without), None);
    assert_eq!(
        truth(&format!("{without}lesions = []\n")).map(|t| t.lesions.len()),
        Some(0)
    );
}

#[test]
fn the_shipped_scenario_is_sound() {
    let text = include_str!("../../../../scenarios/chest/first-desk/scenario.toml");
    let (scenario, diagnostics) = check(text);
    assert_eq!(diagnostics.all(), []);
    let scenario = scenario.unwrap();
    let is_normal = |case: &&crate::Case| matches!(&case.source, CaseSource::Phantom(p) if p.is_abnormal() == Some(false));
    assert_eq!(
        (
            scenario.cases.len(),
            scenario.cases.iter().filter(is_normal).count()
        ),
        (6, 2)
    );
    for texts in scenario
        .cases
        .iter()
        .map(|c| &c.title)
        .chain([&scenario.title, &scenario.briefing])
    {
        assert_eq!(
            texts.iter().map(|t| t.locale.as_str()).collect::<Vec<_>>(),
            ["en", "ru"]
        );
    }
}

#[test]
fn each_fault_has_its_place_and_reason() {
    check_fault(
        "schema = 1\n",
        "",
        "line 1, column 1: key \"schema\" is missing, expected schema = 1",
    );
    check_fault(
        "schema = 1",
        "schema = 2",
        "line 1, column 10, schema: expected 1 to 1, found 2",
    );
    check_fault(
        "mode = ",
        "mod = ",
        "line 3, column 1: unknown key \"mod\", did you mean \"mode\"?",
    );
    check_fault(
        "\"sequential\"",
        "\"sequentail\"",
        "line 3, column 8, mode: expected one of unaided, sequential, concurrent, on-request, triage, autonomous-audit, ai-first-reader, ai-second-reader, band-pass, ai-expert, found \"sequentail\", did you mean \"sequential\"?",
    );
    check_fault(
        "service = \"overread.lung-nodule\"\n",
        "",
        "line 1, column 1: key \"service\" is missing",
    );
    check_fault(
        "seed = 7",
        "seed = -7",
        "line 26, column 39, cases[0].phantom.seed: expected 0 to 18446744073709551615, found -7",
    );
    check_fault(
        "diameter_mm = 8",
        "diameter_mm = nan",
        "line 26, column 95, cases[0].phantom.nodules[0].diameter_mm: expected 2 to 60 mm, found NaN",
    );
    check_fault(
        "diameter_mm = 8",
        "diametre_mm = 8",
        "line 26, column 81, cases[0].phantom.nodules[0]: unknown key \"diametre_mm\", did you mean \"diameter_mm\"?",
    );
}

#[test]
fn faults_of_cases_and_texts_have_their_place_and_reason_too() {
    check_fault(
        "\"chest/one\"",
        "\"../one\"",
        "line 32, column 10, cases[1].dicom.folder: expected a path inside the data folder, parts divided by '/', found \"../one\"",
    );
    check_fault(
        "id = \"b\"",
        "id = \"a\"",
        "line 29, column 6, cases[1].id: id \"a\" stands here for the second time",
    );
    check_fault(
        "least_radius_mm = 5",
        "least_radius_mm = \"5\"",
        "line 12, column 19, hit.least_radius_mm: expected a number, found string",
    );
    check_fault(
        "{ en = \"A\" }",
        "{ en = \"  \" }",
        "line 25, column 16, cases[0].title.en: the text is empty",
    );
    check_fault(
        "{ en = \"A\" }",
        "{ EN = \"A\" }",
        "line 25, column 16, cases[0].title.EN: expected a language tag such as en or pt-BR, found \"EN\"",
    );
    check_fault(
        "phantom = {",
        "phantom = { slices = 4,",
        "line 26, column 22, cases[0].phantom.slices: expected 16 to 1024, found 4",
    );
}

#[test]
fn priors_are_folders_inside_the_data_folder() {
    let named = |priors: &str| {
        let text = SOUND.replace(
            "\"chest/one\"",
            &format!("\"chest/one\"\npriors = {priors}"),
        );
        match check(&text).0.unwrap().cases.remove(1).source {
            CaseSource::Dicom(source) => source.priors,
            CaseSource::Phantom(_) => panic!("the case is of files"),
        }
    };
    assert_eq!(named("[]"), Some(Vec::new()));
    assert_eq!(
        named("[\"b\", \"c/d\"]"),
        Some(vec!["b".to_owned(), "c/d".to_owned()])
    );
    let sound = check(SOUND).0.unwrap();
    assert!(matches!(&sound.cases[1].source, CaseSource::Dicom(source) if source.priors.is_none()));
    let outside = faults("\"chest/one\"", "\"chest/one\"\npriors = [\"b\", \"../c\"]");
    assert!(
        outside[0].starts_with("line 33, column 16, cases[1].dicom.priors[1]: expected a"),
        "{outside:?}"
    );
    check_fault(
        "\"chest/one\"",
        "\"chest/one\"\npriors = [\"1\", \"2\", \"3\", \"4\", \"5\", \"6\", \"7\"]",
        "line 33, column 10, cases[1].dicom.priors: expected 0 to 6 elements, found 7",
    );
}

#[test]
fn all_faults_of_a_file_are_named_at_once() {
    let text = SOUND
        .replace("mode = \"sequential\"", "mode = \"concurent\"\ncolour = 1")
        .replace("seed = 7", "seed = \"7\"")
        .replace("radius_mm = 4", "radius_mm = 4000");
    let places: Vec<String> = check(&text)
        .1
        .all()
        .iter()
        .map(|d| d.place.clone())
        .collect();
    assert_eq!(
        places,
        [
            "line 3, column 8, mode",
            "line 4, column 1",
            "line 27, column 39, cases[0].phantom.seed",
            "line 37, column 13, cases[1].dicom.lesions[0].radius_mm",
        ]
    );
}

#[test]
fn a_syntax_error_hides_no_other_fault() {
    let text = SOUND
        .replace("soft_limit_s = 60", "soft_limit_s = ")
        .replace("seed = 7", "seed = -1");
    let found = check(&text).1;
    let places: Vec<&str> = found.all().iter().map(|d| d.place.as_str()).collect();
    assert!(
        places.iter().any(|p| p.starts_with("line 5,")),
        "{places:?}"
    );
    assert!(
        places.contains(&"line 26, column 39, cases[0].phantom.seed"),
        "{places:?}"
    );
}

#[test]
fn sizes_are_bounded() {
    let found = check(&" ".repeat(MAX_FILE_BYTES + 1)).1;
    assert_eq!(
        found.all()[0].message,
        "a scenario must be at most 1048576 bytes, found 1048577"
    );
    let many = format!("{SOUND}{}", "[[cases]]\nid = \"x\"\n".repeat(MAX_CASES));
    let places: Vec<_> = check(&many)
        .1
        .all()
        .iter()
        .map(|d| d.message.clone())
        .collect();
    assert_eq!(places, ["expected 1 to 500 elements, found 502"]);
    let unknown: String = (0..1000).map(|n| format!("x{n} = 1\n")).collect();
    let found = check(&format!("{unknown}{SOUND}")).1;
    assert_eq!(
        found.all().last().unwrap().message,
        "800 more faults are not listed"
    );
}

const WHOLE: &str = include_str!("whole.toml");

proptest! {
    #[test]
    fn any_bytes_are_judged_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let (scenario, diagnostics) = check(&String::from_utf8_lossy(&bytes));
        prop_assert!(scenario.is_some() != diagnostics.has_errors());
    }

    #[test]
    fn a_whole_file_without_some_lines_is_judged_without_a_panic(kept in proptest::collection::vec(proptest::bool::weighted(0.97), 400)) {
        let lines = WHOLE.lines().zip(kept.iter().chain(std::iter::repeat(&true)));
        let text: Vec<&str> = lines.filter(|(_, is_kept)| **is_kept).map(|(line, _)| line).collect();
        let (scenario, diagnostics) = check(&text.join("\n"));
        prop_assert!(scenario.is_some() != diagnostics.has_errors());
    }

    #[test]
    fn a_whole_file_with_holes_is_judged_without_a_panic(holes in proptest::collection::vec((0..WHOLE.len(), 1usize..30, "[\\[\\]{}=\"'.,0-9a-z\n#-]{0,6}"), 1..6)) {
        let mut text = WHOLE.to_owned();
        for (at, n, put) in holes {
            let boundary = |mut idx: usize| {
                idx = idx.min(text.len());
                while !text.is_char_boundary(idx) {
                    idx -= 1;
                }
                idx
            };
            let (from, to) = (boundary(at), boundary(at + n));
            text.replace_range(from..to.max(from), &put);
        }
        let (scenario, diagnostics) = check(&text);
        prop_assert!(scenario.is_some() != diagnostics.has_errors());
    }

    /// Numbers are replaced by others, far and odd ones among them: none is taken over unchecked.
    #[test]
    fn a_whole_file_with_other_numbers_is_judged_without_a_panic(nth in 0usize..200, put in "-?[0-9]{1,20}(\\.[0-9]{1,5})?|nan|-inf|1e300|0x7f|true|\"\"|\\[\\]|\\{\\}") {
        let starts: Vec<usize> = WHOLE.match_indices("= ").map(|(at, _)| at + 2).collect();
        let at = starts[nth % starts.len()];
        let line_end = WHOLE[at..].find('\n').map_or(WHOLE.len(), |end| at + end);
        let text = format!("{}{put}{}", &WHOLE[..at], &WHOLE[line_end..]);
        let (scenario, diagnostics) = check(&text);
        prop_assert!(scenario.is_some() != diagnostics.has_errors());
    }

    #[test]
    fn any_text_is_judged_without_a_panic(text in ".{0,300}") {
        let (scenario, diagnostics) = check(&text);
        prop_assert!(scenario.is_some() != diagnostics.has_errors());
    }

    #[test]
    fn a_damaged_file_is_judged_without_a_panic(at in 0..SOUND.len(), cut in 0usize..40, put in "[\\[\\]{}=\"'.,0-9a-z\n#-]{0,6}") {
        let mut text = SOUND.to_owned();
        text.replace_range(at..(at + cut).min(SOUND.len()), &put);
        let (scenario, diagnostics) = check(&text);
        prop_assert!(scenario.is_some() != diagnostics.has_errors());
    }
}

#[test]
fn results_of_other_systems_stand_in_for_the_service() {
    let recorded = |text: &str| {
        text.replace(
            "title = { en = \"A\" }",
            "title = { en = \"A\" }\nrecorded = \"ai/a.json\"",
        )
        .replace(
            "title = { en = \"B\" }",
            "title = { en = \"B\" }\nrecorded = \"ai/b\"",
        )
    };
    let (scenario, found) = check(&recorded(SOUND));
    let scenario = scenario.unwrap_or_else(|| panic!("{found:?}"));
    assert_eq!(scenario.cases[0].recorded.as_deref(), Some("ai/a.json"));
    assert_eq!(scenario.cases[1].recorded.as_deref(), Some("ai/b"));
    // Where no case needs it, the service may be left out.
    let without = recorded(SOUND).replace("service = \"overread.lung-nodule\"\n", "");
    assert_eq!(check(&without).0.unwrap().service, None);
    check_fault(
        "title = { en = \"B\" }",
        "title = { en = \"B\" }\nrecorded = \"../b\"",
        "line 31, column 12, cases[1].recorded: expected a path inside the data folder, parts divided by '/', found \"../b\"",
    );
}

#[test]
fn one_file_runs_in_every_mode_by_changing_one_line() {
    for mode in ReadingMode::ALL {
        let text = SOUND.replace("\"sequential\"", &format!("{:?}", mode.word()));
        let (scenario, found) = check(&text);
        assert_eq!(found.all(), [], "{mode:?}");
        assert_eq!(scenario.unwrap().mode, mode);
    }
    let examination = include_str!("../../../../scenarios/exams/certification/scenario.toml");
    for (mode, text) in ReadingMode::ALL
        .into_iter()
        .flat_map(|mode| [(mode, WHOLE), (mode, examination)])
    {
        let text = text.replace(
            "\nmode = \"sequential\"",
            &format!("\nmode = {:?}", mode.word()),
        );
        let (scenario, found) = check(&text);
        assert_eq!(found.all(), [], "{mode:?}");
        assert_eq!(scenario.unwrap().mode, mode);
    }
    // Unaided a service and recorded results may be named or not: neither is used.
    let without = SOUND
        .replace("service = \"overread.lung-nodule\"\n", "")
        .replace("\"sequential\"", "\"unaided\"");
    let recorded = without.replace("id = \"a\"", "id = \"a\"\nrecorded = \"ai/a\"");
    for text in [without, recorded] {
        assert_eq!(check(&text).1.all(), []);
    }
}

/// Practice tells after each case and gives hints unless it says otherwise; what it may not be is named.
#[test]
fn rules_of_practice_are_read_and_held_against_the_rest() {
    use crate::{DwellThresholds, FeedbackWhen, PracticeRules};

    let with = |practice: &str| {
        let text = WHOLE.replace(
            "feedback = \"at-end\"\nhints = true\nseen_from_s = 0.25\ndecided_from_s = 1.5\n",
            practice,
        );
        check(&text)
    };
    let rules = |text: &str| with(text).0.unwrap().design.practice.unwrap();
    let told = rules("feedback = \"at-end\"\n");
    assert_eq!(
        told,
        PracticeRules {
            feedback: FeedbackWhen::AtEnd,
            gives_hints: true,
            dwell: DwellThresholds::default(),
        }
    );
    let slow = rules("feedback = \"at-end\"\ndecided_from_s = 2.5\nhints = false\n");
    assert_eq!(slow.dwell.decided_from, Millis(2_500));
    assert!(!slow.gives_hints);
    for (practice, fault) in [
        ("", "shows no truth before its end"),
        (
            "feedback = \"at-end\"\nseen_from_s = 2\n",
            "within \"decided_from_s\"",
        ),
        ("feedback = \"at-end\"\nseen_from_s = 61\n", "60"),
        ("feedback = \"soon\"\n", "after-case"),
        ("feedback = \"at-end\"\nhint = true\n", "hint"),
    ] {
        let (scenario, found) = with(practice);
        assert!(scenario.is_none(), "{practice:?} was taken");
        let all: Vec<String> = found.all().iter().map(ToString::to_string).collect();
        assert!(all.concat().contains(fault), "{practice:?}: {all:?}");
    }
    let whole = check(WHOLE).0.unwrap();
    let hints: Vec<usize> = whole.cases.iter().map(|case| case.hints.len()).collect();
    assert!(hints.contains(&2), "{hints:?}");
    let many = "hints = [{ en = \"1\" }, { en = \"2\" }, { en = \"3\" }, { en = \"4\" }, { en = \"5\" }, { en = \"6\" }]";
    let line = WHOLE
        .lines()
        .find(|line| line.starts_with("hints = ["))
        .unwrap();
    assert!(check(&WHOLE.replace(line, many)).0.is_none(), "six hints");
    assert!(
        check(&WHOLE.replace(line, "hints = []")).0.is_none(),
        "no hint"
    );
}
