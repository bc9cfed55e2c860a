//! Net reclassification in its two parts: what a second reading moves up and down among events and among non-events.

use std::collections::BTreeMap;

use super::clustered_difference::{ClusterMoves, clustered_difference95};
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
/// A tie (`first == last`) is no move. Intervals are those of [`paired_difference_bonett_price95`], where their coverage
/// stands. With two classes the parts are the changes of sensitivity and of specificity.
///
/// # Errors
/// [`NotEstimable::NotFinite`]. No cases, or cases of one kind, are named in the part that they leave empty.
///
/// Source: Pencina et al., Stat Med 2008;27:157 and 2011;30:11; why in parts: Kerr et al., Epidemiology 2014;25:114.
pub fn reclassification(cases: &[Reclassified]) -> Result<Reclassification, NotEstimable> {
    let [non_events, events] = moves(cases.iter().map(|case| (0, case)))?.map(|clusters| {
        let none = ClusterMoves {
            gained: 0,
            lost: 0,
            n: 0,
        };
        clusters.into_values().next().unwrap_or(none)
    });
    let part = |m: ClusterMoves| paired_difference_bonett_price95(m.gained, m.lost, m.n);
    Ok(Reclassification {
        events: part(events),
        non_events: part(non_events),
        event_moves: [events.gained, events.lost],
        non_event_moves: [non_events.lost, non_events.gained],
    })
}

/// The same over cases that come in clusters, each given by a number, such as the readings of several readers; its
/// parts have the interval of [`clustered_difference95`], where its coverage stands.
///
/// # Errors
/// As [`reclassification`]; the parts name fewer than two clusters, and clusters without difference.
///
/// Source: as there.
pub fn reclassification_by_cluster(
    cases: &[(u64, Reclassified)],
) -> Result<Reclassification, NotEstimable> {
    let [non_events, events] = moves(cases.iter().map(|(cluster, case)| (*cluster, case)))?
        .map(|clusters| clusters.into_values().collect::<Vec<_>>());
    let sum = |clusters: &[ClusterMoves], of: fn(&ClusterMoves) -> u64| -> u64 {
        clusters.iter().map(of).sum()
    };
    Ok(Reclassification {
        events: clustered_difference95(&events),
        non_events: clustered_difference95(&non_events),
        event_moves: [sum(&events, |m| m.gained), sum(&events, |m| m.lost)],
        non_event_moves: [sum(&non_events, |m| m.lost), sum(&non_events, |m| m.gained)],
    })
}

/// The moves of non-events and of events, cluster by cluster, in the direction that is right for each.
fn moves<'a>(
    cases: impl Iterator<Item = (u64, &'a Reclassified)>,
) -> Result<[BTreeMap<u64, ClusterMoves>; 2], NotEstimable> {
    let mut parts = [BTreeMap::new(), BTreeMap::new()];
    for (idx, (cluster, case)) in cases.enumerate() {
        if !case.first.is_finite() || !case.last.is_finite() {
            return Err(NotEstimable::NotFinite {
                what: "the cases",
                index: idx,
            });
        }
        let none = ClusterMoves {
            gained: 0,
            lost: 0,
            n: 0,
        };
        let part = &mut parts[usize::from(case.is_event)];
        let moves = part.entry(cluster).or_insert(none);
        let (up, down) = (case.last > case.first, case.last < case.first);
        let (gained, lost) = if case.is_event {
            (up, down)
        } else {
            (down, up)
        };
        moves.gained += u64::from(gained);
        moves.lost += u64::from(lost);
        moves.n += 1;
    }
    Ok(parts)
}

#[cfg(test)]
mod tests;
