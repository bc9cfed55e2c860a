//! A free-response study: cases with weighted lesions, and the classified marks of readers under conditions. No figures.

use super::ranked::{Item, Side};
use crate::{Counted, FrocReads, NotEstimable};

/// Conditions times readers: far beyond any study, and a bound on what a faulty count can ask for.
const MAX_CELLS: usize = 1 << 20;
/// How far the weights of a case may sum beside 1: room for weights that were written with seven digits.
const WEIGHT_SLACK: f64 = 1e-6;

/// What a mark fell on, by the acceptance rule of the study.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A lesion of the case, counted from 0.
    Lesion(usize),
    /// No lesion.
    NonLesion,
}

/// One mark of a reader. Conditions, readers and cases are counted from 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// The reading condition.
    pub condition: usize,
    /// The reader.
    pub reader: usize,
    /// The case.
    pub case: usize,
    /// What it fell on.
    pub target: Target,
    /// Which of the reader's marks on this target: two rows that agree in all of this are one row given twice.
    pub number: usize,
    /// How suspicious; higher is more.
    pub rating: f64,
}

/// A free-response study, fully crossed: a reader without a mark on a case has read it and marked nothing.
///
/// That a read is missing cannot be seen in free-response data, so leave such cases or readers out.
#[derive(Debug, Clone, PartialEq)]
pub struct FreeResponse {
    n_conditions: usize,
    n_readers: usize,
    /// Where the lesions of each case begin in `weights`, and where the last ends.
    first_lesion: Vec<usize>,
    weights: Vec<f64>,
    /// Condition by condition, within it reader by reader.
    cells: Vec<Cell>,
}

/// The marks of one reader in one condition.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Cell {
    /// Lesion (counted over all cases) and the highest rating of its marks, by lesion.
    pub(crate) lesions: Vec<(usize, f64)>,
    /// Case and rating of each mark on no lesion, by case.
    pub(crate) non_lesions: Vec<(usize, f64)>,
}

impl FreeResponse {
    /// A study from the lesion weights of each case (none: a normal case) and the marks, in any order.
    ///
    /// A lesion that is marked more than once counts once, with its highest rating.
    ///
    /// # Errors
    /// [`NotEstimable::TooFew`] without conditions, readers or cases; [`NotEstimable::NotFinite`] for a weight or rating;
    /// [`NotEstimable::OutOfDomain`] for weights that are negative or do not sum to 1 over their case, and for a mark of
    /// an unknown condition, reader, case or lesion; [`NotEstimable::DuplicateCell`] for a mark given twice.
    pub fn new(
        [n_conditions, n_readers]: [usize; 2],
        cases: &[Vec<f64>],
        marks: &[Mark],
    ) -> Result<Self, NotEstimable> {
        need(Counted::Conditions, 1, n_conditions)?;
        need(Counted::Readers, 1, n_readers)?;
        need(Counted::Cases, 1, cases.len())?;
        let n_cells = n_conditions.saturating_mul(n_readers);
        if n_cells > MAX_CELLS {
            return Err(NotEstimable::OutOfDomain {
                what: "conditions times readers",
                index: 0,
                domain: "1 to 1048576",
            });
        }
        check_weights(cases)?;
        let mut first_lesion = vec![0];
        let mut weights = Vec::new();
        for case in cases {
            weights.extend_from_slice(case);
            first_lesion.push(weights.len());
        }
        let mut study = Self {
            n_conditions,
            n_readers,
            first_lesion,
            weights,
            cells: vec![Cell::default(); n_cells],
        };
        study.check_marks(marks)?;
        study.add(marks);
        Ok(study)
    }

    /// The weights of `n_lesions` equal lesions of one case.
    #[must_use]
    pub fn equal_weights(n_lesions: usize) -> Vec<f64> {
        vec![1.0 / n_lesions as f64; n_lesions]
    }

    /// Numbers of conditions, readers and cases.
    #[must_use]
    pub fn size(&self) -> [usize; 3] {
        [self.n_conditions, self.n_readers, self.n_cases()]
    }

    /// Number of lesions in all cases.
    #[must_use]
    pub fn n_lesions(&self) -> usize {
        self.weights.len()
    }

    /// The marks of a reader in a condition as counts against all cases and lesions.
    ///
    /// # Errors
    /// [`NotEstimable::OutOfDomain`] for an unknown condition or reader.
    pub fn reads(&self, condition: usize, reader: usize) -> Result<FrocReads, NotEstimable> {
        let cell = self.cell(condition, reader)?;
        Ok(FrocReads {
            n_cases: self.n_cases() as u64,
            n_lesions: self.n_lesions() as u64,
            lesion_ratings: cell.lesions.iter().map(|&(_, rating)| rating).collect(),
            non_lesion_ratings: cell.non_lesions.iter().map(|&(_, rating)| rating).collect(),
        })
    }

    pub(crate) fn n_cases(&self) -> usize {
        self.first_lesion.len() - 1
    }

    pub(crate) fn n_lesions_of(&self, case: usize) -> usize {
        self.first_lesion[case + 1] - self.first_lesion[case]
    }

    pub(crate) fn is_abnormal(&self, case: usize) -> bool {
        self.n_lesions_of(case) > 0
    }

    /// Normal cases, then abnormal ones.
    pub(crate) fn classes(&self) -> [Vec<usize>; 2] {
        let (abnormal, normal) = (0..self.n_cases()).partition(|&case| self.is_abnormal(case));
        [normal, abnormal]
    }

    pub(crate) fn cell(&self, condition: usize, reader: usize) -> Result<&Cell, NotEstimable> {
        check_below("conditions asked for", condition, self.n_conditions)?;
        check_below("readers asked for", reader, self.n_readers)?;
        Ok(&self.cells[condition * self.n_readers + reader])
    }

    pub(crate) fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The highest rating on no lesion of each case; minus infinity without a mark.
    pub(crate) fn false_positives(&self, cell: &Cell) -> Vec<f64> {
        let mut highest = vec![f64::NEG_INFINITY; self.n_cases()];
        for &(case, rating) in &cell.non_lesions {
            highest[case] = highest[case].max(rating);
        }
        highest
    }

    /// The highest rating of each case, on a lesion or not; minus infinity without a mark.
    pub(crate) fn highest_marks(&self, cell: &Cell) -> Vec<f64> {
        let mut highest = self.false_positives(cell);
        for lesion in self.lesion_items(cell, false) {
            highest[lesion.case] = highest[lesion.case].max(lesion.rating);
        }
        highest
    }

    /// Each lesion as a positive item, unmarked ones at minus infinity, weighted or each with weight 1.
    pub(crate) fn lesion_items(&self, cell: &Cell, is_weighted: bool) -> Vec<Item> {
        let mut items = Vec::with_capacity(self.weights.len());
        for case in 0..self.n_cases() {
            for lesion in self.first_lesion[case]..self.first_lesion[case + 1] {
                items.push(Item {
                    rating: f64::NEG_INFINITY,
                    case,
                    weight: if is_weighted {
                        self.weights[lesion]
                    } else {
                        1.0
                    },
                    side: Side::Positive,
                });
            }
        }
        for &(lesion, rating) in &cell.lesions {
            items[lesion].rating = rating;
        }
        items
    }

    fn check_marks(&self, marks: &[Mark]) -> Result<(), NotEstimable> {
        for (index, mark) in marks.iter().enumerate() {
            let outside = |what, domain| {
                Err(NotEstimable::OutOfDomain {
                    what,
                    index,
                    domain,
                })
            };
            if mark.condition >= self.n_conditions {
                return outside("conditions of marks", "the conditions of the study");
            }
            if mark.reader >= self.n_readers {
                return outside("readers of marks", "the readers of the study");
            }
            if mark.case >= self.n_cases() {
                return outside("cases of marks", "the cases of the study");
            }
            if matches!(mark.target, Target::Lesion(lesion) if lesion >= self.n_lesions_of(mark.case))
            {
                return outside("lesions of marks", "the lesions of the case");
            }
            if !mark.rating.is_finite() {
                let what = "ratings of marks";
                return Err(NotEstimable::NotFinite { what, index });
            }
        }
        let key = |mark: &Mark| {
            let place = (mark.condition, mark.reader, mark.case);
            (place, mark.target, mark.number)
        };
        let mut keys: Vec<_> = marks.iter().map(key).collect();
        keys.sort_unstable();
        match keys.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(&[((condition, reader, case), target, number), _]) => {
                Err(NotEstimable::DuplicateCell {
                    cell: format!(
                        "mark {number} of reader {reader} in condition {condition} on case {case}, {}",
                        match target {
                            Target::Lesion(lesion) => format!("lesion {lesion}"),
                            Target::NonLesion => "no lesion".to_owned(),
                        }
                    ),
                })
            }
            Some(_) | None => Ok(()),
        }
    }

    fn add(&mut self, marks: &[Mark]) {
        for mark in marks {
            let cell = &mut self.cells[mark.condition * self.n_readers + mark.reader];
            // Adding 0 makes -0 and 0 the tie that they are.
            let rating = mark.rating + 0.0;
            match mark.target {
                Target::Lesion(lesion) => {
                    cell.lesions
                        .push((self.first_lesion[mark.case] + lesion, rating));
                }
                Target::NonLesion => cell.non_lesions.push((mark.case, rating)),
            }
        }
        let by_place = |a: &(usize, f64), b: &(usize, f64)| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1));
        for cell in &mut self.cells {
            // The highest rating of a lesion comes first and is the one that stays.
            cell.lesions.sort_by(by_place);
            cell.lesions.dedup_by_key(|&mut (lesion, _)| lesion);
            cell.non_lesions.sort_by(by_place);
        }
    }
}

/// Refuses fewer than are needed.
pub(crate) fn need(what: Counted, needed: usize, found: usize) -> Result<(), NotEstimable> {
    if found < needed {
        return Err(NotEstimable::TooFew {
            what,
            needed,
            found,
        });
    }
    Ok(())
}

/// Refuses an index at or beyond `end`.
pub(crate) fn check_below(
    what: &'static str,
    index: usize,
    end: usize,
) -> Result<(), NotEstimable> {
    if index >= end {
        return Err(NotEstimable::OutOfDomain {
            what,
            index,
            domain: "those of the study",
        });
    }
    Ok(())
}

fn check_weights(cases: &[Vec<f64>]) -> Result<(), NotEstimable> {
    let mut first = 0;
    for (index, case) in cases.iter().enumerate() {
        if let Some(at) = case.iter().position(|weight| !weight.is_finite()) {
            return Err(NotEstimable::NotFinite {
                what: "lesion weights",
                index: first + at,
            });
        }
        if let Some(at) = case.iter().position(|&weight| weight < 0.0) {
            return Err(NotEstimable::OutOfDomain {
                what: "lesion weights",
                index: first + at,
                domain: "0 to 1",
            });
        }
        let sum: f64 = case.iter().sum();
        if !case.is_empty() && (sum - 1.0).abs() > WEIGHT_SLACK {
            return Err(NotEstimable::OutOfDomain {
                what: "sums of lesion weights by case",
                index,
                domain: "1",
            });
        }
        first += case.len();
    }
    Ok(())
}

#[cfg(test)]
mod tests;
