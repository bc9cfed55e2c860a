//! Sides in English and Russian sentences of reports.

use super::*;

#[track_caller]
fn check(text: &str, expected: &str) {
    let found: String = named_sides(text)
        .iter()
        .map(|word| match word.side {
            Laterality::Right => 'R',
            Laterality::Left => 'L',
            Laterality::Bilateral => 'B',
            Laterality::Midline => 'M',
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn english_words_name_sides() {
    check("8 mm solid nodule in the right upper lobe.", "R");
    check("Left-sided pleural effusion; RLL consolidation", "LR");
    check("Bilateral ground-glass opacities, more on the LEFT.", "BL");
    check("Lt. breast: mass", "L");
    check("bright spot, upright, cleft, lefty", "");
    check("", "");
}

#[test]
fn russian_words_name_sides() {
    check("Очаг 8 мм в верхней доле правого лёгкого.", "R");
    check("В левом лёгком очаг, справа выпот.", "LR");
    check("Левосторонний гидроторакс. Правосторонняя пневмония", "LR");
    check("Двусторонние инфильтраты", "B");
    check(
        "ПРАВАЯ молочная железа: образование. Лев. молочная железа: кальцинаты",
        "RL",
    );
    for form in [
        "правый",
        "правая",
        "правое",
        "правые",
        "правого",
        "правой",
        "правом",
        "правую",
        "правых",
        "правым",
        "правыми",
    ] {
        check(form, "R");
    }
    for form in [
        "левый",
        "левая",
        "левое",
        "левые",
        "левого",
        "левой",
        "левом",
        "левую",
        "левых",
        "левым",
        "левыми",
        "слева",
    ] {
        check(form, "L");
    }
    check(
        "Правильная форма, направлен, исправлено, право, оправа, хлев, левкой",
        "",
    );
}

#[test]
fn denials_name_no_side() {
    check("No effusion on the left.", "");
    check(
        "No nodule, mass or effusion in the left lung. Nodule on the right.",
        "R",
    );
    check("Nodule in the right lung, no effusion on the left.", "R");
    check("The left lung is clear.", "");
    check("Left lung: normal", "");
    check("No effusion but a nodule on the left", "L");
    check("В левом лёгком очагов не выявлено.", "");
    check("В левом лёгком очагов не выявлено, справа очаг 5 мм", "");
    check("В левом лёгком очагов не выявлено; справа очаг 5 мм", "R");
    check("Справа очаг 5 мм, слева без изменений", "R");
    check("Выпота слева нет, но справа есть", "R");
    check(
        "Слева отсутствует выпот. Слева очаг 3.5 мм справа от сосуда",
        "LR",
    );
}

#[test]
fn the_heart_and_shifts_name_no_side() {
    check("Enlarged left ventricle and right atrium", "");
    check("Расширение левого предсердия и правого желудочка", "");
    check(
        "Trachea deviated to the left by a right upper lobe mass",
        "R",
    );
    check("Shift of the mediastinum to the right", "");
    check("Nodule adjacent to the left hilum", "L");
    check("Средостение смещено влево", "");
}

#[test]
fn places_are_bytes_of_the_text() {
    let text = "Очаг справа";
    let named = named_sides(text);
    assert_eq!(&text[named[0].at.clone()], "справа");
}

#[test]
fn a_very_long_text_is_read_from_its_beginning() {
    let text = format!("left {} right", "слово ".repeat(20_000));
    check(&text, "L");
}
