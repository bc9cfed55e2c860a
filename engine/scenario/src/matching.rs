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
            let mut seen = Seen {
                cases: vec![false; cases.len()],
                cells: vec![false; cells.len()],
            };
            if !seats.seat(cell, &mut seen) {
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

/// What was tried for the place that is being filled; nothing is tried twice, so each place costs cells by cases.
struct Seen {
    cases: Vec<bool>,
    cells: Vec<bool>,
}

/// Notes something as seen; whether it is new.
fn is_new(seen: &mut [bool], idx: usize) -> bool {
    seen.get_mut(idx)
        .is_some_and(|seen| !std::mem::replace(seen, true))
}

impl Seats<'_> {
    /// Gives `cell` one more case. The depth is at most the number of cells.
    fn seat(&mut self, cell: usize, seen: &mut Seen) -> bool {
        if !is_new(&mut seen.cells, cell) {
            return false;
        }
        let fits = self.fits;
        for &case in fits.get(cell).into_iter().flatten() {
            if !is_new(&mut seen.cases, case) {
                continue;
            }
            let holder = self.cell_of.get(case).copied().flatten();
            let is_free = holder.is_none_or(|other| self.seat(other, seen));
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
