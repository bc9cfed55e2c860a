//! The observed information about items by Louis's formula, without a matrix for each taker. No likelihood.

use super::tables::{Tables, add};
use crate::irt::patterns::Pattern;

/// Sums over takers from which the observed information follows.
///
/// Louis: observed = complete - sum over takers of (mean of s s' - mean of s times mean of s'), with s the gradient that a
/// taker of known ability would give, `(u - P) theta` and `u - P` for each answered item.
/// The mean of s s' over nodes is never built for each taker: with the powers of theta kept apart it falls into sums over
/// pairs of right answers, over right answers at nodes, and over takers at nodes.
pub(super) struct Curvature {
    /// Sum of mean s times mean s', lower triangle, by all slopes, then all intercepts.
    means: Vec<f64>,
    /// For pairs of items both right: sums of the mean of theta to the power 0, 1, 2.
    pairs: [Vec<f64>; 3],
    /// Right answers to an item at each node.
    right_at: Vec<f64>,
    /// For pairs of items of which the taker lacks the second: right answers to the first at each node; empty cells where
    /// nobody lacks anything.
    right_absent: Vec<f64>,
    /// For pairs of items of which the taker lacks either: takers at each node.
    pair_absent: Vec<f64>,
}

impl Curvature {
    pub(super) fn new(tables: &Tables) -> Self {
        let n = tables.n_items;
        Self {
            means: vec![0.0; 4 * n * n],
            pairs: [0, 1, 2].map(|_| vec![0.0; n * n]),
            right_at: vec![0.0; n * tables.n_nodes],
            right_absent: Vec::new(),
            pair_absent: Vec::new(),
        }
    }

    pub(super) fn add(
        &mut self,
        pattern: &Pattern,
        tables: &Tables,
        nodes: &[f64],
        posterior: &[f64],
        mean: f64,
    ) {
        let n = tables.n_items;
        let square: f64 = posterior.iter().zip(nodes).map(|(w, x)| w * x * x).sum();
        for (idx, i) in pattern.right.iter().enumerate() {
            for j in &pattern.right[..=idx] {
                self.pairs[0][i * n + j] += pattern.count;
                self.pairs[1][i * n + j] += mean;
                self.pairs[2][i * n + j] += square;
            }
            let at = i * tables.n_nodes;
            add(&mut self.right_at[at..at + tables.n_nodes], posterior);
        }
        self.add_means(pattern, tables, nodes, posterior, mean);
        if !pattern.missing.is_empty() {
            self.add_absent(pattern, tables, posterior);
        }
    }

    fn add_means(
        &mut self,
        pattern: &Pattern,
        tables: &Tables,
        nodes: &[f64],
        posterior: &[f64],
        mean: f64,
    ) {
        let n = tables.n_items;
        let mut s = vec![0.0; 2 * n];
        let (slopes, intercepts) = s.split_at_mut(n);
        for (k, weight) in posterior.iter().enumerate() {
            let right = &tables.right_by_node[k * n..(k + 1) * n];
            let by_theta = weight * nodes[k];
            for ((a, d), p) in slopes.iter_mut().zip(intercepts.iter_mut()).zip(right) {
                *a -= by_theta * p;
                *d -= weight * p;
            }
        }
        for item in &pattern.right {
            slopes[*item] += mean;
            intercepts[*item] += pattern.count;
        }
        for item in &pattern.missing {
            slopes[*item] = 0.0;
            intercepts[*item] = 0.0;
        }
        // `s` holds count times the mean, so the product is divided by the count once.
        for (i, value) in s.iter().enumerate() {
            let scaled = value / pattern.count;
            for (to, other) in self.means[i * 2 * n..].iter_mut().zip(&s[..=i]) {
                *to += scaled * other;
            }
        }
    }

    fn add_absent(&mut self, pattern: &Pattern, tables: &Tables, posterior: &[f64]) {
        let (n, n_nodes) = (tables.n_items, tables.n_nodes);
        if self.pair_absent.is_empty() {
            self.pair_absent = vec![0.0; n * n * n_nodes];
            self.right_absent = vec![0.0; n * n * n_nodes];
        }
        let mut is_missing = vec![false; n];
        for item in &pattern.missing {
            is_missing[*item] = true;
        }
        let cell = |i: usize, j: usize| (i * n + j) * n_nodes..(i * n + j + 1) * n_nodes;
        for i in 0..n {
            for j in 0..=i {
                if is_missing[i] || is_missing[j] {
                    add(&mut self.pair_absent[cell(i, j)], posterior);
                }
            }
        }
        for i in &pattern.right {
            for j in &pattern.missing {
                add(&mut self.right_absent[cell(*i, *j)], posterior);
            }
        }
    }

    /// The observed information, both triangles.
    pub(super) fn observed(
        &self,
        tables: &Tables,
        nodes: &[f64],
        at_node: &[f64],
        complete: &[[f64; 3]],
    ) -> Vec<f64> {
        let n = tables.n_items;
        let width = 2 * n;
        let mut matrix = vec![0.0; width * width];
        for (i, block) in complete.iter().enumerate() {
            for j in 0..=i {
                let products = self.products(tables, nodes, at_node, (i, j));
                // (slope, slope), (slope, intercept), (intercept, slope), (intercept, intercept).
                let cells = [(i, j, 2), (i, n + j, 1), (n + i, j, 1), (n + i, n + j, 0)];
                for (row, column, power) in cells {
                    let (low, high) = (row.min(column), row.max(column));
                    let known = if i == j { block[2 - power] } else { 0.0 };
                    let value = known - products[power] + self.means[high * width + low];
                    matrix[row * width + column] = value;
                    matrix[column * width + row] = value;
                }
            }
        }
        matrix
    }

    /// Sums over takers and nodes of theta to the power 0, 1, 2 times (u - P)(u' - P') for items i and j.
    fn products(
        &self,
        tables: &Tables,
        nodes: &[f64],
        at_node: &[f64],
        (i, j): (usize, usize),
    ) -> [f64; 3] {
        let (n, n_nodes) = (tables.n_items, tables.n_nodes);
        let mut sums = [0, 1, 2].map(|power: usize| self.pairs[power][i * n + j]);
        let (p, q) = (tables.item(&tables.right, i), tables.item(&tables.right, j));
        let (r, s) = (
            tables.item(&self.right_at, i),
            tables.item(&self.right_at, j),
        );
        let absent = |of: &[f64], i: usize, j: usize, k: usize| {
            of.get((i * n + j) * n_nodes + k).copied().unwrap_or(0.0)
        };
        for k in 0..n_nodes {
            let right_i = r[k] - absent(&self.right_absent, i, j, k);
            let right_j = s[k] - absent(&self.right_absent, j, i, k);
            let both = at_node[k] - absent(&self.pair_absent, i, j, k);
            let term = both * p[k] * q[k] - right_i * q[k] - right_j * p[k];
            sums[0] += term;
            sums[1] += term * nodes[k];
            sums[2] += term * nodes[k] * nodes[k];
        }
        sums
    }
}
