//! Data sets under construction as explicit little-endian bytes; values by tag or by DICOM keyword. No meaning.

use dicom_core::dictionary::{DataDictionary as _, DataDictionaryEntry as _};
use dicom_dictionary_std::StandardDataDictionary;
use overread_base::Code;

use super::decimal;
use crate::tag::{Tag, is_long_vr};

/// Explicit little-endian elements; put in order of their tags when they are written out.
#[derive(Default)]
pub(super) struct Elements {
    elements: Vec<(Tag, [u8; 2], Vec<u8>)>,
}

impl Elements {
    pub(super) fn text(&mut self, tag: Tag, vr: &[u8; 2], text: &str) {
        let mut value = text.as_bytes().to_vec();
        if value.len() % 2 == 1 {
            value.push(if vr == b"UI" { 0 } else { b' ' });
        }
        self.put(tag, vr, value);
    }

    pub(super) fn decimals(&mut self, tag: Tag, numbers: &[f64]) {
        let texts: Vec<String> = numbers.iter().map(|&n| decimal(n)).collect();
        self.text(tag, b"DS", &texts.join("\\"));
    }

    pub(super) fn short(&mut self, tag: Tag, value: u16) {
        self.put(tag, b"US", value.to_le_bytes().to_vec());
    }

    pub(super) fn bytes(&mut self, tag: Tag, vr: &[u8; 2], value: &[u8]) {
        self.put(tag, vr, value.to_vec());
    }

    /// A sequence; an item for each set.
    pub(super) fn items(&mut self, tag: Tag, items: Vec<Self>) {
        let mut value = Vec::new();
        for item in items {
            let bytes = item.into_bytes();
            value.extend(Tag::ITEM.0.to_le_bytes());
            value.extend(Tag::ITEM.1.to_le_bytes());
            value.extend(u32::try_from(bytes.len()).unwrap_or(0).to_le_bytes());
            value.extend(bytes);
        }
        self.put(tag, b"SQ", value);
    }

    /// A code with what modifies it, in the way of the Code Sequence Macro (PS3.3 8.8).
    pub(super) fn code(&mut self, tag: Tag, code: &Code, modifiers: Option<Tag>) {
        let mut item = Self::default();
        item.text(Tag::CODE_VALUE, b"SH", &code.value);
        item.text(Tag::CODING_SCHEME, b"SH", &code.scheme);
        item.text(Tag::CODE_MEANING, b"LO", &code.meaning);
        if let Some(modifiers) = modifiers {
            item.items(modifiers, Vec::new());
        }
        self.items(tag, vec![item]);
    }

    /// An attribute by its DICOM keyword, in place of what was said of it before.
    ///
    /// What describes the pixels, the identity of the objects, or a sequence cannot be given so.
    pub(super) fn keyword(&mut self, keyword: &str, value: &str) -> Result<(), String> {
        let entry = StandardDataDictionary
            .by_name(keyword)
            .ok_or_else(|| format!("{keyword} is no keyword of the DICOM dictionary"))?;
        let dicom = entry.tag();
        let tag = Tag(dicom.group(), dicom.element());
        let vr = tag.vr();
        let is_ours =
            tag.0 == 0x0002 || tag.0 >= 0x7FE0 || (tag.0 == 0x0028 && !MAY_SAY.contains(&tag));
        if is_ours || matches!(&vr, b"UI" | b"SQ" | b"OB" | b"OW" | b"UN" | b"AT") {
            return Err(format!("{keyword} is stated by the writer itself"));
        }
        let bytes = encoded(vr, value).ok_or_else(|| {
            format!(
                "{keyword}: {value:?} is no value of the representation {}",
                String::from_utf8_lossy(&vr)
            )
        })?;
        self.elements.retain(|(found, ..)| *found != tag);
        self.put(tag, &vr, bytes);
        Ok(())
    }

    fn put(&mut self, tag: Tag, vr: &[u8; 2], value: Vec<u8>) {
        self.elements.push((tag, *vr, value));
    }

    pub(super) fn into_bytes(mut self) -> Vec<u8> {
        self.elements.sort_by_key(|e| e.0);
        let mut out = Vec::new();
        for (tag, vr, value) in self.elements {
            out.extend(tag.0.to_le_bytes());
            out.extend(tag.1.to_le_bytes());
            out.extend(vr);
            if is_long_vr(vr) {
                out.extend([0, 0]);
                out.extend(u32::try_from(value.len()).unwrap_or(0).to_le_bytes());
            } else {
                // Longer values are cut, on an even byte: no attribute written here may be as long.
                let len = u16::try_from(value.len()).unwrap_or(u16::MAX - 1);
                out.extend(len.to_le_bytes());
                out.extend(&value[..usize::from(len)]);
                continue;
            }
            out.extend(value);
        }
        out
    }
}

/// Attributes of the group of pixels that do not decide how they are read.
const MAY_SAY: [Tag; 7] = [
    Tag(0x0028, 0x0301),
    Tag(0x0028, 0x1040),
    Tag(0x0028, 0x1041),
    Tag(0x0028, 0x1054),
    Tag(0x0028, 0x1300),
    Tag(0x0028, 0x1350),
    Tag(0x0028, 0x2110),
];

/// A value given as text in the bytes of its representation; several parts are joined by backslashes.
fn encoded(vr: [u8; 2], value: &str) -> Option<Vec<u8>> {
    fn numbers<T: std::str::FromStr, const N: usize>(
        value: &str,
        bytes: fn(T) -> [u8; N],
    ) -> Option<Vec<u8>> {
        let parts = value.split('\\').map(|part| part.trim().parse().ok());
        let parts: Option<Vec<[u8; N]>> = parts.map(|part| part.map(bytes)).collect();
        parts.map(|parts| parts.concat())
    }
    let padded = |text: &str| {
        let mut bytes = text.as_bytes().to_vec();
        if bytes.len() % 2 == 1 {
            bytes.push(b' ');
        }
        bytes
    };
    let fits = |most: usize| {
        let is_short = value.split('\\').all(|part| part.chars().count() <= most);
        (is_short && !value.chars().any(char::is_control)).then(|| padded(value))
    };
    match &vr {
        b"US" => numbers(value, u16::to_le_bytes),
        b"SS" => numbers(value, i16::to_le_bytes),
        b"UL" => numbers(value, u32::to_le_bytes),
        b"SL" => numbers(value, i32::to_le_bytes),
        b"FL" => numbers(value, f32::to_le_bytes),
        b"FD" => numbers(value, f64::to_le_bytes),
        b"DS" => {
            let parts = value.split('\\').map(|part| part.trim().parse::<f64>());
            let parts: Vec<f64> = parts.collect::<Result<_, _>>().ok()?;
            let texts: Vec<String> = parts.iter().map(|&n| decimal(n)).collect();
            let is_finite = parts.iter().all(|n| n.is_finite());
            is_finite.then(|| padded(&texts.join("\\")))
        }
        b"IS" => {
            let mut parts = value.split('\\').map(|part| part.trim().parse::<i32>());
            parts.all(|part| part.is_ok()).then(|| padded(value))
        }
        b"CS" => {
            let is_code = |c: char| {
                c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, ' ' | '_' | '\\')
            };
            fits(16).filter(|_| value.chars().all(is_code))
        }
        b"SH" | b"AE" | b"TM" => fits(16),
        b"DA" => fits(8),
        b"AS" => fits(4),
        b"LO" | b"PN" => fits(64),
        b"ST" => fits(1024),
        b"LT" | b"UT" => fits(10_240),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
