//! The one form of zip archive that a packed plugin or course has: entries stored as they are, back to back, without times,
//! attributes, comments and extra fields. Every other archive is refused by name and place; equal files give equal bytes.
//!
//! General readers of zip are lenient where archives differ; here each header has exactly one right form.

mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Seek, SeekFrom};

use overread_base::Diagnostics;

use crate::form::{Form, PLUGIN, SIGNATURES};
use crate::manifest::is_bundle_path;
pub(crate) use write::Writer;

/// The most bytes of a package: offsets have 32 bits.
pub const MAX_PACKED_BYTES: u64 = (4 << 30) - 1;
/// The most entries of a packed plugin.
pub const MAX_ENTRIES: usize = PLUGIN.most_files;
/// The longest name of an entry, in bytes.
const MAX_NAME_BYTES: usize = 255;

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
const LOCAL_BYTES: u64 = 30;
const CENTRAL_BYTES: usize = 46;
const END_BYTES: usize = 22;
/// Version 1.0 of the format: stored files.
const VERSION: u16 = 10;
/// Made under Unix, so that the attributes below are a file mode.
const MADE_BY: u16 = 3 << 8 | VERSION;
/// 1 January 1980, the first day that the format knows.
const DATE: u16 = 0x0021;
/// A plain file, mode 0644.
const ATTRIBUTES: u32 = 0o100_644 << 16;
const FILE_TYPE: u32 = 0o170_000;

/// A file in a packed plugin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) name: String,
    /// Where its bytes begin.
    pub(crate) offset: u64,
    pub(crate) n_bytes: u64,
    pub(crate) crc32: u32,
}

/// The entries of a packed plugin in the order in which they lie, once the whole archive is of the one form.
///
/// Their contents are not read.
pub(crate) fn entries(
    form: &Form,
    place: &str,
    reader: &mut (impl Read + Seek),
) -> Result<Vec<Entry>, Diagnostics> {
    let mut found = Diagnostics::default();
    let whole = |message: String| {
        let mut found = Diagnostics::default();
        found.error(place, message);
        found
    };
    let broken = |error: io::Error| whole(format!("cannot be read: {error}"));
    let n_bytes = reader.seek(SeekFrom::End(0)).map_err(broken)?;
    if n_bytes > MAX_PACKED_BYTES {
        return Err(whole(format!(
            "is too large: at most {MAX_PACKED_BYTES} bytes, found {n_bytes}"
        )));
    }
    let Some(end_at) = n_bytes.checked_sub(END_BYTES as u64) else {
        return Err(whole(format!(
            "is not a {}: {n_bytes} bytes are no archive",
            form.what
        )));
    };
    let directory = directory(form, reader, end_at).map_err(|fault| match fault {
        DirectoryFault::Form(message) => whole(message),
        DirectoryFault::Io(error) => broken(error),
    })?;
    let mut names = Names::new(form);
    let mut entries = Vec::new();
    let mut next = 0_u64;
    for header in &directory.headers {
        let place = format!("{place}: {}", shown(&header.name));
        for fault in header
            .faults(form, next)
            .into_iter()
            .chain(names.faults(&header.name))
        {
            found.error(place.clone(), fault);
        }
        let name = String::from_utf8_lossy(&header.name).into_owned();
        let entry = Entry {
            offset: u64::from(header.offset) + LOCAL_BYTES + header.name.len() as u64,
            n_bytes: u64::from(header.n_bytes),
            crc32: header.crc32,
            name,
        };
        next = entry.offset + entry.n_bytes;
        entries.push(entry);
    }
    if !found.has_errors() && next != directory.offset {
        found.error(
            place,
            format!(
                "the directory of the archive must follow the last file at byte {next}, found it at {}",
                directory.offset
            ),
        );
    }
    if !found.has_errors() {
        check_locals(place, reader, &entries, &mut found).map_err(broken)?;
    }
    if found.has_errors() {
        return Err(found);
    }
    Ok(entries)
}

/// Whether the header before each file says the same as the directory.
fn check_locals(
    place: &str,
    reader: &mut (impl Read + Seek),
    entries: &[Entry],
    found: &mut Diagnostics,
) -> io::Result<()> {
    for entry in entries {
        let expected = local_header(entry);
        let mut header = vec![0; expected.len()];
        reader.seek(SeekFrom::Start(entry.offset - expected.len() as u64))?;
        reader.read_exact(&mut header)?;
        if header != expected {
            found.error(
                format!("{place}: {}", entry.name),
                "the header before the file and its entry in the directory differ",
            );
        }
    }
    Ok(())
}

struct Directory {
    offset: u64,
    headers: Vec<Header>,
}

enum DirectoryFault {
    Form(String),
    Io(io::Error),
}

impl From<io::Error> for DirectoryFault {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Reads the end record, which must be the last bytes of the file, and the directory right before it.
fn directory(
    form: &Form,
    reader: &mut (impl Read + Seek),
    end_at: u64,
) -> Result<Directory, DirectoryFault> {
    let refused =
        |message: &str| DirectoryFault::Form(format!("is not a {}: {message}", form.what));
    let mut end = [0; END_BYTES];
    reader.seek(SeekFrom::Start(end_at))?;
    reader.read_exact(&mut end)?;
    let mut fields = Fields(&end);
    let (Some(END), Some(disk), Some(disk_of), Some(n_here), Some(n_all)) = (
        fields.u32(),
        fields.u16(),
        fields.u16(),
        fields.u16(),
        fields.u16(),
    ) else {
        return Err(refused("it does not end with the end record of an archive"));
    };
    let (Some(n_bytes), Some(offset), Some(n_comment)) = (fields.u32(), fields.u32(), fields.u16())
    else {
        return Err(refused("its end record is cut off"));
    };
    if (disk, disk_of, n_comment) != (0, 0, 0) || n_here != n_all {
        return Err(refused("it has several parts or a comment"));
    }
    let n_entries = usize::from(n_all);
    if n_entries == 0 || n_entries > form.most_files {
        return Err(DirectoryFault::Form(format!(
            "a {} has 1 to {} files, found {n_entries}",
            form.what, form.most_files
        )));
    }
    let (offset, n_bytes) = (u64::from(offset), u64::from(n_bytes));
    if offset + n_bytes != end_at || n_bytes > (n_entries * (CENTRAL_BYTES + MAX_NAME_BYTES)) as u64
    {
        return Err(refused(
            "the end record does not fit the directory before it",
        ));
    }
    let mut bytes = Vec::new();
    reader.seek(SeekFrom::Start(offset))?;
    reader.take(n_bytes).read_to_end(&mut bytes)?;
    let mut fields = Fields(&bytes);
    let mut headers = Vec::new();
    for idx in 0..n_entries {
        let header = Header::read(&mut fields).ok_or_else(|| {
            refused(&format!(
                "entry {} of its directory is none or is cut off",
                idx + 1
            ))
        })?;
        headers.push(header);
    }
    if !fields.0.is_empty() {
        return Err(refused(
            "bytes that belong to no entry lie in its directory",
        ));
    }
    Ok(Directory { offset, headers })
}

/// An entry of the directory as it is written.
struct Header {
    made_by: u16,
    version: u16,
    flags: u16,
    method: u16,
    time: u16,
    date: u16,
    crc32: u32,
    n_stored: u32,
    n_bytes: u32,
    n_extra: u16,
    n_comment: u16,
    disk: u16,
    internal: u16,
    attributes: u32,
    offset: u32,
    name: Vec<u8>,
}

impl Header {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        if fields.u32()? != CENTRAL {
            return None;
        }
        let mut header = Self {
            made_by: fields.u16()?,
            version: fields.u16()?,
            flags: fields.u16()?,
            method: fields.u16()?,
            time: fields.u16()?,
            date: fields.u16()?,
            crc32: fields.u32()?,
            n_stored: fields.u32()?,
            n_bytes: fields.u32()?,
            name: Vec::new(),
            n_extra: 0,
            n_comment: 0,
            disk: 0,
            internal: 0,
            attributes: 0,
            offset: 0,
        };
        let n_name = fields.u16()?;
        header.n_extra = fields.u16()?;
        header.n_comment = fields.u16()?;
        header.disk = fields.u16()?;
        header.internal = fields.u16()?;
        header.attributes = fields.u32()?;
        header.offset = fields.u32()?;
        header.name = fields.bytes(usize::from(n_name))?.to_vec();
        fields.bytes(usize::from(header.n_extra))?;
        fields.bytes(usize::from(header.n_comment))?;
        Some(header)
    }

    /// What is not as it must be, the gravest first; `next` is where the entry must begin.
    fn faults(&self, form: &Form, next: u64) -> Vec<String> {
        let mut faults = Vec::new();
        let mode = self.attributes >> 16 & FILE_TYPE;
        if self.flags & 1 != 0 {
            faults.push("is encrypted".to_owned());
        } else if self.method != 0 {
            faults.push(format!(
                "is compressed (method {}): a {} holds its files as they are",
                self.method, form.what
            ));
        } else if self.n_stored != self.n_bytes {
            faults.push(format!(
                "has two sizes: {} and {} bytes",
                self.n_stored, self.n_bytes
            ));
        }
        if mode == 0o120_000 {
            faults.push("is a symbolic link".to_owned());
        } else if mode == 0o040_000 || self.name.ends_with(b"/") {
            faults.push("is a folder, and only files have entries".to_owned());
        } else if self.attributes != ATTRIBUTES {
            faults.push(format!(
                "has odd attributes: expected {ATTRIBUTES:#x}, found {:#x}",
                self.attributes
            ));
        }
        if self.n_extra > 0 || self.n_comment > 0 {
            faults.push("has an extra field or a comment".to_owned());
        }
        let offset = u64::from(self.offset);
        if offset < next {
            faults.push(format!(
                "overlaps the file before it: may begin at byte {next}, begins at {offset}"
            ));
        } else if offset > next {
            faults.push(format!(
                "{} bytes before it belong to no file",
                offset - next
            ));
        }
        let rest = (
            (self.made_by, self.version),
            (self.time, self.date),
            (self.disk, self.internal),
        );
        let is_other = rest != ((MADE_BY, VERSION), (0, DATE), (0, 0)) || self.flags & !1 != 0;
        if is_other && faults.is_empty() {
            faults.push("has a time, a version or flags that packing does not write".to_owned());
        }
        faults
    }
}

/// The names seen so far, each in its one right place.
struct Names<'f> {
    form: &'f Form,
    seen: BTreeSet<String>,
    folded: BTreeMap<String, String>,
    last: Option<(u8, String)>,
}

impl<'f> Names<'f> {
    fn new(form: &'f Form) -> Self {
        Self {
            form,
            seen: BTreeSet::new(),
            folded: BTreeMap::new(),
            last: None,
        }
    }

    fn faults(&mut self, name: &[u8]) -> Option<String> {
        let Ok(name) = str::from_utf8(name) else {
            return Some("has a name that is not UTF-8".to_owned());
        };
        if name.starts_with(['/', '\\']) || name.as_bytes().get(1) == Some(&b':') {
            return Some("has an absolute name".to_owned());
        }
        if name.split(['/', '\\']).any(|part| part == "..") {
            return Some("has a name that leads out of the bundle".to_owned());
        }
        if !is_bundle_path(name) {
            return Some("has a name that no file of a bundle may have".to_owned());
        }
        if !self.seen.insert(name.to_owned()) {
            return Some("stands twice in the archive".to_owned());
        }
        let twin = self
            .folded
            .insert(name.to_ascii_lowercase(), name.to_owned());
        if let Some(twin) = twin {
            return Some(format!(
                "differs from {twin} in small and capital letters only"
            ));
        }
        let place = (self.form.rank(name), name.to_owned());
        let is_in_order = match &self.last {
            None => name == self.form.manifest,
            Some(last) => *last < place,
        };
        self.last = Some(place);
        (!is_in_order).then(|| {
            format!(
                "is out of order: {}, {SIGNATURES}, then the rest by name",
                self.form.manifest
            )
        })
    }
}

/// A name for people, whatever it is made of.
fn shown(name: &[u8]) -> String {
    let text = String::from_utf8_lossy(name);
    let escaped: String = text.chars().take(80).flat_map(char::escape_debug).collect();
    escaped
}

struct Fields<'b>(&'b [u8]);

impl<'b> Fields<'b> {
    fn bytes(&mut self, n: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(taken)
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes(self.bytes(2)?.try_into().ok()?))
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.bytes(4)?.try_into().ok()?))
    }
}

/// The fields that both headers share, from the version to the length of the name.
fn shared_fields(entry: &Entry) -> Vec<u8> {
    // Sizes were bounded by `MAX_PACKED_BYTES` and names by their rules before an entry was made.
    let n_bytes = u32::try_from(entry.n_bytes).unwrap_or(u32::MAX);
    let n_name = u16::try_from(entry.name.len()).unwrap_or(u16::MAX);
    let mut bytes = Vec::new();
    bytes.extend(VERSION.to_le_bytes());
    bytes.extend([0; 4]); // No flags; stored.
    bytes.extend(0_u16.to_le_bytes());
    bytes.extend(DATE.to_le_bytes());
    bytes.extend(entry.crc32.to_le_bytes());
    bytes.extend(n_bytes.to_le_bytes());
    bytes.extend(n_bytes.to_le_bytes());
    bytes.extend(n_name.to_le_bytes());
    bytes.extend([0; 2]); // No extra field.
    bytes
}

fn local_header(entry: &Entry) -> Vec<u8> {
    let mut bytes = LOCAL.to_le_bytes().to_vec();
    bytes.extend(shared_fields(entry));
    bytes.extend(entry.name.as_bytes());
    bytes
}

fn central_header(entry: &Entry) -> Vec<u8> {
    let at = entry.offset - LOCAL_BYTES - entry.name.len() as u64;
    let mut bytes = CENTRAL.to_le_bytes().to_vec();
    bytes.extend(MADE_BY.to_le_bytes());
    bytes.extend(shared_fields(entry));
    bytes.extend([0; 6]); // No comment, first disk, no internal attributes.
    bytes.extend(ATTRIBUTES.to_le_bytes());
    bytes.extend(u32::try_from(at).unwrap_or(u32::MAX).to_le_bytes());
    bytes.extend(entry.name.as_bytes());
    bytes
}

#[cfg(test)]
mod tests;
