//! Phantoms as authors write them.

use overread_base::{Laterality, LesionKind, LesionWish, PhantomKind};

use crate::{CaseSource, Difficulty, PhantomContent, PhantomSpec, check};

fn file(cases: &str) -> String {
    format!(
        r#"schema = 1
id = "t.phantom"
title = {{ en = "Phantoms" }}
mode = "unaided"
hit = {{ rule = "inside-mask", margin_mm = 5 }}
[questions]
labels = [{{ id = "any", text = {{ en = "Any" }} }}]
sections = [{{ id = "text", title = {{ en = "Text" }} }}]
[[cases]]
id = "a"
title = {{ en = "A" }}
{cases}"#
    )
}

#[track_caller]
fn read(cases: &str) -> Vec<PhantomSpec> {
    let (scenario, found) = check(&file(cases));
    let faults: Vec<String> = found.all().iter().map(ToString::to_string).collect();
    let scenario = scenario.unwrap_or_else(|| panic!("{}", faults.join("\n")));
    let phantom = |case: crate::Case| match case.source {
        CaseSource::Phantom(phantom) => phantom,
        CaseSource::Dicom(_) => panic!("a phantom"),
    };
    scenario.cases.into_iter().map(phantom).collect()
}

#[track_caller]
fn refused(phantom: &str, expected: &str) {
    let (scenario, found) = check(&file(&format!("phantom = {phantom}")));
    assert!(scenario.is_none(), "{phantom}");
    let faults: Vec<&str> = found.all().iter().map(|d| d.message.as_str()).collect();
    assert_eq!(faults, [expected], "{phantom}");
}

fn kind(phantom: PhantomKind, word: &str) -> &'static LesionKind {
    LesionKind::named(phantom, word).unwrap()
}

#[test]
fn lesions_are_read_with_amount_side_and_place() {
    let [phantom] = &read(
        r#"phantom = { kind = "head-ct", seed = 1, difficulty = "hard", lesions = [
    { kind = "subdural", amount = 30, side = "left", place = "convexity" },
    { kind = "ossified-falx" },
] }"#,
    )[..] else {
        panic!("one case")
    };
    assert_eq!(phantom.kind, PhantomKind::HeadCt);
    assert_eq!(phantom.difficulty, Difficulty::Hard);
    let subdural = LesionWish {
        amount: Some(30.0),
        side: Some(Laterality::Left),
        place: Some("convexity"),
        ..LesionWish::any(kind(PhantomKind::HeadCt, "subdural"))
    };
    let falx = LesionWish::any(kind(PhantomKind::HeadCt, "ossified-falx"));
    assert_eq!(
        phantom.content,
        PhantomContent::Lesions(vec![subdural, falx])
    );
    // What fools makes no case abnormal.
    assert_eq!(phantom.n_lesions(), Some(1));
    assert_eq!(phantom.is_abnormal(), Some(true));
}

#[test]
fn every_kind_of_the_catalogue_can_be_asked_for_by_its_word() {
    for phantom in PhantomKind::ALL {
        let words: Vec<String> = LesionKind::of(phantom)
            .map(|kind| {
                format!(
                    "{{ kind = \"{}\", amount = {} }}",
                    kind.word,
                    kind.amount.least()
                )
            })
            .collect();
        let text = format!(
            "phantom = {{ kind = \"{}\", seed = 1, lesions = [{}] }}",
            phantom.word(),
            words.join(", ")
        );
        let PhantomContent::Lesions(found) = &read(&text)[0].content else {
            panic!("lesions")
        };
        let asked: Vec<&LesionKind> = LesionKind::of(phantom).collect();
        let found: Vec<&LesionKind> = found.iter().map(|wish| wish.kind).collect();
        assert_eq!(found, asked);
    }
}

#[test]
fn a_bank_of_drawn_lesions_is_one_entry_with_seeds_that_count_up() {
    let found = read(
        r#"count = 3
difficulty = "easy"
phantom = { kind = "mammography", seed = 9, drawn = { prevalence = 0.5, kinds = ["mass", "benign-mass"] } }"#,
    );
    let seeds: Vec<u64> = found.iter().map(|phantom| phantom.seed.0).collect();
    assert_eq!(seeds, [9, 10, 11]);
    for phantom in &found {
        assert_eq!(phantom.n_lesions(), None);
        assert_eq!(phantom.is_abnormal(), None);
        // Without a word of its own a phantom is as hard as its case.
        assert_eq!(phantom.difficulty, Difficulty::Easy);
        let PhantomContent::Drawn(drawn) = &phantom.content else {
            panic!("drawn")
        };
        let words: Vec<&str> = drawn.among.iter().map(|kind| kind.word).collect();
        assert_eq!(words, ["mass", "benign-mass"]);
    }
}

#[test]
fn a_phantom_without_content_is_a_normal_case() {
    for phantom in PhantomKind::ALL {
        let text = format!(
            "phantom = {{ kind = \"{}\", seed = 1, drawn = {{ prevalence = 0 }} }}\n[[cases]]\nid = \"b\"\ntitle = {{ en = \"B\" }}\nphantom = {{ kind = \"{}\", seed = 1 }}",
            phantom.word(),
            phantom.word()
        );
        for spec in read(&text) {
            assert_eq!(spec.n_lesions(), Some(0), "{spec:?}");
            assert_eq!(spec.is_abnormal(), Some(false), "{spec:?}");
        }
    }
}

#[test]
fn what_a_phantom_cannot_hold_is_refused() {
    refused(
        r#"{ kind = "head-ct", seed = 1, lesions = [{ kind = "subdurall" }] }"#,
        "expected one of epidural, subdural, subarachnoid, intraparenchymal, intraventricular, infarct, dense-artery, fracture, calcified-choroid, ossified-falx, calcified-pallidum, old-infarct, streaks, found \"subdurall\", did you mean \"subdural\"?",
    );
    refused(
        r#"{ kind = "head-ct", seed = 1, lesions = [{ kind = "subdural", amount = 500 }] }"#,
        "expected 2 to 180 mL, found 500",
    );
    refused(
        r#"{ kind = "head-ct", seed = 1, lesions = [{ kind = "ossified-falx", side = "left" }] }"#,
        "\"ossified-falx\" has no side, leave it out",
    );
    refused(
        r#"{ kind = "head-ct", seed = 1, lesions = [{ kind = "subdural", side = "bilateral" }] }"#,
        "expected one of right, left, found \"bilateral\"",
    );
    refused(
        r#"{ kind = "head-ct", seed = 1, lesions = [{ kind = "epidural", place = "convexity" }] }"#,
        "where \"epidural\" lies is the phantom's business, leave it out",
    );
    refused(
        r#"{ kind = "chest-ct", seed = 1, lesions = [{ kind = "consolidation", place = "left-uper" }] }"#,
        "expected one of right-upper, right-middle, right-lower, left-upper, left-lower, found \"left-uper\", did you mean \"left-upper\"?",
    );
    refused(
        r#"{ kind = "chest-ct", seed = 1, lesions = [{ kind = "consolidation", side = "right", place = "left-upper" }] }"#,
        "the place \"left-upper\" is not on the stated side",
    );
    refused(
        r#"{ kind = "chest-radiograph", seed = 1, nodules = [] }"#,
        "only a chest-ct has \"nodules\", a chest-radiograph has \"lesions\" or \"drawn\"",
    );
    refused(
        r#"{ kind = "mammography", seed = 1, slices = 64 }"#,
        "a mammography has no slices, leave it out",
    );
    refused(
        r#"{ kind = "chest-ct", seed = 1, nodules = [], drawn = { prevalence = 1 } }"#,
        "a phantom has one of \"nodules\", \"random\", \"lesions\" and \"drawn\", found \"nodules\" and \"drawn\"",
    );
    refused(
        r#"{ kind = "mammography", seed = 1, drawn = { prevalence = 1, kinds = ["lymph-node"] } }"#,
        "none of these kinds makes a case abnormal, name at least one that does",
    );
    refused(
        r#"{ kind = "mammography", seed = 1, drawn = { prevalence = 1, kinds = ["mass", "mass"] } }"#,
        "the kind \"mass\" stands here twice",
    );
    refused(
        r#"{ kind = "mammography", seed = 1, drawn = { prevalence = 1.5 } }"#,
        "expected 0 to 1, found 1.5",
    );
    refused(
        r#"{ kind = "mammography", seed = 1, drawn = { prevalance = 0.5 } }"#,
        "unknown key \"prevalance\", did you mean \"prevalence\"?",
    );
}
