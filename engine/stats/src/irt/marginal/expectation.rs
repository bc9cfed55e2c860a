//! Likelihood, gradient and observed information of items at given parameters. No steps.

use super::curvature::Curvature;
use super::tables::{Tables, add};
use crate::irt::logistic::LogisticItem;
use crate::irt::patterns::Pattern;
use crate::irt::quadrature::Quadrature;

/// What the answers say of the items at given parameters, item by item and node by node.
pub(super) struct Expectation {
    pub(super) log_likelihood: f64,
    /// By all slopes, then all intercepts.
    pub(super) gradient: Vec<f64>,
    /// The information if abilities were known: for each item (slope, slope), (slope, intercept), (intercept, intercept).
    pub(super) complete: Vec<[f64; 3]>,
    /// The observed information by all slopes, then all intercepts; empty unless asked for.
    pub(super) observed: Vec<f64>,
}

/// Whether the observed information is wanted: it costs as much as all the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Gradient,
    ObservedInformation,
}

/// A pattern's distribution over the nodes, times its count, written to `posterior`; gives its log-likelihood times its
/// count.
///
/// `ln P - ln(1 - P)` is linear in theta, so that all right answers together are one line on the sum of ln(1 - P).
fn distribute(
    pattern: &Pattern,
    items: &[LogisticItem],
    tables: &Tables,
    (nodes, base): (&[f64], &[f64]),
    posterior: &mut [f64],
) -> f64 {
    let slope: f64 = pattern.right.iter().map(|j| items[*j].slope).sum();
    let intercept: f64 = pattern.right.iter().map(|j| items[*j].intercept).sum();
    for ((to, theta), base) in posterior.iter_mut().zip(nodes).zip(base) {
        *to = base + slope * theta + intercept;
    }
    for item in &pattern.missing {
        let ln_wrong = tables.item(&tables.ln_wrong, *item);
        for (to, ln) in posterior.iter_mut().zip(ln_wrong) {
            *to -= ln;
        }
    }
    let most = posterior.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut whole = 0.0;
    for value in posterior.iter_mut() {
        *value = libm::exp(*value - most);
        whole += *value;
    }
    for value in posterior.iter_mut() {
        *value *= pattern.count / whole;
    }
    pattern.count * (most + libm::log(whole))
}

/// The logarithm of the likelihood at each node of nothing but wrong answers, weight included.
fn base_of(tables: &Tables, quadrature: &Quadrature) -> Vec<f64> {
    let mut base = quadrature.ln_weights.clone();
    for item in 0..tables.n_items {
        for (to, ln) in base.iter_mut().zip(tables.item(&tables.ln_wrong, item)) {
            *to += ln;
        }
    }
    base
}

/// The logarithm of the likelihood alone.
pub(super) fn log_likelihood(
    patterns: &[Pattern],
    quadrature: &Quadrature,
    items: &[LogisticItem],
) -> f64 {
    let tables = Tables::new(items, quadrature);
    let base = base_of(&tables, quadrature);
    let mut posterior = vec![0.0; tables.n_nodes];
    let grid = (quadrature.nodes.as_slice(), base.as_slice());
    let of = |pattern| distribute(pattern, items, &tables, grid, &mut posterior);
    patterns.iter().map(of).sum()
}

impl Expectation {
    pub(super) fn of(
        patterns: &[Pattern],
        quadrature: &Quadrature,
        items: &[LogisticItem],
        wanted: Wanted,
    ) -> Self {
        let tables = Tables::new(items, quadrature);
        let base = base_of(&tables, quadrature);
        let nodes = quadrature.nodes.as_slice();
        let (n_items, n_nodes) = (tables.n_items, tables.n_nodes);
        let mut curvature =
            (wanted == Wanted::ObservedInformation).then(|| Curvature::new(&tables));
        let mut posterior = vec![0.0; n_nodes];
        let mut log_likelihood = 0.0;
        // Takers at each node, less those without an answer to the item.
        let mut at_node = vec![0.0; n_nodes];
        let mut absent = vec![0.0; n_items * n_nodes];
        let mut gradient = vec![0.0; 2 * n_items];
        for pattern in patterns {
            log_likelihood += distribute(pattern, items, &tables, (nodes, &base), &mut posterior);
            add(&mut at_node, &posterior);
            let mean: f64 = posterior.iter().zip(nodes).map(|(w, x)| w * x).sum();
            for item in &pattern.right {
                gradient[*item] += mean;
                gradient[n_items + item] += pattern.count;
            }
            for item in &pattern.missing {
                add(
                    &mut absent[item * n_nodes..(item + 1) * n_nodes],
                    &posterior,
                );
            }
            if let Some(curvature) = &mut curvature {
                curvature.add(pattern, &tables, nodes, &posterior, mean);
            }
        }
        let mut complete = Vec::with_capacity(n_items);
        for item in 0..n_items {
            let mut block = [0.0; 3];
            let absent = tables.item(&absent, item);
            for (k, p) in tables.item(&tables.right, item).iter().enumerate() {
                let present = at_node[k] - absent[k];
                let (theta, expected) = (nodes[k], present * p);
                gradient[item] -= theta * expected;
                gradient[n_items + item] -= expected;
                let spread = expected * (1.0 - p);
                block[0] += theta * theta * spread;
                block[1] += theta * spread;
                block[2] += spread;
            }
            complete.push(block);
        }
        let observed = curvature.map_or_else(Vec::new, |c| {
            c.observed(&tables, nodes, &at_node, &complete)
        });
        Self {
            log_likelihood,
            gradient,
            complete,
            observed,
        }
    }
}
