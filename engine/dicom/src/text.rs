//! Text values in their character sets, with ISO 2022 code extensions. No elements.

use std::borrow::Cow;

use encoding_rs::{EUC_JP, WINDOWS_1251, WINDOWS_1252};

use crate::charset::{Lower, Switch, Term, Upper, escape, term};

const ESC: u8 = 0x1B;

/// Which bytes of a value return to the first character set (PS3.5 6.1.2.5.3), besides line ends and the like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextKind {
    /// A person name: `^`, `=` and the backslash.
    Name,
    /// Values separated by a backslash.
    List,
    /// One text, in which a backslash is a character.
    Text,
}

/// The character sets that a data set names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct CharacterSet {
    /// The first value; `None` if nothing was named.
    base: Option<Term>,
    /// What bytes above 127 are before any escape sequence if the first set has none.
    extension: Option<Upper>,
    repairs_cp1251: bool,
}

impl CharacterSet {
    /// From the value of Specific Character Set (0008,0005). With `repairs_cp1251`, text that is declared as nothing,
    /// ISO 646 or Latin-1 and looks like Windows-1251 is read as that.
    pub(crate) fn from_terms(terms: &str, repairs_cp1251: bool) -> Self {
        let terms: Vec<&str> = terms.split('\\').map(str::trim).collect();
        let named = terms.iter().any(|t| !t.is_empty());
        let first = terms.first().copied().unwrap_or_default();
        let base = if named && first.is_empty() {
            Some(Term::Sets(Lower::Ascii, None))
        } else {
            term(first)
        };
        let extension = terms.iter().skip(1).find_map(|t| match term(t)? {
            Term::Sets(_, upper) => upper,
            Term::Whole(_) => None,
        });
        Self {
            base,
            extension,
            repairs_cp1251,
        }
    }

    /// Whether a value is undeclared, or declared as Latin, and looks like Windows-1251.
    pub(crate) fn suspects_cp1251(&self, raw: &[u8]) -> bool {
        let is_latin = match self.base {
            None | Some(Term::Sets(Lower::Ascii, None)) => self.extension.is_none(),
            Some(Term::Sets(_, Some(Upper::Table(table)))) => table == WINDOWS_1252,
            Some(_) => false,
        };
        is_latin
            && !raw.is_ascii()
            && !raw.contains(&ESC)
            && std::str::from_utf8(raw).is_err()
            && looks_like_cp1251(raw)
    }

    /// The text of a value.
    ///
    /// Without a character set, bytes above 127 are read as UTF-8 where they are valid UTF-8, else as Latin-1.
    pub(crate) fn decode(&self, raw: &[u8], kind: TextKind) -> String {
        if raw.is_ascii() && !raw.contains(&ESC) && !self.is_jis_roman() {
            return raw.iter().map(|&b| char::from(b)).collect();
        }
        if self.repairs_cp1251 && self.suspects_cp1251(raw) {
            return decode_table(WINDOWS_1251, raw).into_owned();
        }
        match self.base {
            Some(Term::Whole(table)) if table == encoding_rs::UTF_8 => utf8(raw),
            Some(Term::Whole(table)) => decode_table(table, raw).into_owned(),
            Some(Term::Sets(lower, upper)) => {
                decode_extended(raw, kind, lower, upper.or(self.extension))
            }
            None if raw.contains(&ESC) => decode_extended(raw, kind, Lower::Ascii, None),
            None => utf8(raw),
        }
    }

    fn is_jis_roman(&self) -> bool {
        matches!(self.base, Some(Term::Sets(Lower::JisRoman, _)))
    }
}

/// UTF-8 that may be cut off at its end; anything else is Latin-1, whatever was declared.
fn utf8(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(text) => text.to_owned(),
        Err(error) if error.error_len().is_none() => String::from_utf8_lossy(raw).into_owned(),
        Err(_) => decode_table(WINDOWS_1252, raw).into_owned(),
    }
}

fn decode_table<'a>(table: &'static encoding_rs::Encoding, raw: &'a [u8]) -> Cow<'a, str> {
    table.decode_without_bom_handling(raw).0
}

/// Follows escape sequences; delimiters return to the sets that the text began with.
fn decode_extended(raw: &[u8], kind: TextKind, lower: Lower, upper: Option<Upper>) -> String {
    let (mut g0, mut g1) = (lower, upper);
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((&byte, after)) = rest.split_first() {
        if byte == ESC {
            rest = after;
            if let Some((len, switch)) = escape(after) {
                match switch {
                    Switch::Lower(set) => g0 = set,
                    Switch::Upper(set) => g1 = Some(set),
                }
                rest = &after[len..];
            }
            continue;
        }
        if is_delimiter(byte, kind, g0) {
            (g0, g1) = (lower, upper);
            text.push(char::from(byte));
            rest = after;
            continue;
        }
        let is_high = byte >= 0x80;
        let len = rest
            .iter()
            .position(|&b| b == ESC || (b >= 0x80) != is_high || is_delimiter(b, kind, g0))
            .unwrap_or(rest.len());
        let (run, after) = rest.split_at(len);
        if is_high {
            push_upper(run, g1, &mut text);
        } else {
            push_lower(run, g0, kind, &mut text);
        }
        rest = after;
    }
    text
}

fn is_delimiter(byte: u8, kind: TextKind, g0: Lower) -> bool {
    match byte {
        b'\t' | b'\n' | 0x0C | b'\r' => true,
        // Within pairs of bytes these are halves of characters.
        _ if matches!(g0, Lower::Jis0208 | Lower::Jis0212) => false,
        b'\\' => kind != TextKind::Text,
        b'^' | b'=' => kind == TextKind::Name,
        _ => false,
    }
}

fn push_upper(run: &[u8], set: Option<Upper>, text: &mut String) {
    match set {
        Some(Upper::Table(table)) => text.push_str(&decode_table(table, run)),
        Some(Upper::Katakana) => text.extend(run.iter().map(|&b| match b {
            0xA1..=0xDF => char::from_u32(0xFF61 + u32::from(b - 0xA1)).unwrap_or('\u{FFFD}'),
            _ => '\u{FFFD}',
        })),
        None => text.push_str(&utf8(run)),
    }
}

fn push_lower(run: &[u8], set: Lower, kind: TextKind, text: &mut String) {
    match set {
        Lower::Ascii => text.extend(run.iter().map(|&b| char::from(b))),
        Lower::JisRoman => text.extend(run.iter().map(|&b| match b {
            b'\\' if kind == TextKind::Text => '¥',
            b'~' => '‾',
            other => char::from(other),
        })),
        Lower::Jis0208 => push_pairs(run, &[], text),
        // EUC-JP announces a pair of JIS X 0212 by this byte.
        Lower::Jis0212 => push_pairs(run, &[0x8F], text),
    }
}

/// Pairs of 7-bit bytes become EUC-JP by their eighth bit; a blank between them stands for itself.
fn push_pairs(run: &[u8], prefix: &[u8], text: &mut String) {
    let mut encoded = Vec::with_capacity(run.len() * 2);
    let mut rest = run;
    while let Some((&first, after)) = rest.split_first() {
        match after.split_first() {
            Some((&second, after)) if first > b' ' => {
                encoded.extend_from_slice(prefix);
                encoded.extend([first | 0x80, second | 0x80]);
                rest = after;
            }
            _ => {
                encoded.push(first);
                rest = after;
            }
        }
    }
    text.push_str(&decode_table(EUC_JP, &encoded));
}

/// Two thirds or more of the bytes above 127 are Windows-1251 letters of the Russian alphabet, in runs of two or more.
fn looks_like_cp1251(raw: &[u8]) -> bool {
    let high = raw.iter().filter(|&&b| b >= 0x80).count();
    let in_runs = raw
        .windows(2)
        .filter(|w| w.iter().all(|&b| b >= 0xC0 || b == 0xA8 || b == 0xB8))
        .count();
    high >= 2 && in_runs * 3 >= high * 2
}

#[cfg(test)]
mod tests;
