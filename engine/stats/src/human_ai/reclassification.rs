//! Net reclassification in its two parts: what a second reading moves up and down among events and among non-events.

use super::paired_difference::paired_difference_bonett_price95;
use crate::{Estimate, NotEstimable};

/// A case in its class, or with its probability, before and after.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reclassified {
    /// Whether the case is abnormal.
    pub is_event: bool,
    /// The class or probability before; only its order counts.
    pub first: f64,
    /// The class or probability after.
    pub last: f64,
}

/// The parts of the net reclassification. Their sum is not given: it weighs events and non-events alike whatever the
/// prevalence, and hides a loss in one behind a gain in the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Reclassification {
    /// Moves up less moves down, as a share of the events. Not estimable without events.
    pub events: Result<Estimate, NotEstimable>,
    /// Moves down less moves up, as a share of the non-events. Not estimable without non-events.
    pub non_events: Result<Estimate, NotEstimable>,
    /// Events moved up and down.
    pub event_moves: [u64; 2],
    /// Non-events moved up and down.
    pub non_event_moves: [u64; 2],
}

/// Net reclassification: P(up) - P(down) among events, P(down) - P(up) among non-events.
///
/// A tie (`first == last`) is no move. Intervals are those of [`paired_difference_bonett_price95`], where
/// their coverage stands. With two classes the
/// parts are the changes of sensitivity and of specificity.
///
/// # Errors
/// [`NotEstimable::NotFinite`]. No cases, or cases of one kind, are named in the part that they leave empty.
///
/// Source: Pencina et al., Stat Med 2008;27:157 and 2011;30:11; why in parts: Kerr et al., Epidemiology 2014;25:114.
pub fn reclassification(cases: &[Reclassified]) -> Result<Reclassification, NotEstimable> {
    let flat: Vec<f64> = cases
        .iter()
        .flat_map(|case| [case.first, case.last])
        .collect();
    NotEstimable::if_not_finite("the classes, two each", &flat)?;
    let count = |is: &dyn Fn(&Reclassified) -> bool| cases.iter().filter(|c| is(c)).count() as u64;
    let [non_event_moves, event_moves] = [false, true].map(|is_event| {
        let of = |c: &Reclassified| c.is_event == is_event;
        [
            count(&|c| of(c) && c.last > c.first),
            count(&|c| of(c) && c.last < c.first),
        ]
    });
    let ([up, down], [n_up, n_down]) = (event_moves, non_event_moves);
    let n_events = count(&|c| c.is_event);
    let n_non_events = cases.len() as u64 - n_events;
    Ok(Reclassification {
        events: paired_difference_bonett_price95(up, down, n_events),
        non_events: paired_difference_bonett_price95(n_down, n_up, n_non_events),
        event_moves,
        non_event_moves,
    })
}

#[cfg(test)]
mod tests;
