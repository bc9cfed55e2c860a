//! The VOI transforms that a data set offers: windows and VOI LUTs with their explanations. Nothing is applied.

use std::sync::Arc;

use overread_image::{NamedVoi, Voi, VoiFunction, VoiTable, Window};

use crate::lut::lut;
use crate::tag::Tag;
use crate::values::Values;

/// The most VOI LUTs of one image that are kept.
const MAX_TABLES: usize = 32;

/// Windows, then tables, as their tags come in the file (PS3.3 C.11.2). `is_signed` says whether values after the
/// rescale may be negative.
pub(crate) fn vois(values: Values<'_>, is_signed: bool) -> Vec<NamedVoi> {
    let mut vois = windows(values);
    vois.extend(tables(values, is_signed));
    vois
}

fn windows(values: Values<'_>) -> Vec<NamedVoi> {
    let function = match values.text(Tag::VOI_FUNCTION).as_deref() {
        Some("LINEAR_EXACT") => VoiFunction::LinearExact,
        Some("SIGMOID") => VoiFunction::Sigmoid,
        _ => VoiFunction::Linear,
    };
    let explanations = values.text(Tag::WINDOW_EXPLANATION).unwrap_or_default();
    let mut explanations = explanations.split('\\').map(|s| s.trim().to_owned());
    let widths = values.numbers(Tag::WINDOW_WIDTH);
    let centres = values.numbers(Tag::WINDOW_CENTRE);
    centres
        .iter()
        .zip(&widths)
        .filter_map(|(&centre, &width)| {
            let explanation = explanations.next().unwrap_or_default();
            let window = Window::new(narrow(centre), narrow(width), function).ok()?;
            Some(NamedVoi {
                explanation,
                voi: Voi::Window(window),
            })
        })
        .collect()
}

fn tables(values: Values<'_>, is_signed: bool) -> Vec<NamedVoi> {
    let Some(sequence) = values.set.get(Tag::VOI_LUT_SEQUENCE) else {
        return Vec::new();
    };
    let items = sequence.items.iter().take(MAX_TABLES);
    items
        .filter_map(|item| {
            let item = Values {
                set: item,
                ..values
            };
            let table = lut(item, Tag::LUT_DESCRIPTOR, Tag::LUT_DATA, is_signed)?;
            let explanation = item.text(Tag::LUT_EXPLANATION).unwrap_or_default();
            let first = narrow(f64::from(table.first));
            let table = VoiTable::new(first, &table.entries, table.bits, explanation.clone())?;
            Some(NamedVoi {
                explanation,
                voi: Voi::Table(Arc::new(table)),
            })
        })
        .collect()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "windows are kept in single precision throughout"
)]
fn narrow(number: f64) -> f32 {
    number as f32
}
