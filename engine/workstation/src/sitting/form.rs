//! Draws the form of a session from a bank by the cells of its blueprint: seeded, and within the limit of exposures.
//!
//! Cells may overlap, so a case taken for one cell may be moved to another: a form is refused only if there is none
//! (augmenting paths, Kuhn 1955).

use std::collections::BTreeMap;

use overread_base::{CaseId, Seed};
use overread_scenario::{Case, FormSpec};

use super::refused::SeatRefusal;

/// Each case of the form with its cell. `pool` is what may be drawn from, `exposures` how often each was on a form.
///
/// # Errors
/// [`SeatRefusal::Cell`] names the first cell that cannot be met.
pub(crate) fn draw(
    form: &FormSpec,
    pool: &[&Case],
    exposures: &BTreeMap<&CaseId, u32>,
    seed: Seed,
) -> Result<BTreeMap<CaseId, String>, SeatRefusal> {
    let is_used_up = |case: &Case| {
        let had = exposures.get(&case.id).copied().unwrap_or(0);
        form.most_exposures.is_some_and(|most| had >= most)
    };
    let fresh: Vec<&Case> = pool
        .iter()
        .copied()
        .filter(|case| !is_used_up(case))
        .collect();
    let mut drawing = Drawing::default();
    for (cell_idx, cell) in form.cells.iter().enumerate() {
        let mut wanted: Vec<usize> = (0..fresh.len()).collect();
        wanted.retain(|&idx| cell.takes(fresh[idx]));
        seed.child(&cell.name).rng().shuffle(&mut wanted);
        drawing.fitting.push(wanted);
        for n_met in 0..cell.count {
            drawing.tried = vec![false; fresh.len()];
            if !drawing.place(cell_idx) {
                let used_up = pool
                    .iter()
                    .filter(|case| cell.takes(case) && is_used_up(case));
                return Err(SeatRefusal::Cell {
                    cell: cell.name.clone(),
                    needed: cell.count,
                    found: n_met,
                    used_up: u32::try_from(used_up.count()).unwrap_or(u32::MAX),
                });
            }
        }
    }
    let cells = drawing.taken.into_iter();
    let named = cells.map(|(case, cell)| (fresh[case].id.clone(), form.cells[cell].name.clone()));
    Ok(named.collect())
}

/// A form on its way.
#[derive(Default)]
struct Drawing {
    /// The cases that fit each cell, in the order in which they are drawn.
    fitting: Vec<Vec<usize>>,
    /// The cell that each case taken so far is for.
    taken: BTreeMap<usize, usize>,
    /// The cases that were thought of for the place that is being filled.
    tried: Vec<bool>,
}

impl Drawing {
    /// Fills one more place of a cell, moving cases to other places of theirs where that helps.
    fn place(&mut self, cell: usize) -> bool {
        let fitting = self.fitting[cell].clone();
        // What is free first: a case is moved only where it has to be.
        let free = fitting.iter().find(|case| !self.taken.contains_key(*case));
        if let Some(&case) = free {
            self.taken.insert(case, cell);
            return true;
        }
        for case in fitting {
            if std::mem::replace(&mut self.tried[case], true) {
                continue;
            }
            let Some(&other) = self.taken.get(&case) else {
                continue;
            };
            if other != cell && self.place(other) {
                self.taken.insert(case, cell);
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests;
