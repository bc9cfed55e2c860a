//! Item response theory: Rasch and two-parameter models, abilities, fit, adaptive choice. No classical figures.

mod ability;
mod adaptive;
mod classification;
mod conditional;
mod limited_information;
mod logistic;
mod marginal;
mod patterns;
mod quadrature;
mod rasch_fit;
#[cfg(test)]
pub(crate) mod simulated;

pub use ability::{Ability, ability_eap, ability_ml};
pub use adaptive::{AdaptiveRules, AdaptiveStep, BankItem, ItemBank, StopReason};
pub use classification::rudner;
pub use conditional::{ConditionalFit, rasch_conditional};
pub use limited_information::{LimitedFit, m2};
pub(crate) use logistic::check_items;
pub use logistic::{LogisticItem, expected_score, test_information};
pub use marginal::{
    CalibratedItem, LogisticModel, MarginalFit, MarginalOptions, SlopePrior, fit_marginal,
};
pub use quadrature::Quadrature;
pub use rasch_fit::{RaschItemFit, rasch_item_fit};
