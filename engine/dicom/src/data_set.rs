//! A lenient reader of DICOM data sets: elements as places in a buffer, up to the pixel data. No meaning, no files.
//!
//! What can be read is kept: a data set that ends too early or turns to garbage gives the elements before that place.

use std::ops::Range;

use crate::tag::{Tag, Vr, is_long_vr, is_vr};

/// Sequences within sequences; deeper ones are refused.
const MAX_DEPTH: u32 = 16;
/// Elements of one data set or item, without those of its items.
const MAX_IN_SET: usize = 8192;
/// Elements of one data set, items included.
const MAX_ELEMENTS: u32 = 400_000;
const UNDEFINED: u32 = u32::MAX;

/// Items with character sets of their own that are remembered.
const MAX_SCOPES: usize = 1024;

/// How the elements of a data set are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Encoding {
    pub(crate) is_explicit: bool,
    pub(crate) is_big_endian: bool,
}

const IMPLICIT_LE: Encoding = Encoding {
    is_explicit: false,
    is_big_endian: false,
};
const EXPLICIT_LE: Encoding = Encoding {
    is_explicit: true,
    is_big_endian: false,
};

/// An item that names a character set of its own, which holds for all within it (PS3.3 C.12.1.1.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scope {
    /// The bytes of the item.
    pub(crate) item: Range<usize>,
    /// The value of its Specific Character Set.
    pub(crate) terms: Range<usize>,
}

/// One element: its value is a place in the buffer, or items.
#[derive(Debug, Clone)]
pub(crate) struct Element {
    pub(crate) tag: Tag,
    pub(crate) vr: Vr,
    pub(crate) start: usize,
    pub(crate) len: usize,
    pub(crate) items: Vec<DataSet>,
}

/// Elements in the order of the file.
#[derive(Debug, Clone, Default)]
pub(crate) struct DataSet {
    pub(crate) elements: Vec<Element>,
}

impl DataSet {
    pub(crate) fn get(&self, tag: Tag) -> Option<&Element> {
        self.elements.iter().find(|e| e.tag == tag)
    }

    /// The first item of a sequence.
    pub(crate) fn item(&self, tag: Tag) -> Option<&Self> {
        self.get(tag).and_then(|e| e.items.first())
    }
}

/// Where the pixel data of the file begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PixelPlace {
    pub(crate) tag: Tag,
    pub(crate) offset: u64,
    /// Bytes; `None` where they are encapsulated in fragments.
    pub(crate) len: Option<u64>,
}

/// What came out of a buffer.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The data set was read up to the pixel data or its end.
    Done,
    /// The buffer is too short: at least so many bytes are wanted.
    NeedMore(usize),
}

/// A data set with the place of its pixels and what was wrong with it.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    pub(crate) root: DataSet,
    pub(crate) pixels: Option<PixelPlace>,
    /// Inner items before those that hold them.
    pub(crate) scopes: Vec<Scope>,
    pub(crate) notes: Vec<String>,
}

/// Reads the data set that starts at `start`; `is_whole` says that nothing follows the buffer.
pub(crate) fn parse(
    bytes: &[u8],
    start: usize,
    encoding: Encoding,
    is_whole: bool,
) -> (Parsed, Outcome) {
    let mut parsed = Parsed::default();
    let mut root = DataSet::default();
    let mut reader = Reader {
        bytes,
        at: start,
        encoding,
        is_whole,
        n_elements: 0,
        pixels: None,
        scopes: Vec::new(),
        notes: Vec::new(),
    };
    let stop = reader.set(None, 0, &mut root);
    let end = reader.at;
    parsed.pixels = reader.pixels;
    parsed.scopes = reader.scopes;
    parsed.notes = reader.notes;
    parsed.root = root;
    match stop {
        Ok(()) | Err(Stop::AtPixels) => {}
        Err(Stop::NeedMore(wanted)) => return (parsed, Outcome::NeedMore(wanted)),
        Err(Stop::Broken(why)) => parsed
            .notes
            .push(format!("{why} at byte {end}; what follows is lost")),
    }
    (parsed, Outcome::Done)
}

enum Stop {
    AtPixels,
    NeedMore(usize),
    Broken(String),
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    encoding: Encoding,
    is_whole: bool,
    n_elements: u32,
    pixels: Option<PixelPlace>,
    scopes: Vec<Scope>,
    notes: Vec<String>,
}

impl Reader<'_> {
    /// Reads elements up to `end`, an item delimiter, or the end of the buffer.
    fn set(&mut self, end: Option<usize>, depth: u32, out: &mut DataSet) -> Result<(), Stop> {
        if depth > MAX_DEPTH {
            return Err(Stop::Broken(format!("sequences deeper than {MAX_DEPTH}")));
        }
        loop {
            if end.is_some_and(|end| self.at >= end) {
                return Ok(());
            }
            if depth == 0 && self.is_whole && self.bytes.len() == self.at {
                return Ok(());
            }
            self.want(8)?;
            let tag = self.tag(self.at);
            if tag == Tag::ITEM_END || tag == Tag::SEQUENCE_END {
                self.at += 8;
                if depth == 0 {
                    continue;
                }
                return Ok(());
            }
            self.n_elements += 1;
            if self.n_elements > MAX_ELEMENTS || out.elements.len() >= MAX_IN_SET {
                return Err(Stop::Broken(format!(
                    "more than {MAX_ELEMENTS} elements, or {MAX_IN_SET} in one item"
                )));
            }
            self.element(tag, end, depth, out)?;
        }
    }

    /// `limit` is the end of the item that the element stands in.
    fn element(
        &mut self,
        tag: Tag,
        limit: Option<usize>,
        depth: u32,
        out: &mut DataSet,
    ) -> Result<(), Stop> {
        let (vr, mut len, header) = self.element_header(tag)?;
        let start = self.at + header;
        let room = limit.map_or(usize::MAX, |limit| limit.saturating_sub(start));
        if len != UNDEFINED && len as usize > room {
            self.note(format!(
                "element ({:04X},{:04X}) in an item: at most {room} bytes, found {len}; the rest is lost",
                tag.0, tag.1
            ));
            len = u32::try_from(room).unwrap_or(UNDEFINED - 1);
        }
        if depth == 0
            && matches!(
                tag,
                Tag::PIXEL_DATA | Tag::FLOAT_PIXEL_DATA | Tag::DOUBLE_PIXEL_DATA
            )
        {
            self.pixels = Some(PixelPlace {
                tag,
                offset: start as u64,
                len: (len != UNDEFINED).then_some(u64::from(len)),
            });
            return Err(Stop::AtPixels);
        }
        let mut element = Element {
            tag,
            vr,
            start,
            len: 0,
            items: Vec::new(),
        };
        let result = if len == UNDEFINED {
            self.at = start;
            if matches!(&vr, b"OB" | b"OW") {
                self.skip_fragments()
            } else {
                let outer = self.encoding;
                if &vr == b"UN" {
                    self.encoding = self.encoding_in_unknown(start);
                }
                let result = self.items(None, depth, &mut element.items);
                self.encoding = outer;
                element.vr = *b"SQ";
                result
            }
        } else if &vr == b"SQ" {
            self.at = start;
            self.items(
                Some(start.saturating_add(len as usize)),
                depth,
                &mut element.items,
            )
        } else {
            self.want(header + len as usize)?;
            element.len = len as usize;
            if &vr == b"UN" {
                self.unknown_sequence(&mut element, depth);
            }
            self.at = start + len as usize;
            Ok(())
        };
        out.elements.push(element);
        result
    }

    /// Undefined length of unknown representation is a sequence in implicit little endian (PS3.5 6.2.2); some write
    /// it explicit all the same, which shows in the first element of the first item.
    fn encoding_in_unknown(&self, start: usize) -> Encoding {
        match self.bytes.get(start + 12..start + 14) {
            Some(&[a, b]) if is_vr([a, b]) => EXPLICIT_LE,
            _ => IMPLICIT_LE,
        }
    }

    /// Reads the value of unknown representation as a sequence if it is one from its first byte to its last.
    fn unknown_sequence(&mut self, element: &mut Element, depth: u32) {
        let (start, end) = (element.start, element.start + element.len);
        let is_item = self.bytes.get(start..start + 4) == Some(&[0xFE, 0xFF, 0x00, 0xE0]);
        if !is_item || element.len < 8 {
            return;
        }
        let (encoding, n_elements) = (self.encoding, self.n_elements);
        let (n_notes, n_scopes) = (self.notes.len(), self.scopes.len());
        self.encoding = self.encoding_in_unknown(start);
        self.at = start;
        let mut items = Vec::new();
        let result = self.items(Some(end), depth, &mut items);
        self.encoding = encoding;
        if result.is_ok() && self.at == end && self.notes.len() == n_notes {
            element.vr = *b"SQ";
            element.len = 0;
            element.items = items;
        } else {
            self.n_elements = n_elements;
            self.notes.truncate(n_notes);
            self.scopes.truncate(n_scopes);
        }
    }

    /// The representation, the length of the value and the size of the element's header.
    fn element_header(&mut self, tag: Tag) -> Result<(Vr, u32, usize), Stop> {
        let letters = [self.bytes[self.at + 4], self.bytes[self.at + 5]];
        let is_letters = letters.iter().all(u8::is_ascii_uppercase);
        if !self.encoding.is_explicit || !(is_vr(letters) || is_letters) {
            if self.encoding.is_explicit {
                self.note(format!(
                    "element ({:04X},{:04X}) without a value representation, read as implicit",
                    tag.0, tag.1
                ));
            }
            let len = self.u32(self.at + 4);
            if !self.is_explicit_after_all(letters, len) {
                return Ok((tag.vr(), len, 8));
            }
            self.note(format!(
                "element ({:04X},{:04X}) with a value representation in an implicit data set",
                tag.0, tag.1
            ));
        }
        if is_long_vr(letters) {
            self.want(12)?;
            return Ok((letters, self.u32(self.at + 8), 12));
        }
        if !is_vr(letters) {
            self.note(format!(
                "element ({:04X},{:04X}) has the unknown value representation {:?}",
                tag.0,
                tag.1,
                String::from_utf8_lossy(&letters)
            ));
        }
        Ok((letters, u32::from(self.u16(self.at + 6)), 8))
    }

    /// Whether an element of an implicit data set is written as an explicit one: its length makes no sense otherwise.
    fn is_explicit_after_all(&self, letters: Vr, len: u32) -> bool {
        let there = self.bytes.len().saturating_sub(self.at + 8);
        !self.encoding.is_explicit
            && self.is_whole
            && is_vr(letters)
            && len != UNDEFINED
            && len as usize > there
    }

    fn items(
        &mut self,
        end: Option<usize>,
        depth: u32,
        out: &mut Vec<DataSet>,
    ) -> Result<(), Stop> {
        loop {
            if end.is_some_and(|end| self.at >= end) {
                return Ok(());
            }
            self.want(8)?;
            let (tag, len) = (self.tag(self.at), self.u32(self.at + 4));
            if tag == Tag::SEQUENCE_END {
                self.at += 8;
                return Ok(());
            }
            if tag != Tag::ITEM {
                return match end {
                    // A sequence of known length that holds no items: its bytes are skipped.
                    Some(end) => {
                        self.note(format!(
                            "sequence with ({:04X},{:04X}) instead of an item",
                            tag.0, tag.1
                        ));
                        self.want(end - self.at)?;
                        self.at = end;
                        Ok(())
                    }
                    None => Err(Stop::Broken(format!(
                        "expected an item, found ({:04X},{:04X})",
                        tag.0, tag.1
                    ))),
                };
            }
            self.at += 8;
            self.n_elements += 1;
            if self.n_elements > MAX_ELEMENTS {
                return Err(Stop::Broken(format!("more than {MAX_ELEMENTS} elements")));
            }
            let mut item = DataSet::default();
            let start = self.at;
            let item_end = (len != UNDEFINED).then(|| self.at.saturating_add(len as usize));
            let item_end = match (item_end, end) {
                (Some(own), Some(of_all)) => Some(own.min(of_all)),
                (own, _) => own,
            };
            let result = self.set(item_end, depth + 1, &mut item);
            self.remember_scope(start, &item);
            out.push(item);
            result?;
        }
    }

    /// The attribute stands among the first of its item where the file keeps to the order of tags.
    fn remember_scope(&mut self, start: usize, item: &DataSet) {
        let mut first = item.elements.iter().take(3);
        if let Some(own) = first.find(|e| e.tag == Tag::CHARACTER_SET)
            && self.scopes.len() < MAX_SCOPES
        {
            self.scopes.push(Scope {
                item: start..self.at,
                terms: own.start..own.start + own.len,
            });
        }
    }

    /// Passes over encapsulated pixels that are not the image's own, such as an icon's.
    fn skip_fragments(&mut self) -> Result<(), Stop> {
        loop {
            self.want(8)?;
            let (tag, len) = (self.tag(self.at), self.u32(self.at + 4));
            if tag == Tag::SEQUENCE_END {
                self.at += 8;
                return Ok(());
            }
            if tag != Tag::ITEM || len == UNDEFINED {
                return Err(Stop::Broken("expected a fragment".to_owned()));
            }
            self.want(8 + len as usize)?;
            self.at += 8 + len as usize;
        }
    }

    /// Makes sure that `len` bytes are there from here on.
    fn want(&self, len: usize) -> Result<(), Stop> {
        let wanted = self.at.saturating_add(len);
        if wanted <= self.bytes.len() {
            Ok(())
        } else if self.is_whole {
            Err(Stop::Broken(format!(
                "the file ends too early: {wanted} bytes expected, {} found",
                self.bytes.len()
            )))
        } else {
            Err(Stop::NeedMore(wanted))
        }
    }

    fn note(&mut self, note: String) {
        if self.notes.len() < 20 {
            self.notes.push(note);
        }
    }

    fn tag(&self, at: usize) -> Tag {
        Tag(self.u16(at), self.u16(at + 2))
    }

    fn u16(&self, at: usize) -> u16 {
        let pair = [self.bytes[at], self.bytes[at + 1]];
        if self.encoding.is_big_endian {
            u16::from_be_bytes(pair)
        } else {
            u16::from_le_bytes(pair)
        }
    }

    fn u32(&self, at: usize) -> u32 {
        let four = [
            self.bytes[at],
            self.bytes[at + 1],
            self.bytes[at + 2],
            self.bytes[at + 3],
        ];
        if self.encoding.is_big_endian {
            u32::from_be_bytes(four)
        } else {
            u32::from_le_bytes(four)
        }
    }
}

#[cfg(test)]
mod tests;
