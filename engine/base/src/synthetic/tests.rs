//! The catalogue holds together.

use std::collections::BTreeSet;

use super::*;

#[test]
fn words_are_unique_in_a_phantom_and_every_kind_is_found_by_its_word() {
    for phantom in PhantomKind::ALL {
        let words: Vec<&str> = LesionKind::of(phantom).map(|kind| kind.word).collect();
        let unique: BTreeSet<&str> = words.iter().copied().collect();
        assert_eq!(words.len(), unique.len(), "{words:?}");
        for kind in LesionKind::of(phantom) {
            assert_eq!(LesionKind::named(phantom, kind.word), Some(kind));
            assert_eq!(kind.phantom, phantom, "{}", kind.word);
            assert!(
                kind.amount.least() <= kind.amount.greatest(),
                "{}",
                kind.word
            );
        }
        assert!(LesionKind::of(phantom).any(|kind| kind.role == LesionRole::Finding));
    }
    assert_eq!(LesionKind::named(PhantomKind::HeadCt, "mass"), None);
}

#[test]
fn codes_of_one_value_have_one_meaning() {
    let all = || PhantomKind::ALL.into_iter().flat_map(LesionKind::of);
    for a in all() {
        for b in all() {
            if a.code().is_same_concept(&b.code()) {
                assert_eq!(a.code().meaning, b.code().meaning);
            }
        }
    }
}

#[test]
fn amounts_are_in_the_unit_that_the_table_names() {
    let mass = LesionKind::named(PhantomKind::Mammography, "mass").unwrap();
    assert_eq!((mass.amount.least(), mass.amount.greatest()), (4.0, 50.0));
}

#[test]
fn facts_have_codes_of_their_own() {
    let codes: BTreeSet<String> = StudyFact::ALL.map(|fact| fact.code().value).into();
    assert_eq!(codes.len(), StudyFact::ALL.len());
    let fact = StudyFact::MidlineShift.number(6.5);
    let truth = crate::CaseTruth {
        lesions: Vec::new(),
        facts: vec![fact.clone()],
    };
    assert_eq!(
        truth.fact(&StudyFact::MidlineShift.code()),
        Some(&fact.value)
    );
    assert_eq!(truth.fact(&StudyFact::Aspects.code()), None);
}

#[test]
fn round_lesions_have_a_diameter_and_fluids_and_vessels_none() {
    let code = |phantom, word: &str| LesionKind::named(phantom, word).unwrap().code();
    for (phantom, word, expected) in [
        (PhantomKind::ChestCt, "solid-nodule", true),
        (PhantomKind::Mammography, "mass", true),
        (PhantomKind::ChestCt, "effusion", false),
        (PhantomKind::ChestCt, "emphysema", false),
        (PhantomKind::ChestCt, "aortic-dilatation", false),
        (PhantomKind::HeadCt, "subdural", false),
    ] {
        assert_eq!(has_diameter(&code(phantom, word)), expected, "{word}");
    }
}
