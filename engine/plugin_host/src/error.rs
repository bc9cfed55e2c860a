//! Why a bundle does not become a plugin. How a job ends is no error: it stands in its result.

use overread_base::FailureKind;

use overread_bundle::{ApiVersion, CONTRACT};

/// Why the sandbox does not start or a bundle does not load.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PluginError {
    /// The sandbox itself cannot start on this machine.
    #[error("the plugin sandbox cannot start: {0}")]
    Sandbox(String),
    /// Made for a newer or an older contract.
    #[error("made for version {needed} of the plugin contract, this program offers {CONTRACT}")]
    Version {
        /// What the manifest asks for.
        needed: ApiVersion,
    },
    /// An exam scenario where an AI service is wanted.
    #[error("kind of the plugin: expected `ai-service`, found `exam-scenario`")]
    Kind,
    /// An AI service where an exam scenario is wanted.
    #[error("kind of the plugin: expected `exam-scenario`, found `ai-service`")]
    NotAnExam,
    /// The component is broken or is none.
    #[error("the component does not compile: {0}")]
    Compile(String),
    /// The component asks for something that the contract does not offer, or lacks what it must export.
    #[error("the component does not fit the contract: {0}")]
    Link(String),
    /// The component was started without a study and did not come back with its profile.
    #[error("the component cannot describe itself: {message}")]
    Describe {
        /// How it ended.
        kind: FailureKind,
        /// Details for people.
        message: String,
    },
}

impl PluginError {
    /// The kind under which a result reports it.
    #[must_use]
    pub fn kind(&self) -> FailureKind {
        match self {
            Self::Version { .. } | Self::Kind | Self::NotAnExam => FailureKind::Incompatible,
            Self::Sandbox(_) | Self::Compile(_) => FailureKind::CompileFailed,
            Self::Link(_) => FailureKind::LinkFailed,
            Self::Describe { kind, .. } => *kind,
        }
    }
}
