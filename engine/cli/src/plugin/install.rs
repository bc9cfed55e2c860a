//! `overread plugin install`: a packed plugin is checked, judged and put into the store.

use std::path::PathBuf;

use anyhow::bail;
use clap::Args;
use overread_bundle::{
    Bundle, Grants, InstallError, InstallOutcome, InstallRequest, Installed, InstalledState, Wants,
    shown_wants,
};
use overread_conformance::{CheckOptions, Outcome, Scope, Step};
use overread_plugin_host::Limits;
use overread_workstation::{Folders, Plugins, Services, unix_seconds};

use crate::progress;

#[derive(Debug, Args)]
pub(crate) struct PluginInstall {
    /// The packed plugin.
    file: PathBuf,
    /// Installs a plugin that this site does not trust, for developer mode only: it gives no certificates.
    #[arg(long)]
    developer: bool,
    /// Grants all that the plugin asks for; without it you decide with `overread plugin grant`.
    #[arg(long)]
    grant_all: bool,
}

#[expect(clippy::print_stdout, reason = "the program's own output")]
pub(crate) fn run(wanted: &PluginInstall) -> anyhow::Result<()> {
    let folders = Folders::of_user(None);
    let plugins = Plugins::at(&folders);
    let trust = plugins.trust_folder().open()?;
    let installed = plugins.store().install(InstallRequest {
        path: &wanted.file,
        trust: &trust,
        now_unix_s: unix_seconds(),
        for_developers: wanted.developer,
        checks: &mut |bundle| checked(bundle, &folders),
    });
    let (done, installed) = match installed {
        Ok(InstallOutcome::Installed(installed)) => ("installed", installed),
        Ok(InstallOutcome::Renewed(installed)) => ("renewed", installed),
        Ok(InstallOutcome::AlreadyThere(installed)) => ("already installed", installed),
        Err(error) => bail!("not installed: {error}{}", advice(&error)),
    };
    let wants = &installed.signed().manifest().wants;
    if wanted.grant_all {
        plugins.store().grant(&installed, Grants::all_of(wants))?;
    }
    let listing = plugins.store().list(&trust, unix_seconds());
    let installed = listing
        .one(installed.digest())
        .cloned()
        .unwrap_or(installed);
    print!("{}", said(done, &installed));
    Ok(())
}

/// The installer's checks: few and small studies.
fn checked(bundle: &Bundle, folders: &Folders) -> Result<Vec<String>, Vec<String>> {
    let services = Services::open(folders).map_err(|error| vec![error.to_string()])?;
    let options = CheckOptions {
        scope: Scope::Quick,
        only: Vec::new(),
    };
    let bar = progress::bar(&format!("checking {}", bundle.manifest().id));
    let mut follow = |step: Step<'_>| progress::step(&bar, step.name, step.done, step.of);
    let report = overread_conformance::check(bundle, services.plugin_host(), &options, &mut follow);
    bar.finish_and_clear();
    let failed: Vec<String> = report
        .checks
        .iter()
        .filter(|check| check.outcome == Outcome::Failed)
        .map(|check| format!("{}: {}", check.id, check.reason().unwrap_or_default()))
        .collect();
    if !failed.is_empty() {
        return Err(failed);
    }
    let counts = report.counts();
    Ok(vec![format!(
        "{} rules hold, {} with warnings, {} not judged",
        counts.passed, counts.warnings, counts.skipped
    )])
}

/// What to do about a refusal.
fn advice(error: &InstallError) -> &'static str {
    if matches!(error, InstallError::NotTrusted { .. }) {
        "\nwhat to do: get the vendor's public key by a way that you trust and add it, `overread plugin keys add FILE.pub`; to try a plugin of your own, `overread plugin install --developer FILE`"
    } else if matches!(error, InstallError::FailedChecks { .. }) {
        "\nwhat to do: `overread plugin check FILE` tells each rule in full; ask the vendor for a version that keeps the contract"
    } else if matches!(error, InstallError::Bundle(_)) {
        "\nwhat to do: get the file again; if it is the same, ask the vendor to pack it with `overread plugin pack`"
    } else {
        ""
    }
}

fn said(done: &str, installed: &Installed) -> String {
    let manifest = installed.signed().manifest();
    let mut text = format!(
        "{done}: {} {} ({})\ndigest: {}\n",
        manifest.id,
        manifest.version,
        manifest.kind.word(),
        installed.digest()
    );
    let signers = &installed.verdict().signers;
    let signers: Vec<String> = signers.iter().map(|signer| signer.shown()).collect();
    if !signers.is_empty() {
        text.push_str(&format!("signed by: {}\n", signers.join(", ")));
    }
    for line in installed.checks() {
        text.push_str(&format!("checks: {line}\n"));
    }
    text.push_str(&limits(installed));
    text.push_str(&match installed.state() {
        InstalledState::Enabled => granted(installed.grants(), &manifest.wants),
        InstalledState::DeveloperOnly => {
            "DEVELOPER MODE: it is not trusted here, runs with a red notice, and gives no certificates\n"
                .to_owned()
        }
        InstalledState::AwaitsGrants => format!(
            "it asks for {}; decide with `overread plugin grant {} --all`, `--none` or one by one; until then it does not run\n",
            shown_wants(&manifest.wants),
            manifest.id
        ),
        InstalledState::Disabled => "it is switched off\n".to_owned(),
        InstalledState::Refused(reasons) => format!("refused: {}\n", reasons.join("; ")),
    });
    text
}

pub(super) fn granted(grants: &Grants, wants: &Wants) -> String {
    let mut given: Vec<String> = grants.attributes.iter().cloned().collect();
    if grants.prior_studies {
        given.push("prior studies".to_owned());
    }
    if grants.gpu {
        given.push("the graphics processor".to_owned());
    }
    let given = if given.is_empty() {
        "nothing".to_owned()
    } else {
        given.join(", ")
    };
    format!("granted: {given}; it asks for {}\n", shown_wants(wants))
}

/// What it asks to use, where the ceiling is lower.
fn limits(installed: &Installed) -> String {
    const MIB: u64 = 1 << 20;
    let asked = installed.signed().manifest().limits;
    let given = Limits::granted(&asked);
    let rows = [
        ("memory", asked.memory_mib, given.memory_bytes / MIB, "MiB"),
        (
            "host memory",
            asked.host_memory_mib,
            given.host_memory_bytes / MIB,
            "MiB",
        ),
        (
            "time for a study",
            asked.analyze_seconds,
            given.analyze.as_secs(),
            "s",
        ),
    ];
    let mut text = String::new();
    for (what, asked, given, unit) in rows {
        if asked.is_some_and(|asked| asked > given) {
            let asked = asked.unwrap_or_default();
            text.push_str(&format!(
                "{what}: asks for {asked} {unit}, gets {given} {unit}\n"
            ));
        }
    }
    text
}
