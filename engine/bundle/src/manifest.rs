//! The manifest `plugin.toml`, schema 1: what a bundle holds, claims and asks for. Reads text only; opens no file.

mod names;
mod read;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use overread_base::{Code, Diagnostics, LocalText, OperatingPoint, ServiceId};

pub(crate) use names::is_bundle_path;

/// The manifest's name in a bundle.
pub(crate) const MANIFEST: &str = crate::form::PLUGIN.manifest;
pub(crate) use crate::form::SIGNATURES;

/// The contract version that this host offers.
pub const CONTRACT: ApiVersion = ApiVersion { major: 1, minor: 0 };

/// A checked manifest.
#[derive(Debug, Clone, PartialEq)]
pub struct Manifest {
    /// Reverse DNS, e.g. `org.example.lung-nodule`.
    pub id: ServiceId,
    /// Names for people, per language.
    pub name: Vec<LocalText>,
    /// The vendor's version.
    pub version: String,
    /// Which world the component is made for.
    pub kind: PluginKind,
    /// The least version of the contract that it needs.
    pub api: ApiVersion,
    /// Path of the component in the bundle.
    pub component: String,
    /// SPDX licence expression.
    pub license: String,
    /// Where to ask.
    pub contact: Option<String>,
    /// What it is for.
    pub clinical: Clinical,
    /// Its models.
    pub models: Vec<ModelEntry>,
    /// What it would like to see beyond the basics.
    pub wants: Wants,
    /// How much it would like to use.
    pub limits: LimitRequest,
    /// What the user may set, by name.
    pub settings: BTreeMap<String, Setting>,
    /// Other files by path, with their SHA-256 in lower-case hex.
    pub files: BTreeMap<String, String>,
}

/// Which world a component is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PluginKind {
    /// Reads studies and reports findings.
    AiService,
    /// Runs an exam.
    ExamScenario,
}

impl PluginKind {
    /// As the manifest writes it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::AiService => "ai-service",
            Self::ExamScenario => "exam-scenario",
        }
    }
}

/// A version of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ApiVersion {
    /// Changes when old plugins stop working.
    pub major: u32,
    /// Changes when something is added.
    pub minor: u32,
}

impl fmt::Display for ApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// What the vendor claims; shown to the reader and recorded.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Clinical {
    /// What the service is for, per language.
    pub intended_use: Vec<LocalText>,
    /// DICOM modalities, e.g. `CT`.
    pub modalities: Vec<String>,
    /// DICOM body parts, e.g. `CHEST`.
    pub body_parts: Vec<String>,
    /// What it can find, as `SCHEME:VALUE` or a bare RadLex id.
    pub findings: Vec<Code>,
    /// The threshold and the accuracy claimed for it.
    pub operating_point: Option<OperatingPoint>,
    /// Whether the vendor restricts it to training.
    pub is_training_only: bool,
}

/// A model file.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelEntry {
    /// The name by which the plugin opens it.
    pub name: String,
    /// Path in the bundle.
    pub file: String,
    /// SHA-256, lower-case hex.
    pub sha256: String,
    /// The highest operator set that it uses, if stated.
    pub opset_max: Option<u32>,
    /// What is known of its making and its limits.
    pub card: ModelCard,
}

/// What is known of a model: free text and figures, as its makers measured them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ModelCard {
    /// One paragraph.
    pub summary: Option<String>,
    /// The data that it was trained on.
    pub trained_on: Option<String>,
    /// The data that the figures were measured on.
    pub tested_on: Option<String>,
    /// Where it fails.
    pub limitations: Option<String>,
    /// Measured figures by name, e.g. `auc`.
    pub figures: BTreeMap<String, f64>,
}

/// Wishes that the user grants one by one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wants {
    /// DICOM keywords beyond the basic set.
    pub attributes: BTreeSet<String>,
    /// Earlier studies of the patient.
    pub prior_studies: bool,
    /// `none`, `optional` or `required`.
    pub gpu: Option<String>,
}

/// How much a plugin would like to use; absent means the host's default, and the host clips each to its ceiling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LimitRequest {
    /// Linear memory, MiB.
    pub memory_mib: Option<u64>,
    /// Deadline of `analyze`, seconds.
    pub analyze_seconds: Option<u64>,
    /// Host memory of volumes and tensors, MiB.
    pub host_memory_mib: Option<u64>,
}

/// The longest text of a setting.
const MAX_SETTING_BYTES: usize = 4 * 1024;

/// A value that the user may set.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// What values there are.
    pub kind: SettingKind,
    /// The value where the user set none, as the plugin gets it.
    pub default: String,
}

/// The values of a setting.
#[derive(Debug, Clone, PartialEq)]
pub enum SettingKind {
    /// A finite number in a closed range.
    Number {
        /// The least value.
        min: f64,
        /// The greatest value.
        max: f64,
    },
    /// `true` or `false`.
    Flag,
    /// One of these words.
    Choice(Vec<String>),
    /// Any text of at most 4 KiB.
    Text,
}

impl Setting {
    /// Whether `value` is one that the setting allows.
    #[must_use]
    pub fn allows(&self, value: &str) -> bool {
        match &self.kind {
            SettingKind::Number { min, max } => value
                .parse::<f64>()
                .is_ok_and(|number| *min <= number && number <= *max),
            SettingKind::Flag => matches!(value, "true" | "false"),
            SettingKind::Choice(words) => words.iter().any(|word| word == value),
            SettingKind::Text => value.len() <= MAX_SETTING_BYTES,
        }
    }
}

impl Manifest {
    /// Reads and checks a manifest; `file` names it in the faults.
    ///
    /// # Errors
    /// All faults at once, each with its line.
    pub fn parse(file: &str, text: &str) -> Result<Self, Diagnostics> {
        read::manifest(file, text)
    }

    /// The files that it pins, models among them, with their SHA-256.
    #[must_use]
    pub fn pinned(&self) -> BTreeMap<&str, &str> {
        let models = self
            .models
            .iter()
            .map(|model| (model.file.as_str(), model.sha256.as_str()));
        let files = self
            .files
            .iter()
            .map(|(path, digest)| (path.as_str(), digest.as_str()));
        models.chain(files).collect()
    }
}

/// The language of `locales/TAG.ftl`.
pub(crate) fn locale_of(path: &str) -> Option<&str> {
    let tag = path.strip_prefix("locales/")?.strip_suffix(".ftl")?;
    is_locale_tag(tag).then_some(tag)
}

/// Whether `tag` has the form of a BCP 47 language tag.
#[must_use]
pub fn is_locale_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let is_word = |part: &str, least: usize| {
        (least..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    tag.len() <= 35
        && parts.next().is_some_and(|language| {
            is_word(language, 2) && language.bytes().all(|b| b.is_ascii_alphabetic())
        })
        && parts.all(|part| is_word(part, 1))
}

/// Whether `text` is a SHA-256 in lower-case hex.
pub(crate) fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests;
