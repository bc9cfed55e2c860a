//! Everything that a synthetic study can hold has a name in both languages.

use std::collections::BTreeSet;

use super::*;

#[track_caller]
fn both(texts: &[LocalText], what: &str) -> (String, String) {
    let [english, russian] = texts else {
        panic!("{what} is not named in both languages: {texts:?}")
    };
    assert_eq!(
        (english.locale.as_str(), russian.locale.as_str()),
        ("en", "ru")
    );
    (english.value.clone(), russian.value.clone())
}

#[test]
fn every_kind_of_the_catalogue_has_a_name_of_its_own_in_both_languages() {
    for phantom in PhantomKind::ALL {
        let names: Vec<(String, String)> = LesionKind::of(phantom)
            .map(|kind| both(&lesion_name(kind), kind.word))
            .collect();
        for (_, russian) in &names {
            let is_cyrillic = |letter: char| ('а'..='я').contains(&letter) || letter == 'ё';
            assert!(russian.to_lowercase().chars().any(is_cyrillic), "{russian}");
        }
        let unique: BTreeSet<_> = names.iter().collect();
        assert_eq!(unique.len(), names.len(), "{names:?}");
        both(&phantom_name(phantom), phantom.word());
        // Nothing is named that no phantom can hold.
        let words: Vec<&str> = LesionKind::of(phantom).map(|kind| kind.word).collect();
        let stale = table(phantom)
            .iter()
            .find(|(word, _)| !words.contains(word));
        assert_eq!(stale, None);
    }
}

#[test]
fn concepts_are_named_by_code() {
    let mass = LesionKind::named(PhantomKind::Mammography, "mass").unwrap();
    assert_eq!(concept_name(&mass.code()), Some(lesion_name(mass)));
    // Nodules of all types share one code, and so a plain name.
    let solid = LesionKind::named(PhantomKind::ChestCt, "solid-nodule").unwrap();
    assert_eq!(
        both(&concept_name(&solid.code()).unwrap(), "nodule").0,
        "Nodule"
    );
    for fact in StudyFact::ALL {
        assert_eq!(
            concept_name(&fact.code()),
            Some(fact_name(fact)),
            "{fact:?}"
        );
    }
    assert_eq!(concept_name(&Code::new("SCT", "1", "Anything")), None);
}
