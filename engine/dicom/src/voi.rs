//! The VOI transforms that a file offers: windows and VOI LUTs with their explanations, of all frames. Nothing is applied.

use std::sync::Arc;

use overread_image::{NamedVoi, Voi, VoiFunction, VoiTable, Window};

use crate::data_set::DataSet;
use crate::lut::lut;
use crate::part10::Header;
use crate::tag::Tag;
use crate::values::{Values, first_chars};

/// The most windows of one image that are kept.
const MAX_WINDOWS: usize = 32;
/// The most VOI LUTs of one image that are kept.
const MAX_TABLES: usize = 32;
/// The characters of an explanation that are kept: what a Long String may have (PS3.5 6.2).
const MAX_EXPLANATION: usize = 64;

/// The VOI transforms of the frames of a file.
///
/// What stands in the shared groups or in the data set itself is read once and shared: it may be long, and there may be
/// thousands of frames that each have a group of their own with something else in it.
pub(crate) struct FrameVois<'a> {
    header: &'a Header,
    shared: Option<&'a DataSet>,
    /// By whether values after the rescale may be negative.
    common: [Option<Arc<[NamedVoi]>>; 2],
}

impl<'a> FrameVois<'a> {
    pub(crate) fn new(header: &'a Header, shared: Option<&'a DataSet>) -> Self {
        Self {
            header,
            shared,
            common: [None, None],
        }
    }

    /// Those of a frame whose own groups are `own`; `is_signed` says whether values after the rescale may be negative.
    pub(crate) fn of(&mut self, own: Option<&DataSet>, is_signed: bool) -> Arc<[NamedVoi]> {
        let (header, shared) = (self.header, self.shared);
        if let Some(own) = own.and_then(|groups| in_groups(header, groups, is_signed)) {
            return own.into();
        }
        let read = || {
            let in_shared = shared.and_then(|groups| in_groups(header, groups, is_signed));
            in_shared.unwrap_or_else(|| vois(header.values(), is_signed))
        };
        let common = &mut self.common[usize::from(is_signed)];
        Arc::clone(common.get_or_insert_with(|| read().into()))
    }
}

/// Those of functional groups; `None` if they have none that can be used.
fn in_groups(header: &Header, groups: &DataSet, is_signed: bool) -> Option<Vec<NamedVoi>> {
    let item = groups.item(Tag::FRAME_VOI_LUT_SEQUENCE)?;
    Some(vois(header.values_of(item), is_signed)).filter(|found| !found.is_empty())
}

/// Windows, then tables, as their tags come in the file (PS3.3 C.11.2).
fn vois(values: Values<'_>, is_signed: bool) -> Vec<NamedVoi> {
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
    let mut explanations = explanations.split('\\').map(explanation);
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
        .take(MAX_WINDOWS)
        .collect()
}

fn explanation(text: &str) -> String {
    first_chars(text.trim(), MAX_EXPLANATION)
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
            let explanation = explanation(&item.text(Tag::LUT_EXPLANATION).unwrap_or_default());
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
