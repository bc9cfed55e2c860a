//! `overread ai`: results of other systems read from their DICOM objects, and our own written as such.

mod export;
mod import;
mod told;

use std::path::PathBuf;

use clap::{Args as ArgGroup, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum AiCommand {
    /// Reads DICOM objects of an AI service (SR, SEG, GSPS, SC) about a study and prints what they say.
    Import(Import),
    /// Writes the AI result or the reader's report of a finished session as DICOM objects.
    Export(export::Export),
}

#[derive(Debug, ArgGroup)]
pub(crate) struct Import {
    /// A DICOM object, a folder of them, or a recorded result in JSON.
    pub(crate) objects: PathBuf,
    /// The folder of the study's images: pixel coordinates become millimetres through them.
    #[arg(long)]
    pub(crate) study: PathBuf,
    /// Writes the recorded result as JSON, for the key "recorded" of a scenario's case.
    #[arg(long)]
    pub(crate) out: Option<PathBuf>,
}

/// Does what was asked.
pub(crate) fn run(command: &AiCommand) -> anyhow::Result<()> {
    match command {
        AiCommand::Import(wanted) => import::run(wanted),
        AiCommand::Export(wanted) => export::run(wanted),
    }
}
