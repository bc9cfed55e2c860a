//! The manifest of a packed course: what it is, and the digest of every file. Reads text only.

use std::collections::BTreeMap;

use overread_base::Diagnostics;
use toml::de::DeTable;

use crate::form::{COURSE, SIGNATURES};
use crate::manifest::{is_bundle_path, is_sha256};
use crate::section::{Section, Source};

/// A checked manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CourseManifest {
    /// `owner.name`, which the keys of its owner speak for.
    pub(crate) id: String,
    /// The course's own version.
    pub(crate) version: String,
    /// Under what it may be passed on.
    pub(crate) licence: String,
    /// Every file of the course by path, with its SHA-256 in lower-case hex.
    pub(crate) files: BTreeMap<String, String>,
}

/// Whether a text can be the id of a course that is handed over: the name of a folder on every system, with a dot in it.
pub(super) fn is_course_id(text: &str) -> bool {
    text.len() <= 128 && is_bundle_path(text) && !text.contains('/') && text.contains('.')
}

/// Whether a text can be a version of a course that is handed over.
pub(super) fn is_version(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'+');
    (1..=64).contains(&text.len()) && text.bytes().all(is_plain)
}

impl CourseManifest {
    /// Reads a manifest.
    pub(super) fn parse(text: &str) -> Result<Self, Diagnostics> {
        let source = Source::new(COURSE.manifest, text);
        let (table, syntax) = DeTable::parse_recoverable(text);
        for error in &syntax {
            let offset = error.span().map_or(0, |span| span.start);
            source.fault(offset, error.message().to_owned());
        }
        let manifest = if syntax.is_empty() {
            whole(&Section::new(&source, table.get_ref(), "the manifest", 0))
        } else {
            None
        };
        let found = source.into_found();
        manifest.filter(|_| !found.has_errors()).ok_or(found)
    }

    /// The text of the manifest, equal for equal content.
    pub(super) fn text(&self) -> String {
        let mut text = format!(
            "schema = 1\n\n[course]\nid = {:?}\nversion = {:?}\nlicence = {:?}\n\n[files]\n",
            self.id, self.version, self.licence
        );
        for (path, digest) in &self.files {
            text.push_str(&format!("\"{path}\" = \"sha256:{digest}\"\n"));
        }
        text
    }
}

fn whole(root: &Section<'_>) -> Option<CourseManifest> {
    match root.required_whole_number("schema") {
        Some(1) | None => {}
        Some(other) => root.fault_at(
            "schema",
            format!("schema {other} is not known, this version reads schema 1"),
        ),
    }
    let course = root.required_section("course")?;
    let id = course.required_text("id");
    if id.as_ref().is_some_and(|id| !is_course_id(id)) {
        course.fault_at(
            "id",
            "`id` is none: expected owner.name in plain letters and digits",
        );
    }
    let version = course.required_text("version");
    if version.as_ref().is_some_and(|version| !is_version(version)) {
        course.fault_at(
            "version",
            "`version` is none: expected letters, digits, . - and +",
        );
    }
    let licence = course.required_text("licence");
    course.finish();
    let files = root
        .required_section("files")
        .map(|section| files(&section));
    root.finish();
    Some(CourseManifest {
        id: id?,
        version: version?,
        licence: licence?,
        files: files?,
    })
}

fn files(section: &Section<'_>) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut folded: BTreeMap<String, String> = BTreeMap::new();
    for path in section.keys() {
        let digest = section.text(&path);
        let digest = digest
            .as_deref()
            .and_then(|text| text.strip_prefix("sha256:"));
        let is_own = [COURSE.manifest, SIGNATURES]
            .iter()
            .any(|own| own.eq_ignore_ascii_case(&path));
        if !is_bundle_path(&path) || is_own {
            section.fault_at(&path, format!("`{path}` is no name of a file of a course"));
        } else if let Some(twin) = folded.insert(path.to_ascii_lowercase(), path.clone()) {
            section.fault_at(
                &path,
                format!("`{path}` and `{twin}` differ in small and capital letters only"),
            );
        }
        match digest.filter(|digest| is_sha256(digest)) {
            Some(digest) => {
                files.insert(path, digest.to_owned());
            }
            None => section.fault_at(&path, format!("`{path}` must be pinned as sha256:DIGITS")),
        }
    }
    if files.is_empty() || files.len() + 2 > COURSE.most_files {
        let most = COURSE.most_files - 2;
        section.fault(format!(
            "a packed course has 1 to {most} files, found {}",
            files.len()
        ));
    }
    files
}
