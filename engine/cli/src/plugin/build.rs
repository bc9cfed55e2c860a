//! `overread plugin build`: the plugin in a folder becomes a bundle folder.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use overread_plugin_kit::{Cache, Change, Workshop, build};

#[derive(Debug, Args)]
pub(crate) struct PluginBuild {
    /// The plugin's folder, the one with plugin.toml.
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// The bundle folder to make; target/bundle in the plugin's folder if not given.
    #[arg(long)]
    out: Option<PathBuf>,
}

/// Builds it; what the compiler says is shown whole.
#[expect(clippy::print_stdout, reason = "the program's own output")]
pub(crate) fn run(wanted: &PluginBuild) -> anyhow::Result<()> {
    let folder = std::fs::canonicalize(&wanted.folder).with_context(|| {
        format!(
            "cannot find the plugin's folder {}",
            wanted.folder.display()
        )
    })?;
    let target = folder.join("target");
    // What is shown is what the user would type.
    let (bundle, shown) = match &wanted.out {
        Some(out) => (std::path::absolute(out)?, out.clone()),
        None => (target.join("bundle"), wanted.folder.join("target/bundle")),
    };
    let workshop = Workshop::new(Cache::of_user()?, target);
    let change = build(&workshop, &folder, &bundle, &progress)?;
    let shown = shown.strip_prefix(Path::new(".")).unwrap_or(&shown);
    match change {
        Change::None => println!("up to date: {}", shown.display()),
        Change::Written { n_files, n_bytes } => println!(
            "bundle: {} ({n_files} files, {} KB)",
            shown.display(),
            n_bytes.div_ceil(1024)
        ),
    }
    Ok(())
}

#[expect(clippy::print_stderr, reason = "progress belongs on the terminal")]
fn progress(step: &str) {
    eprintln!("{step}");
}
