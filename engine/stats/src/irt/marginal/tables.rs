//! Chances of right answers at the nodes, laid out for the sums over takers. No sums.

use crate::irt::logistic::{LogisticItem, ln_sigmoid, sigmoid};
use crate::irt::quadrature::Quadrature;

/// Chances at the nodes.
pub(super) struct Tables {
    pub(super) n_items: usize,
    pub(super) n_nodes: usize,
    /// Chance of a right answer, node by node within an item.
    pub(super) right: Vec<f64>,
    /// The same, item by item within a node.
    pub(super) right_by_node: Vec<f64>,
    /// Logarithm of the chance of a wrong answer, node by node within an item.
    pub(super) ln_wrong: Vec<f64>,
}

impl Tables {
    pub(super) fn new(items: &[LogisticItem], quadrature: &Quadrature) -> Self {
        let (n_items, n_nodes) = (items.len(), quadrature.nodes.len());
        let mut right_by_node = vec![0.0; n_items * n_nodes];
        let (mut right, mut ln_wrong) = (Vec::new(), Vec::new());
        for (j, item) in items.iter().enumerate() {
            for (k, theta) in quadrature.nodes.iter().enumerate() {
                let z = item.slope * theta + item.intercept;
                let p = sigmoid(z);
                right.push(p);
                ln_wrong.push(ln_sigmoid(-z));
                right_by_node[k * n_items + j] = p;
            }
        }
        Self {
            n_items,
            n_nodes,
            right,
            right_by_node,
            ln_wrong,
        }
    }

    pub(super) fn item<'a>(&self, of: &'a [f64], item: usize) -> &'a [f64] {
        &of[item * self.n_nodes..(item + 1) * self.n_nodes]
    }
}

/// Adds values to sums, one by one.
pub(super) fn add(to: &mut [f64], values: &[f64]) {
    for (to, value) in to.iter_mut().zip(values) {
        *to += value;
    }
}
