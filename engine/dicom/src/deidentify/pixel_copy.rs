//! Pixel data carried over byte by byte, native or in fragments, and nothing of what comes after them. No decoding.

use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::FileExt as _;
use std::path::PathBuf;

use super::encode::Encoder;
use crate::tag::{Tag, Vr};

const CHUNK: usize = 1 << 20;

/// Where pixel data come from.
#[derive(Debug)]
pub(super) enum Source {
    /// A place in a file.
    File(PathBuf),
    /// An inflated data set.
    Memory(Vec<u8>),
}

/// Pixel data that are yet to be copied.
#[derive(Debug)]
pub(super) struct PixelCopy {
    pub(super) source: Source,
    pub(super) tag: Tag,
    pub(super) vr: Vr,
    pub(super) offset: u64,
    /// Bytes as the file says; `None` where they are in fragments.
    pub(super) len: Option<u32>,
}

/// Whether all pixel data were there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Completeness {
    Whole,
    /// The file ends before its pixel data do.
    CutShort,
}

impl PixelCopy {
    /// Whether all that the lengths announce is there.
    pub(super) fn completeness(&self, encoder: Encoder) -> io::Result<Completeness> {
        let reader = self.reader()?;
        match self.len {
            Some(0) => Ok(Completeness::Whole),
            Some(len) => copy(
                &reader,
                self.offset + u64::from(len) - 1,
                1,
                &mut io::sink(),
            ),
            None => fragments(&reader, self.offset, encoder, None),
        }
    }

    fn reader(&self) -> io::Result<Reader<'_>> {
        Ok(match &self.source {
            Source::File(path) => Reader::File(File::open(path)?),
            Source::Memory(bytes) => Reader::Memory(bytes),
        })
    }

    /// Writes the element.
    pub(super) fn write(&self, encoder: Encoder, out: &mut dyn Write) -> io::Result<Completeness> {
        let reader = self.reader()?;
        let mut header = Vec::new();
        let Some(len) = self.len else {
            encoder.header(self.tag, *b"OB", u32::MAX, &mut header);
            out.write_all(&header)?;
            return fragments(&reader, self.offset, encoder, Some(out));
        };
        // An odd length is against PS3.5 7.1.1: the missing byte is added where the data are whole.
        let padded = len.saturating_add(len % 2);
        encoder.header(self.tag, self.vr, padded, &mut header);
        out.write_all(&header)?;
        let completeness = copy(&reader, self.offset, u64::from(len), out)?;
        if completeness == Completeness::Whole && padded > len {
            out.write_all(&[0])?;
        }
        Ok(completeness)
    }
}

/// Items up to the delimiter; where the file ends without one, one is added after the last whole item.
///
/// Without `out` the items are only gone through.
fn fragments(
    reader: &Reader<'_>,
    mut at: u64,
    encoder: Encoder,
    mut out: Option<&mut dyn Write>,
) -> io::Result<Completeness> {
    let bytes_of = |tag| {
        let mut bytes = Vec::new();
        encoder.tag(tag, &mut bytes);
        bytes
    };
    let (item_tag, end_tag) = (bytes_of(Tag::ITEM), bytes_of(Tag::SEQUENCE_END));
    let completeness = loop {
        let mut item = [0; 8];
        if reader.read(at, &mut item)? < 8 {
            break Completeness::CutShort;
        }
        if item[..4] == end_tag[..] {
            break Completeness::Whole;
        }
        if item[..4] != item_tag[..] {
            break Completeness::CutShort;
        }
        let four = [item[4], item[5], item[6], item[7]];
        let len = u64::from(if encoder.is_big_endian {
            u32::from_be_bytes(four)
        } else {
            u32::from_le_bytes(four)
        });
        at += 8;
        let copied = match &mut out {
            Some(out) => {
                out.write_all(&item)?;
                copy(reader, at, len, *out)?
            }
            None if len == 0 => Completeness::Whole,
            None => copy(reader, at + len - 1, 1, &mut io::sink())?,
        };
        if copied == Completeness::CutShort {
            // The item's own length says more than there is, as it did before.
            return Ok(Completeness::CutShort);
        }
        at += len;
    };
    if let Some(out) = out {
        out.write_all(&[end_tag, vec![0; 4]].concat())?;
    }
    Ok(completeness)
}

fn copy(
    reader: &Reader<'_>,
    start: u64,
    len: u64,
    out: &mut dyn Write,
) -> io::Result<Completeness> {
    let mut buffer = vec![0; CHUNK.min(usize::try_from(len).unwrap_or(CHUNK))];
    let mut done = 0;
    while done < len {
        let wanted = usize::try_from(len - done)
            .unwrap_or(CHUNK)
            .min(buffer.len());
        let n = reader.read(start + done, &mut buffer[..wanted])?;
        if n == 0 {
            return Ok(Completeness::CutShort);
        }
        out.write_all(&buffer[..n])?;
        done += n as u64;
    }
    Ok(Completeness::Whole)
}

enum Reader<'a> {
    File(File),
    Memory(&'a [u8]),
}

impl Reader<'_> {
    /// Fills the buffer as far as there are bytes.
    fn read(&self, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => {
                let mut n = 0;
                while n < buffer.len() {
                    match file.read_at(&mut buffer[n..], at + n as u64) {
                        Ok(0) => break,
                        Ok(more) => n += more,
                        Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                        Err(error) => return Err(error),
                    }
                }
                Ok(n)
            }
            Self::Memory(bytes) => {
                let rest = usize::try_from(at)
                    .ok()
                    .and_then(|at| bytes.get(at..))
                    .unwrap_or_default();
                let n = rest.len().min(buffer.len());
                buffer[..n].copy_from_slice(&rest[..n]);
                Ok(n)
            }
        }
    }
}
