//! A vendor's plugin on the bench: run on one study again and again as it is changed. There is no session, no answer and
//! no record behind it; the panels show the AI result, what became of the newest version, and the runs so far.

mod bench_ui;

use overread_base::{FailureKind, Millis, NotRunReason};

/// What the panels show of the bench beside the images and the AI result of the view.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeskBench {
    /// The folder or file that is watched, as the vendor named it.
    pub source: String,
    /// What is being done.
    pub step: BenchStep,
    /// The digest of the version whose result is on screen.
    pub shown_digest: Option<String>,
    /// Whether a newer version came after the one whose result is on screen, and broke.
    pub is_shown_old: bool,
    /// How the newest version broke.
    pub fault: Option<BenchFault>,
    /// What the runs so far came to, the newest first.
    pub runs: Vec<BenchRun>,
}

/// What is being done on the bench.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum BenchStep {
    /// Nothing: waiting for a change.
    #[default]
    Watching,
    /// The images are being opened.
    OpeningStudy,
    /// The sources are being built.
    Building,
    /// The bundle is being checked and its component compiled.
    Loading,
    /// The service is at work.
    Running,
}

/// How a version broke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BenchFault {
    /// What broke.
    pub problem: BenchProblem,
    /// The digest of the version; `None` if it did not get that far.
    pub digest: Option<String>,
    /// Details for people.
    pub message: String,
}

/// What broke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BenchProblem {
    /// The sources do not build.
    Build,
    /// A fault class of the host.
    Fault(FailureKind),
}

/// One run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BenchRun {
    /// Counted from 1.
    pub number: u32,
    /// The digest of the version.
    pub digest: Option<String>,
    /// What came of it.
    pub outcome: BenchOutcome,
    /// How long the job took.
    pub elapsed: Option<Millis>,
}

/// What came of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BenchOutcome {
    /// The service read the study and found this many.
    Findings(usize),
    /// It was not run.
    NotRun(NotRunReason),
    /// It broke.
    Broke(BenchProblem),
}

impl BenchProblem {
    /// The name of the problem, equal in every language.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Build => "build-failed",
            Self::Fault(kind) => kind.name(),
        }
    }
}
