//! The lenient front end: from a file to a header, with or without preamble, meta group or transfer syntax. No pixels.

use std::fs::File;
use std::io::Read as _;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use dicom_encoding::Codec;
use dicom_encoding::transfer_syntax::TransferSyntaxIndex as _;
use dicom_transfer_syntax_registry::TransferSyntaxRegistry;

use crate::DicomError;
use crate::data_set::{DataSet, Encoding, Outcome, Parsed, PixelPlace, Scope, parse};
use crate::meta::{DEFLATED, EXPLICIT_BE, EXPLICIT_LE, IMPLICIT_LE, Meta, Start};
use crate::options::ReadOptions;
use crate::tag::Tag;
use crate::text::CharacterSet;
use crate::values::Values;

/// The first read: enough for most headers of one frame.
const FIRST_READ: usize = 16 * 1024;
/// The largest header that is read; functional groups of thousands of frames stay below.
const MAX_HEADER: usize = 128 << 20;
/// The largest data set that is inflated in memory.
const MAX_INFLATED: u64 = 1 << 30;

/// No byte of a deflated stream makes more than so many (the format's limit is 1032).
const MAX_INFLATION: u64 = 1_040;

/// A file's data set up to its pixels.
#[derive(Debug)]
pub(crate) struct Header {
    bytes: Vec<u8>,
    set: DataSet,
    charset: CharacterSet,
    /// Items with a character set of their own, inner ones first.
    scopes: Vec<(Scope, CharacterSet)>,
    pub(crate) meta: Meta,
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

    /// The elements of an item, in the character set of the innermost item around them that names one.
    pub(crate) fn values_of<'a>(&'a self, set: &'a DataSet) -> Values<'a> {
        let place = set.elements.first().map_or(0, |e| e.start);
        let own = self
            .scopes
            .iter()
            .find(|(scope, _)| scope.item.contains(&place));
        Values {
            bytes: &self.bytes,
            set,
            is_big_endian: self.encoding.is_big_endian,
            charset: own.map_or(&self.charset, |(_, charset)| charset),
        }
    }

    /// The bytes that tell this header from others.
    pub(crate) fn identity(&self) -> &[u8] {
        &self.bytes[..self.bytes.len().min(FIRST_READ)]
    }

    /// How many bytes there are in the space of the offsets: of the file, or of the inflated data set.
    pub(crate) fn n_bytes(&self) -> u64 {
        if self.is_deflated {
            self.bytes.len() as u64
        } else {
            self.file_len
        }
    }
}

/// Reads a file's header as everything does that was not asked otherwise.
///
/// # Errors
/// As [`read_header_with`].
pub(crate) fn read_header(path: &Path) -> Result<Header, DicomError> {
    read_header_with(path, ReadOptions::default())
}

/// Reads a file's header.
///
/// # Errors
/// [`DicomError`] if the file cannot be read or does not look like DICOM. A header that is cut short or partly
/// broken is returned as far as it goes, with notes.
pub(crate) fn read_header_with(path: &Path, options: ReadOptions) -> Result<Header, DicomError> {
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
            return read_deflated(path, start, file_len, options);
        }
        let (mut parsed, outcome) = parse(&bytes, start.data_set, start.encoding, is_whole);
        if let Outcome::NeedMore(need) = outcome {
            let is_there = need as u64 <= file_len;
            // A length that leads beyond the end: only the whole file shows what can be read in spite of it.
            let need = if is_there { need } else { file_size(file_len) };
            if !is_whole && need <= MAX_HEADER {
                wanted = need.max(bytes.len().saturating_mul(4));
                continue;
            }
            parsed.notes.push(format!(
                "the header is longer than {MAX_HEADER} bytes; what follows is lost"
            ));
        }
        let mut header = finish(path, bytes, parsed, start, options)?;
        header.file_len = file_len;
        header.name_fragments(&file);
        return Ok(header);
    }
}

fn file_size(len: u64) -> usize {
    usize::try_from(len).unwrap_or(usize::MAX)
}

fn finish(
    path: &Path,
    bytes: Vec<u8>,
    parsed: Parsed,
    start: Start,
    options: ReadOptions,
) -> Result<Header, DicomError> {
    let mut notes = start.notes;
    notes.extend(parsed.notes);
    if parsed.root.elements.is_empty() && parsed.pixels.is_none() {
        return Err(DicomError::damaged(
            notes.last().map_or("no elements", String::as_str),
            path,
        ));
    }
    let mut header = Header {
        file_len: bytes.len() as u64,
        is_deflated: start.transfer_syntax == DEFLATED,
        bytes,
        set: parsed.root,
        charset: CharacterSet::default(),
        scopes: Vec::new(),
        meta: start.meta,
        transfer_syntax: start.transfer_syntax,
        encoding: start.encoding,
        pixels: parsed.pixels,
        notes,
    };
    let repairs = options.repair_cp1251;
    let terms = header.values().text(Tag::CHARACTER_SET).unwrap_or_default();
    header.charset = CharacterSet::from_terms(&terms, repairs);
    for scope in parsed.scopes {
        let terms = header.bytes.get(scope.terms.clone()).unwrap_or_default();
        let terms = String::from_utf8_lossy(terms);
        let terms = terms.trim_matches(|c: char| c == '\0' || c.is_whitespace());
        let own = CharacterSet::from_terms(terms, repairs);
        header.scopes.push((scope, own));
    }
    header.suspect_cp1251(repairs);
    Ok(header)
}

impl Header {
    /// Looks at the texts that people read first; the others are written by the same program.
    fn suspect_cp1251(&mut self, repairs: bool) {
        const READ_FIRST: [Tag; 4] = [
            Tag::PATIENT_NAME,
            Tag::INSTITUTION,
            Tag::STUDY_DESCRIPTION,
            Tag::SERIES_DESCRIPTION,
        ];
        let values = self.values();
        let is_suspect = |tag: &Tag| {
            values
                .set
                .get(*tag)
                .is_some_and(|e| self.charset.suspects_cp1251(values.raw(e)))
        };
        if !READ_FIRST.iter().any(is_suspect) {
            return;
        }
        self.notes.push(if repairs {
            "text that names no Cyrillic character set is read as Windows-1251, as asked".to_owned()
        } else {
            "text looks like Windows-1251 but names no such character set: repairing as cp1251 makes it readable"
                .to_owned()
        });
    }

    /// Encapsulated pixels under the name of an uncompressed syntax: their first fragment says what they are.
    fn name_fragments(&mut self, file: &File) {
        let is_native = [IMPLICIT_LE, EXPLICIT_LE, EXPLICIT_BE].contains(&&*self.transfer_syntax);
        let Some(PixelPlace {
            offset, len: None, ..
        }) = self.pixels
        else {
            return;
        };
        if !is_native || self.is_deflated {
            return;
        }
        let mut head = vec![0; 4096.min(file_size(self.file_len.saturating_sub(offset)))];
        if file.read_exact_at(&mut head, offset).is_ok()
            && let Some(found) = codestream_syntax(&head)
        {
            self.notes.push(format!(
                "pixel data are encapsulated, which {} does not allow: read as {found}",
                self.transfer_syntax
            ));
            found.clone_into(&mut self.transfer_syntax);
        }
    }
}

/// The transfer syntax of a codestream that begins within `head`, by its first markers.
fn codestream_syntax(head: &[u8]) -> Option<&'static str> {
    const JPEG_2000: &[u8] = &[0xFF, 0x4F, 0xFF, 0x51];
    let find = |bytes: &[u8]| head.windows(bytes.len()).position(|w| w == bytes);
    if find(JPEG_2000).is_some() {
        return Some("1.2.840.10008.1.2.4.91");
    }
    let jpeg = find(&[0xFF, 0xD8, 0xFF])?;
    let mut at = jpeg + 2;
    loop {
        let &[0xFF, marker, high, low] = head.get(at..)?.first_chunk::<4>()? else {
            return None;
        };
        match marker {
            0xC0 => return Some("1.2.840.10008.1.2.4.50"),
            0xC1 => return Some("1.2.840.10008.1.2.4.51"),
            0xC3 => return Some("1.2.840.10008.1.2.4.70"),
            0xF7 => return Some("1.2.840.10008.1.2.4.81"),
            _ => at += 2 + usize::from(u16::from_be_bytes([high, low])),
        }
    }
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

fn read_deflated(
    path: &Path,
    mut start: Start,
    file_len: u64,
    options: ReadOptions,
) -> Result<Header, DicomError> {
    let inflated = inflate_data_set(path, start.data_set, &mut start.notes)?;
    let (parsed, _) = parse(&inflated, 0, start.encoding, true);
    let mut header = finish(path, inflated, parsed, start, options)?;
    header.file_len = file_len;
    Ok(header)
}

/// The inflated data set of a deflated file.
pub(crate) fn inflate_file(path: &Path) -> Result<Vec<u8>, DicomError> {
    let mut head = Vec::new();
    let file = File::open(path).map_err(DicomError::io("opening", path))?;
    grow(&file, &mut head, FIRST_READ).map_err(DicomError::io("reading", path))?;
    let start = Start::find(&head, false).ok_or_else(|| DicomError::NotDicom {
        path: path.to_owned(),
    })?;
    inflate_data_set(path, start.data_set, &mut Vec::new())
}

fn inflate_data_set(
    path: &Path,
    data_set_start: usize,
    notes: &mut Vec<String>,
) -> Result<Vec<u8>, DicomError> {
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
        .take(MAX_INFLATED.min(packed.len() as u64 * MAX_INFLATION))
        .read_to_end(&mut inflated);
    match result {
        Err(error) if inflated.is_empty() => {
            Err(DicomError::damaged(format!("deflated data: {error}"), path))
        }
        Err(error) => {
            notes.push(format!(
                "deflated data end after {} bytes: {error}; what follows is lost",
                inflated.len()
            ));
            Ok(inflated)
        }
        Ok(_) => Ok(inflated),
    }
}
