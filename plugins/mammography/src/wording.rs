//! The draft report in English and Russian. No rules.

use overread_sdk::{Text, text};

use crate::Lesion;
use crate::breast::{AREA_CM2, MIN_WALL_MM, NoBreast};
use crate::scope::{Projection, Side, View, name};

/// What the draft says of the study besides its lesions.
#[derive(Debug)]
pub(crate) struct Summary<'a> {
    pub(crate) views: &'a [View],
    pub(crate) density: &'a str,
    pub(crate) share_percent: f64,
    pub(crate) category: &'a str,
    /// The highest probability of each breast that was read.
    pub(crate) of_side: &'a [(Side, f64)],
    /// Whether all four views were read.
    pub(crate) is_complete: bool,
}

/// The section "findings": what was looked at, what cannot be judged, density, lesions.
pub(crate) fn findings(lesions: &[Lesion], of: &Summary<'_>) -> Vec<Text> {
    let views = of.views.iter().map(|v| name(v.side, v.projection));
    let views = views.collect::<Vec<_>>().join(", ");
    let mut english = vec![
        format!(
            "Searched for masses, clusters of calcifications, architectural distortion and focal asymmetry in: {views}; \
             whether a lesion is malignant, skin, nipple, armpit and change since earlier images are not judged."
        ),
        format!(
            "Density {}, glandular share about {:.0} %.",
            of.density, of.share_percent
        ),
    ];
    let mut russian = vec![
        format!(
            "Поиск образований, скоплений кальцинатов, нарушения архитектоники и фокальной асимметрии выполнен в проекциях: {views}; \
             злокачественность, кожа, сосок, подмышечная область и динамика не оцениваются."
        ),
        format!(
            "Плотность молочных желёз: {}, доля железистой ткани около {:.0} %.",
            of.density, of.share_percent
        ),
    ];
    let [en, ru] = scores(of.of_side);
    english.push(en);
    russian.push(ru);
    if lesions.is_empty() {
        english.push("None of these found.".to_owned());
        russian.push("Перечисленные изменения не найдены.".to_owned());
    }
    for (number, lesion) in (1..).zip(lesions) {
        let [en, ru] = described(lesion, of.views);
        english.push(format!("{number}. {en}"));
        russian.push(format!("{number}. {ru}"));
    }
    vec![
        text("en", english.join("\n")),
        text("ru", russian.join("\n")),
    ]
}

/// The score of each breast, in English and Russian.
fn scores(of_side: &[(Side, f64)]) -> [String; 2] {
    let list = |right: &str, left: &str| {
        let each = of_side.iter().map(|(side, score)| {
            let name = match side {
                Side::Right => right,
                Side::Left => left,
            };
            format!("{name} {score:.2}")
        });
        each.collect::<Vec<_>>()
    };
    [
        format!("Score, 0 to 1: {}.", list("right", "left").join(", ")),
        format!(
            "Оценка от 0 до 1: {}.",
            list("правая", "левая").join("; ").replace('.', ",")
        ),
    ]
}

/// The section "impression".
pub(crate) fn impression(lesions: &[Lesion], of: &Summary<'_>) -> Vec<Text> {
    let (n, category) = (lesions.len(), of.category);
    if n == 0 && !of.is_complete {
        return vec![
            text(
                "en",
                format!(
                    "No finding of the kinds searched for. Category {category}: not all views were read."
                ),
            ),
            text(
                "ru",
                format!(
                    "Искомые изменения не найдены. Категория {category}: прочитаны не все проекции."
                ),
            ),
        ];
    }
    if n == 0 {
        return vec![
            text(
                "en",
                format!(
                    "No finding of the kinds searched for. Category {category} by the service."
                ),
            ),
            text(
                "ru",
                format!("Искомые изменения не найдены. Категория {category} по оценке сервиса."),
            ),
        ];
    }
    let on = |side: Side| lesions.iter().any(|lesion| lesion.side == side);
    let (english, russian) = match (on(Side::Right), on(Side::Left)) {
        (true, true) => ("both breasts", "обеих молочных железах"),
        (true, false) => ("the right breast", "правой молочной железе"),
        _ => ("the left breast", "левой молочной железе"),
    };
    vec![
        text(
            "en",
            format!(
                "Findings of the service in {english}: {n}. Category {category}: further assessment."
            ),
        ),
        text(
            "ru",
            format!(
                "Находки сервиса в {russian}: {n}. Категория {category}: требуется дообследование."
            ),
        ),
    ]
}

/// A note on one lesion.
pub(crate) fn lesion(lesion: &Lesion, views: &[View]) -> Vec<Text> {
    let [english, russian] = described(lesion, views);
    vec![text("en", english), text("ru", russian)]
}

fn described(lesion: &Lesion, views: &[View]) -> [String; 2] {
    let seen: Vec<&str> = lesion
        .seen
        .iter()
        .filter_map(|seen| views.get(seen.view))
        .map(|view| match view.projection {
            Projection::Cc => "CC",
            Projection::Mlo => "MLO",
        })
        .collect();
    let (english, russian) = match lesion.side {
        Side::Right => ("right", "правой"),
        Side::Left => ("left", "левой"),
    };
    let views_russian = if seen.len() > 1 {
        "проекциях"
    } else {
        "проекции"
    };
    let (extent, behind) = (lesion.extent_mm, lesion.behind_nipple_mm);
    [
        format!(
            "{} in the {english} breast, {extent:.0} mm, {behind:.0} mm behind the nipple, seen in {}, probability {:.2}.",
            lesion.target.english(),
            seen.join(" and "),
            lesion.probability
        ),
        format!(
            "{} в {russian} молочной железе, {extent:.0} мм, на {behind:.0} мм кзади от соска, определяется в {views_russian} {}, вероятность {}.",
            lesion.target.russian(),
            seen.join(" и "),
            format!("{:.2}", lesion.probability).replace('.', ",")
        ),
    ]
}

/// The warning on views that are not there or were not read.
pub(crate) fn missing(views: &[&str]) -> Vec<Text> {
    let views = views.join(", ");
    vec![
        text("en", format!("Not read, missing or out of scope: {views}.")),
        text(
            "ru",
            format!("Не прочитаны, отсутствуют или вне области применения: {views}."),
        ),
    ]
}

/// The warning on a view whose pixels show no breast.
pub(crate) fn not_shown(view: &str, why: NoBreast) -> Vec<Text> {
    let russian = match why {
        NoBreast::OneGrey => {
            "ожидалось изображение с контрастом, найден один уровень серого".to_owned()
        }
        NoBreast::Area { cm2 } => format!(
            "ожидался силуэт площадью от {} до {} см², найдено {cm2:.0} см²",
            AREA_CM2.0, AREA_CM2.1
        ),
        NoBreast::Borders { wall_mm, far_mm } => format!(
            "ожидался контур, который прилежит к одному краю снимка на протяжении {MIN_WALL_MM} мм и не касается другого, найдено {wall_mm:.0} и {far_mm:.0} мм"
        ),
        NoBreast::Gaps { filled_percent } => format!(
            "ожидалась область без пропусков между грудной стенкой и кожей, заполнено {filled_percent:.0} %"
        ),
    };
    vec![
        text("en", format!("{view} was not read: {why}.")),
        text(
            "ru",
            format!("Проекция {view} не прочитана, молочная железа не найдена: {russian}."),
        ),
    ]
}

/// The warning on pixels too large for grains of calcium.
pub(crate) fn coarse_pixels(pixel_mm: f64) -> Vec<Text> {
    vec![
        text(
            "en",
            format!("Pixels of {pixel_mm:.2} mm: small calcifications are missed."),
        ),
        text(
            "ru",
            format!(
                "Размер пикселя {} мм: мелкие кальцинаты пропускаются.",
                format!("{pixel_mm:.2}").replace('.', ",")
            ),
        ),
    ]
}
