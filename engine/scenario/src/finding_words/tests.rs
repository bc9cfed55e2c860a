//! Tests of the words for findings.

use std::collections::BTreeMap;

use super::*;

#[test]
fn a_word_has_one_code_whatever_the_images() {
    let mut codes: BTreeMap<&str, Code> = BTreeMap::new();
    for kind in PhantomKind::ALL.into_iter().flat_map(LesionKind::of) {
        if kind.role != LesionRole::Finding {
            continue;
        }
        let code = finding_code(kind.word);
        assert!(code.is_same_concept(&kind.code()), "{}", kind.word);
        let known = codes.entry(kind.word).or_insert_with(|| code.clone());
        assert_eq!(*known, code, "{}", kind.word);
    }
}

#[test]
fn labels_and_codes_are_one_to_one() {
    let labels = finding_labels(&PhantomKind::ALL);
    let mut codes: Vec<Code> = Vec::new();
    for label in &labels {
        let code = finding_code(label.id.as_str());
        assert!(
            !codes.iter().any(|known| known.is_same_concept(&code)),
            "{} has a code that another label has",
            label.id
        );
        codes.push(code);
        assert_eq!(label.text.len(), 2, "{} in both languages", label.id);
    }
    assert!(labels.len() <= 50, "a scenario takes 50 labels");
}

#[track_caller]
fn check_labels(modality: &str, body_part: Option<&str>, has: &str, lacks: &str) {
    let labels = finding_labels(&finding_areas(modality, body_part));
    let is_there = |word: &str| labels.iter().any(|label| label.id.as_str() == word);
    assert!(is_there(has), "{has}");
    assert!(!is_there(lacks), "{lacks}");
    assert!(is_there("other"));
}

#[test]
fn images_are_marked_with_what_they_can_show() {
    check_labels("CT", Some("CHEST"), "nodule", "subdural");
    check_labels("CT", Some("Head^Brain"), "subdural", "nodule");
    check_labels("MG", None, "calcifications", "nodule");
    check_labels("DX", None, "pneumothorax", "mass");
    check_labels("US", None, "other", "nodule");
}

#[test]
fn a_word_of_the_authors_own_is_its_own_code() {
    let code = finding_code("our-thing");
    assert_eq!(
        (code.scheme.as_str(), code.value.as_str()),
        ("99OVERREAD", "our-thing")
    );
}
