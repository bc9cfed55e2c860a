//! The draft report in English and Russian. No rules, no thresholds but the one for thick slices.

use overread_sdk::{Laterality, Text, text};

use crate::category::NoduleKind;
use crate::scope::Chest;
use crate::score::Nodule;

/// Slices further apart than this miss small nodules.
pub(crate) const THICK_MM: f64 = 5.0;

/// What was looked for and what was not, in English and Russian.
const LOOKED: [&str; 2] = [
    "Looked for: solid, part-solid and ground-glass nodules of the lungs; masses, lymph nodes, growth since earlier scans and all other disease cannot be judged.",
    "Выполнен поиск солидных, частично солидных очагов и очагов по типу «матового стекла» в лёгких; образования, лимфатические узлы, рост по сравнению с прежними исследованиями и любая другая патология не оцениваются.",
];

/// The section "findings": what was found, and what was looked for.
pub(crate) fn findings(found: &[Nodule], chest: &Chest) -> Vec<Text> {
    let lines = |none: &str, describe: fn(&Nodule, &Chest) -> String, looked: &str| {
        let mut lines: Vec<String> = (1..)
            .zip(found)
            .map(|(number, nodule)| format!("{number}. {}", describe(nodule, chest)))
            .collect();
        if lines.is_empty() {
            lines.push(none.to_owned());
        }
        lines.push(looked.to_owned());
        lines.join("\n")
    };
    let [english_looked, russian_looked] = LOOKED;
    vec![
        text(
            "en",
            lines("No lung nodule found.", english, english_looked),
        ),
        text(
            "ru",
            lines("Очаги в лёгких не найдены.", russian, russian_looked),
        ),
    ]
}

/// The section "impression".
pub(crate) fn impression(found: &[Nodule]) -> Vec<Text> {
    let rank = |nodule: &&Nodule| {
        ["2", "3", "4A", "4B"]
            .iter()
            .position(|category| *category == nodule.category())
    };
    let Some(worst) = found.iter().max_by_key(rank) else {
        return vec![
            text("en", "No lung nodule found by the service."),
            text("ru", "Сервис не нашёл очагов в лёгких."),
        ];
    };
    let (n, category) = (found.len(), worst.category());
    vec![
        text(
            "en",
            format!("Lung nodules found by the service: {n}. Highest category: {category}."),
        ),
        text(
            "ru",
            format!("Найдено очагов в лёгких: {n}. Наивысшая категория: {category}."),
        ),
    ]
}

/// A note on one nodule.
pub(crate) fn nodule(nodule: &Nodule, chest: &Chest) -> Vec<Text> {
    vec![
        text("en", english(nodule, chest)),
        text("ru", russian(nodule, chest)),
    ]
}

/// The warning on slices too far apart.
pub(crate) fn thick_slices(spacing_mm: f64) -> Vec<Text> {
    vec![
        text(
            "en",
            format!(
                "Slices are {spacing_mm:.1} mm apart, more than {THICK_MM:.0} mm: small nodules are missed and sizes are inexact."
            ),
        ),
        text(
            "ru",
            format!(
                "Расстояние между срезами {} мм, больше {THICK_MM:.0} мм: мелкие очаги пропускаются, размеры неточны.",
                comma(spacing_mm)
            ),
        ),
    ]
}

fn english(nodule: &Nodule, chest: &Chest) -> String {
    let kind = match nodule.kind {
        NoduleKind::Solid => "Solid nodule",
        NoduleKind::PartSolid => "Part-solid nodule",
        NoduleKind::GroundGlass => "Ground-glass nodule",
    };
    let side = match chest.side(nodule.centre) {
        Laterality::Left => "left",
        Laterality::Right | Laterality::Bilateral | Laterality::Midline => "right",
    };
    let solid = match nodule.kind {
        NoduleKind::PartSolid => format!(", solid part {:.1} mm", nodule.solid_mm()),
        NoduleKind::Solid | NoduleKind::GroundGlass => String::new(),
    };
    format!(
        "{kind} in the {side} lung, mean diameter {:.1} mm{solid}, volume about {:.0} mm³, category {}.",
        nodule.diameter_mm,
        nodule.volume_mm3(),
        nodule.category()
    )
}

fn russian(nodule: &Nodule, chest: &Chest) -> String {
    let kind = match nodule.kind {
        NoduleKind::Solid => "Солидный очаг",
        NoduleKind::PartSolid => "Частично солидный очаг",
        NoduleKind::GroundGlass => "Очаг по типу «матового стекла»",
    };
    let side = match chest.side(nodule.centre) {
        Laterality::Left => "левом",
        Laterality::Right | Laterality::Bilateral | Laterality::Midline => "правом",
    };
    let solid = match nodule.kind {
        NoduleKind::PartSolid => format!(", солидная часть {} мм", comma(nodule.solid_mm())),
        NoduleKind::Solid | NoduleKind::GroundGlass => String::new(),
    };
    format!(
        "{kind} в {side} лёгком, средний диаметр {} мм{solid}, объём около {:.0} мм³, категория {}.",
        comma(nodule.diameter_mm),
        nodule.volume_mm3(),
        nodule.category()
    )
}

/// A number with one decimal as Russian writes it.
fn comma(mm: f64) -> String {
    format!("{mm:.1}").replace('.', ",")
}
