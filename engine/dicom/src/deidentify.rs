//! De-identification by the Basic Application Level Confidentiality Profile (PS3.15 annex E) and its options.
//!
//! A file's attributes are rewritten by table E.1-1 on every level, its pixel data are copied byte by byte. Pixels are
//! not looked at, and neither are comments within compressed streams: what the header tells of them is a flag, and a
//! flagged file is refused unless the caller accepts the flag. Not here: cleaning of pixels, encryption of originals.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{self, Write};
use std::path::Path;

use crate::DicomError;
use crate::dicom_dir;
use crate::instance::sop_uid;
use crate::part10::{Header, read_header};
use crate::tag::{Tag, Vr};

mod actions;
mod dates;
mod encode;
mod flags;
mod folder;
mod keyed;
mod pixel_copy;
mod report;
mod rewrite;
mod table;
mod words;

pub use folder::deidentify_folder;
pub use keyed::Secret;
pub use report::{Deed, FileReport, FolderReport, Outcome};

use encode::Encoder;
use pixel_copy::{Completeness, PixelCopy, Source};
use rewrite::Rewriter;

/// What happens to dates and times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dates {
    /// Removed, emptied or set to 1900-01-01, as the table says.
    Remove,
    /// Moved back by 1 to 3650 days, all of one patient by the same: Retain Longitudinal Temporal Information with
    /// Modified Dates. Times of day stay. Birth dates are emptied all the same.
    Shift,
    /// Kept: Retain Longitudinal Temporal Information with Full Dates.
    Keep,
}

/// What stays although the profile would remove it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Retain {
    /// Retain UIDs Option.
    Uids,
    /// Retain Device Identity Option.
    DeviceIdentity,
    /// Retain Institution Identity Option.
    InstitutionIdentity,
    /// Retain Patient Characteristics Option: sex, age (above 89 years as 90), size, weight and the like.
    PatientCharacteristics,
}

/// What is cleaned instead of removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Clean {
    /// Clean Descriptors Option: a description stays if all its words are in a list of anatomy and technique.
    Descriptors,
    /// Clean Structured Content Option: reports keep codes, numbers and places, and lose names and free texts.
    StructuredContent,
    /// Clean Graphics Option: presentation states keep drawings and lose their texts.
    Graphics,
}

/// What pixels may show that attributes cannot be cleaned of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PixelFlag {
    /// Burned In Annotation says YES.
    BurnedInText,
    /// Burned In Annotation is silent, and the object is of a kind that usually has texts in it.
    PossibleText,
    /// Recognizable Visual Features says YES, or is silent in slices of a head.
    RecognizableFeatures,
    /// Bits of the pixels are an overlay.
    OverlayBits,
    /// Overlay planes, which can be drawn texts. They are removed unless accepted, and never a reason to refuse.
    OverlayPlane,
}

impl PixelFlag {
    /// All flags.
    pub const ALL: [Self; 5] = [
        Self::BurnedInText,
        Self::PossibleText,
        Self::RecognizableFeatures,
        Self::OverlayBits,
        Self::OverlayPlane,
    ];

    /// A word for tables and files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::BurnedInText => "burned-in-text",
            Self::PossibleText => "possible-text",
            Self::RecognizableFeatures => "recognizable-features",
            Self::OverlayBits => "overlay-bits",
            Self::OverlayPlane => "overlay-plane",
        }
    }
}

impl fmt::Display for PixelFlag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BurnedInText => "text is burned into the pixels",
            Self::PossibleText => "the pixels may hold text",
            Self::RecognizableFeatures => "a face can be recognised or computed from the pixels",
            Self::OverlayBits => "bits of the pixels are an overlay",
            Self::OverlayPlane => "overlay planes may hold text",
        })
    }
}

/// How to de-identify. There is no default: the caller answers for the choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeidentifyOptions {
    /// Dates and times.
    pub dates: Dates,
    /// What stays.
    pub retain: BTreeSet<Retain>,
    /// What is cleaned instead of removed.
    pub clean: BTreeSet<Clean>,
    /// Flags with which a file is passed on all the same.
    pub accept: BTreeSet<PixelFlag>,
}

impl DeidentifyOptions {
    /// The Basic Profile without options.
    #[must_use]
    pub fn basic() -> Self {
        Self {
            dates: Dates::Remove,
            retain: BTreeSet::new(),
            clean: BTreeSet::new(),
            accept: BTreeSet::new(),
        }
    }

    /// What a course needs to be read: moved dates, sex and age, clean descriptions, reports and drawings.
    #[must_use]
    pub fn course() -> Self {
        Self {
            dates: Dates::Shift,
            retain: BTreeSet::from([Retain::PatientCharacteristics]),
            clean: BTreeSet::from([
                Clean::Descriptors,
                Clean::StructuredContent,
                Clean::Graphics,
            ]),
            accept: BTreeSet::new(),
        }
    }

    /// Codes and meanings of CID 7050 (PS3.16) that state these options.
    fn codes(&self) -> Vec<(&'static str, &'static str)> {
        let mut codes = vec![("113100", "Basic Application Confidentiality Profile")];
        codes.extend(self.clean.iter().map(|clean| match clean {
            Clean::Graphics => ("113103", "Clean Graphics Option"),
            Clean::StructuredContent => ("113104", "Clean Structured Content Option"),
            Clean::Descriptors => ("113105", "Clean Descriptors Option"),
        }));
        codes.extend(match self.dates {
            Dates::Remove => None,
            Dates::Keep => Some((
                "113106",
                "Retain Longitudinal Temporal Information Full Dates Option",
            )),
            Dates::Shift => Some((
                "113107",
                "Retain Longitudinal Temporal Information Modified Dates Option",
            )),
        });
        codes.extend(self.retain.iter().map(|retain| match retain {
            Retain::PatientCharacteristics => ("113108", "Retain Patient Characteristics Option"),
            Retain::DeviceIdentity => ("113109", "Retain Device Identity Option"),
            Retain::Uids => ("113110", "Retain UIDs Option"),
            Retain::InstitutionIdentity => ("113112", "Retain Institution Identity Option"),
        }));
        codes.sort_unstable();
        codes
    }
}

/// De-identification Method (0012,0063).
fn method() -> String {
    format!(
        "Overread, PS3.15 E.1 Basic Profile, table {}",
        table::EDITION
    )
}

/// Why a file is not passed on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DeidentifyError {
    /// It cannot be read.
    #[error(transparent)]
    Dicom(#[from] DicomError),
    /// What it holds cannot be cleaned.
    #[error("{what} ({place})")]
    NotCleanable {
        /// What it is.
        what: &'static str,
        /// The file.
        place: String,
    },
    /// Its pixels may show who the patient is.
    #[error("{} ({place})", sentence(.flags))]
    Flagged {
        /// All that is flagged and not accepted.
        flags: Vec<PixelFlag>,
        /// The file.
        place: String,
    },
}

fn sentence(flags: &[PixelFlag]) -> String {
    let all: Vec<String> = flags.iter().map(ToString::to_string).collect();
    all.join(", ")
}

/// De-identifies files; equal secrets and options give equal results for equal files.
#[derive(Debug, Clone)]
pub struct Deidentifier {
    options: DeidentifyOptions,
    secret: Secret,
}

/// A de-identified file that is not written yet.
#[derive(Debug)]
pub struct Deidentified {
    /// SOP Instance UID.
    pub sop: String,
    /// Series Instance UID; empty if the file has none.
    pub series: String,
    /// Study Instance UID; empty if the file has none.
    pub study: String,
    /// What was done.
    pub report: FileReport,
    head: Vec<u8>,
    encoder: Encoder,
    pixels: Option<PixelCopy>,
}

impl Deidentified {
    /// Writes the whole file: an empty preamble, a new meta group, the attributes, the pixel data as they were.
    ///
    /// # Errors
    /// What reading the pixel data or writing said.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&self.head)?;
        if let Some(pixels) = &self.pixels {
            pixels.write(self.encoder, out)?;
        }
        Ok(())
    }
}

impl Deidentifier {
    /// With these options; all replacements follow from `secret`.
    #[must_use]
    pub fn new(options: DeidentifyOptions, secret: Secret) -> Self {
        Self { options, secret }
    }

    /// Rewrites the attributes of a file in memory. Its pixel data are read when the result is written.
    ///
    /// # Errors
    /// [`DeidentifyError`] if the file cannot be read as a whole, is of a kind that cannot be cleaned, or is flagged.
    pub fn file(&self, path: &Path) -> Result<Deidentified, DeidentifyError> {
        let header = read_header(path)?;
        let refuse = |what| DeidentifyError::NotCleanable {
            what,
            place: path.display().to_string(),
        };
        if let Some(what) = not_cleanable(&header) {
            return Err(refuse(what));
        }
        let flags = flags::flags(&header);
        let is_refused = |flag: &&PixelFlag| {
            **flag != PixelFlag::OverlayPlane && !self.options.accept.contains(flag)
        };
        if flags.iter().any(|flag| is_refused(&flag)) {
            return Err(DeidentifyError::Flagged {
                flags: flags.iter().filter(is_refused).copied().collect(),
                place: path.display().to_string(),
            });
        }
        let encoder = Encoder {
            is_big_endian: header.encoding.is_big_endian,
        };
        let values = header.values();
        let text = |tag| values.text(tag).unwrap_or_default();
        let patient = patient_key(&header);
        let mut rewriter = Rewriter {
            header: &header,
            options: &self.options,
            secret: &self.secret,
            patient: &patient,
            encoder,
            deeds: BTreeMap::new(),
        };
        let uid = |uid: &str| {
            if self.options.retain.contains(&Retain::Uids) {
                uid.to_owned()
            } else {
                self.secret.instance_uid(uid)
            }
        };
        let sop = uid(sop_uid(path, &header, &mut Vec::new())?.as_str());
        let class = values
            .text(Tag::SOP_CLASS)
            .unwrap_or_else(|| header.meta.sop_class.clone());
        let mut head = meta(&class, &sop, transfer_syntax(&header));
        head.extend(rewriter.root(&class, &sop));
        let (series, study) = (uid(&text(Tag::SERIES_UID)), uid(&text(Tag::STUDY_UID)));
        let pixels = pixel_copy(&header, path);
        let mut notes = Vec::new();
        if let Some(pixels) = &pixels
            && pixels
                .completeness(encoder)
                .map_err(DicomError::io("reading", path))?
                == Completeness::CutShort
        {
            notes.push("the pixel data are cut short and copied as they are");
        }
        Ok(Deidentified {
            sop,
            series,
            study,
            report: FileReport {
                deeds: rewriter.deeds,
                flags,
                notes,
            },
            head,
            encoder,
            pixels,
        })
    }
}

/// What cannot be cleaned attribute by attribute.
fn not_cleanable(header: &Header) -> Option<&'static str> {
    const RAW_DATA: &str = "1.2.840.10008.5.1.4.1.1.66";
    const AUDIO: [&str; 2] = [
        "1.2.840.10008.5.1.4.1.1.9.4.1",
        "1.2.840.10008.5.1.4.1.1.9.4.2",
    ];
    const ENCAPSULATED_DOCUMENT: Tag = Tag(0x0042, 0x0011);
    let values = header.values();
    let class = values.text(Tag::SOP_CLASS).unwrap_or_default();
    if dicom_dir::is_directory(header) {
        return Some("a DICOMDIR is a list of other files with names of patients");
    }
    if header
        .notes
        .iter()
        .any(|note| note.contains("what follows is lost"))
    {
        return Some("the header cannot be read to its end");
    }
    if values.set.get(ENCAPSULATED_DOCUMENT).is_some() {
        return Some("an encapsulated document cannot be cleaned");
    }
    if AUDIO.contains(&class.as_str()) {
        return Some("a recording of a voice cannot be cleaned");
    }
    if class == RAW_DATA {
        return Some("raw data are private and cannot be cleaned");
    }
    if !header.transfer_syntax.starts_with("1.2.840.10008.1.2") {
        return Some("the transfer syntax is private");
    }
    None
}

/// What tells patients apart: Patient ID, else name and birth date, else the study.
fn patient_key(header: &Header) -> String {
    let values = header.values();
    let text = |tag| values.text(tag).unwrap_or_default();
    let id = text(Tag::PATIENT_ID);
    if !id.is_empty() {
        return format!("id {id}");
    }
    let name = text(Tag::PATIENT_NAME);
    if !name.is_empty() {
        return format!("name {name} {}", text(Tag::PATIENT_BIRTH_DATE));
    }
    format!("study {}", text(Tag::STUDY_UID))
}

/// The transfer syntax that fits what is written: always explicit, in the file's byte order.
fn transfer_syntax(header: &Header) -> &str {
    const EXPLICIT_LE: &str = "1.2.840.10008.1.2.1";
    const EXPLICIT_BE: &str = "1.2.840.10008.1.2.2";
    let stated = header.transfer_syntax.as_str();
    let is_native = matches!(
        stated,
        "1.2.840.10008.1.2" | EXPLICIT_LE | EXPLICIT_BE | "1.2.840.10008.1.2.1.99"
    );
    match (header.encoding.is_big_endian, is_native) {
        (true, _) => EXPLICIT_BE,
        (false, true) => EXPLICIT_LE,
        (false, false) => stated,
    }
}

/// Preamble and file meta information (PS3.10 7.1), always in explicit little endian.
fn meta(class: &str, sop: &str, transfer_syntax: &str) -> Vec<u8> {
    let encoder = Encoder {
        is_big_endian: false,
    };
    let uid = |number, uid: &str| encoder.element(Tag(0x0002, number), *b"UI", uid.as_bytes());
    let mut group = encoder.element(Tag(0x0002, 0x0001), *b"OB", &[0, 1]);
    if !class.is_empty() {
        group.extend(uid(0x0002, class));
    }
    group.extend(uid(0x0003, sop));
    group.extend(uid(0x0010, transfer_syntax));
    group.extend(uid(0x0012, crate::write::IMPLEMENTATION_UID));
    let len = encoder.u32(u32::try_from(group.len()).unwrap_or(u32::MAX));
    let mut head = vec![0; 128];
    head.extend(b"DICM");
    head.extend(encoder.element(Tag(0x0002, 0x0000), *b"UL", &len));
    head.extend(group);
    head
}

fn pixel_copy(header: &Header, path: &Path) -> Option<PixelCopy> {
    let place = header.pixels?;
    let values = header.values();
    let source = if header.is_deflated {
        Source::Memory(values.bytes.to_vec())
    } else {
        Source::File(path.to_owned())
    };
    Some(PixelCopy {
        source,
        tag: place.tag,
        vr: pixel_vr(header, place.tag),
        offset: place.offset,
        len: place.len.map(|len| u32::try_from(len).unwrap_or(u32::MAX)),
    })
}

/// The representation of native pixel data: the file's own where it states one, else by the bits (PS3.5 8.1, A.1).
fn pixel_vr(header: &Header, tag: Tag) -> Vr {
    let values = header.values();
    let stated = header.pixels.and_then(|place| {
        let at = usize::try_from(place.offset).ok()?.checked_sub(8)?;
        let letters = values.bytes.get(at..at + 2)?;
        [*b"OB", *b"OW"].into_iter().find(|vr| vr == letters)
    });
    match tag {
        Tag::FLOAT_PIXEL_DATA => *b"OF",
        Tag::DOUBLE_PIXEL_DATA => *b"OD",
        _ if header.encoding.is_explicit && stated.is_some() => stated.unwrap_or(*b"OW"),
        _ if values.count(Tag::BITS_ALLOCATED).unwrap_or(16) > 8 => *b"OW",
        _ => *b"OB",
    }
}

#[cfg(test)]
mod tests;
