//! `overread plugin`: all that a vendor, an educator or a site does with plugins, one file a command.

mod build;
mod check;
mod new;
mod run;

use clap::Subcommand;

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
    /// Runs an AI service on a study: prints its result as JSON and draws the findings into a picture.
    ///
    /// The exit code is 0 only if the service read the study; a result that says why it did not is printed all the same.
    Run(run::PluginRun),
}

/// Does what was asked for.
pub(crate) fn run(command: &PluginCommand) -> anyhow::Result<()> {
    match command {
        PluginCommand::New(wanted) => new::run(wanted),
        PluginCommand::Build(wanted) => build::run(wanted),
        PluginCommand::Check(wanted) => check::run(wanted),
        PluginCommand::Run(wanted) => run::run(wanted),
    }
}
