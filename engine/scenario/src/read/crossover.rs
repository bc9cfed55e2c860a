//! `[crossover]`: the arms that each reader meets in a counterbalanced order.

use overread_toml_text::Item;

use crate::check::reading_mode;
use crate::read::each;
use crate::told::count;
use crate::{Crossover, ReadingMode};

/// The least time between two sessions that the literature takes, in days.
const USUAL_WASHOUT_DAYS: u32 = 28;

/// The arms; `n_cases` is how many cases there are, `has_service` whether any can be shown an AI result.
pub(crate) fn crossover(
    item: &Item<'_, '_>,
    n_cases: Option<usize>,
    has_service: bool,
) -> Option<Crossover> {
    let table = item.table()?;
    let arms = table.need("arms", |arms| {
        let mut found: Vec<ReadingMode> = Vec::new();
        let modes = each(arms, 2..=6, |arm| {
            let mode = reading_mode(arm)?;
            if found.contains(&mode) {
                arm.fault(format!(
                    "arm {:?} stands here for the second time",
                    mode.word()
                ));
                return None;
            }
            found.push(mode);
            if mode.has_ai() && !has_service {
                arm.fault(format!("arm {:?} needs a \"service\"", mode.word()));
                return None;
            }
            Some(mode)
        })?;
        if let Some(n_cases) = n_cases.filter(|n_cases| *n_cases < modes.len()) {
            arms.fault(format!(
                "each arm reads other cases: {} for {}",
                count(n_cases, "case", "cases"),
                count(modes.len(), "arm", "arms")
            ));
            return None;
        }
        Some(modes)
    });
    let washout_days = table.get_or("washout_days", USUAL_WASHOUT_DAYS, |days| {
        days.whole(0..=3_650_u32)
    });
    table.finish();
    Some(Crossover {
        arms: arms?,
        washout_days: washout_days?,
    })
}
