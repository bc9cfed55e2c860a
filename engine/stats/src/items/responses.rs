//! What takers answered: right, wrong or missing, checked on construction. No scores but the count of right answers.

use crate::{Counted, NotEstimable};

/// Answers of takers to items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Responses {
    n_items: usize,
    /// Taker by taker.
    cells: Vec<Option<bool>>,
}

/// How the takers met one item.
///
/// A missing answer before a later given one counts as omitted, after the last given one as not reached.
///
/// Source: Lord, Psychometrika 1974;39:247.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ItemAnswers {
    /// Right answers.
    pub right: usize,
    /// Wrong answers.
    pub wrong: usize,
    /// Passed over.
    pub omitted: usize,
    /// After the taker's last answer.
    pub not_reached: usize,
}

/// The most takers by items: the numbers may come from outside, and an empty cell takes room too.
const MAX_CELLS: usize = 100_000_000;

impl Responses {
    /// Rows of answers, one a taker, `None` where there is no answer.
    ///
    /// # Errors
    /// [`NotEstimable::TooFew`] without takers or items, [`NotEstimable::Unequal`] where rows differ in length.
    pub fn new(rows: &[Vec<Option<bool>>]) -> Result<Self, NotEstimable> {
        let n_items = rows.first().map_or(0, Vec::len);
        at_least(Counted::Takers, 1, rows.len())?;
        at_least(Counted::Items, 1, n_items)?;
        if let Some(row) = rows.iter().find(|row| row.len() != n_items) {
            return Err(NotEstimable::Unequal {
                what: "items answered by two takers",
                left: n_items,
                right: row.len(),
            });
        }
        let cells = rows.iter().flatten().copied().collect();
        Ok(Self { n_items, cells })
    }

    /// Answers as (taker, item, right), both counted from 0, in any order; what is not given is missing.
    ///
    /// # Errors
    /// [`NotEstimable::DuplicateCell`] where a taker answers an item twice, [`NotEstimable::OutOfDomain`] where a taker or
    /// an item does not exist, [`NotEstimable::TooFew`] without takers or items, [`NotEstimable::Degenerate`] above 100
    /// million takers by items.
    pub fn from_cells(
        n_takers: usize,
        n_items: usize,
        answers: &[(usize, usize, bool)],
    ) -> Result<Self, NotEstimable> {
        at_least(Counted::Takers, 1, n_takers)?;
        at_least(Counted::Items, 1, n_items)?;
        let n = n_takers.checked_mul(n_items).filter(|n| *n <= MAX_CELLS);
        let n = n.ok_or(NotEstimable::Degenerate {
            reason: "more than 100 million takers by items",
        })?;
        let mut cells = vec![None; n];
        for (index, &(taker, item, is_right)) in answers.iter().enumerate() {
            if n_takers <= taker || n_items <= item {
                return Err(NotEstimable::OutOfDomain {
                    what: "the answers",
                    index,
                    domain: "the takers and items there are",
                });
            }
            let cell = &mut cells[taker * n_items + item];
            if cell.replace(is_right).is_some() {
                return Err(NotEstimable::DuplicateCell {
                    cell: format!("taker {taker}, item {item}"),
                });
            }
        }
        Ok(Self { n_items, cells })
    }

    /// How many takers.
    #[must_use]
    pub fn n_takers(&self) -> usize {
        self.cells.len() / self.n_items
    }

    /// How many items.
    #[must_use]
    pub fn n_items(&self) -> usize {
        self.n_items
    }

    /// The answers of each taker, item by item.
    pub fn takers(&self) -> impl Iterator<Item = &[Option<bool>]> {
        self.cells.chunks_exact(self.n_items)
    }

    /// The same with every missing answer counted as wrong: a decision of the exam, never made silently.
    #[must_use]
    pub fn missing_as_wrong(&self) -> Self {
        let cells = self.cells.iter().map(|cell| Some(cell.unwrap_or(false)));
        Self {
            n_items: self.n_items,
            cells: cells.collect(),
        }
    }

    /// The same with omitted answers counted as wrong and those not reached left missing.
    #[must_use]
    pub fn omitted_as_wrong(&self) -> Self {
        let cells = self.takers().flat_map(|row| {
            let end = reached(row);
            let fill = move |(item, cell): (usize, &Option<bool>)| {
                if item < end {
                    Some(cell.unwrap_or(false))
                } else {
                    None
                }
            };
            row.iter().enumerate().map(fill)
        });
        Self {
            n_items: self.n_items,
            cells: cells.collect(),
        }
    }

    /// How the takers met each item.
    #[must_use]
    pub fn answers(&self) -> Vec<ItemAnswers> {
        let mut found = vec![ItemAnswers::default(); self.n_items];
        for row in self.takers() {
            let end = reached(row);
            for (item, (cell, of)) in row.iter().zip(&mut found).enumerate() {
                match cell {
                    Some(true) => of.right += 1,
                    Some(false) => of.wrong += 1,
                    None if item < end => of.omitted += 1,
                    None => of.not_reached += 1,
                }
            }
        }
        found
    }

    /// The answers as 0 and 1, taker by taker.
    ///
    /// # Errors
    /// [`NotEstimable::MissingCell`] at the first missing answer.
    pub fn numbers(&self) -> Result<Vec<Vec<f64>>, NotEstimable> {
        let number = |taker: usize, item: usize, cell: &Option<bool>| match cell {
            Some(is_right) => Ok(f64::from(u8::from(*is_right))),
            None => Err(NotEstimable::MissingCell {
                cell: format!("taker {taker}, item {item}"),
            }),
        };
        let row = |(taker, row): (usize, &[Option<bool>])| {
            let cells = row.iter().enumerate();
            cells
                .map(|(item, cell)| number(taker, item, cell))
                .collect()
        };
        self.takers().enumerate().map(row).collect()
    }
}

/// Behind the last given answer.
fn reached(row: &[Option<bool>]) -> usize {
    row.iter()
        .rposition(Option::is_some)
        .map_or(0, |last| last + 1)
}

/// Refuses fewer than `needed`.
pub(crate) fn at_least(what: Counted, needed: usize, found: usize) -> Result<(), NotEstimable> {
    if found < needed {
        return Err(NotEstimable::TooFew {
            what,
            needed,
            found,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
