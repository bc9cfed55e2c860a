//! Classical analysis of exams: answers, items, reliability, distractors, decision consistency. No latent traits.

mod decision;
mod distractors;
mod reliability;
mod responses;
mod statistics;

pub use decision::{DecisionConsistency, livingston_lewis};
pub use distractors::{AnswerOption, distractors};
pub use reliability::{
    alpha_feldt95, alpha_if_deleted, guttman_lambda2, kr20, kr21, lengthening, measurement_error,
    spearman_brown,
};
pub(crate) use responses::at_least;
pub use responses::{ItemAnswers, Responses};
pub use statistics::{ItemFlag, ItemStatistics, item_statistics};
