//! The record beside an installed plugin, `installed.toml`: when it came, what was judged, what the user granted.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use overread_base::Diagnostics;
use toml::de::DeTable;

use super::{Secrecy, Verdict, Wants, atomic};
use crate::bundle::Bundle;
use crate::manifest::is_sha256;
use crate::section::{Section, Source};

const MAX_RECORD_BYTES: u64 = 1 << 20;
/// The most lines of the checks that are kept.
const MAX_LINES: usize = 64;

/// What the user lets a plugin have beyond the basics.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grants {
    /// DICOM keywords beyond the basic set.
    pub attributes: BTreeSet<String>,
    /// Earlier studies of the patient.
    pub prior_studies: bool,
    /// The graphics processor.
    pub gpu: bool,
}

impl Grants {
    /// All that the manifest wants.
    #[must_use]
    pub fn all_of(wants: &Wants) -> Self {
        Self {
            attributes: wants.attributes.clone(),
            prior_studies: wants.prior_studies,
            gpu: wants_gpu(wants),
        }
    }

    /// Why it cannot be granted, if the manifest does not want some of it.
    #[must_use]
    pub fn fault(&self, wants: &Wants) -> Option<String> {
        let more: Vec<&str> = self
            .attributes
            .difference(&wants.attributes)
            .map(String::as_str)
            .collect();
        let what = if !more.is_empty() {
            format!("the attributes {}", more.join(", "))
        } else if self.prior_studies && !wants.prior_studies {
            "prior studies".to_owned()
        } else if self.gpu && !wants_gpu(wants) {
            "the graphics processor".to_owned()
        } else {
            return None;
        };
        Some(format!(
            "the plugin does not ask for {what}; it asks for {}",
            shown_wants(wants)
        ))
    }
}

fn wants_gpu(wants: &Wants) -> bool {
    matches!(wants.gpu.as_deref(), Some("optional" | "required"))
}

/// Whether a plugin asks for anything that a user grants.
pub(super) fn asks_for_grants(wants: &Wants) -> bool {
    *wants != Wants::default() && Grants::all_of(wants) != Grants::default()
}

/// What a manifest asks for, for people.
#[must_use]
pub fn shown_wants(wants: &Wants) -> String {
    let mut parts: Vec<String> = wants.attributes.iter().cloned().collect();
    if wants.prior_studies {
        parts.push("prior studies".to_owned());
    }
    if wants_gpu(wants) {
        parts.push("the graphics processor".to_owned());
    }
    if parts.is_empty() {
        "nothing".to_owned()
    } else {
        parts.join(", ")
    }
}

/// What is kept of an installed plugin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) digest: String,
    pub(super) installed_unix_s: u64,
    /// Whether it came as an unsigned plugin for developers.
    pub(super) is_for_developers: bool,
    /// Whether the user has decided on its grants.
    pub(super) is_decided: bool,
    pub(super) is_enabled: bool,
    /// Who had signed it when it came; trust is judged anew each time.
    signed_by: Vec<String>,
    pub(super) checks: Vec<String>,
    pub(super) grants: Grants,
    /// The sizes of its files.
    pub(super) files: BTreeMap<String, u64>,
}

impl Record {
    pub(super) fn new(
        bundle: &Bundle,
        verdict: &Verdict,
        now_unix_s: u64,
        checks: Vec<String>,
    ) -> Self {
        let manifest = bundle.manifest();
        let is_decided = !asks_for_grants(&manifest.wants);
        let size = |name: &str| Some((name.to_owned(), bundle.source().size(name).ok()?));
        Self {
            digest: bundle.digest().to_owned(),
            installed_unix_s: now_unix_s,
            is_for_developers: verdict.needs_developer_mode(),
            is_decided,
            is_enabled: is_decided,
            signed_by: verdict.signers.iter().map(|s| s.shown()).collect(),
            checks: checks.into_iter().take(MAX_LINES).collect(),
            grants: Grants::default(),
            files: manifest.pinned().into_keys().filter_map(size).collect(),
        }
    }

    /// A plugin that is put back keeps what the user decided.
    pub(super) fn keep_decisions(&mut self, before: &Self) {
        self.installed_unix_s = before.installed_unix_s;
        self.is_decided = before.is_decided;
        self.is_enabled = before.is_enabled;
        self.grants = before.grants.clone();
    }

    pub(super) fn write(&self, file: &Path) -> io::Result<()> {
        let quoted = |text: &String| toml::Value::String(text.clone()).to_string();
        let list = |texts: &mut dyn Iterator<Item = &String>| {
            let texts: Vec<String> = texts.map(quoted).collect();
            format!("[{}]", texts.join(", "))
        };
        let mut text = format!(
            "schema = 1\ndigest = \"{}\"\ninstalled-unix-s = {}\nfor-developers = {}\ndecided = {}\nenabled = {}\nsigned-by = {}\nchecks = {}\n",
            self.digest,
            self.installed_unix_s,
            self.is_for_developers,
            self.is_decided,
            self.is_enabled,
            list(&mut self.signed_by.iter()),
            list(&mut self.checks.iter()),
        );
        text.push_str(&format!(
            "\n[grants]\nattributes = {}\nprior-studies = {}\ngpu = {}\n\n[files]\n",
            list(&mut self.grants.attributes.iter()),
            self.grants.prior_studies,
            self.grants.gpu
        ));
        for (name, n_bytes) in &self.files {
            text.push_str(&format!("\"{name}\" = {n_bytes}\n"));
        }
        atomic::write_file(file, Secrecy::Open, |to| to.write_all(text.as_bytes()))
    }

    pub(super) fn read(file: &Path) -> Result<Self, String> {
        let unread = |error: io::Error| format!("the record cannot be read: {error}");
        if fs::metadata(file).map_err(unread)?.len() > MAX_RECORD_BYTES {
            return Err(format!("the record has more than {MAX_RECORD_BYTES} bytes"));
        }
        let text = fs::read_to_string(file).map_err(unread)?;
        let shown = file.display().to_string();
        parsed(&shown, &text).map_err(|found| {
            let lines: Vec<String> = found.all().iter().map(ToString::to_string).collect();
            lines.join("\n")
        })
    }
}

fn parsed(file: &str, text: &str) -> Result<Record, Diagnostics> {
    let source = Source::new(file, text);
    let (table, syntax) = DeTable::parse_recoverable(text);
    for error in syntax {
        let offset = error.span().map_or(0, |span| span.start);
        source.fault(offset, error.message().to_owned());
    }
    let record = record(&Section::new(&source, table.get_ref(), "the record", 0));
    let found = source.into_found();
    match record {
        Some(record) if !found.has_errors() => Ok(record),
        Some(_) | None => Err(found),
    }
}

fn record(root: &Section<'_>) -> Option<Record> {
    if root.required_whole_number("schema").is_some_and(|n| n != 1) {
        root.fault_at("schema", "only schema 1 is known");
    }
    let digest = root.required_text("digest").filter(|digest| {
        let is_digest = is_sha256(digest);
        if !is_digest {
            root.fault_at("digest", "`digest` must be 64 small hexadecimal digits");
        }
        is_digest
    });
    let installed_unix_s = root.required_whole_number("installed-unix-s");
    let flag = |key: &str| root.flag(key).unwrap_or(false);
    let (is_for_developers, is_decided, is_enabled) =
        (flag("for-developers"), flag("decided"), flag("enabled"));
    let (signed_by, checks) = (root.texts("signed-by"), root.texts("checks"));
    let grants = root.required_section("grants").map(|section| {
        let grants = Grants {
            attributes: section.texts("attributes").into_iter().collect(),
            prior_studies: section.flag("prior-studies").unwrap_or(false),
            gpu: section.flag("gpu").unwrap_or(false),
        };
        section.finish();
        grants
    });
    let mut files = BTreeMap::new();
    if let Some(section) = root.required_section("files") {
        for name in section.keys() {
            if let Some(n_bytes) = section.whole_number(&name) {
                files.insert(name, n_bytes);
            }
        }
    }
    root.finish();
    Some(Record {
        digest: digest?,
        installed_unix_s: installed_unix_s?,
        is_for_developers,
        is_decided,
        is_enabled,
        signed_by,
        checks,
        grants: grants?,
        files,
    })
}
