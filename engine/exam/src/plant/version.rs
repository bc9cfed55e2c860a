//! The service has become another version without a word: its number, its threshold, and what it reports by it.

use overread_base::{AiReport, AiResult, AiStatus};

use super::wording::both;
use super::{Change, Cx, draft, pick};

/// Changes version and threshold; findings below the new one are gone.
///
/// Depends on the seed of the change alone, so that all cases after it meet one and the same version.
pub(super) fn change(result: &mut AiResult, cx: &Cx<'_>) -> Option<Change> {
    let from = result.service.version.clone();
    let to = next_version(&from);
    let by = cx.graded(0.06, 0.14, 0.25);
    let by = if cx.rng("threshold").unit() < 0.5 {
        by
    } else {
        -by
    };
    let moved = |threshold: f64| {
        let up = threshold + by;
        // Towards the ends there is room on the other side only.
        if (0.02..=0.98).contains(&up) {
            up
        } else {
            threshold - by
        }
        .clamp(0.0, 1.0)
    };
    result.service.version.clone_from(&to);
    let mut thresholds = None;
    if let Some(point) = &mut result.service.operating_point {
        let new = moved(point.threshold);
        thresholds = Some((point.threshold, new));
        point.threshold = new;
    }
    if let AiStatus::Done(report) = &mut result.status {
        if let Some(probability) = &mut report.probability {
            let old = f64::from(probability.threshold);
            let new = moved(old);
            thresholds = thresholds.or(Some((old, new)));
            probability.threshold = pick::as_f32(new);
        }
        if let Some((_, threshold)) = thresholds {
            drop_below(report, threshold, cx);
        }
    }
    Some(Change {
        told: both(|language| {
            let moved = thresholds.map_or_else(String::new, |(old, new)| {
                let (old, new) = (language.number(old, 2), language.number(new, 2));
                language.pick(
                    format!(", its threshold from {old} to {new}"),
                    format!(", порог с {old} на {new}"),
                )
            });
            language.pick(
                format!("The service changed without a word: version {from} became {to}{moved}."),
                format!("Сервис изменился без уведомления: версия {from} стала {to}{moved}."),
            )
        }),
        ..Change::default()
    })
}

fn drop_below(report: &mut AiReport, threshold: f64, cx: &Cx<'_>) {
    let is_below = |p: Option<f32>| p.is_some_and(|p| f64::from(p) < threshold);
    for nth in (0..report.findings.len()).rev() {
        if is_below(report.findings[nth].probability) {
            draft::remove(report, nth, cx);
        }
    }
}

/// The second number of a version goes up by one and those behind it to 0; a version without one gets `.1`.
fn next_version(version: &str) -> String {
    let mut parts: Vec<String> = version.split('.').map(str::to_owned).collect();
    let second = parts.get(1).and_then(|part| part.parse::<u32>().ok());
    match second.and_then(|second| second.checked_add(1)) {
        Some(next) => {
            parts[1] = next.to_string();
            for part in parts.iter_mut().skip(2) {
                if part.parse::<u32>().is_ok() {
                    "0".clone_into(part);
                }
            }
            parts.join(".")
        }
        None => format!("{version}.1"),
    }
}
