//! Puts the truth that readers settled into the exam's file, and leaves the rest of the text as its author wrote it.

use overread_base::Vec3;
use toml::de::{DeTable, DeValue};

use super::lines::{line_of, tables};
use super::{SettledCase, SettledLesion, quoted};
use crate::TruthProvenance;
use crate::cases::SIDES;

/// Keys of `dicom` that stay as they are.
const KEPT: [&str; 3] = ["folder", "series_uid", "priors"];

/// Why the truth cannot be put into a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SettleError {
    /// The text is not TOML.
    #[error("not TOML: {message} (line {line})")]
    Syntax {
        /// What the parser says.
        message: String,
        /// Where, from 1.
        line: usize,
    },
    /// A case that was marked is not in the file.
    #[error("the file has no case {case}")]
    NoCase {
        /// The case.
        case: String,
    },
    /// The case is not one of DICOM files.
    #[error("case {case} has no \"dicom\" (line {line})")]
    NoDicom {
        /// The case.
        case: String,
        /// Where it stands.
        line: usize,
    },
    /// Written in a form in which nothing can be replaced.
    #[error(
        "\"dicom\" of case {case} cannot be filled in: write it as dicom = {{ folder = \"...\" }} (line {line})"
    )]
    Form {
        /// The case.
        case: String,
        /// Where.
        line: usize,
    },
}

/// The text with the truth of these cases in it; what stood there of their truth is replaced.
///
/// # Errors
/// [`SettleError`] for the first case that has no place in the text.
pub fn settled_text(text: &str, settled: &[SettledCase]) -> Result<String, SettleError> {
    let document = DeTable::parse(text).map_err(|error| SettleError::Syntax {
        message: error.message().replace('\n', ", "),
        line: line_of(text, error.span().map_or(text.len(), |span| span.start)),
    })?;
    let mut changes = Vec::new();
    for case in settled {
        let id = case.case.as_str();
        let found = tables(document.get_ref(), "cases")
            .find(|table| text_of(table, "id").is_some_and(|found| found == id));
        let found = found.ok_or_else(|| SettleError::NoCase {
            case: id.to_owned(),
        })?;
        let at = found.get("id").map_or(0, |value| value.span().start);
        let line = line_of(text, at);
        let no_dicom = || SettleError::NoDicom {
            case: id.to_owned(),
            line,
        };
        let dicom = found.get("dicom").ok_or_else(no_dicom)?;
        let keys = dicom.get_ref().as_table().ok_or_else(no_dicom)?;
        let span = dicom.span();
        let is_inline = text
            .get(span.clone())
            .is_some_and(|written| written.starts_with('{') && written.ends_with('}'));
        if !is_inline {
            return Err(SettleError::Form {
                case: id.to_owned(),
                line: line_of(text, span.start),
            });
        }
        changes.push((span, dicom_text(text, keys, case)));
    }
    changes.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut out = text.to_owned();
    for (span, written) in changes {
        out.replace_range(span, &written);
    }
    Ok(out)
}

fn text_of<'t>(table: &'t DeTable<'_>, key: &str) -> Option<&'t str> {
    match table.get(key)?.get_ref() {
        DeValue::String(text) => Some(text),
        DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Array(_)
        | DeValue::Table(_) => None,
    }
}

/// The value of `dicom`: line breaks stand within arrays alone, as TOML 1.0 has it.
fn dicom_text(text: &str, keys: &DeTable<'_>, case: &SettledCase) -> String {
    let mut parts: Vec<String> = Vec::new();
    for key in KEPT {
        let value = keys.get(key).and_then(|value| text.get(value.span()));
        parts.extend(value.map(|value| format!("{key} = {value}")));
    }
    let lesions: String = case
        .lesions
        .iter()
        .map(|lesion| format!("\n    {},", lesion_text(lesion)))
        .collect();
    let end = if lesions.is_empty() { "" } else { "\n" };
    parts.push(format!("lesions = [{lesions}{end}]"));
    parts.push(format!(
        "provenance = {}",
        provenance_text(&case.provenance)
    ));
    format!("{{ {} }}", parts.join(", "))
}

fn lesion_text(lesion: &SettledLesion) -> String {
    let mut parts = vec![
        format!("id = {}", quoted(lesion.id.as_str())),
        format!("finding = {}", quoted(lesion.finding.as_str())),
    ];
    let extent = |centre: Vec3, radius_mm: f64| {
        format!(
            "centre_mm = [{:.2}, {:.2}, {:.2}], radius_mm = {radius_mm:.2}",
            centre.x, centre.y, centre.z
        )
    };
    match lesion.views.as_slice() {
        [view] if view.series.is_none() => parts.push(extent(view.centre, view.radius_mm)),
        views => {
            let each = views.iter().filter_map(|view| {
                let series = quoted(view.series.as_ref()?.as_str());
                Some(format!(
                    "{{ series_uid = {series}, {} }}",
                    extent(view.centre, view.radius_mm)
                ))
            });
            let each: Vec<String> = each.collect();
            parts.push(format!("views = [{}]", each.join(", ")));
        }
    }
    let side = SIDES
        .iter()
        .find(|(_, side)| Some(*side) == lesion.laterality);
    parts.extend(side.map(|(word, _)| format!("side = \"{word}\"")));
    if !lesion.by.is_empty() {
        parts.push(format!(
            "by = {}",
            listed(lesion.by.iter().map(|reader| reader.as_str()))
        ));
    }
    if lesion.is_radius_assumed {
        parts.push("radius_assumed = true".to_owned());
    }
    format!("{{ {} }}", parts.join(", "))
}

fn provenance_text(provenance: &TruthProvenance) -> String {
    let readers = provenance.readers.iter().map(|reader| reader.as_str());
    let mut parts = vec![format!("readers = {}", listed(readers))];
    let decided_by = provenance.decided_by.as_ref();
    parts.extend(decided_by.map(|reader| format!("decided_by = {}", quoted(reader.as_str()))));
    parts.push(format!("on = {}", quoted(&provenance.on)));
    parts.push(format!("rule = {}", quoted(&provenance.rule)));
    if !provenance.sessions.is_empty() {
        let sessions = provenance.sessions.iter().map(|session| session.as_str());
        parts.push(format!("sessions = {}", listed(sessions)));
    }
    format!("{{ {} }}", parts.join(", "))
}

fn listed<'t>(words: impl Iterator<Item = &'t str>) -> String {
    let words: Vec<String> = words.map(quoted).collect();
    format!("[{}]", words.join(", "))
}
