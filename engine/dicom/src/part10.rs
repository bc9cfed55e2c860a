//! The lenient front end: from a file to a header, with or without preamble, meta group or transfer syntax. No pixels.

use std::fs::File;
use std::io::Read as _;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use dicom_encoding::Codec;
use dicom_encoding::transfer_syntax::TransferSyntaxIndex as _;
use dicom_transfer_syntax_registry::TransferSyntaxRegistry;

use crate::DicomError;
use crate::data_set::{DataSet, Encoding, Outcome, PixelPlace, parse};
use crate::tag::{Tag, is_vr};
use crate::text::CharacterSet;
use crate::values::Values;

/// The first read: enough for most headers of one frame.
const FIRST_READ: usize = 16 * 1024;
/// The largest header that is read; functional groups of thousands of frames stay below.
const MAX_HEADER: usize = 128 << 20;
/// The largest data set that is inflated in memory.
const MAX_INFLATED: u64 = 1 << 30;

const IMPLICIT_LE: &str = "1.2.840.10008.1.2";
const EXPLICIT_LE: &str = "1.2.840.10008.1.2.1";
const DEFLATED: &str = "1.2.840.10008.1.2.1.99";
const EXPLICIT_BE: &str = "1.2.840.10008.1.2.2";

/// A file's data set up to its pixels.
#[derive(Debug)]
pub(crate) struct Header {
    bytes: Vec<u8>,
    set: DataSet,
    charset: CharacterSet,
    pub(crate) transfer_syntax: String,
    pub(crate) encoding: Encoding,
    pub(crate) pixels: Option<PixelPlace>,
    /// Whether the offsets are those of the inflated data set and not of the file.
    pub(crate) is_deflated: bool,
    pub(crate) notes: Vec<String>,
    pub(crate) file_len: u64,
}

impl Header {
    /// The elements of the data set itself.
    pub(crate) fn values(&self) -> Values<'_> {
        self.values_of(&self.set)
    }

    /// The elements of an item.
    pub(crate) fn values_of<'a>(&'a self, set: &'a DataSet) -> Values<'a> {
        Values {
            bytes: &self.bytes,
            set,
            is_big_endian: self.encoding.is_big_endian,
            charset: &self.charset,
        }
    }
}

/// Reads a file's header.
///
/// # Errors
/// [`DicomError`] if the file cannot be read or does not look like DICOM. A header that is cut short or partly
/// broken is returned as far as it goes, with notes.
pub(crate) fn read_header(path: &Path) -> Result<Header, DicomError> {
    let file = File::open(path).map_err(DicomError::io("opening", path))?;
    let meta = file.metadata().map_err(DicomError::io("opening", path))?;
    if !meta.is_file() {
        return Err(DicomError::NotDicom {
            path: path.to_owned(),
        });
    }
    let file_len = meta.len();
    let mut wanted = FIRST_READ;
    let mut bytes = Vec::new();
    loop {
        grow(
            &file,
            &mut bytes,
            wanted.min(usize::try_from(file_len).unwrap_or(usize::MAX)),
        )
        .map_err(DicomError::io("reading", path))?;
        let is_whole = bytes.len() as u64 >= file_len;
        let start = Start::find(&bytes, is_whole).ok_or_else(|| DicomError::NotDicom {
            path: path.to_owned(),
        })?;
        if start.transfer_syntax == DEFLATED {
            return read_deflated(path, start, file_len);
        }
        let (parsed, outcome) = parse(&bytes, start.data_set, start.encoding, is_whole);
        let mut notes = start.notes;
        match outcome {
            Outcome::NeedMore(need) if !is_whole && need as u64 <= file_len && need <= MAX_HEADER => {
                wanted = need.max(bytes.len() * 4);
                continue;
            }
            Outcome::NeedMore(need) => notes.push(format!(
                "the header ends too early: {need} bytes expected, {file_len} found; what follows is lost"
            )),
            Outcome::Done => {}
        }
        notes.extend(parsed.notes);
        return finish(
            path,
            bytes,
            (parsed.root, parsed.pixels),
            (start.transfer_syntax, start.encoding, false),
            notes,
            file_len,
        );
    }
}

fn finish(
    path: &Path,
    bytes: Vec<u8>,
    (set, pixels): (DataSet, Option<PixelPlace>),
    (transfer_syntax, encoding, is_deflated): (String, Encoding, bool),
    notes: Vec<String>,
    file_len: u64,
) -> Result<Header, DicomError> {
    if set.elements.is_empty() && pixels.is_none() {
        return Err(DicomError::damaged(
            notes.last().map_or("no elements", String::as_str),
            path,
        ));
    }
    let mut header = Header {
        bytes,
        set,
        charset: CharacterSet::default(),
        transfer_syntax,
        encoding,
        pixels,
        is_deflated,
        notes,
        file_len,
    };
    let terms = header.values().text(Tag::CHARACTER_SET).unwrap_or_default();
    header.charset = CharacterSet::from_terms(&terms);
    Ok(header)
}

fn grow(file: &File, bytes: &mut Vec<u8>, len: usize) -> std::io::Result<()> {
    let mut at = bytes.len();
    if len <= at {
        return Ok(());
    }
    bytes.resize(len, 0);
    while at < len {
        match file.read_at(&mut bytes[at..], at as u64) {
            Ok(0) => break,
            Ok(n) => at += n,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    bytes.truncate(at);
    Ok(())
}

fn read_deflated(path: &Path, start: Start, file_len: u64) -> Result<Header, DicomError> {
    let inflated = inflate_data_set(path, start.data_set)?;
    let encoding = start.encoding;
    let (parsed, _) = parse(&inflated, 0, encoding, true);
    let mut notes = start.notes;
    notes.extend(parsed.notes);
    finish(
        path,
        inflated,
        (parsed.root, parsed.pixels),
        (start.transfer_syntax, encoding, true),
        notes,
        file_len,
    )
}

/// The inflated data set of a deflated file.
pub(crate) fn inflate_file(path: &Path) -> Result<Vec<u8>, DicomError> {
    let mut head = Vec::new();
    let file = File::open(path).map_err(DicomError::io("opening", path))?;
    grow(&file, &mut head, FIRST_READ).map_err(DicomError::io("reading", path))?;
    let start = Start::find(&head, false).ok_or_else(|| DicomError::NotDicom {
        path: path.to_owned(),
    })?;
    inflate_data_set(path, start.data_set)
}

fn inflate_data_set(path: &Path, data_set_start: usize) -> Result<Vec<u8>, DicomError> {
    let whole = std::fs::read(path).map_err(DicomError::io("reading", path))?;
    let packed = whole.get(data_set_start..).unwrap_or_default();
    let Some(Codec::Dataset(Some(adapter))) =
        TransferSyntaxRegistry.get(DEFLATED).map(|ts| ts.codec())
    else {
        return Err(DicomError::unsupported("a deflated data set", path));
    };
    let mut inflated = Vec::new();
    let result = adapter
        .adapt_reader(Box::new(packed))
        .take(MAX_INFLATED)
        .read_to_end(&mut inflated);
    match result {
        Err(error) if inflated.is_empty() => {
            Err(DicomError::damaged(format!("deflated data: {error}"), path))
        }
        _ => Ok(inflated),
    }
}

/// Where the data set begins and how it is written.
struct Start {
    data_set: usize,
    transfer_syntax: String,
    encoding: Encoding,
    notes: Vec<String>,
}

impl Start {
    /// `None` if the bytes do not look like DICOM.
    fn find(bytes: &[u8], is_whole: bool) -> Option<Self> {
        let mut notes = Vec::new();
        let meta_at = if bytes.get(128..132) == Some(b"DICM") {
            132
        } else if bytes.get(..4) == Some(b"DICM") {
            notes.push("no preamble".to_owned());
            4
        } else {
            if !looks_like_data_set(bytes) {
                return None;
            }
            notes.push("no preamble".to_owned());
            0
        };
        let (stated, data_set) = meta_group(bytes, meta_at);
        if data_set == meta_at {
            notes.push("no file meta information".to_owned());
        }
        let found = guess_encoding(bytes.get(data_set..).unwrap_or_default());
        let Some(stated) = stated else {
            if bytes.len() <= data_set && !is_whole {
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
                notes,
            });
        };
        let mut encoding = Encoding {
            is_explicit: stated != IMPLICIT_LE,
            is_big_endian: stated == EXPLICIT_BE,
        };
        if let Some(found) = found
            && found != encoding
            && stated != DEFLATED
        {
            notes.push(format!(
                "data set is not written as its transfer syntax {stated} says: {}",
                describe(found)
            ));
            encoding = found;
        }
        Some(Self {
            data_set,
            transfer_syntax: stated,
            encoding,
            notes,
        })
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

/// Whether bytes without preamble start with an element of the groups that data sets start with.
fn looks_like_data_set(bytes: &[u8]) -> bool {
    let Some(&[a, b, c, d, ..]) = bytes.first_chunk::<8>() else {
        return false;
    };
    let little = (u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d]));
    let big = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
    let is_first = |(group, element): (u16, u16)| matches!(group, 2 | 8) && element <= 0x1155;
    (is_first(little) || is_first(big)) && guess_encoding(bytes).is_some()
}

/// How the first element is written; `None` where nothing can be said.
fn guess_encoding(bytes: &[u8]) -> Option<Encoding> {
    let &[a, b, _, _, v, r, l, m] = bytes.first_chunk::<8>()?;
    let is_big_endian = a == 0 && b != 0;
    let is_explicit = is_vr([v, r]);
    let short_len = u32::from_le_bytes([v, r, l, m]);
    // A first element of group 2 or 8 is short: a huge implicit length means that this is something else.
    (is_explicit || short_len < 1 << 16).then_some(Encoding {
        is_explicit,
        is_big_endian,
    })
}

/// Walks the meta group, whose lengths may be wrong: the transfer syntax and where group 2 ends.
fn meta_group(bytes: &[u8], start: usize) -> (Option<String>, usize) {
    let mut at = start;
    let mut transfer_syntax = None;
    while let Some(&[2, 0, e0, e1, v, r, l0, l1]) =
        bytes.get(at..).and_then(|b| b.first_chunk::<8>())
    {
        let is_long = crate::tag::is_long_vr([v, r]);
        let (len, header) = match (is_vr([v, r]), is_long) {
            (true, false) => (usize::from(u16::from_le_bytes([l0, l1])), 8),
            (true, true) => match bytes.get(at + 8..).and_then(|b| b.first_chunk::<4>()) {
                Some(&four) => (u32::from_le_bytes(four) as usize, 12),
                None => break,
            },
            (false, _) => (u32::from_le_bytes([v, r, l0, l1]) as usize, 8),
        };
        let Some(value) = bytes.get(at + header..).and_then(|b| b.get(..len)) else {
            break;
        };
        if Tag(2, u16::from_le_bytes([e0, e1])) == Tag::TRANSFER_SYNTAX {
            let text = String::from_utf8_lossy(value);
            let uid = text.trim_matches(|c: char| c == '\0' || c.is_whitespace());
            transfer_syntax = (!uid.is_empty()).then(|| uid.to_owned());
        }
        at += header + len;
    }
    (transfer_syntax, at)
}
