//! `overread plugin grant`: what a plugin may see beyond the basics, and whether it is switched on.

use std::collections::BTreeSet;

use anyhow::bail;
use clap::Args;
use overread_bundle::{Grants, InstalledState};
use overread_workstation::{Folders, FoundPlugin, Plugins};

use super::install::granted;

#[derive(Debug, Args)]
pub(crate) struct PluginGrant {
    /// The plugin: its id, id@version, or the first eight digits or more of its digest.
    plugin: String,
    /// Grants all that it asks for.
    #[arg(long, conflicts_with_all = ["none", "attribute", "prior_studies", "gpu"])]
    all: bool,
    /// Grants nothing.
    #[arg(long, conflicts_with_all = ["attribute", "prior_studies", "gpu"])]
    none: bool,
    /// Grants this DICOM attribute, by its keyword; may be given several times. What is not named is not granted.
    #[arg(long, value_name = "KEYWORD")]
    attribute: Vec<String>,
    /// Grants earlier studies of the patient.
    #[arg(long)]
    prior_studies: bool,
    /// Grants the graphics processor.
    #[arg(long)]
    gpu: bool,
    /// Switches an installed plugin on.
    #[arg(long, conflicts_with = "disable")]
    enable: bool,
    /// Switches an installed plugin off.
    #[arg(long)]
    disable: bool,
}

/// Sets what is asked for; without options it says what is granted.
#[expect(clippy::print_stdout, reason = "the program's own output")]
pub(crate) fn run(wanted: &PluginGrant) -> anyhow::Result<()> {
    let plugins = Plugins::at(&Folders::of_user(None));
    let plugin = one(&plugins, &wanted.plugin)?;
    let wants = plugin.signed().manifest().wants.clone();
    let is_by_name = !wanted.attribute.is_empty() || wanted.prior_studies || wanted.gpu;
    if wanted.all || wanted.none || is_by_name {
        let grants = if wanted.all {
            Grants::all_of(&wants)
        } else {
            Grants {
                attributes: wanted.attribute.iter().cloned().collect::<BTreeSet<_>>(),
                prior_studies: wanted.prior_studies,
                gpu: wanted.gpu,
            }
        };
        plugins.set_grants(&plugin, grants)?;
    }
    if wanted.enable || wanted.disable {
        let Some(installed) = plugin.installed() else {
            bail!(
                "only installed plugins are switched on and off; this one lies in {}",
                plugin.path().display()
            );
        };
        plugins.store().set_enabled(installed, wanted.enable)?;
    }
    let plugin = one(&plugins, &wanted.plugin)?;
    let manifest = plugin.signed().manifest();
    print!(
        "{} {}: {}",
        manifest.id,
        manifest.version,
        granted(plugin.grants(), &wants)
    );
    match plugin.state() {
        InstalledState::Enabled => println!("it is switched on"),
        InstalledState::DeveloperOnly => println!("it runs in developer mode only"),
        InstalledState::AwaitsGrants => {
            println!("it waits for your decision: --all, --none, or one by one")
        }
        InstalledState::Disabled => println!("it is switched off"),
        InstalledState::Refused(reasons) => println!("it does not run: {}", reasons.join("; ")),
    }
    Ok(())
}

/// The one plugin that is meant, installed or not.
fn one(plugins: &Plugins, selection: &str) -> anyhow::Result<FoundPlugin> {
    let (id, rest) = match selection.split_once('@') {
        Some((id, rest)) => (id, Some(rest)),
        None => (selection, None),
    };
    let is_start = |plugin: &FoundPlugin, start: &str| {
        let digest = plugin.signed().digest();
        start.len() >= 8 && digest.is_some_and(|digest| digest.starts_with(start))
    };
    let mut met = plugins.found().plugins;
    met.retain(|plugin| {
        let manifest = plugin.signed().manifest();
        match rest {
            Some(rest) => {
                manifest.id.as_str() == id && (manifest.version == rest || is_start(plugin, rest))
            }
            None => manifest.id.as_str() == id || is_start(plugin, id),
        }
    });
    match met.len() {
        0 => bail!("no plugin is named `{selection}`; `overread plugin list` shows them"),
        1 => Ok(met.remove(0)),
        _ => {
            let names: Vec<String> = met
                .iter()
                .map(|plugin| {
                    format!(
                        "{id}@{}, {}",
                        plugin.signed().manifest().version,
                        plugin.origin().word()
                    )
                })
                .collect();
            bail!(
                "several plugins are named so; say which: {}",
                names.join("; ")
            )
        }
    }
}
