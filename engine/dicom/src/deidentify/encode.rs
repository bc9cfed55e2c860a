//! Elements as bytes in explicit representation, little or big endian. No meaning.

use crate::tag::{Tag, Vr, is_long_vr, is_vr};

/// Writes elements in one byte order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Encoder {
    pub(super) is_big_endian: bool,
}

impl Encoder {
    /// An element whose value is in the byte order of the encoder already; an odd value is padded.
    pub(super) fn element(self, tag: Tag, vr: Vr, value: &[u8]) -> Vec<u8> {
        let padded = value.len() + value.len() % 2;
        let vr = self.vr_for(vr, padded);
        let mut out = Vec::with_capacity(12 + padded);
        self.header(tag, vr, u32::try_from(padded).unwrap_or(u32::MAX), &mut out);
        out.extend(value);
        if value.len() % 2 == 1 {
            out.push(padding(vr));
        }
        out
    }

    /// A sequence of items that are written already; all lengths are defined.
    pub(super) fn sequence(self, tag: Tag, items: &[Vec<u8>]) -> Vec<u8> {
        let mut value = Vec::new();
        for item in items {
            self.tag(Tag::ITEM, &mut value);
            value.extend(self.u32(u32::try_from(item.len()).unwrap_or(u32::MAX)));
            value.extend(item);
        }
        self.element(tag, *b"SQ", &value)
    }

    /// The header of an element alone, for a value that follows from elsewhere.
    pub(super) fn header(self, tag: Tag, vr: Vr, len: u32, out: &mut Vec<u8>) {
        self.tag(tag, out);
        out.extend(vr);
        if is_long_vr(vr) {
            out.extend([0, 0]);
            out.extend(self.u32(len));
        } else {
            out.extend(self.u16(u16::try_from(len).unwrap_or(u16::MAX)));
        }
    }

    /// A tag alone.
    pub(super) fn tag(self, tag: Tag, out: &mut Vec<u8>) {
        out.extend(self.u16(tag.0));
        out.extend(self.u16(tag.1));
    }

    pub(super) fn u16(self, number: u16) -> [u8; 2] {
        if self.is_big_endian {
            number.to_be_bytes()
        } else {
            number.to_le_bytes()
        }
    }

    pub(super) fn u32(self, number: u32) -> [u8; 4] {
        if self.is_big_endian {
            number.to_be_bytes()
        } else {
            number.to_le_bytes()
        }
    }

    /// A representation whose length field is wide enough (PS3.5 6.2.2, note on UN), and that exists.
    fn vr_for(self, vr: Vr, len: usize) -> Vr {
        let is_short = is_vr(vr) && !is_long_vr(vr);
        match (is_short, &vr) {
            // LUT data of 65,536 entries come as US from files without representations.
            (true, b"US" | b"SS") if len > 0xFFFE => *b"OW",
            (true, _) if len > 0xFFFE => *b"UN",
            (false, _) if !is_vr(vr) => *b"UN",
            _ => vr,
        }
    }
}

fn padding(vr: Vr) -> u8 {
    match &vr {
        b"UI" | b"OB" | b"UN" => 0,
        _ => b' ',
    }
}
