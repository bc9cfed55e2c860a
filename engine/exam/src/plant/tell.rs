//! What was planted in words for the debriefing: what, where, how large. Never part of a result.

use overread_base::{AiReport, Finding, LocalText, Vec3};

use super::shapes::finding_centre;
pub(super) use super::wording::Language;
use super::wording::{self, both};

/// A text in both languages.
pub(super) fn told(english: impl Into<String>, russian: impl Into<String>) -> Vec<LocalText> {
    let (english, russian) = (english.into(), russian.into());
    both(|language| language.pick(english.clone(), russian.clone()))
}

/// A remark that stands with the result, as a host or a service makes it.
pub(super) fn remark(report: &mut AiReport, english: &str, russian: &str) {
    report.warnings.extend(told(english, russian));
}

/// A position in whole millimetres.
pub(super) fn place(at: Vec3, language: Language) -> String {
    let unit = language.pick("mm", "мм");
    // Adding 0 turns -0 into 0.
    let [x, y, z] = at.to_array().map(|v| v.round() + 0.0);
    format!("({x:.0}, {y:.0}, {z:.0}) {unit}")
}

/// A finding by its name, size and place.
pub(super) fn finding(finding: &Finding, language: Language) -> String {
    let mut text = wording::word(&finding.code, language);
    if let Some(measure) = finding.measures.first() {
        let value = language.number(measure.value, 1);
        let unit = wording::unit(&measure.ucum, language);
        text.push_str(&format!(" {value} {unit}"));
    }
    if let Some(centre) = finding_centre(finding) {
        text.push_str(language.pick(" at ", " в точке "));
        text.push_str(&place(centre, language));
    }
    text
}
