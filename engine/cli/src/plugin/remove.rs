//! `overread plugin remove`: takes an installed plugin out of the store. Sessions keep their record of it.

use clap::Args;
use overread_workstation::{Folders, Plugins, unix_seconds};

use super::sessions;

#[derive(Debug, Args)]
pub(crate) struct PluginRemove {
    /// The plugin: its id, id@version, or the first eight digits or more of its digest.
    plugin: String,
}

#[expect(clippy::print_stdout, reason = "the program's own output")]
pub(crate) fn run(wanted: &PluginRemove) -> anyhow::Result<()> {
    let folders = Folders::of_user(None);
    let plugins = Plugins::at(&folders);
    // What is not trusted any more, or cannot be judged, is removed all the same.
    let trust = plugins.trust_folder().open().unwrap_or_default();
    let listing = plugins.store().list(&trust, unix_seconds());
    let broken = listing
        .broken
        .iter()
        .find(|broken| broken.folder.ends_with(&wanted.plugin));
    if let Some(broken) = broken {
        plugins.store().remove_broken(broken)?;
        println!("removed: {}", broken.folder.display());
        return Ok(());
    }
    let plugin = listing.one(&wanted.plugin)?;
    plugins.store().remove(plugin)?;
    let manifest = plugin.signed().manifest();
    println!(
        "removed: {} {} ({})",
        manifest.id,
        manifest.version,
        plugin.digest()
    );
    let n_sessions = sessions::served_by(&folders, plugin.digest());
    if n_sessions > 0 {
        println!(
            "sessions that it served: {n_sessions}; they keep their record, and one that goes on says that the service is gone"
        );
    }
    Ok(())
}
