//! The draft in both languages.

use super::*;

fn bleed(kind: Kind, volume_ml: f64) -> Bleed {
    Bleed {
        kind,
        score: 0.9,
        volume_ml,
        voxels: Vec::new(),
    }
}

#[track_caller]
fn check(found: &[Text], locale: &str, expected: &str) {
    let text = found.iter().find(|text| text.locale == locale).unwrap();
    assert!(
        text.value.starts_with(expected),
        "expected {expected:?}, found {:?}",
        text.value
    );
}

#[test]
fn haemorrhages_and_the_shift_are_named() {
    let (a, b) = (
        bleed(Kind::Subdural, 41.25),
        bleed(Kind::Intraventricular, 2.0),
    );
    let found = [
        Named {
            bleed: &a,
            side: Laterality::Left,
        },
        Named {
            bleed: &b,
            side: Laterality::Bilateral,
        },
    ];
    let text = findings(&found, -7.44);
    check(
        &text,
        "en",
        "1. Subdural haematoma, left, 41.2 ml.\n2. Intraventricular haemorrhage, both sides, 2.0 ml.\nMidline shift to the right of 7.4 mm.\nLooked for: epidural",
    );
    check(
        &text,
        "ru",
        "1. Субдуральная гематома слева, объём 41,2 мл.\n2. Внутрижелудочковое кровоизлияние с обеих сторон, объём 2,0 мл.\nСмещение срединных структур вправо на 7,4 мм.\nВыполнен поиск",
    );
    let text = impression(&found, -7.44);
    check(
        &text,
        "en",
        "Intracranial haemorrhage found by the service: subdural, intraventricular; 43.2 ml in all. Midline shift to the right of 7.4 mm.",
    );
    check(
        &text,
        "ru",
        "Сервис нашёл внутричерепное кровоизлияние: субдуральное, внутрижелудочковое; общий объём 43,2 мл. Смещение срединных структур вправо на 7,4 мм.",
    );
}

#[test]
fn nothing_found_is_said_with_what_was_looked_at() {
    let text = findings(&[], 1.0);
    check(
        &text,
        "en",
        "No intracranial haemorrhage found.\nNo midline shift of 3 mm or more.\nLooked for: epidural",
    );
    check(
        &text,
        "ru",
        "Признаков внутричерепного кровоизлияния не найдено.\nСмещения срединных структур на 3 мм и более нет.\nВыполнен поиск",
    );
    check(
        &impression(&[], 1.0),
        "ru",
        "Сервис не нашёл внутричерепного кровоизлияния.",
    );
    check(&thick_slices(7.5), "ru", "Расстояние между срезами 7,5 мм");
}
