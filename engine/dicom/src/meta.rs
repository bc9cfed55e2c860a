//! Where a file's data set begins and how it is written: preamble, file meta information, transfer syntax. No elements.

use crate::data_set::Encoding;
use crate::tag::{Tag, is_long_vr, is_vr};

pub(crate) const IMPLICIT_LE: &str = "1.2.840.10008.1.2";
pub(crate) const EXPLICIT_LE: &str = "1.2.840.10008.1.2.1";
pub(crate) const DEFLATED: &str = "1.2.840.10008.1.2.1.99";
pub(crate) const EXPLICIT_BE: &str = "1.2.840.10008.1.2.2";

/// How far into a file without `DICM` a data set is looked for, and how far behind a broken meta group.
const MAX_LEAD: usize = 512;

/// What the file meta information says of the object; empty where it says nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Meta {
    pub(crate) sop_class: String,
    pub(crate) sop_instance: String,
}

/// Where the data set begins and how it is written.
#[derive(Debug)]
pub(crate) struct Start {
    pub(crate) data_set: usize,
    pub(crate) transfer_syntax: String,
    pub(crate) encoding: Encoding,
    pub(crate) meta: Meta,
    pub(crate) notes: Vec<String>,
}

impl Start {
    /// `None` if the bytes do not look like DICOM.
    pub(crate) fn find(bytes: &[u8], is_whole: bool) -> Option<Self> {
        let mut notes = Vec::new();
        let meta_at = meta_start(bytes, &mut notes)?;
        let group = MetaGroup::read(bytes, meta_at, &mut notes);
        let data_set = group.end;
        if data_set == meta_at {
            notes.push("no file meta information".to_owned());
        }
        let rest = bytes.get(data_set..).unwrap_or_default();
        let found = guess_encoding(rest);
        let Some(stated) = group.transfer_syntax else {
            if rest.is_empty() && !is_whole {
                return None;
            }
            let encoding = found.unwrap_or(Encoding {
                is_explicit: false,
                is_big_endian: false,
            });
            let transfer_syntax = match (encoding.is_big_endian, encoding.is_explicit) {
                (true, _) => EXPLICIT_BE,
                (false, true) => EXPLICIT_LE,
                (false, false) => IMPLICIT_LE,
            };
            notes.push(format!("no transfer syntax, read as {transfer_syntax}"));
            return Some(Self {
                data_set,
                transfer_syntax: transfer_syntax.to_owned(),
                encoding,
                meta: group.meta,
                notes,
            });
        };
        let mut start = Self {
            data_set,
            encoding: Encoding {
                is_explicit: stated != IMPLICIT_LE,
                is_big_endian: stated == EXPLICIT_BE,
            },
            transfer_syntax: stated,
            meta: group.meta,
            notes,
        };
        start.believe_bytes(rest, found);
        Some(start)
    }

    /// Where the data set contradicts its transfer syntax, the data set is right.
    fn believe_bytes(&mut self, rest: &[u8], found: Option<Encoding>) {
        if self.transfer_syntax == DEFLATED {
            if starts_data_set(rest) {
                self.notes
                    .push("data set is not deflated as its transfer syntax says".to_owned());
                EXPLICIT_LE.clone_into(&mut self.transfer_syntax);
            }
            return;
        }
        if let Some(found) = found
            && found != self.encoding
        {
            self.notes.push(format!(
                "data set is not written as its transfer syntax {} says: {}",
                self.transfer_syntax,
                describe(found)
            ));
            self.encoding = found;
        }
    }
}

fn describe(encoding: Encoding) -> &'static str {
    match (encoding.is_explicit, encoding.is_big_endian) {
        (true, true) => "explicit big endian",
        (true, false) => "explicit little endian",
        (false, true) => "implicit big endian",
        (false, false) => "implicit little endian",
    }
}

/// Where the meta group begins, or the data set of a file that has none.
fn meta_start(bytes: &[u8], notes: &mut Vec<String>) -> Option<usize> {
    if bytes.get(128..132) == Some(b"DICM") {
        return Some(132);
    }
    notes.push("no preamble".to_owned());
    if bytes.get(..4) == Some(b"DICM") {
        return Some(4);
    }
    if starts_data_set(bytes) {
        return Some(0);
    }
    let lead = (1..MAX_LEAD).find(|&at| starts_marked_data_set(bytes, at))?;
    notes.push(format!(
        "{lead} bytes before the first element are passed over"
    ));
    Some(lead)
}

/// Whether bytes without preamble start with an element of the groups that data sets start with.
fn starts_data_set(bytes: &[u8]) -> bool {
    let Some(&[a, b, c, d, ..]) = bytes.first_chunk::<8>() else {
        return false;
    };
    let little = (u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d]));
    let big = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
    let is_first = |(group, element): (u16, u16)| matches!(group, 2 | 8) && element <= 0x1155;
    (is_first(little) || is_first(big)) && guess_encoding(bytes).is_some()
}

/// Whether two explicit elements follow each other at `at`, the first of group 2 or 8: chance does not make that.
fn starts_marked_data_set(bytes: &[u8], at: usize) -> bool {
    let element = |at: usize| {
        let &[g0, g1, e0, e1, v, r, l0, l1] = bytes.get(at..)?.first_chunk::<8>()?;
        let tag = Tag(u16::from_le_bytes([g0, g1]), u16::from_le_bytes([e0, e1]));
        let len = usize::from(u16::from_le_bytes([l0, l1]));
        (is_vr([v, r]) && !is_long_vr([v, r])).then_some((tag, at + 8 + len))
    };
    let Some((first, next)) = element(at) else {
        return false;
    };
    matches!(first.0, 2 | 8)
        && element(next).is_some_and(|(second, _)| first < second && second.0 <= 8)
}

/// How the first element is written; `None` where nothing can be said.
fn guess_encoding(bytes: &[u8]) -> Option<Encoding> {
    let &[a, b, _, _, v, r, l, m] = bytes.first_chunk::<8>()?;
    let is_big_endian = a == 0 && b != 0;
    let is_explicit = is_vr([v, r]);
    let four = [v, r, l, m];
    let implicit_len = if is_big_endian {
        u32::from_be_bytes(four)
    } else {
        u32::from_le_bytes(four)
    };
    // A first element of group 2 or 8 is short: a huge implicit length means that this is something else.
    (is_explicit || implicit_len < 1 << 16).then_some(Encoding {
        is_explicit,
        is_big_endian,
    })
}

/// What the meta group holds and where it ends.
struct MetaGroup {
    transfer_syntax: Option<String>,
    meta: Meta,
    end: usize,
}

impl MetaGroup {
    /// Walks group 2 by the lengths of its elements; its group length is asked only where one of them is broken.
    fn read(bytes: &[u8], start: usize, notes: &mut Vec<String>) -> Self {
        let mut found = Self {
            transfer_syntax: None,
            meta: Meta::default(),
            end: start,
        };
        let mut group_end = None;
        while let Some(&[2, 0, e0, e1, v, r, l0, l1]) =
            bytes.get(found.end..).and_then(|b| b.first_chunk::<8>())
        {
            let (len, header) = match (is_vr([v, r]), is_long_vr([v, r])) {
                (true, false) => (usize::from(u16::from_le_bytes([l0, l1])), 8),
                (true, true) => {
                    let Some(&four) = bytes
                        .get(found.end + 8..)
                        .and_then(|b| b.first_chunk::<4>())
                    else {
                        break;
                    };
                    (u32::from_le_bytes(four) as usize, 12)
                }
                (false, _) => (u32::from_le_bytes([v, r, l0, l1]) as usize, 8),
            };
            let value_at = found.end + header;
            let Some(value) = bytes.get(value_at..).and_then(|b| b.get(..len)) else {
                found.end = resume(bytes, found.end, group_end);
                notes.push(format!(
                    "file meta information is broken: a value of {len} bytes; the data set is taken to begin at byte {}",
                    found.end
                ));
                return found;
            };
            match u16::from_le_bytes([e0, e1]) {
                0x0000 => {
                    let len = value.first_chunk::<4>().map(|&b| u32::from_le_bytes(b));
                    group_end =
                        len.map(|len| value_at.saturating_add(4).saturating_add(len as usize));
                }
                0x0002 => found.meta.sop_class = uid(value),
                0x0003 => found.meta.sop_instance = uid(value),
                0x0010 => {
                    let uid = uid(value);
                    found.transfer_syntax = (!uid.is_empty()).then_some(uid);
                }
                _ => {}
            }
            found.end = value_at + len;
        }
        found
    }
}

fn uid(value: &[u8]) -> String {
    let text = String::from_utf8_lossy(value);
    text.trim_matches(|c: char| c == '\0' || c.is_whitespace())
        .to_owned()
}

/// Where the data set begins behind a broken meta element: by the group length, or by its looks.
fn resume(bytes: &[u8], broken_at: usize, group_end: Option<usize>) -> usize {
    let begins = |at: usize| {
        bytes
            .get(at..)
            .is_some_and(|rest| rest.first() != Some(&2) && starts_data_set(rest))
    };
    if let Some(end) = group_end.filter(|&end| begins(end)) {
        return end;
    }
    (broken_at + 8..broken_at + MAX_LEAD)
        .find(|&at| bytes.get(at) == Some(&8) && starts_marked_data_set(bytes, at))
        .unwrap_or(broken_at)
}

#[cfg(test)]
mod tests;
