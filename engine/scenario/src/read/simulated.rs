//! `[simulated]`: a service with a stated operating point that stands in where no algorithm exists.

use overread_base::ServiceId;
use overread_toml_text::{Item, Table};

use crate::cases::DIFFICULTIES;
use crate::questions::texts;
use crate::read::{seconds, share};
use crate::{Difficulty, Operating, SimulatedService};

/// The simulated service; without an id of its own it stands in for `service`, whose outer `None` is a fault.
pub(crate) fn simulated(
    item: &Item<'_, '_>,
    service: Option<Option<&ServiceId>>,
) -> Option<SimulatedService> {
    let table = item.table()?;
    let is_known = service.is_some();
    let service = service.flatten();
    let id = table.get("id", |item| {
        let id = item.parsed(|text| ServiceId::new(text))?;
        if let Some(service) = service.filter(|service| **service != id) {
            item.fault(format!(
                "the simulated service stands in for service {:?}, found {:?}",
                service.as_str(),
                id.as_str()
            ));
            return None;
        }
        Some(id)
    });
    if id == Some(None) && is_known && service.is_none() {
        table.fault("a simulated service needs \"id\", or a \"service\" that it stands in for");
    }
    let name = table.need("name", texts);
    let version = table.need("version", |item| item.parsed(version));
    let operating = operating(&table);
    let by_difficulty = table.get_or("by_difficulty", Vec::new(), by_difficulty);
    let number = |key, usual: f64, most: f64, unit: &str| {
        table.get_or(key, usual, |item| item.number(0.0..=most, unit))
    };
    let false_marks_per_case = number("false_marks_per_case", 0.5, 20.0, "marks");
    let place_sd_mm = number("place_sd_mm", 2.0, 100.0, "mm");
    let latency = table.get_or("latency_s", overread_base::Millis(5_000), |item| {
        seconds(item, 0..=3_600)
    });
    let defect_rate = table.get_or("defect_rate", 0.0, share);
    let threshold = table.get_or("threshold", 0.5, |item| item.number(0.01..=0.99, ""));
    table.finish();
    Some(SimulatedService {
        id: id?.or_else(|| service.cloned())?,
        name: name?,
        version: version?,
        operating: operating?,
        by_difficulty: by_difficulty?,
        false_marks_per_case: false_marks_per_case?,
        place_sd_mm: place_sd_mm?,
        latency: latency?,
        defect_rate: defect_rate?,
        threshold: threshold?,
    })
}

fn version(text: &str) -> Result<String, String> {
    if (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(text.to_owned());
    }
    Err(format!(
        "expected a version of 1 to 64 letters, digits and signs, found {text:?}"
    ))
}

/// Either the area under the curve, or sensitivity and specificity.
fn operating(table: &Table<'_, '_>) -> Option<Operating> {
    let auc = table.get("auc", |item| item.number(0.5..=0.999, ""));
    let rate = |key| table.get(key, share);
    let (sensitivity, specificity) = (rate("sensitivity"), rate("specificity"));
    match (auc?, sensitivity?, specificity?) {
        (Some(auc), None, None) => Some(Operating::Auc(auc)),
        (None, Some(sensitivity), Some(specificity)) => Some(Operating::Point {
            sensitivity,
            specificity,
        }),
        (auc, _, _) => {
            let what = if auc.is_some() { "both" } else { "neither" };
            table.fault(format!(
                "a simulated service has either \"auc\" or \"sensitivity\" with \"specificity\", found {what}"
            ));
            None
        }
    }
}

/// `{ easy = 0.95, hard = 0.6 }`: sensitivity by difficulty.
fn by_difficulty(item: &Item<'_, '_>) -> Option<Vec<(Difficulty, f64)>> {
    let table = item.table()?;
    let mut found = Vec::new();
    let mut is_sound = true;
    for (word, level) in DIFFICULTIES {
        match table.get(word, share) {
            Some(Some(sensitivity)) => found.push((level, sensitivity)),
            Some(None) => {}
            None => is_sound = false,
        }
    }
    table.finish();
    is_sound.then_some(found)
}
