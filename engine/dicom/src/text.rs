//! Character sets of text values, with ISO 2022 code extensions. No elements.

use dicom_encoding::text::{SpecificCharacterSet, TextCodec as _};

/// The character sets that a data set names.
#[derive(Debug, Clone, Default)]
pub(crate) struct CharacterSet {
    base: Option<SpecificCharacterSet>,
    is_extended: bool,
}

impl CharacterSet {
    /// From the value of Specific Character Set (0008,0005).
    pub(crate) fn from_terms(terms: &str) -> Self {
        let mut parts = terms.split('\\').map(str::trim);
        Self {
            base: parts
                .next()
                .filter(|t| !t.is_empty())
                .and_then(SpecificCharacterSet::from_code),
            is_extended: parts.next().is_some() || terms.contains("2022"),
        }
    }

    /// The text of a value.
    ///
    /// Without a character set, bytes above 127 are read as UTF-8 where they are valid UTF-8, else as Windows-1251
    /// where they look like Russian words, which is what systems in use there leave out; else as Latin-1.
    pub(crate) fn decode(&self, raw: &[u8]) -> String {
        if raw.is_ascii() && !raw.contains(&0x1B) {
            return raw.iter().map(|&b| char::from(b)).collect();
        }
        if raw.contains(&0x1B) {
            return self.decode_extended(raw);
        }
        match &self.base {
            Some(set) => set.decode(raw).unwrap_or_else(|_| latin1(raw)),
            None if self.is_extended => latin1(raw),
            None => match std::str::from_utf8(raw) {
                Ok(text) => text.to_owned(),
                Err(_) if looks_like_cp1251(raw) => cp1251(raw),
                Err(_) => latin1(raw),
            },
        }
    }

    /// Splits at escape sequences (PS3.3 C.12.1.1.2); delimiters return to the first character set.
    fn decode_extended(&self, raw: &[u8]) -> String {
        let mut text = String::new();
        let mut set = self.base.clone();
        let mut rest = raw;
        loop {
            let end = rest.iter().position(|&b| b == 0x1B).unwrap_or(rest.len());
            let two_byte = set.as_ref().is_some_and(is_two_byte);
            let parts = if two_byte {
                vec![&rest[..end]]
            } else {
                split_keeping(&rest[..end])
            };
            for (idx, part) in parts.into_iter().enumerate() {
                if idx > 0 {
                    set = self.base.clone();
                }
                text.push_str(&match &set {
                    // This codec wants to see the escape sequence that has just been taken off.
                    Some(set) if is_two_byte(set) && !part.is_empty() => {
                        let escaped = [b"\x1B$B", part].concat();
                        set.decode(&escaped).unwrap_or_else(|_| latin1(part))
                    }
                    Some(set) if !part.is_ascii() => {
                        set.decode(part).unwrap_or_else(|_| latin1(part))
                    }
                    _ => latin1(part),
                });
            }
            rest = &rest[end..];
            let Some(after) = rest.strip_prefix(&[0x1B]) else {
                return text;
            };
            let known = ESCAPES.iter().find(|(bytes, _)| after.starts_with(bytes));
            match known {
                Some((bytes, term)) => {
                    set = SpecificCharacterSet::from_code(term);
                    rest = &after[bytes.len()..];
                }
                None => rest = after,
            }
        }
    }
}

fn is_two_byte(set: &SpecificCharacterSet) -> bool {
    SpecificCharacterSet::from_code("ISO 2022 IR 87").as_ref() == Some(set)
}

/// Escape sequences after ESC and the set that they start (PS3.3 tables C.12-3 and C.12-4).
const ESCAPES: [(&[u8], &str); 16] = [
    (b"(B", "ISO_IR 6"),
    (b"(J", "ISO_IR 13"),
    (b")I", "ISO_IR 13"),
    (b"-A", "ISO_IR 100"),
    (b"-B", "ISO_IR 101"),
    (b"-C", "ISO_IR 109"),
    (b"-D", "ISO_IR 110"),
    (b"-F", "ISO_IR 126"),
    (b"-G", "ISO_IR 127"),
    (b"-H", "ISO_IR 138"),
    (b"-L", "ISO_IR 144"),
    (b"-T", "ISO_IR 166"),
    (b"$)C", "ISO 2022 IR 149"),
    (b"$)A", "GB18030"),
    (b"$B", "ISO 2022 IR 87"),
    (b"-M", "ISO_IR 148"),
];

/// Parts after the first begin with a delimiter (`^ = \` or a control character).
fn split_keeping(raw: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (idx, byte) in raw.iter().enumerate() {
        if idx > start && matches!(byte, b'^' | b'=' | b'\\' | b'\r' | b'\n' | b'\t' | 0x0C) {
            parts.push(&raw[start..idx]);
            start = idx;
        }
    }
    parts.push(&raw[start..]);
    parts
}

fn latin1(raw: &[u8]) -> String {
    raw.iter().map(|&b| char::from(b)).collect()
}

/// Two thirds or more of the bytes above 127 are Windows-1251 letters of the Russian alphabet, in runs of two or more.
fn looks_like_cp1251(raw: &[u8]) -> bool {
    let high = raw.iter().filter(|&&b| b >= 0x80).count();
    let in_runs = raw
        .windows(2)
        .filter(|w| w.iter().all(|&b| b >= 0xC0))
        .count();
    high >= 2 && in_runs * 3 >= high * 2
}

fn cp1251(raw: &[u8]) -> String {
    raw.iter()
        .map(|&b| match b {
            0xC0..=0xFF => char::from_u32(0x0410 + u32::from(b - 0xC0)).unwrap_or('?'),
            0xA8 => 'Ё',
            0xB8 => 'ё',
            0xB9 => '№',
            other => char::from(other),
        })
        .collect()
}
