//! Findings in words.

use overread_base::{Category, Code, Finding, FindingId, Measure};

use super::{code, details, plain};
use crate::Language;
use crate::words::Words;

#[test]
fn known_codes_are_translated_and_others_keep_their_meaning() {
    let words = Words::new(Language::Ru);
    assert_eq!(code(&words, &Code::nodule()), "Очаг");
    let subdural = Code::new("99OVERREAD", "subdural-haemorrhage", "Subdural haemorrhage");
    assert_eq!(code(&words, &subdural), "Субдуральная гематома");
    assert_eq!(
        code(&words, &Code::new("SCT", "1", "Odd thing")),
        "Odd thing"
    );
}

/// Sites, findings and measures of the bundled services: none is shown in English to a Russian reader.
#[test]
fn what_the_bundled_services_name_is_translated() {
    let words = Words::new(Language::Ru);
    let own = [
        "SOLID-DIAMETER",
        "SOLID-NODULE",
        "agatston",
        "aorta-diameter",
        "aortic-dilatation",
        "aspects",
        "asymmetry",
        "cardiothoracic-ratio",
        "coronary-calcium",
        "cut-off",
        "dense-artery",
        "early-ischaemia",
        "effusion-volume",
        "epidural-haemorrhage",
        "foreign-object",
        "hilar-mass",
        "infiltrate-share",
        "intraventricular-haemorrhage",
        "laa-950",
        "low-bone-density",
        "lung-volume",
        "midline-shift",
        "missing-marker",
        "motion",
        "overexposure",
        "poor-inspiration",
        "rib-fracture",
        "rotation",
        "scapulae",
        "subdural-haemorrhage",
        "trunk-diameter",
        "trunk-dilatation",
        "tuberculosis",
        "underexposure",
        "vertebral-attenuation",
        "vertebral-fracture",
    ];
    let sct = [
        "118565006",
        "12738006",
        "129769006",
        "129788004",
        "129792006",
        "21454007",
        "274100004",
        "27925004",
        "36118008",
        "39607008",
        "60046008",
        "76752008",
        "80891009",
        "8186001",
        "81827009",
        "87433001",
        "9656002",
    ];
    let own = own.map(|value| ("99OVERREAD", value));
    let sct = sct.map(|value| ("SCT", value));
    let dcm = ["112031", "112121"].map(|value| ("DCM", value));
    let untold: Vec<_> = (own.into_iter().chain(sct).chain(dcm))
        .filter(|(scheme, value)| code(&words, &Code::new(scheme, value, "?")) == "?")
        .collect();
    assert!(untold.is_empty(), "{untold:?}");
}

#[test]
fn categories_are_codes_with_our_own_labels() {
    let words = Words::new(Language::En);
    let of = |scale: &str, value: &str| {
        let category = Category {
            scale: scale.to_owned(),
            value: value.to_owned(),
        };
        super::category(&words, &category)
    };
    assert_eq!(of("lung-rads-v2022", "4A"), "lung category 4A");
    assert_eq!(of("bi-rads-5", "2"), "breast category 2");
    assert_eq!(of("cac-drs-2018", "A1"), "calcium group A1");
    assert_eq!(of("genant-1993", "2"), "vertebral deformity grade 2");
    assert_eq!(of("acme-scale", "II"), "acme-scale II");
}

#[test]
fn measures_are_rounded_and_keep_their_unit() {
    let words = Words::new(Language::En);
    let finding = Finding {
        id: FindingId::new("f").unwrap(),
        code: Code::nodule(),
        site: None,
        laterality: None,
        probability: None,
        certainty: None,
        category: None,
        marks: Vec::new(),
        measures: vec![
            Measure {
                name: Code::diameter(),
                value: 7.96,
                ucum: "mm".to_owned(),
            },
            Measure {
                name: Code::new("X", "1", "Ratio"),
                value: 0.5,
                ucum: "1".to_owned(),
            },
        ],
        notes: Vec::new(),
    };
    assert_eq!(details(&words, &finding), "Diameter 8.0 mm  ·  Ratio 0.5");
}

#[test]
fn units_stand_as_people_write_them() {
    #[track_caller]
    fn check(language: Language, value: f64, ucum: &str, expected: &str) {
        let found = Measure {
            name: Code::new("X", "1", "Size"),
            value,
            ucum: ucum.to_owned(),
        };
        assert_eq!(super::measure(&Words::new(language), &found), expected);
    }
    check(Language::En, 7.0, "{score}", "Size 7");
    check(Language::Ru, 7.5, "{score}", "Size 7,5");
    check(Language::En, 120.0, "mm3", "Size 120.0 mm³");
    check(Language::Ru, 120.0, "mm3", "Size 120,0 мм³");
    check(Language::En, 3.5, "mL", "Size 3.5 ml");
    check(Language::Ru, 3.5, "mL", "Size 3,5 мл");
    check(Language::En, 1.0, "kg", "Size 1.0 kg");
}

#[test]
fn text_from_outside_is_tamed() {
    assert_eq!(plain("a\u{7}b\u{1b}[31m\nc"), "ab[31m\nc");
    let long = "x".repeat(10_000);
    assert_eq!(plain(&long).chars().count(), 601);
}
