//! Results that are late, missing or incomplete: defects a and b, and objects that cannot be read.

use overread_base::{AiReport, AiResult, AiStatus, FailureKind, Millis};

use super::pick::ids;
use super::tell::told;
use super::{Change, Cx};

/// The time limit that a service is said to have run past where its own time is not known, ms; the limit of the
/// monitoring of services (6.5 min a study, an unverified value).
const TIME_LIMIT_MS: u64 = 390_000;

/// The job is stopped at its time limit; what it had found is gone.
pub(super) fn timeout(result: &mut AiResult) -> Option<Change> {
    let seconds = TIME_LIMIT_MS as f64 / 1000.0;
    result.status = AiStatus::Failed {
        kind: FailureKind::Deadline,
        message: format!("not done within {seconds:.1} s"),
    };
    result.elapsed = Some(Millis(TIME_LIMIT_MS));
    Some(Change {
        told: told(
            format!(
                "The service was said to have run past its limit of {seconds:.0} s, and its result was kept back."
            ),
            format!(
                "Показано, что сервис превысил предел {seconds:.0} с; его результат не показан."
            ),
        ),
        ..Change::default()
    })
}

/// The same result, later.
pub(super) fn late(result: &mut AiResult, delay: Option<Millis>) -> Option<Change> {
    let delay = delay.filter(|delay| delay.0 > 0)?;
    let elapsed = result.elapsed.unwrap_or_default();
    result.elapsed = Some(Millis(elapsed.0.saturating_add(delay.0)));
    let seconds = delay.0 as f64 / 1000.0;
    Some(Change {
        told: told(
            format!(
                "The result was shown {seconds:.0} s later than it was there; its content is the service's own."
            ),
            format!(
                "Результат показан на {seconds:.0} с позже, чем был готов; содержание не изменено."
            ),
        ),
        ..Change::default()
    })
}

/// Marks without words, numbers and categories: the images of the result came, its report did not.
pub(super) fn no_report(report: &mut AiReport) -> Option<Change> {
    let before = report.clone();
    report.probability = None;
    report.assessed.clear();
    report.draft.clear();
    report.priority = None;
    report.warnings.clear();
    for finding in &mut report.findings {
        finding.site = None;
        finding.laterality = None;
        finding.probability = None;
        finding.certainty = None;
        finding.category = None;
        finding.measures.clear();
        finding.notes.clear();
    }
    (*report != before).then(|| Change {
        findings: ids(report),
        told: told(
            "The structured report was taken away: draft text, probability, measures and categories are missing, marks are there.",
            "Структурированный отчёт изъят: нет текста, вероятности, размеров и категорий; метки остались.",
        ),
        ..Change::default()
    })
}

/// Words without marks: the report came, the additional series did not.
pub(super) fn no_series(report: &mut AiReport) -> Option<Change> {
    let n_marks: usize = report.findings.iter().map(|f| f.marks.len()).sum();
    if n_marks == 0 && report.heat_maps.is_empty() {
        return None;
    }
    for finding in &mut report.findings {
        finding.marks.clear();
    }
    report.heat_maps.clear();
    Some(Change {
        findings: ids(report),
        told: told(
            format!(
                "The additional series was taken away: {n_marks} marks are missing, the report is there."
            ),
            format!("Дополнительная серия изъята: отсутствует меток: {n_marks}; отчёт остался."),
        ),
        ..Change::default()
    })
}

/// A report with nothing in it.
pub(super) fn empty(report: &mut AiReport) -> Option<Change> {
    if *report == AiReport::default() {
        return None;
    }
    let n_findings = report.findings.len();
    *report = AiReport::default();
    Some(Change {
        told: told(
            format!(
                "The report was emptied: {n_findings} findings, the draft text and what was looked for are missing."
            ),
            format!(
                "Отчёт опустошён: отсутствуют находки ({n_findings}), текст и перечень того, что искали."
            ),
        ),
        ..Change::default()
    })
}

/// An object of the result breaks off in the middle.
pub(super) fn corrupt(result: &mut AiResult, cx: &Cx<'_>) -> Option<Change> {
    let at = 132 + cx.rng("corrupt").below(60_000);
    result.status = AiStatus::Failed {
        kind: FailureKind::OutputInvalid,
        message: format!("an object of the result cannot be read: it ends at byte {at}"),
    };
    Some(Change {
        told: told(
            format!(
                "An object of the result was shown as broken off at byte {at}; what the service had said was kept back."
            ),
            format!(
                "Объект результата показан оборванным на байте {at}; ответ сервиса не показан."
            ),
        ),
        ..Change::default()
    })
}
