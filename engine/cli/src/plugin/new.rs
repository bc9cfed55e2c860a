//! `overread plugin new`: a plugin that builds, with its tests, its SDK and what to type next.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use overread_plugin_kit::{Kind, Language, NewPlugin, new_plugin};

#[derive(Debug, Args)]
pub(crate) struct PluginNew {
    /// The name of the plugin's folder and package, e.g. lung-spots: lower-case letters, digits and dashes.
    name: String,
    /// What it is written in.
    #[arg(long, value_enum)]
    lang: Lang,
    /// What it is for.
    #[arg(long, value_enum, default_value_t = Purpose::AiService)]
    kind: Purpose,
    /// Its id in reverse DNS; `org.example.` and the name if not given.
    #[arg(long)]
    id: Option<String>,
    /// Its name for people; made of NAME if not given.
    #[arg(long)]
    title: Option<String>,
    /// Whom to ask about it, e.g. an address for mail.
    #[arg(long)]
    contact: Option<String>,
    /// The folder to make it in.
    #[arg(long, default_value = ".")]
    into: PathBuf,
}

/// The languages that there are SDKs for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Lang {
    Rust,
    Python,
    Javascript,
}

/// The worlds of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Purpose {
    /// Reads studies and reports findings.
    AiService,
    /// Runs an exam.
    ExamScenario,
}

impl Lang {
    fn language(self) -> Language {
        match self {
            Self::Rust => Language::Rust,
            Self::Python => Language::Python,
            Self::Javascript => Language::JavaScript,
        }
    }

    /// How the plugin's own tests are run in its folder.
    fn test_command(self) -> &'static str {
        match self {
            Self::Rust => "cargo test",
            Self::Python => "PYTHONPATH=.:sdk python3 -m unittest discover -s tests",
            Self::Javascript => "node --test",
        }
    }
}

/// Makes it, and says what comes next.
#[expect(clippy::print_stdout, reason = "the program's own output")]
pub(crate) fn run(wanted: &PluginNew) -> anyhow::Result<()> {
    let language = wanted.lang.language();
    let kind = match wanted.kind {
        Purpose::AiService => Kind::AiService,
        Purpose::ExamScenario => Kind::ExamScenario,
    };
    let plugin = NewPlugin {
        language,
        kind,
        folder_name: wanted.name.clone(),
        id: wanted.id.clone(),
        name: wanted.title.clone(),
        contact: wanted.contact.clone(),
    };
    let made = new_plugin(&plugin, &wanted.into)?;
    let what = match kind {
        Kind::AiService => "an AI service",
        Kind::ExamScenario => "an exam",
    };
    println!(
        "made {}: {what} in {}, {} files\nnext:\n  cd {}\n  {}\n  overread plugin build",
        made.folder.display(),
        language.name(),
        made.n_files,
        made.folder.display(),
        wanted.lang.test_command(),
    );
    Ok(())
}
