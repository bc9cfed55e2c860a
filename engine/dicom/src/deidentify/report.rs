//! What was done to one file and to a folder of files, in words and numbers that name no patient. No printing.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::PixelFlag;

/// What was done to an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Deed {
    /// Left out.
    Removed,
    /// Left out, being private.
    PrivateRemoved,
    /// Left out, because the dictionary does not know it or its bytes could not be read as what it is.
    UnknownRemoved,
    /// Left out, being the second of its tag in a data set.
    SecondRemoved,
    /// Given no value.
    Emptied,
    /// Given another value.
    Replaced,
    /// Given the UID that stands for its own.
    UidMapped,
    /// Moved to another date.
    DateMoved,
    /// Kept after its words were looked at, or with its items cleaned.
    Cleaned,
    /// Kept because an option says so.
    Retained,
}

impl Deed {
    /// A word for tables and files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::PrivateRemoved => "private-removed",
            Self::UnknownRemoved => "unknown-removed",
            Self::SecondRemoved => "second-removed",
            Self::Emptied => "emptied",
            Self::Replaced => "replaced",
            Self::UidMapped => "uid-mapped",
            Self::DateMoved => "date-moved",
            Self::Cleaned => "cleaned",
            Self::Retained => "retained",
        }
    }
}

/// What was done to one file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileReport {
    /// How many attributes each deed was done to, those of items included.
    pub deeds: BTreeMap<Deed, u32>,
    /// What the pixels may show, accepted by the options.
    pub flags: Vec<PixelFlag>,
    /// What else is to be known: nothing here comes from the file's own texts.
    pub notes: Vec<&'static str>,
}

/// What became of one file of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Written, to this path under the folder for results.
    Written {
        /// Without anything of the old name.
        to: PathBuf,
        /// What was done.
        report: FileReport,
    },
    /// The same as a file that is written already.
    Duplicate,
    /// Not DICOM, not copied.
    NotDicom,
    /// Not copied, and why; the reason names neither file nor patient.
    Refused {
        /// What kind of reason.
        why: String,
        /// What its pixels may show, if that is the reason.
        flags: Vec<PixelFlag>,
    },
}

/// What became of a folder. Files are in the order of their paths, which are not kept: names of files can be of patients.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FolderReport {
    /// One for each file of the folder.
    pub files: Vec<Outcome>,
}

impl FolderReport {
    /// The sums of the deeds over all files that were written.
    #[must_use]
    pub fn deeds(&self) -> BTreeMap<Deed, u64> {
        let mut sums = BTreeMap::new();
        for (deed, n) in self.reports().flat_map(|report| &report.deeds) {
            *sums.entry(*deed).or_default() += u64::from(*n);
        }
        sums
    }

    /// How many files have each flag, and how many of them were refused for it.
    #[must_use]
    pub fn flags(&self) -> BTreeMap<PixelFlag, (u64, u64)> {
        let mut sums: BTreeMap<PixelFlag, (u64, u64)> = BTreeMap::new();
        for flag in self.reports().flat_map(|report| &report.flags) {
            sums.entry(*flag).or_default().0 += 1;
        }
        for file in &self.files {
            if let Outcome::Refused { flags, .. } = file {
                for flag in flags {
                    let sum = sums.entry(*flag).or_default();
                    *sum = (sum.0 + 1, sum.1 + 1);
                }
            }
        }
        sums
    }

    /// How many files were written.
    #[must_use]
    pub fn n_written(&self) -> usize {
        self.reports().count()
    }

    /// How many files were refused.
    #[must_use]
    pub fn n_refused(&self) -> usize {
        let is_refused = |file: &&Outcome| matches!(file, Outcome::Refused { .. });
        self.files.iter().filter(is_refused).count()
    }

    fn reports(&self) -> impl Iterator<Item = &FileReport> {
        self.files.iter().filter_map(|file| match file {
            Outcome::Written { report, .. } => Some(report),
            Outcome::Duplicate | Outcome::NotDicom | Outcome::Refused { .. } => None,
        })
    }
}
