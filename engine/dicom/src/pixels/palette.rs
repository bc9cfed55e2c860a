//! Palette colour (PS3.3 C.7.6.3.1.5): stored values to red, green and blue. No frames.

use crate::lut::{Lut, lut, segmented_lut};
use crate::tag::Tag;
use crate::values::Values;

/// Three tables of one length, 8 bits a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Palette {
    first: i32,
    colours: Vec<[u8; 3]>,
}

impl Palette {
    /// Reads the tables of a data set, plain or segmented; `None` if one is missing or broken.
    pub(crate) fn read(values: Values<'_>, is_signed: bool) -> Option<Self> {
        let table = |descriptor: Tag, data: Tag, segmented: Tag| {
            lut(values, descriptor, data, is_signed)
                .or_else(|| segmented_lut(values, descriptor, segmented, is_signed))
        };
        let luts = [
            table(
                Tag::RED_DESCRIPTOR,
                Tag::RED_PALETTE,
                Tag::RED_SEGMENTED_PALETTE,
            )?,
            table(
                Tag::GREEN_DESCRIPTOR,
                Tag::GREEN_PALETTE,
                Tag::GREEN_SEGMENTED_PALETTE,
            )?,
            table(
                Tag::BLUE_DESCRIPTOR,
                Tag::BLUE_PALETTE,
                Tag::BLUE_SEGMENTED_PALETTE,
            )?,
        ];
        Some(Self::new(&luts))
    }

    fn new(luts: &[Lut; 3]) -> Self {
        // Some writers state 16 bits and write 8: no entry of the three tables is above 255 then.
        let most = luts.iter().flat_map(|lut| &lut.entries).copied().max();
        let is_narrow = luts.iter().any(|lut| lut.bits <= 8) || most.unwrap_or(0) <= 255;
        let first = luts[0].first;
        let n = luts.iter().map(|lut| lut.entries.len()).max().unwrap_or(0);
        let colours = (0..n)
            .map(|idx| {
                [0, 1, 2].map(|c: usize| {
                    let entries = &luts[c].entries;
                    let entry = entries[idx.min(entries.len() - 1)].to_be_bytes();
                    entry[usize::from(is_narrow)]
                })
            })
            .collect();
        Self { first, colours }
    }

    /// The colour of a stored value; values outside the table take its ends.
    pub(crate) fn colour(&self, stored: i32) -> [u8; 3] {
        let idx = usize::try_from(i64::from(stored) - i64::from(self.first)).unwrap_or(0);
        self.colours[idx.min(self.colours.len() - 1)]
    }
}

#[cfg(test)]
mod tests;
