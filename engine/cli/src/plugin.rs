//! `overread plugin`: all that a vendor, an educator or a site does with plugins, one file a command.

mod run;

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum PluginCommand {
    /// Runs an AI service on a study: prints its result as JSON and draws the findings into a picture.
    ///
    /// The exit code is 0 only if the service read the study; a result that says why it did not is printed all the same.
    Run(run::PluginRun),
}

/// Does what was asked for.
pub(crate) fn run(command: &PluginCommand) -> anyhow::Result<()> {
    match command {
        PluginCommand::Run(wanted) => run::run(wanted),
    }
}
