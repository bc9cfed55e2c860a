//! `overread analyse`: the results of a reader study as one page and as tables.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{Args as ArgGroup, ValueEnum};
use overread_analysis::{Language, PageTexts, Study, analyse, page, tables};
use overread_workstation::gather_reads;

/// A language of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PageLanguage {
    /// English.
    En,
    /// Russian.
    Ru,
}

#[derive(Debug, ArgGroup)]
pub(crate) struct Analyse {
    /// Sessions, folders of sessions, or folders that `session export` wrote its tables to.
    #[arg(required = true, value_name = "RESULTS")]
    results: Vec<PathBuf>,
    /// The page: one HTML file that needs nothing else.
    #[arg(long, value_name = "FILE.html")]
    out: PathBuf,
    /// A folder for the figures as CSV tables; files of the same names are replaced.
    #[arg(long, value_name = "DIR")]
    tables: Option<PathBuf>,
    /// The language of the page.
    #[arg(long, value_enum, default_value = "en")]
    language: PageLanguage,
    /// What the study is called.
    #[arg(long, default_value = "")]
    title: String,
}

/// Analyses and says what was written.
#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the program's own output"
)]
pub(crate) fn run(wanted: &Analyse) -> anyhow::Result<()> {
    let gathered = gather_reads(&wanted.results)?;
    for skipped in &gathered.skipped {
        eprintln!("left out: {} ({})", skipped.reason, skipped.path.display());
    }
    if gathered.reads.is_empty() {
        bail!("there is no read of a session that has ended");
    }
    let study = Study::of(gathered.reads);
    let analysis = analyse(&study);
    let texts = PageTexts {
        language: match wanted.language {
            PageLanguage::En => Language::En,
            PageLanguage::Ru => Language::Ru,
        },
        title: &wanted.title,
        software: concat!("overread ", env!("CARGO_PKG_VERSION")),
    };
    write(&wanted.out, &page(&study, &analysis, &texts))?;
    println!("{}", wanted.out.display());
    if let Some(folder) = &wanted.tables {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
        for file in tables(&study, &analysis) {
            let path = folder.join(file.name);
            write(&path, &file.text)?;
            println!("{}", path.display());
        }
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
