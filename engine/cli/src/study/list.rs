//! `overread study list`: what the local study library holds, without names unless asked.

use std::path::PathBuf;

use clap::Args as ArgGroup;
use overread_workstation::{SeriesSummary, StudySummary};

use super::import::library;

#[derive(Debug, Clone, ArgGroup)]
pub(crate) struct List {
    /// The library's folder; the user's own if not given.
    #[arg(long)]
    library: Option<PathBuf>,
    /// Shows the patients' names, IDs and birth dates as well.
    #[arg(long)]
    identities: bool,
}

/// Prints studies by date; what cannot be read of the library goes to standard error.
#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the program's own output"
)]
pub(crate) fn run(wanted: &List) -> anyhow::Result<()> {
    let library = library(wanted.library.clone())?;
    let (studies, problems) = library.list()?;
    println!("library {}", library.folder().display());
    for study in &studies {
        print!("{}", describe(study, wanted.identities));
    }
    for problem in problems {
        eprintln!("{problem}");
    }
    if studies.is_empty() {
        eprintln!("the library is empty; `overread study import FOLDER` fills it");
    }
    Ok(())
}

fn describe(study: &StudySummary, shows_identities: bool) -> String {
    let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let mut text = format!(
        "study {}\n  date {}  description {}  files {}  {}\n",
        study.uid,
        or_dash(&study.date),
        or_dash(&study.description),
        study.files.len(),
        if study.is_deidentified {
            "de-identified"
        } else {
            "with identity"
        },
    );
    if shows_identities {
        text.push_str(&format!(
            "  patient {}  id {}  born {}  sex {}  age {}\n",
            or_dash(&study.patient.name),
            or_dash(&study.patient.id),
            or_dash(&study.patient.birth_date),
            or_dash(&study.patient.sex),
            or_dash(&study.patient.age),
        ));
    }
    for series in &study.series {
        text.push_str(&describe_series(series));
    }
    for (modality, n) in &study.objects {
        text.push_str(&format!("  {n} objects {modality}\n"));
    }
    text
}

fn describe_series(series: &SeriesSummary) -> String {
    let number = series
        .number
        .map_or_else(|| "-".to_owned(), |n| n.to_string());
    let part = match series.part {
        (_, 1) => String::new(),
        (part, of) => format!(" part {part} of {of}"),
    };
    let thumbnail = series
        .thumbnail
        .as_ref()
        .map_or_else(|| "-".to_owned(), |path| path.display().to_string());
    format!(
        "  series {number} {}{part}  {}  {} frames of {} x {}  uid {}\n    thumbnail {thumbnail}\n",
        series.modality,
        series.description.as_deref().unwrap_or("-"),
        series.n_frames,
        series.size[0],
        series.size[1],
        series.uid,
    )
}
