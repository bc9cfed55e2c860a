//! The AI services of this machine as the panels are given them: plain data, and what the reader may ask for. Knows no
//! plugin, no file and no trust rule; whoever fills it does.

mod card_ui;
mod panel_ui;

pub(crate) use card_ui::operating_point;
pub(crate) use panel_ui::ServicesState;

use overread_base::{Code, FailureKind, LocalText, OperatingPoint};
use overread_exam::Candidate;
use overread_scenario::Practice;

/// All that is said about one service.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceSheet {
    /// What [`DeskAct`] names it by; another one for each version and digest.
    pub key: String,
    /// `vendor.service`.
    pub id: String,
    /// Names for people, per language.
    pub name: Vec<LocalText>,
    /// The vendor's version.
    pub version: String,
    /// SHA-256 of the bundle, lower-case hex; `None` if the bundle could not be read that far.
    pub digest: Option<String>,
    /// How it came here.
    pub origin: ServiceOrigin,
    /// Whether its signatures are good for sessions.
    pub trust: ServiceTrust,
    /// The owners of the keys that signed it.
    pub signed_by: Vec<String>,
    /// What it asks to be told, and whether it is.
    pub grants: Vec<ServiceGrant>,
    /// What it asks to use, and what it gets.
    pub limits: Vec<ServiceLimit>,
    /// Whether it can run.
    pub state: ServiceState,
    /// What the vendor says it is for.
    pub claims: ServiceClaims,
    /// Its models with what is known of them.
    pub models: Vec<ServiceModel>,
}

/// How a service came to this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ServiceOrigin {
    /// With the program.
    Bundled,
    /// Installed by the user.
    Installed,
    /// A developer's folder.
    Developer,
}

/// What the signatures of a service are worth here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServiceTrust {
    /// Part of the program: as trusted as the program itself.
    PartOfProgram,
    /// Signed by keys that this machine knows.
    Signed,
    /// Signed by nobody, or not by whom this site asks for.
    Unsigned,
    /// Opened by its path: its signatures were not looked at.
    NotChecked,
    /// Signed, but not so that it counts here.
    Refused {
        /// Why, for people.
        message: String,
    },
}

/// Something that a service asks to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceGrant {
    /// What it is.
    pub what: GrantedThing,
    /// Whether the user allows it.
    pub is_granted: bool,
}

/// What can be granted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum GrantedThing {
    /// A DICOM attribute beyond the basic ones, by its keyword.
    Attribute(String),
    /// Earlier studies of the patient.
    PriorStudies,
    /// The graphics processor.
    Gpu,
}

/// Something that a service uses, and how much of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceLimit {
    /// What it is.
    pub what: LimitedThing,
    /// What the manifest asks for; `None` leaves it to the host.
    pub asked: Option<u64>,
    /// What a job gets.
    pub granted: u64,
}

/// What is limited, with its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LimitedThing {
    /// The guest's own memory, MiB.
    MemoryMib,
    /// Host memory for its volumes and tensors, MiB.
    HostMemoryMib,
    /// Time for a study, seconds.
    AnalyzeSeconds,
}

/// Whether a service can run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServiceState {
    /// It can.
    Ready,
    /// Nobody has decided yet on what it asks to be told.
    AwaitsGrants,
    /// Switched off by the user.
    Disabled,
    /// It may not run: its trust says why.
    NotTrusted,
    /// It cannot be used at all.
    Broken {
        /// How it is broken.
        kind: FailureKind,
        /// Details for people.
        message: String,
    },
    /// Left alone after faults in a row.
    Quarantined {
        /// Seconds until it may run again; `None` until a person releases it.
        seconds_left: Option<u64>,
    },
}

/// What the vendor claims.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ServiceClaims {
    /// What the service is for, per language.
    pub intended_use: Vec<LocalText>,
    /// DICOM modalities.
    pub modalities: Vec<String>,
    /// DICOM body parts.
    pub body_parts: Vec<String>,
    /// What it can find.
    pub findings: Vec<Code>,
    /// The threshold and the accuracy claimed for it.
    pub operating_point: Option<OperatingPoint>,
    /// Whether the vendor restricts it to training.
    pub is_training_only: bool,
}

/// A model with what is known of its making.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ServiceModel {
    /// Its name in the manifest.
    pub name: String,
    /// SHA-256, lower-case hex.
    pub digest: String,
    /// One paragraph.
    pub summary: Option<String>,
    /// The data that it was trained on.
    pub trained_on: Option<String>,
    /// The data that the figures were measured on.
    pub tested_on: Option<String>,
    /// Where it fails.
    pub limitations: Option<String>,
    /// Measured figures by name.
    pub figures: Vec<(String, f64)>,
}

/// What the reader asks of the host rather than of the session.
#[derive(Debug, Clone, PartialEq)]
pub enum DeskAct {
    /// Tell a service something from now on, or no longer.
    SetGrant {
        /// [`ServiceSheet::key`].
        service: String,
        /// What.
        what: GrantedThing,
        /// Whether it is told.
        is_granted: bool,
    },
    /// Let a quarantined service run again.
    Release {
        /// [`ServiceSheet::key`].
        service: String,
    },
    /// The sheets are being opened: bring them up to date.
    ListServices,
    /// Run the plugin on the bench once more.
    RunAgain,
    /// A supervisor's order, as it was typed or pasted: the host checks its signature and has it carried out.
    Order(String),
    /// Who sits the examination, asked by [`crate::Desk::candidate_ui`].
    Candidate(Candidate),
    /// Begin a practice set, chosen in [`crate::Desk::practice_ui`] or the next one after the end of a set.
    Practice(Box<Practice>),
    /// Choose another practice set.
    ChoosePractice,
    /// Something in a course, of [`crate::Desk::course_ui`] and its neighbours.
    Course(crate::CourseAct),
    /// Back to the course that the session belongs to.
    BackToCourse,
    /// Something at the start, in the settings or on the tour.
    Start(crate::StartAct),
}

/// The services at hand.
#[derive(Debug, Clone, Copy, Default)]
pub enum DeskServices<'a> {
    /// Nobody has looked yet.
    #[default]
    Unknown,
    /// Being looked for.
    Listing,
    /// These.
    Listed(&'a [ServiceSheet]),
}

/// The beginning of a digest, enough to tell versions apart by eye.
#[must_use]
pub(crate) fn short_digest(digest: &str) -> String {
    const SHOWN: usize = 12;
    crate::finding_text::plain(&digest.chars().take(SHOWN).collect::<String>())
}
