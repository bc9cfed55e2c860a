//! Ratings of whole cases by many readers under several conditions, checked once. No marks, no figures.

use std::collections::BTreeMap;

use crate::{Counted, NotEstimable};

/// More cells than any reader study has; a larger table is refused rather than laid out.
const MOST_CELLS: usize = 20_000_000;

/// One rating.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RocRow<'a> {
    /// Who read.
    pub reader: &'a str,
    /// What was read.
    pub case: &'a str,
    /// How: without AI, with AI, a modality.
    pub condition: &'a str,
    /// Higher is more suspicious.
    pub rating: f64,
}

/// Ratings by condition, reader and case with the truth of each case; cells may be empty.
#[derive(Debug, Clone, PartialEq)]
pub struct RocRatings {
    conditions: Vec<String>,
    readers: Vec<String>,
    cases: Vec<String>,
    is_abnormal: Vec<bool>,
    /// Condition by condition, within it reader by reader, within it case by case.
    ratings: Vec<Option<f64>>,
}

/// Who reads which cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CaseDesign {
    /// Each reader reads each case under each condition.
    Crossed,
    /// Each reader has cases of their own, read under each condition.
    NestedInReader,
    /// Each condition has cases of its own, read by each reader.
    NestedInCondition,
}

impl RocRatings {
    /// Checks the rows against the truth: (case, is it abnormal). Conditions and readers stand in the order of their
    /// first row, cases in the order of the truth; cases that nobody read stay.
    ///
    /// # Errors
    /// All faults at once: [`NotEstimable::TooFew`] without rows, [`NotEstimable::DuplicateCell`] for a case with two
    /// truths or a rating given twice, [`NotEstimable::MissingCell`] for a rated case without truth,
    /// [`NotEstimable::NotFinite`] for a rating that is no finite number.
    pub fn new(rows: &[RocRow<'_>], truth: &[(&str, bool)]) -> Result<Self, Vec<NotEstimable>> {
        let mut faults = Vec::new();
        let mut case_at = BTreeMap::new();
        for (at, &(case, _)) in truth.iter().enumerate() {
            if case_at.insert(case, at).is_some() {
                let cell = format!("the truth of case {case}");
                faults.push(NotEstimable::DuplicateCell { cell });
            }
        }
        let conditions = in_order(rows.iter().map(|row| row.condition));
        let readers = in_order(rows.iter().map(|row| row.reader));
        if rows.is_empty() {
            faults.push(NotEstimable::TooFew {
                what: Counted::Observations,
                needed: 1,
                found: 0,
            });
        }
        let cells = (conditions.len().saturating_mul(readers.len())).saturating_mul(truth.len());
        if cells > MOST_CELLS {
            let reason = "conditions x readers x cases are more than 20 million cells";
            faults.push(NotEstimable::Degenerate { reason });
            return Err(faults);
        }
        let mut ratings = vec![None; cells];
        for (index, row) in rows.iter().enumerate() {
            if !row.rating.is_finite() {
                faults.push(NotEstimable::NotFinite {
                    what: "ratings",
                    index,
                });
                continue;
            }
            let Some(&case) = case_at.get(row.case) else {
                let cell = format!("the truth of case {}", row.case);
                faults.push(NotEstimable::MissingCell { cell });
                continue;
            };
            let at = (conditions[row.condition] * readers.len() + readers[row.reader])
                * truth.len()
                + case;
            if ratings[at].replace(row.rating).is_some() {
                let cell = cell_words(row.condition, row.reader, row.case);
                faults.push(NotEstimable::DuplicateCell { cell });
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Self {
            conditions: sorted_by_place(&conditions),
            readers: sorted_by_place(&readers),
            cases: truth.iter().map(|(case, _)| (*case).to_owned()).collect(),
            is_abnormal: truth.iter().map(|(_, is_abnormal)| *is_abnormal).collect(),
            ratings,
        })
    }

    /// The names of the conditions.
    #[must_use]
    pub fn conditions(&self) -> &[String] {
        &self.conditions
    }

    /// The names of the readers.
    #[must_use]
    pub fn readers(&self) -> &[String] {
        &self.readers
    }

    /// The names of the cases.
    #[must_use]
    pub fn cases(&self) -> &[String] {
        &self.cases
    }

    /// Whether each case is abnormal.
    #[must_use]
    pub fn is_abnormal(&self) -> &[bool] {
        &self.is_abnormal
    }

    /// Numbers of conditions, readers and cases.
    #[must_use]
    pub fn size(&self) -> [usize; 3] {
        [self.conditions.len(), self.readers.len(), self.cases.len()]
    }

    /// The ratings of a reader under a condition, case by case, `None` where there is none; empty beyond the table.
    #[must_use]
    pub fn read_by(&self, condition: usize, reader: usize) -> &[Option<f64>] {
        if condition >= self.conditions.len() || reader >= self.readers.len() {
            return &[];
        }
        let n = self.cases.len();
        let first = (condition * self.readers.len() + reader) * n;
        self.ratings.get(first..first + n).unwrap_or_default()
    }

    /// Whether each reader rated each case under each condition.
    #[must_use]
    pub fn is_fully_crossed(&self) -> bool {
        self.ratings.iter().all(Option::is_some)
    }

    /// The empty cells in words, at most `most` of them.
    #[must_use]
    pub fn missing_cells(&self, most: usize) -> Vec<String> {
        self.empty_cells().take(most).collect()
    }

    /// Which of the balanced designs this is.
    ///
    /// # Errors
    /// [`NotEstimable::MissingCell`] naming the first empty cell where it is none of them: [`super::UStatistics`] take
    /// such ratings.
    pub fn case_design(&self) -> Result<CaseDesign, NotEstimable> {
        let [n_conditions, n_readers, n_cases] = self.size();
        let is_read = |condition: usize, reader: usize, case: usize| {
            self.read_by(condition, reader)[case].is_some()
        };
        let has_one = |count: usize| count == 1;
        let by_one_reader = |case: usize| {
            let reads = |reader: &usize| (0..n_conditions).all(|i| is_read(i, *reader, case));
            let touches = |reader: &usize| (0..n_conditions).any(|i| is_read(i, *reader, case));
            has_one((0..n_readers).filter(reads).count())
                && has_one((0..n_readers).filter(touches).count())
        };
        let in_one_condition = |case: usize| {
            let reads = |condition: &usize| (0..n_readers).all(|j| is_read(*condition, j, case));
            let touches = |condition: &usize| (0..n_readers).any(|j| is_read(*condition, j, case));
            has_one((0..n_conditions).filter(reads).count())
                && has_one((0..n_conditions).filter(touches).count())
        };
        match self.empty_cells().next() {
            None => Ok(CaseDesign::Crossed),
            Some(_) if (0..n_cases).all(by_one_reader) => Ok(CaseDesign::NestedInReader),
            Some(_) if (0..n_cases).all(in_one_condition) => Ok(CaseDesign::NestedInCondition),
            Some(cell) => Err(NotEstimable::MissingCell { cell }),
        }
    }

    /// The ratings of these conditions and readers only, in the order named; all cases stay.
    ///
    /// # Errors
    /// [`NotEstimable::TooFew`] where none is named, [`NotEstimable::MissingCell`] for an unknown name,
    /// [`NotEstimable::DuplicateCell`] for one named twice.
    pub fn subset(&self, conditions: &[&str], readers: &[&str]) -> Result<Self, NotEstimable> {
        for (what, found) in [
            (Counted::Conditions, conditions.len()),
            (Counted::Readers, readers.len()),
        ] {
            if found == 0 {
                let needed = 1;
                return Err(NotEstimable::TooFew {
                    what,
                    needed,
                    found,
                });
            }
        }
        let condition_idx = places(&self.conditions, conditions, "condition")?;
        let reader_idx = places(&self.readers, readers, "reader")?;
        let mut ratings = Vec::new();
        for condition in condition_idx {
            for &reader in &reader_idx {
                ratings.extend_from_slice(self.read_by(condition, reader));
            }
        }
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Ok(Self {
            conditions: owned(conditions),
            readers: owned(readers),
            cases: self.cases.clone(),
            is_abnormal: self.is_abnormal.clone(),
            ratings,
        })
    }

    fn empty_cells(&self) -> impl Iterator<Item = String> {
        let [_, n_readers, n_cases] = self.size();
        let is_empty = |(_, rating): &(usize, &Option<f64>)| rating.is_none();
        let empty = self.ratings.iter().enumerate().filter(is_empty);
        empty.map(move |(at, _)| {
            let (row, case) = (at / n_cases, at % n_cases);
            cell_words(
                &self.conditions[row / n_readers],
                &self.readers[row % n_readers],
                &self.cases[case],
            )
        })
    }
}

fn cell_words(condition: &str, reader: &str, case: &str) -> String {
    format!("condition {condition}, reader {reader}, case {case}")
}

/// Each name with its place in the order of first mention.
fn in_order<'a>(names: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    let mut places = BTreeMap::new();
    for name in names {
        let next = places.len();
        places.entry(name).or_insert(next);
    }
    places
}

fn sorted_by_place(places: &BTreeMap<&str, usize>) -> Vec<String> {
    let mut sorted: Vec<_> = places.iter().map(|(name, place)| (place, name)).collect();
    sorted.sort_unstable();
    sorted.iter().map(|(_, name)| (**name).to_owned()).collect()
}

fn places(known: &[String], wanted: &[&str], what: &str) -> Result<Vec<usize>, NotEstimable> {
    let mut found = Vec::with_capacity(wanted.len());
    for name in wanted {
        let cell = || format!("{what} {name}");
        let Some(place) = known.iter().position(|known| known == name) else {
            return Err(NotEstimable::MissingCell { cell: cell() });
        };
        if found.contains(&place) {
            return Err(NotEstimable::DuplicateCell { cell: cell() });
        }
        found.push(place);
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
