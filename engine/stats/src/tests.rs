//! What the tests of several estimators share: published numbers, simulations, data sets.

pub(crate) mod act_maths;
pub(crate) mod free_response;
pub(crate) mod hostile;
pub(crate) mod human_ai;
pub(crate) mod lsat6;
pub(crate) mod published;
pub(crate) mod simulation;
