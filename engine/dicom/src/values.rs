//! Values of elements as text and numbers, whatever their representation. No meaning.

use crate::data_set::{DataSet, Element};
use crate::tag::{Tag, Vr};
use crate::text::{CharacterSet, TextKind};

/// The bytes that are read of a text which every frame of a file may repeat: such texts are codes and short strings,
/// the longest a type of four values with 16 characters each.
const MAX_SHORT_TEXT: usize = 256;

/// The values of one data set or item.
#[derive(Clone, Copy)]
pub(crate) struct Values<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) set: &'a DataSet,
    pub(crate) is_big_endian: bool,
    pub(crate) charset: &'a CharacterSet,
}

impl<'a> Values<'a> {
    /// The value as text, without padding; `None` if absent or empty.
    pub(crate) fn text(&self, tag: Tag) -> Option<String> {
        let element = self.set.get(tag)?;
        let text = self.text_of(element);
        (!text.is_empty()).then_some(text)
    }

    /// As [`Values::text`], of the first 256 bytes of the value alone.
    pub(crate) fn short_text(&self, tag: Tag) -> Option<String> {
        let element = self.set.get(tag)?;
        let text = self.text_of(&Element {
            tag,
            vr: element.vr,
            start: element.start,
            len: element.len.min(MAX_SHORT_TEXT),
            items: Vec::new(),
        });
        (!text.is_empty()).then_some(text)
    }

    /// The text of an element; numbers are written out, values joined by a backslash.
    pub(crate) fn text_of(&self, element: &Element) -> String {
        if is_binary_number(element.vr) {
            let numbers: Vec<String> = self
                .numbers_of(element)
                .iter()
                .map(f64::to_string)
                .collect();
            return numbers.join("\\");
        }
        let raw = self.raw(element);
        let text = match text_kind(element.vr) {
            Some(kind) => self.charset.decode(raw, kind),
            None => raw.iter().map(|&b| char::from(b)).collect(),
        };
        let text = text.trim_matches(|c: char| c == '\0' || c.is_whitespace());
        // Empty component groups at the end of a name say nothing (PS3.5 6.2.1.1).
        let text = if &element.vr == b"PN" {
            text.trim_end_matches('=')
        } else {
            text
        };
        text.to_owned()
    }

    /// All numbers of a value, binary or decimal; text that is no number is left out.
    pub(crate) fn numbers(&self, tag: Tag) -> Vec<f64> {
        self.set
            .get(tag)
            .map(|e| self.numbers_of(e))
            .unwrap_or_default()
    }

    /// The first number of a value.
    pub(crate) fn number(&self, tag: Tag) -> Option<f64> {
        self.numbers(tag).first().copied()
    }

    /// The first number of a value as a count; `None` if it is negative, broken or above 2^32.
    pub(crate) fn count(&self, tag: Tag) -> Option<u32> {
        let number = self.number(tag)?;
        whole(number).and_then(|n| u32::try_from(n).ok())
    }

    /// The first number of a value as an integer.
    pub(crate) fn integer(&self, tag: Tag) -> Option<i32> {
        whole(self.number(tag)?).and_then(|n| i32::try_from(n).ok())
    }

    /// Exactly `N` finite numbers.
    pub(crate) fn finite<const N: usize>(&self, tag: Tag) -> Option<[f64; N]> {
        let numbers: [f64; N] = self.numbers(tag).try_into().ok()?;
        numbers.iter().all(|n| n.is_finite()).then_some(numbers)
    }

    /// The bytes of a value.
    pub(crate) fn raw(&self, element: &Element) -> &'a [u8] {
        self.bytes
            .get(element.start..element.start + element.len)
            .unwrap_or_default()
    }

    fn numbers_of(&self, element: &Element) -> Vec<f64> {
        let raw = self.raw(element);
        match &element.vr {
            b"SS" => self.fixed(raw, i16::from_le_bytes).map(f64::from).collect(),
            b"UL" => self.fixed(raw, u32::from_le_bytes).map(f64::from).collect(),
            b"SL" => self.fixed(raw, i32::from_le_bytes).map(f64::from).collect(),
            b"FL" => self.fixed(raw, f32::from_le_bytes).map(f64::from).collect(),
            b"FD" => self.fixed(raw, f64::from_le_bytes).collect(),
            // LUT data and attributes whose representation was lost are 16-bit words as well.
            b"US" | b"OW" => self.fixed(raw, u16::from_le_bytes).map(f64::from).collect(),
            b"UN" if element.tag.vr() == *b"US" => {
                self.fixed(raw, u16::from_le_bytes).map(f64::from).collect()
            }
            _ => String::from_utf8_lossy(raw)
                .split('\\')
                .filter_map(|part| {
                    // A decimal comma occurs in files of some vendors.
                    let part = part.trim_matches(|c: char| c == '\0' || c.is_whitespace());
                    part.parse()
                        .or_else(|_| part.replace(',', ".").parse())
                        .ok()
                })
                .collect(),
        }
    }

    fn fixed<const N: usize, T: 'a>(
        &self,
        raw: &'a [u8],
        read: fn([u8; N]) -> T,
    ) -> impl Iterator<Item = T> + 'a {
        let is_big_endian = self.is_big_endian;
        raw.chunks_exact(N).filter_map(move |chunk| {
            let mut bytes: [u8; N] = chunk.try_into().ok()?;
            if is_big_endian {
                bytes.reverse();
            }
            Some(read(bytes))
        })
    }
}

/// A text as far as `most` characters.
pub(crate) fn first_chars(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

fn is_binary_number(vr: Vr) -> bool {
    matches!(&vr, b"US" | b"SS" | b"UL" | b"SL" | b"FL" | b"FD")
}

/// How text is read whose representation uses the specific character set (PS3.5 6.1.2.3).
fn text_kind(vr: Vr) -> Option<TextKind> {
    match &vr {
        b"PN" => Some(TextKind::Name),
        b"LO" | b"SH" | b"UC" | b"UN" => Some(TextKind::List),
        b"LT" | b"ST" | b"UT" => Some(TextKind::Text),
        _ => None,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "checked to be whole and within 2^53"
)]
fn whole(number: f64) -> Option<i64> {
    (number.is_finite() && number.abs() < 9e15).then(|| number.trunc() as i64)
}
