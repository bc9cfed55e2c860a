//! Cases into the cells of a blueprint: how many cases each cell can get if every case fills one cell only.

use crate::{BlueprintCell, Case};

/// How many cases each cell gets when as many places as possible are filled; earlier cells are filled first.
///
/// Augmenting paths: a case moves on to another cell where that makes room.
#[must_use]
pub fn cells_met(cells: &[BlueprintCell], cases: &[Case]) -> Vec<u32> {
    let fits: Vec<Vec<usize>> = cells
        .iter()
        .map(|cell| {
            (0..cases.len())
                .filter(|&idx| cases.get(idx).is_some_and(|case| cell.takes(case)))
                .collect()
        })
        .collect();
    let mut seats = Seats {
        fits: &fits,
        cell_of: vec![None; cases.len()],
    };
    let fill = |(cell, wanted): (usize, &BlueprintCell)| {
        let mut n_met = 0;
        while n_met < wanted.count {
            let mut is_seen = vec![false; cases.len()];
            if !seats.seat(cell, &mut is_seen) {
                break;
            }
            n_met += 1;
        }
        n_met
    };
    cells.iter().enumerate().map(fill).collect()
}

struct Seats<'a> {
    /// The cases that fit each cell.
    fits: &'a [Vec<usize>],
    /// The cell that each case fills.
    cell_of: Vec<Option<usize>>,
}

impl Seats<'_> {
    /// Gives `cell` one more case. The depth is bounded by the number of cells that a path can pass.
    fn seat(&mut self, cell: usize, is_seen: &mut [bool]) -> bool {
        let fits = self.fits;
        for &case in fits.get(cell).into_iter().flatten() {
            let Some(seen) = is_seen.get_mut(case) else {
                continue;
            };
            if std::mem::replace(seen, true) {
                continue;
            }
            let holder = self.cell_of.get(case).copied().flatten();
            let is_free = match holder {
                None => true,
                Some(other) => other != cell && self.seat(other, is_seen),
            };
            if let (true, Some(slot)) = (is_free, self.cell_of.get_mut(case)) {
                *slot = Some(cell);
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests;
