//! A figure of merit for each condition and reader with its leave-one-case-out values: what the analyses of many readers
//! start from, whatever the figure. The leave-one-out values are computed where the figure is.

use crate::NotEstimable;

/// Figures of merit by condition and reader, fully crossed with cases.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureTable {
    n_conditions: usize,
    n_readers: usize,
    n_cases: usize,
    /// Condition by condition, within it reader by reader.
    figures: Vec<f64>,
    /// As `figures`, and within each case by case: the figure without that case.
    left_out: Vec<f64>,
}

impl FigureTable {
    /// A table from what computes a figure: for a condition, a reader, and the case that is left out, if any.
    ///
    /// # Errors
    /// What `figure` refuses, and [`NotEstimable::NotFinite`].
    pub fn of(
        [n_conditions, n_readers, n_cases]: [usize; 3],
        mut figure: impl FnMut(usize, usize, Option<usize>) -> Result<f64, NotEstimable>,
    ) -> Result<Self, NotEstimable> {
        let (mut figures, mut left_out) = (Vec::new(), Vec::new());
        for condition in 0..n_conditions {
            for reader in 0..n_readers {
                figures.push(figure(condition, reader, None)?);
                for case in 0..n_cases {
                    left_out.push(figure(condition, reader, Some(case))?);
                }
            }
        }
        Self::new([n_conditions, n_readers, n_cases], figures, left_out)
    }

    /// A table from its numbers: `figures` condition by condition, within it reader by reader; `left_out` likewise, and
    /// within each case by case.
    ///
    /// # Errors
    /// [`NotEstimable::Unequal`], [`NotEstimable::NotFinite`].
    pub fn new(
        [n_conditions, n_readers, n_cases]: [usize; 3],
        figures: Vec<f64>,
        left_out: Vec<f64>,
    ) -> Result<Self, NotEstimable> {
        let n = n_conditions.saturating_mul(n_readers);
        for (what, values, wanted) in [
            ("figures of merit", &figures, n),
            (
                "leave-one-out figures",
                &left_out,
                n.saturating_mul(n_cases),
            ),
        ] {
            if values.len() != wanted {
                let (left, right) = (values.len(), wanted);
                return Err(NotEstimable::Unequal { what, left, right });
            }
            NotEstimable::if_not_finite(what, values)?;
        }
        Ok(Self {
            n_conditions,
            n_readers,
            n_cases,
            figures,
            left_out,
        })
    }

    /// Numbers of conditions, readers and cases.
    #[must_use]
    pub fn size(&self) -> [usize; 3] {
        [self.n_conditions, self.n_readers, self.n_cases]
    }

    /// The figure of a reader in a condition; `None` beyond the table.
    #[must_use]
    pub fn figure(&self, condition: usize, reader: usize) -> Option<f64> {
        self.figures.get(self.at(condition, reader)?).copied()
    }

    /// The figures of a reader in a condition without each case in turn; empty beyond the table.
    #[must_use]
    pub fn left_out(&self, condition: usize, reader: usize) -> &[f64] {
        let Some(at) = self.at(condition, reader) else {
            return &[];
        };
        let first = at * self.n_cases;
        self.left_out
            .get(first..first + self.n_cases)
            .unwrap_or_default()
    }

    fn at(&self, condition: usize, reader: usize) -> Option<usize> {
        let is_inside = condition < self.n_conditions && reader < self.n_readers;
        is_inside.then(|| condition * self.n_readers + reader)
    }
}

#[cfg(test)]
mod tests;
