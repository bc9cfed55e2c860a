//! `overread plugin pack`: a bundle folder becomes one file whose manifest pins everything in it.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;
use overread_bundle::{PACKED_ENDING, PackOptions, PackReport, SignedManifest, pack};

use super::sign;
use crate::progress;

#[derive(Debug, Args)]
pub(crate) struct PluginPack {
    /// The bundle folder, as `overread plugin build` makes it.
    #[arg(default_value = "target/bundle")]
    folder: PathBuf,
    /// The file to write; ID-VERSION.overread in the working folder if not given.
    #[arg(long)]
    out: Option<PathBuf>,
    /// A further file of the folder to pack, by its path in it; may be given several times.
    #[arg(long, value_name = "PATH")]
    include: Vec<String>,
    /// Pins files anew that changed since the manifest pinned them, instead of refusing them.
    #[arg(long)]
    repin: bool,
    /// Signs what was packed with this secret key.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
}

/// Packs, says what is in it and what is not, and what comes next.
#[expect(clippy::print_stdout, reason = "the program's own output")]
pub(crate) fn run(wanted: &PluginPack) -> anyhow::Result<()> {
    let folder = &wanted.folder;
    if !folder.join("plugin.toml").is_file() {
        bail!(
            "no bundle folder: {} holds no plugin.toml; make one with `overread plugin build`, or name another folder",
            folder.display()
        );
    }
    let out = match &wanted.out {
        Some(out) => out.clone(),
        None => default_name(folder)?,
    };
    // A key that cannot be used is said before anything is written.
    let key = wanted.key.as_deref().map(sign::secret_key).transpose()?;
    let options = PackOptions {
        include: wanted.include.clone(),
        repin: wanted.repin,
    };
    let bar = progress::bar(&format!("packing {}", folder.display()));
    let packed = pack(folder, &out, &options);
    bar.finish_and_clear();
    let report = packed.context("not packed")?;
    print!("{}", said(&report, &out));
    match key {
        Some(key) => sign::sign_with(&out, &key),
        None => {
            println!(
                "next: overread plugin sign {} --key FILE.secret",
                out.display()
            );
            Ok(())
        }
    }
}

/// `ID-VERSION.overread`.
fn default_name(folder: &Path) -> anyhow::Result<PathBuf> {
    let signed = SignedManifest::read(folder);
    let name = match signed {
        Ok(signed) => {
            let manifest = signed.manifest();
            format!("{}-{}.{PACKED_ENDING}", manifest.id, manifest.version)
        }
        // Signatures of an older manifest do not matter here: packing leaves them out and says so.
        Err(_) => {
            let text = std::fs::read_to_string(folder.join("plugin.toml"))?;
            let manifest = overread_bundle::Manifest::parse("plugin.toml", &text);
            let manifest = manifest.map_err(|found| {
                let faults: Vec<String> = found.all().iter().map(ToString::to_string).collect();
                anyhow::anyhow!("not packed: {}", faults.join("\n"))
            })?;
            format!("{}-{}.{PACKED_ENDING}", manifest.id, manifest.version)
        }
    };
    Ok(PathBuf::from(name))
}

fn said(report: &PackReport, out: &Path) -> String {
    let mut text = format!(
        "packed: {} ({} files, {} KB)\ndigest: {}\n",
        out.display(),
        report.n_files,
        report.n_bytes.div_ceil(1024),
        report.digest
    );
    let mut list = |what: &str, files: &[String]| {
        if !files.is_empty() {
            text.push_str(&format!("{what}: {}\n", files.join(", ")));
        }
    };
    list("newly pinned", &report.newly_pinned);
    list("left out (add with --include PATH)", &report.left_out);
    if report.n_signatures_dropped > 0 {
        text.push_str("the folder's signatures were of another manifest and are left out\n");
    }
    text
}
