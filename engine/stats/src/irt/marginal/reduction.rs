//! Which free parameter each slope and intercept of a model is. No estimation.

use super::LogisticModel;
use crate::irt::logistic::LogisticItem;

/// The map from all slopes and intercepts to the free parameters: slopes first, then intercepts.
pub(in crate::irt) struct Reduction {
    model: LogisticModel,
    n_items: usize,
}

impl Reduction {
    pub(in crate::irt) fn new(model: LogisticModel, n_items: usize) -> Self {
        Self { model, n_items }
    }

    fn n_slopes(&self) -> usize {
        match self.model {
            LogisticModel::UnitSlope => 0,
            LogisticModel::CommonSlope => 1,
            LogisticModel::FreeSlopes => self.n_items,
        }
    }

    /// How many free parameters.
    pub(in crate::irt) fn n_free(&self) -> usize {
        self.n_slopes() + self.n_items
    }

    /// How many of them are slopes; they come first.
    pub(super) fn n_free_slopes(&self) -> usize {
        self.n_slopes()
    }

    /// The free parameter that is the slope of an item; `None` where it is fixed.
    pub(in crate::irt) fn slope(&self, item: usize) -> Option<usize> {
        match self.model {
            LogisticModel::UnitSlope => None,
            LogisticModel::CommonSlope => Some(0),
            LogisticModel::FreeSlopes => Some(item),
        }
    }

    /// The free parameter that is the intercept of an item.
    pub(in crate::irt) fn intercept(&self, item: usize) -> usize {
        self.n_slopes() + item
    }

    /// The items that free parameters make.
    pub(in crate::irt) fn items(&self, free: &[f64]) -> Vec<LogisticItem> {
        let item = |item: usize| LogisticItem {
            slope: self.slope(item).map_or(1.0, |at| free[at]),
            intercept: free[self.intercept(item)],
        };
        (0..self.n_items).map(item).collect()
    }

    /// A free parameter for each of all slopes and then all intercepts.
    fn map(&self) -> Vec<Option<usize>> {
        let slopes = (0..self.n_items).map(|item| self.slope(item));
        let intercepts = (0..self.n_items).map(|item| Some(self.intercept(item)));
        slopes.chain(intercepts).collect()
    }

    /// A gradient by all slopes and intercepts, gathered by free parameters.
    pub(super) fn gradient(&self, full: &[f64]) -> Vec<f64> {
        let mut reduced = vec![0.0; self.n_free()];
        for (at, value) in self.map().into_iter().zip(full) {
            if let Some(at) = at {
                reduced[at] += value;
            }
        }
        reduced
    }

    /// A symmetric matrix by all slopes and intercepts, likewise.
    pub(super) fn matrix(&self, full: &[f64]) -> Vec<f64> {
        let (map, n) = (self.map(), self.n_free());
        let mut reduced = vec![0.0; n * n];
        for (row, values) in map.iter().zip(full.chunks_exact(map.len())) {
            let Some(row) = row else { continue };
            for (at, value) in map.iter().zip(values) {
                if let Some(at) = at {
                    reduced[row * n + at] += value;
                }
            }
        }
        reduced
    }
}
