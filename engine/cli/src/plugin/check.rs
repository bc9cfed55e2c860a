//! `overread plugin check`: whether a plugin keeps the contract, as text, JSON and JUnit. Judges nothing itself.

mod verify;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;
use overread_bundle::Bundle;
use overread_conformance::{CheckOptions, Report, Scope, Verdict};
use overread_workstation::{Folders, Services};

use crate::plugin::sign::secret_key;
use crate::progress;

#[derive(Debug, Args)]
pub(crate) struct PluginCheck {
    /// The bundle: the folder with its plugin.toml, or a packed plugin.
    #[arg(required_unless_present = "verify")]
    pub(crate) bundle: Option<PathBuf>,
    /// Writes the report as JSON to this file.
    #[arg(long, value_name = "FILE")]
    pub(crate) json: Option<PathBuf>,
    /// Writes the report as JUnit XML to this file.
    #[arg(long, value_name = "FILE")]
    pub(crate) junit: Option<PathBuf>,
    /// Few and small studies, once each, as an installer does.
    #[arg(long)]
    pub(crate) quick: bool,
    /// Only the rules with this id or below it, e.g. `static` or `dynamic.study.oblique`; may be given several times.
    #[arg(long, value_name = "ID")]
    pub(crate) only: Vec<String>,
    /// Signs the JSON report with this reviewer's secret key, into a file beside it that ends in `.sig`.
    #[arg(long, value_name = "KEY", requires = "json")]
    pub(crate) sign: Option<PathBuf>,
    /// Checks nothing, but says who signed this JSON report, and whether it is about the bundle, if one is given.
    #[arg(long, value_name = "REPORT", conflicts_with_all = ["json", "junit", "quick", "only", "sign"])]
    pub(crate) verify: Option<PathBuf>,
}

/// Checks the bundle, prints the report and writes it where it is wanted. A report with failures is an error.
#[expect(clippy::print_stdout, reason = "the program's own output")]
pub(crate) fn run(wanted: &PluginCheck) -> anyhow::Result<()> {
    if let Some(signed) = &wanted.verify {
        return verify::run(signed, wanted.bundle.as_deref());
    }
    let options = options(wanted)?;
    // Asked for before the work: a key that cannot sign is no reason to wait for it.
    let key = wanted.sign.as_deref().map(secret_key).transpose()?;
    let bundle = wanted.bundle.as_deref().context("no bundle")?;
    let report = report(bundle, &options)?;
    print!("{report}");
    if let Some(path) = &wanted.json {
        let json = report
            .to_json()
            .context("the report cannot be written as JSON")?;
        write(path, &json)?;
        if let Some(key) = &key {
            let signature = overread_conformance::countersign(json.as_bytes(), key)?;
            write(&verify::signature_path(path), &signature)?;
        }
    }
    if let Some(path) = &wanted.junit {
        write(path, &report.to_junit())?;
    }
    match report.verdict() {
        Verdict::Passed | Verdict::Incomplete => Ok(()),
        Verdict::Failed => bail!("{} rules do not hold", report.counts().failed),
    }
}

fn options(wanted: &PluginCheck) -> anyhow::Result<CheckOptions> {
    let options = CheckOptions {
        scope: if wanted.quick {
            Scope::Quick
        } else {
            Scope::Full
        },
        only: wanted.only.clone(),
    };
    if let Some(unknown) = options.unknown().first() {
        let mut known = String::new();
        for id in overread_conformance::rule_ids() {
            known.push_str("\n  ");
            known.push_str(&id);
        }
        bail!("no rule is named `{unknown}` or lies below it; the rules are{known}");
    }
    Ok(options)
}

fn report(path: &Path, options: &CheckOptions) -> anyhow::Result<Report> {
    let bundle = match Bundle::open(path) {
        Ok(bundle) => bundle,
        Err(error) => return Ok(overread_conformance::refused(path, &error, options)),
    };
    let services = Services::open(&Folders::of_user(None))?;
    let bar = progress::bar(&format!("checking {}", path.display()));
    let mut follow = |step: overread_conformance::Step<'_>| {
        progress::step(&bar, step.name, step.done, step.of);
    };
    let report = overread_conformance::check(&bundle, services.plugin_host(), options, &mut follow);
    bar.finish_and_clear();
    Ok(report)
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    fs::write(path, text)
        .with_context(|| format!("the report cannot be written: {}", path.display()))
}
