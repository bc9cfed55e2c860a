//! `overread plugin`: all that a vendor, an educator or a site does with plugins, one file a command.

mod build;
mod check;
mod grant;
mod install;
mod keys;
mod list;
mod new;
mod pack;
mod remove;
mod run;
mod sessions;
mod sign;

use clap::Subcommand;

pub(crate) use sign::secret_key;

#[derive(Debug, Subcommand)]
pub(crate) enum PluginCommand {
    /// Makes a plugin from a template: it builds as it is, and has its tests and its SDK in its folder.
    New(new::PluginNew),
    /// Builds the plugin in a folder into a bundle folder, whatever it is written in.
    ///
    /// Compilers that the machine lacks are fetched into the cache, or what to install is named.
    Build(build::PluginBuild),
    /// Checks whether a plugin keeps the contract, on its files and on twelve synthetic studies.
    ///
    /// The exit code is 0 if no rule failed.
    Check(check::PluginCheck),
    /// Runs an AI service on a study in the desk, and again whenever its files change.
    ///
    /// With --picture, or where there is no display, it does one job: prints the result as JSON and draws the findings.
    /// The exit code is then 0 only if the service read the study; a result that says why it did not is printed all the same.
    Run(run::PluginRun),
    /// Packs a bundle folder into one file, whose manifest pins every file in it.
    Pack(pack::PluginPack),
    /// Adds a signature to a packed plugin.
    Sign(sign::PluginSign),
    /// Makes keys, and says whom this site trusts.
    #[command(subcommand)]
    Keys(keys::PluginKeys),
    /// Installs a packed plugin: checks its files, whether this site trusts it, and whether it keeps the contract.
    ///
    /// Several versions stand side by side. Until you have decided what it may see, it does not run.
    Install(install::PluginInstall),
    /// Lists the plugins of this machine; with --sessions, which bundle served which session.
    List(list::PluginList),
    /// Says or sets what a plugin may see beyond the basics, and switches it on or off.
    Grant(grant::PluginGrant),
    /// Removes an installed plugin. Sessions keep their record of it.
    Remove(remove::PluginRemove),
}

/// Does what was asked for.
pub(crate) fn run(command: &PluginCommand) -> anyhow::Result<()> {
    match command {
        PluginCommand::New(wanted) => new::run(wanted),
        PluginCommand::Build(wanted) => build::run(wanted),
        PluginCommand::Check(wanted) => check::run(wanted),
        PluginCommand::Run(wanted) => run::run(wanted),
        PluginCommand::Pack(wanted) => pack::run(wanted),
        PluginCommand::Sign(wanted) => sign::run(wanted),
        PluginCommand::Keys(wanted) => keys::run(wanted),
        PluginCommand::Install(wanted) => install::run(wanted),
        PluginCommand::List(wanted) => list::run(wanted),
        PluginCommand::Grant(wanted) => grant::run(wanted),
        PluginCommand::Remove(wanted) => remove::run(wanted),
    }
}
