//! Figures of merit of free-response reads, alone and as a table for the analyses of many readers. No intervals.

use super::form::Form;
use super::free_response::FreeResponse;
use crate::{FigureTable, NotEstimable};

/// A figure of merit of one reader in one condition.
///
/// K1 normal and K2 abnormal cases, `fp` the highest rating on no lesion of a case, `LL` the highest rating of a
/// lesion, each minus infinity without a mark; psi(fp, LL) is 1 if LL > fp, 1/2 if equal (also where both are not
/// marked), else 0.
///
/// The first five lie in 0..=1 and are 1/2 for a reader without marks; a monotone change of the ratings leaves them as
/// they are. Without lesions none but `Nlf`, `NlfNormal`, `Specificity` and `ExpSpecificity` exists; without normal
/// cases `Wafroc1`, `Afroc1`, `Llf`, `Nlf`, `Sensitivity`, `LlfAtNlf` and `Cpm` do.
///
/// Coverage of the interval "figure ± 1.96 jackknife standard errors" ((K-1)/K times the sum of the squared deviations
/// of the leave-one-out values of [`FreeResponse::table`], root) in 2,000 drawn studies, seed 8, of 60 normal and 60
/// abnormal cases (half of them with two lesions) under a search model with 1.4 marks on no lesion a case, 80 % of lesions
/// found and ratings 1.5 SD apart: wAFROC 0.942, wAFROC1 0.938, AFROC 0.952, AFROC1 0.939, inferred ROC 0.940; at
/// threshold 1 LLF 0.940, NLF 0.951, NLF of normal cases 0.913 (13 marks in all); specificity 0.926, its exponential form
/// 0.933, LLF at 0.5 marks 0.949, CPM 0.949. Sensitivity, truth 0.970, only 0.826: near 0 and 1 take an exact interval of
/// a proportion instead.
///
/// Source: Chakraborty, Observer Performance Methods, 2017, sections 13 and 14; Chakraborty, Zhai, Med Phys
/// 2016;43:2548 (weights).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LocalisationFigure {
    /// Weighted AFROC area, the default of a free-response study: mean over normal cases and abnormal cases of the
    /// weighted psi of the abnormal case's lesions.
    Wafroc,
    /// As `Wafroc` with `fp` of all cases; meant for sets without normal cases.
    Wafroc1,
    /// AFROC area: mean psi over normal cases and all lesions.
    Afroc,
    /// As `Afroc` with `fp` of all cases.
    Afroc1,
    /// Area under the inferred ROC curve: a case's rating is its highest mark, on a lesion or not.
    InferredRoc,
    /// Lesion localisation fraction: lesions marked at or above a threshold, of all lesions.
    Llf {
        /// The threshold.
        threshold: f64,
    },
    /// Non-lesion localisation fraction: marks on no lesion at or above a threshold, a case, over all cases.
    Nlf {
        /// The threshold.
        threshold: f64,
    },
    /// As `Nlf`, marks on normal cases over normal cases.
    NlfNormal {
        /// The threshold.
        threshold: f64,
    },
    /// Share of abnormal cases with any mark, on a lesion or not.
    Sensitivity,
    /// Share of normal cases without any mark.
    Specificity,
    /// exp(-`NlfNormal` of all marks): the share of normal cases without a mark if marks fell as a Poisson count.
    ExpSpecificity,
    /// Lesion localisation fraction where the FROC curve reaches so many non-lesion marks a case, over all cases: linear
    /// between points, the highest fraction where the curve rises straight up, the last beyond its end.
    LlfAtNlf {
        /// Non-lesion marks a case, 0 or more.
        rate: f64,
    },
    /// Competition performance metric: mean of `LlfAtNlf` at 1/8, 1/4, 1/2, 1, 2, 4 and 8.
    ///
    /// Source: Setio et al, Med Image Anal 2017;42:1 (LUNA16).
    Cpm,
}

impl LocalisationFigure {
    /// The share of lesions with any mark.
    pub const MAX_LLF: Self = Self::Llf {
        threshold: f64::NEG_INFINITY,
    };
    /// All marks on no lesion, a case, over all cases.
    pub const MAX_NLF: Self = Self::Nlf {
        threshold: f64::NEG_INFINITY,
    };
    /// All marks on normal cases, a case, over normal cases.
    pub const MAX_NLF_NORMAL: Self = Self::NlfNormal {
        threshold: f64::NEG_INFINITY,
    };

    /// The word for it in exports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Wafroc => "wafroc",
            Self::Wafroc1 => "wafroc1",
            Self::Afroc => "afroc",
            Self::Afroc1 => "afroc1",
            Self::InferredRoc => "inferred-roc",
            Self::Llf { .. } => "llf",
            Self::Nlf { .. } => "nlf",
            Self::NlfNormal { .. } => "nlf-normal-cases",
            Self::Sensitivity => "inferred-sensitivity",
            Self::Specificity => "inferred-specificity",
            Self::ExpSpecificity => "exp-specificity",
            Self::LlfAtNlf { .. } => "llf-at-nlf",
            Self::Cpm => "cpm",
        }
    }
}

impl FreeResponse {
    /// A figure of merit of one reader in one condition.
    ///
    /// # Errors
    /// [`NotEstimable::OutOfDomain`] for an unknown condition or reader and for a rate below 0,
    /// [`NotEstimable::NotFinite`] for a NaN threshold or a rate that is not finite, [`NotEstimable::TooFew`] without
    /// the cases or lesions that the figure compares.
    pub fn figure(
        &self,
        condition: usize,
        reader: usize,
        figure: LocalisationFigure,
    ) -> Result<f64, NotEstimable> {
        let form = Form::of(self, self.cell(condition, reader)?, figure)?;
        Ok(form.value(&vec![1; self.n_cases()]))
    }

    /// A figure of merit of all readers and conditions with its leave-one-case-out values, for the analyses of many
    /// readers.
    ///
    /// wAFROC of 2 conditions without a difference, 5 readers, 40 normal and 40 abnormal cases, readers and cases random,
    /// in [`ObuchowskiRockette`](crate::ObuchowskiRockette): p < 0.05 in 0.0445 of 2,000 drawn studies, seed 8.
    ///
    /// O(N log N) for a cell of N cases, lesions and marks, whatever the figure.
    ///
    /// # Errors
    /// As [`Self::figure`], and [`NotEstimable::TooFew`] where the last case of a kind would be left out.
    pub fn table(&self, figure: LocalisationFigure) -> Result<FigureTable, NotEstimable> {
        let copies = vec![1; self.n_cases()];
        let (mut figures, mut left_out) = (Vec::new(), Vec::new());
        for cell in self.cells() {
            let form = Form::of(self, cell, figure)?;
            figures.push(form.value(&copies));
            left_out.extend(form.left_out(self)?);
        }
        FigureTable::new(self.size(), figures, left_out)
    }
}

#[cfg(test)]
mod tests;
