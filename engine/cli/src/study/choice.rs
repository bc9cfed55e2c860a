//! How to de-identify, as arguments: profile, options, accepted flags, secret. Nothing is done here.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use clap::{Args as ArgGroup, ValueEnum};
use overread_dicom::{Clean, Dates, DeidentifyOptions, PixelFlag, Retain, Secret};

/// What can be chosen besides the profile.
#[derive(Debug, Clone, ArgGroup)]
pub(crate) struct Choice {
    /// What happens to dates; the profile's way if not given.
    #[arg(long, value_enum)]
    pub(crate) dates: Option<DatesWord>,
    /// What else is kept; may be given several times.
    #[arg(long, value_enum, value_delimiter = ',')]
    pub(crate) keep: Vec<KeepWord>,
    /// What else is cleaned instead of removed; may be given several times.
    #[arg(long, value_enum, value_delimiter = ',')]
    pub(crate) clean: Vec<CleanWord>,
    /// Passes files on although their pixels may show this; may be given several times.
    #[arg(long, value_enum, value_delimiter = ',')]
    pub(crate) accept: Vec<AcceptWord>,
    /// A file of 16 bytes or more that nobody else knows: UIDs, pseudonyms and moved dates follow from it.
    #[arg(long, conflicts_with = "seed")]
    pub(crate) secret_file: Option<PathBuf>,
    /// A number instead of a secret, for synthetic studies: whoever guesses it can undo the replacements.
    #[arg(long)]
    pub(crate) seed: Option<u64>,
}

/// The profiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProfileWord {
    /// The Basic Application Level Confidentiality Profile without options.
    Basic,
    /// What a course needs: moved dates, sex and age, clean descriptions, reports and drawings.
    Course,
}

/// What happens to dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DatesWord {
    /// Removed.
    Remove,
    /// Moved back, all of a patient by the same number of days.
    Shift,
    /// Kept.
    Keep,
}

/// What is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum KeepWord {
    /// UIDs.
    Uids,
    /// Serial numbers and names of devices.
    Device,
    /// Names and addresses of institutions.
    Institution,
    /// Sex, age, size, weight and the like.
    Patient,
}

/// What is cleaned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CleanWord {
    /// Descriptions of known words are kept.
    Descriptors,
    /// Reports keep their structure.
    StructuredContent,
    /// Presentation states keep their drawings.
    Graphics,
}

/// What pixels may show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AcceptWord {
    /// Text that the file says is burned in.
    BurnedInText,
    /// Text that objects of its kind usually have.
    PossibleText,
    /// A face, e.g. in slices of a head.
    RecognizableFeatures,
    /// Overlays in bits of the pixels.
    OverlayBits,
    /// Overlay planes, which are removed otherwise.
    OverlayPlane,
}

impl Choice {
    /// The profile with all that was chosen.
    pub(crate) fn options(&self, profile: ProfileWord) -> DeidentifyOptions {
        let mut options = match profile {
            ProfileWord::Basic => DeidentifyOptions::basic(),
            ProfileWord::Course => DeidentifyOptions::course(),
        };
        match self.dates {
            None => {}
            Some(DatesWord::Remove) => options.dates = Dates::Remove,
            Some(DatesWord::Shift) => options.dates = Dates::Shift,
            Some(DatesWord::Keep) => options.dates = Dates::Keep,
        }
        options
            .retain
            .extend(self.keep.iter().map(|word| match word {
                KeepWord::Uids => Retain::Uids,
                KeepWord::Device => Retain::DeviceIdentity,
                KeepWord::Institution => Retain::InstitutionIdentity,
                KeepWord::Patient => Retain::PatientCharacteristics,
            }));
        options
            .clean
            .extend(self.clean.iter().map(|word| match word {
                CleanWord::Descriptors => Clean::Descriptors,
                CleanWord::StructuredContent => Clean::StructuredContent,
                CleanWord::Graphics => Clean::Graphics,
            }));
        options
            .accept
            .extend(self.accept.iter().map(|word| match word {
                AcceptWord::BurnedInText => PixelFlag::BurnedInText,
                AcceptWord::PossibleText => PixelFlag::PossibleText,
                AcceptWord::RecognizableFeatures => PixelFlag::RecognizableFeatures,
                AcceptWord::OverlayBits => PixelFlag::OverlayBits,
                AcceptWord::OverlayPlane => PixelFlag::OverlayPlane,
            }));
        options
    }

    /// The secret that was given, if any.
    pub(crate) fn secret(&self) -> anyhow::Result<Option<Secret>> {
        if let Some(file) = &self.secret_file {
            return secret_in(file).map(Some);
        }
        Ok(self
            .seed
            .map(|seed| Secret::from_bytes(format!("seed {seed}").as_bytes())))
    }
}

fn secret_in(file: &Path) -> anyhow::Result<Secret> {
    const AT_MOST: u64 = 1 << 20;
    let place = || format!("the secret {}", file.display());
    let n_bytes = std::fs::metadata(file).with_context(place)?.len();
    ensure!(
        (16..=AT_MOST).contains(&n_bytes),
        "a secret has 16 bytes to 1 MiB, found {n_bytes} ({})",
        file.display()
    );
    Ok(Secret::from_bytes(
        &std::fs::read(file).with_context(place)?,
    ))
}
