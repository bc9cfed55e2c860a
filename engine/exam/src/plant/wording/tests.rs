//! Texts in both languages.

use overread_base::{Category, Code, Finding, FindingId, Laterality, Measure};

use super::{Language, both, findings, impression, sentence};

fn finding() -> Finding {
    Finding {
        id: FindingId::new("f1").unwrap(),
        code: Code::nodule(),
        site: None,
        laterality: Some(Laterality::Left),
        probability: None,
        certainty: None,
        category: Some(Category {
            scale: "lung-rads-v2022".to_owned(),
            value: "4A".to_owned(),
        }),
        marks: Vec::new(),
        measures: vec![Measure {
            name: Code::diameter(),
            value: 8.25,
            ucum: "mm".to_owned(),
        }],
        notes: Vec::new(),
    }
}

#[test]
fn a_finding_is_one_sentence() {
    let both = Language::BOTH.map(|language| sentence(&finding(), language));
    assert_eq!(both[0], "Nodule on the left, diameter 8.2 mm, category 4A.");
    assert_eq!(both[1], "Очаг слева, диаметр 8,2 мм, категория 4A.");
    let mut plain = finding();
    plain.laterality = None;
    plain.category = None;
    plain.measures.clear();
    plain.code = Code::new("SCT", "4147007", "Mass");
    assert_eq!(sentence(&plain, Language::English), "Mass.");
    assert_eq!(sentence(&plain, Language::Russian), "Находка «Mass».");
}

#[test]
fn nothing_found_is_said() {
    let nodule = [Code::nodule()];
    let texts = both(|language| findings(&[], &nodule, language));
    assert_eq!(texts[0].value, "Images searched for nodules: none found.");
    assert_eq!(texts[1].value, "Поиск выполнен: очаги не найдены.");
    assert_eq!(
        impression(&[], &nodule, Language::English),
        "No nodule found by the service."
    );
    assert_eq!(
        impression(&[finding()], &nodule, Language::Russian),
        "Находок сервиса: 1."
    );
    let several = [Code::nodule(), Code::new("SCT", "4147007", "Mass")];
    assert_eq!(
        findings(&[], &several, Language::English),
        "Images searched for nodule, mass: none found."
    );
    assert_eq!(
        impression(&[], &several, Language::Russian),
        "Сервис ничего не нашёл."
    );
}

#[test]
fn a_tag_with_a_region_is_of_its_language() {
    assert_eq!(Language::of("en-GB"), Some(Language::English));
    assert_eq!(Language::of("RU"), Some(Language::Russian));
    assert_eq!(Language::of("de"), None);
}
