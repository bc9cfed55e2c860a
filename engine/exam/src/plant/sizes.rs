//! Sizes that rest on a wrong pixel spacing, and values with a wrong unit.

use overread_base::{AiReport, Finding};

use super::made_up::unit_factor;
use super::outline::rescale;
use super::tell::told;
use super::wrong::changed;
use super::{Change, Cx, draft, pick, wording};

/// Every size is off by one factor; marks are right, for they were drawn in pixels.
pub(super) fn spacing(report: &mut AiReport, cx: &Cx<'_>) -> Option<Change> {
    let is_size = |finding: &Finding| {
        let mut measures = finding.measures.iter();
        measures.any(|measure| unit_factor(&measure.ucum, 2.0) > 1.0 && measure.value.abs() > 1e-6)
    };
    if !report.findings.iter().any(is_size) {
        return None;
    }
    let factor = if cx.rng("spacing").unit() < 0.5 {
        cx.graded(1.3, 1.5, 2.0)
    } else {
        cx.graded(0.77, 0.67, 0.5)
    };
    for nth in 0..report.findings.len() {
        rescale(report, nth, factor);
    }
    Some(Change {
        findings: pick::ids(report),
        told: told(
            format!(
                "All sizes were multiplied by {factor}, as if the pixel spacing were another; the marks are right."
            ),
            format!(
                "Все размеры умножены на {factor}, как при неверном размере пикселя; метки верны."
            ),
        ),
        ..Change::default()
    })
}

/// Units that are taken for each other.
const UNITS: [(&str, &str); 6] = [
    ("mm", "cm"),
    ("cm", "mm"),
    ("mL", "L"),
    ("L", "mL"),
    ("mm2", "cm2"),
    ("mm3", "mL"),
];

/// A value keeps its number and gets another unit.
pub(super) fn unit(report: &mut AiReport, cx: &Cx<'_>) -> Option<Change> {
    let other = |finding: &Finding| {
        let first = finding.measures.first()?;
        UNITS.into_iter().find(|(from, _)| *from == first.ucum)
    };
    let nth = pick::finding(report, cx, |finding| other(finding).is_some())?;
    let (from, to) = other(&report.findings[nth])?;
    for measure in &mut report.findings[nth].measures {
        if measure.ucum == from {
            measure.ucum = to.to_owned();
        }
    }
    draft::exchange_unit(report, nth, from, to);
    Some(changed(report, nth, |what, language| {
        let (from, to) = (wording::unit(from, language), wording::unit(to, language));
        language.pick(
            format!("The unit was changed from {from} to {to}, the number was not: {what}."),
            format!("Единица изменена с {from} на {to}, число прежнее: {what}."),
        )
    }))
}
