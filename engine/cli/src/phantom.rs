//! `overread phantom`: synthetic studies of any kind as DICOM, as a sheet of pictures, and in figures.

mod make;
mod sheet;
mod statistics;

use clap::{Subcommand, ValueEnum};

#[derive(Debug, Subcommand)]
pub(crate) enum PhantomCommand {
    /// Makes synthetic studies and writes them as DICOM, each with its truth as truth.json.
    Make(make::Make),
    /// Draws a contact sheet of synthetic studies, one picture each, as PNG.
    Sheet(sheet::Sheet),
    /// Measures synthetic studies and prints the figures beside published ones, as a table in Markdown.
    Statistics(statistics::Statistics),
}

/// Does what a command says.
pub(crate) fn run(command: &PhantomCommand) -> anyhow::Result<()> {
    match command {
        PhantomCommand::Make(wanted) => make::run(wanted),
        PhantomCommand::Sheet(wanted) => sheet::run(wanted),
        PhantomCommand::Statistics(wanted) => statistics::run(wanted),
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Kind {
    /// CT of the chest, 512 x 512, slices of 2.5 mm or thinner.
    ChestCt,
    /// CT of the head.
    HeadCt,
    /// Radiographs of the chest.
    ChestRadiograph,
    /// Mammograms of both breasts, two views each.
    Mammography,
}

impl From<Kind> for overread_base::PhantomKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::ChestCt => Self::ChestCt,
            Kind::HeadCt => Self::HeadCt,
            Kind::ChestRadiograph => Self::ChestRadiograph,
            Kind::Mammography => Self::Mammography,
        }
    }
}

/// How hard lesions are to see.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Level {
    /// Seen by a student.
    Easy,
    /// Seen by a resident.
    Medium,
    /// Missed by some radiologists.
    Hard,
}

impl From<Level> for overread_base::Difficulty {
    fn from(level: Level) -> Self {
        match level {
            Level::Easy => Self::Easy,
            Level::Medium => Self::Medium,
            Level::Hard => Self::Hard,
        }
    }
}

/// What is put into the cases of a run; nothing said leaves it to the seeds, half of the cases abnormal.
#[derive(Debug, clap::Args)]
pub(crate) struct Wanted {
    /// What to make.
    #[arg(long, value_enum, default_value_t = Kind::ChestCt)]
    pub(crate) kind: Kind,
    /// The seed of the first study; further ones count up.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// How hard lesions are to see; medium if not given.
    #[arg(long, value_enum)]
    difficulty: Option<Level>,
    /// The share of abnormal cases, 0 to 1; what they hold follows from the seed.
    #[arg(long, value_parser = share, conflicts_with = "lesion")]
    pub(crate) prevalence: Option<f64>,
    /// A lesion that every case holds, as WORD[=AMOUNT][@PLACE][:SIDE], e.g. mass=12@upper-outer:left; may be given
    /// several times. A word that is none prints those that there are.
    #[arg(long, value_name = "LESION")]
    pub(crate) lesion: Vec<String>,
    /// Number of CT slices; the same range is covered.
    #[arg(long, value_parser = clap::value_parser!(u32).range(4..=1024))]
    pub(crate) slices: Option<u32>,
    /// Slice thickness of a CT, mm.
    #[arg(long)]
    thickness: Option<f64>,
    /// Reconstruction kernel of a CT.
    #[arg(long, value_enum)]
    kernel: Option<KernelWord>,
    /// Gives contrast medium before a CT.
    #[arg(long)]
    contrast: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum KernelWord {
    /// Smooth: little noise, soft edges.
    Soft,
    /// The all-round kernel.
    Standard,
    /// Sharp: fine detail, much noise.
    Lung,
}

fn share(text: &str) -> Result<f64, String> {
    let share: Option<f64> = text.parse().ok();
    share
        .filter(|share| (0.0..=1.0).contains(share))
        .ok_or_else(|| format!("must be 0 to 1, found {text:?}"))
}

impl Wanted {
    /// The recipe that the arguments come to.
    pub(crate) fn recipe(&self, priors_days: &[u32]) -> anyhow::Result<overread_phantom::Recipe> {
        use overread_phantom::{Acquisition, Content, Kernel, Recipe};
        let kind = self.kind.into();
        let content = if self.lesion.is_empty() {
            Content::Drawn {
                prevalence: self.prevalence.unwrap_or(0.5),
                among: Vec::new(),
            }
        } else {
            let read = |text: &String| {
                overread_phantom::parse_wish(kind, text).map_err(anyhow::Error::msg)
            };
            Content::Listed(self.lesion.iter().map(read).collect::<Result<_, _>>()?)
        };
        Ok(Recipe {
            kind,
            difficulty: self.difficulty.unwrap_or(Level::Medium).into(),
            content,
            acquisition: Acquisition {
                size: None,
                slices: self.slices,
                thickness_mm: self.thickness,
                kernel: self.kernel.map(|kernel| match kernel {
                    KernelWord::Soft => Kernel::Soft,
                    KernelWord::Standard => Kernel::Standard,
                    KernelWord::Lung => Kernel::Lung,
                }),
                is_enhanced: self.contrast.then_some(true),
            },
            priors_days: priors_days.to_vec(),
        })
    }

    /// Whether nothing is said but kind and seed.
    pub(crate) fn is_left_open(&self) -> bool {
        self.difficulty.is_none()
            && self.prevalence.is_none()
            && self.lesion.is_empty()
            && self.slices.is_none()
            && self.thickness.is_none()
            && self.kernel.is_none()
            && !self.contrast
    }

    /// The seeds of a run of `count` cases.
    pub(crate) fn seeds(&self, count: u32) -> anyhow::Result<Vec<overread_base::Seed>> {
        use anyhow::Context as _;
        let last = self
            .seed
            .checked_add(u64::from(count.saturating_sub(1)))
            .context("seeds end at 2^64")?;
        Ok((self.seed..=last).map(overread_base::Seed).collect())
    }
}
