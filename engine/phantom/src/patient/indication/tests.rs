//! Indications fit age, sex, finding and side, in both languages, and name no finding.

use super::*;

fn patient(kind: PhantomKind, seed: Seed) -> SyntheticPatient {
    SyntheticPatient::of(kind, seed)
}

fn text(texts: &[LocalText], language: &str) -> String {
    let mut texts = texts.iter();
    let text = texts.find(|text| text.locale == language);
    text.unwrap_or_else(|| panic!("no {language}"))
        .value
        .clone()
}

#[test]
fn every_case_has_an_indication_in_both_languages() {
    for kind in PhantomKind::ALL {
        for seed in (0..300).map(Seed) {
            let lesions: Vec<_> = LesionKind::of(kind).collect();
            let pick = lesions[usize::try_from(seed.0).unwrap() % lesions.len()];
            for present in [vec![], vec![(pick, Some(Laterality::Left))]] {
                let found = indication(kind, seed, &patient(kind, seed), &present);
                assert_eq!(found.len(), 2);
                for language in ["en", "ru"] {
                    let text = text(&found, language);
                    assert!(text.len() > 4 && !text.contains('{'), "{text}");
                }
            }
        }
    }
}

#[test]
fn the_words_of_a_reason_are_those_of_the_catalogue() {
    for reason in TABLE {
        for word in reason.fits {
            assert!(LesionKind::named(reason.kind, word).is_some(), "{word}");
        }
        let is_sided = reason.side != Complaint::Nowhere;
        assert_eq!(reason.en.contains("{side}"), is_sided, "{}", reason.en);
        assert_eq!(reason.ru.contains("{side}"), is_sided, "{}", reason.ru);
    }
}

#[test]
fn no_reason_names_what_it_fits() {
    for reason in TABLE {
        let english = reason.en.to_lowercase();
        for lesion in LesionKind::of(reason.kind) {
            assert!(!english.contains(lesion.word), "{english}");
            let meaning = lesion.code().meaning.to_lowercase();
            assert!(!english.contains(&meaning), "{english}");
        }
    }
}

#[test]
fn a_weakness_is_across_from_the_infarct_and_a_pain_on_the_side_of_the_lung() {
    let kinds = [
        (PhantomKind::HeadCt, "infarct", "weakness", true),
        (PhantomKind::ChestCt, "pneumothorax", "pain", false),
    ];
    for (kind, word, complaint, is_across) in kinds {
        let lesion = LesionKind::named(kind, word).unwrap();
        let mut seen = 0;
        for seed in (0..200).map(Seed) {
            let present = [(lesion, Some(Laterality::Left))];
            let found = indication(kind, seed, &patient(kind, seed), &present);
            let (en, ru) = (text(&found, "en"), text(&found, "ru"));
            if en.contains(complaint) && (en.contains("left") || en.contains("right")) {
                seen += 1;
                assert_eq!(en.contains("right"), is_across, "{en}");
                assert_eq!(ru.contains("прав"), is_across, "{ru}");
            }
        }
        assert!(seen > 10, "{word}: {seen}");
    }
}

#[test]
fn reasons_keep_to_age() {
    for seed in (0..500).map(Seed) {
        let kind = PhantomKind::ChestRadiograph;
        let person = patient(kind, seed);
        let found = text(&indication(kind, seed, &person, &[]), "en");
        if found.contains("swollen legs") {
            assert!(person.age_years >= 55);
        }
    }
}

#[test]
fn a_finding_gets_more_than_one_reason_and_shares_them_with_the_healthy() {
    let lesion = LesionKind::named(PhantomKind::HeadCt, "epidural").unwrap();
    let of = |present: &[(&'static LesionKind, Option<Laterality>)]| {
        let mut texts: Vec<String> = (0..200)
            .map(Seed)
            .map(|seed| {
                let person = patient(PhantomKind::HeadCt, seed);
                let found = indication(PhantomKind::HeadCt, seed, &person, present);
                text(&found, "en").replace("left", "right")
            })
            .collect();
        texts.sort();
        texts.dedup();
        texts
    };
    let (ill, well) = (of(&[(lesion, None)]), of(&[]));
    assert!(ill.len() >= 4, "{ill:?}");
    assert!(ill.iter().all(|text| well.contains(text)));
}
