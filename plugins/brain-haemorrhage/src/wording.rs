//! The draft report in English and Russian. No rules but the least shift that is worth a word.

use overread_sdk::{Laterality, Text, text};

use crate::bleed::Bleed;
use crate::kind::Kind;

/// Smaller shifts are within what the service errs by.
pub(crate) const LEAST_SHIFT_MM: f64 = 3.0;
/// Slices further apart than this hide thin collections.
pub(crate) const THICK_MM: f64 = 5.5;

/// A haemorrhage as the report names it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named<'a> {
    pub(crate) bleed: &'a Bleed,
    pub(crate) side: Laterality,
}

/// The section "findings": what was found, the midline, and what was looked at.
pub(crate) fn findings(found: &[Named<'_>], shift_mm: f64) -> Vec<Text> {
    let join = |none: &str, each: fn(&Named<'_>) -> String, shift: String, looked: &str| {
        let mut lines: Vec<String> = (1..)
            .zip(found)
            .map(|(number, named)| format!("{number}. {}", each(named)))
            .collect();
        if lines.is_empty() {
            lines.push(none.to_owned());
        }
        lines.push(shift);
        lines.push(looked.to_owned());
        lines.join("\n")
    };
    vec![
        text(
            "en",
            join(
                "No intracranial haemorrhage found.",
                english,
                shift_english(shift_mm),
                "Looked for: epidural, subdural, subarachnoid, intraparenchymal and intraventricular haemorrhage and midline shift; fractures, ischaemia, tumours and blood as dense as brain cannot be judged.",
            ),
        ),
        text(
            "ru",
            join(
                "Признаков внутричерепного кровоизлияния не найдено.",
                russian,
                shift_russian(shift_mm),
                "Выполнен поиск эпидурального, субдурального, субарахноидального, внутримозгового и внутрижелудочкового кровоизлияния и смещения срединных структур; переломы, ишемия, опухоли и кровь, изоденсная веществу мозга, не оцениваются.",
            ),
        ),
    ]
}

/// The section "impression".
pub(crate) fn impression(found: &[Named<'_>], shift_mm: f64) -> Vec<Text> {
    if found.is_empty() {
        return vec![
            text("en", "No intracranial haemorrhage found by the service."),
            text("ru", "Сервис не нашёл внутричерепного кровоизлияния."),
        ];
    }
    let total_ml: f64 = found.iter().map(|named| named.bleed.volume_ml).sum();
    let list = |word: fn(Kind) -> &'static str| {
        let kinds = Kind::ALL.into_iter();
        let held = kinds.filter(|kind| found.iter().any(|named| named.bleed.kind == *kind));
        held.map(word).collect::<Vec<_>>().join(", ")
    };
    let is_shifted = shift_mm.abs() >= LEAST_SHIFT_MM;
    let more = |sentence: String| {
        if is_shifted {
            format!(" {sentence}")
        } else {
            String::new()
        }
    };
    vec![
        text(
            "en",
            format!(
                "Intracranial haemorrhage found by the service: {}; {total_ml:.1} ml in all.{}",
                list(Kind::word),
                more(shift_english(shift_mm))
            ),
        ),
        text(
            "ru",
            format!(
                "Сервис нашёл внутричерепное кровоизлияние: {}; общий объём {} мл.{}",
                list(adjective),
                comma(total_ml),
                more(shift_russian(shift_mm))
            ),
        ),
    ]
}

/// A note on one haemorrhage.
pub(crate) fn note(named: &Named<'_>) -> Vec<Text> {
    vec![text("en", english(named)), text("ru", russian(named))]
}

/// The warning on slices too far apart.
pub(crate) fn thick_slices(spacing_mm: f64) -> Vec<Text> {
    vec![
        text(
            "en",
            format!(
                "Slices are {spacing_mm:.1} mm apart, more than {THICK_MM} mm: thin collections are missed and volumes are inexact."
            ),
        ),
        text(
            "ru",
            format!(
                "Расстояние между срезами {} мм, больше {} мм: тонкие скопления крови пропускаются, объёмы неточны.",
                comma(spacing_mm),
                comma(THICK_MM)
            ),
        ),
    ]
}

/// The warning on a contrast agent.
pub(crate) fn enhanced() -> Vec<Text> {
    vec![
        text(
            "en",
            "A contrast agent is stated: enhanced vessels and membranes may look like blood.",
        ),
        text(
            "ru",
            "Указано контрастное усиление: контрастированные сосуды и оболочки могут выглядеть как кровь.",
        ),
    ]
}

fn english(named: &Named<'_>) -> String {
    let side = match named.side {
        Laterality::Left => "left",
        Laterality::Right => "right",
        Laterality::Bilateral => "both sides",
        Laterality::Midline => "midline",
    };
    let kind = match named.bleed.kind {
        Kind::Epidural => "Epidural haematoma",
        Kind::Subdural => "Subdural haematoma",
        Kind::Subarachnoid => "Subarachnoid haemorrhage",
        Kind::Intraparenchymal => "Intraparenchymal haemorrhage",
        Kind::Intraventricular => "Intraventricular haemorrhage",
    };
    format!("{kind}, {side}, {:.1} ml.", named.bleed.volume_ml)
}

fn russian(named: &Named<'_>) -> String {
    let side = match named.side {
        Laterality::Left => "слева",
        Laterality::Right => "справа",
        Laterality::Bilateral => "с обеих сторон",
        Laterality::Midline => "по средней линии",
    };
    let kind = match named.bleed.kind {
        Kind::Epidural => "Эпидуральная гематома",
        Kind::Subdural => "Субдуральная гематома",
        Kind::Subarachnoid => "Субарахноидальное кровоизлияние",
        Kind::Intraparenchymal => "Внутримозговое кровоизлияние",
        Kind::Intraventricular => "Внутрижелудочковое кровоизлияние",
    };
    format!("{kind} {side}, объём {} мл.", comma(named.bleed.volume_ml))
}

fn adjective(kind: Kind) -> &'static str {
    match kind {
        Kind::Epidural => "эпидуральное",
        Kind::Subdural => "субдуральное",
        Kind::Subarachnoid => "субарахноидальное",
        Kind::Intraparenchymal => "внутримозговое",
        Kind::Intraventricular => "внутрижелудочковое",
    }
}

fn shift_english(shift_mm: f64) -> String {
    if shift_mm.abs() < LEAST_SHIFT_MM {
        return format!("No midline shift of {LEAST_SHIFT_MM} mm or more.");
    }
    let side = if shift_mm > 0.0 { "left" } else { "right" };
    format!("Midline shift to the {side} of {:.1} mm.", shift_mm.abs())
}

fn shift_russian(shift_mm: f64) -> String {
    if shift_mm.abs() < LEAST_SHIFT_MM {
        return format!("Смещения срединных структур на {LEAST_SHIFT_MM} мм и более нет.");
    }
    let side = if shift_mm > 0.0 {
        "влево"
    } else {
        "вправо"
    };
    format!(
        "Смещение срединных структур {side} на {} мм.",
        comma(shift_mm.abs())
    )
}

/// A number with one decimal as Russian writes it.
fn comma(value: f64) -> String {
    format!("{value:.1}").replace('.', ",")
}

#[cfg(test)]
mod tests;
