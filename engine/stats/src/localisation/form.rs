//! A figure of merit of free-response reads as sums over cases, so that cases can be left out or be there more than once.
//! Private; what the figures mean stands with [`LocalisationFigure`].

use super::curve::{Froc, heights};
use super::figure::LocalisationFigure;
use super::free_response::{Cell, FreeResponse, need};
use super::ranked::{Item, Ranked, Side};
use crate::{Counted, NotEstimable};

/// The non-lesion marks a case at which the competition performance metric reads the FROC curve.
///
/// Source: Setio et al, Med Image Anal 2017;42:1 (LUNA16).
const CPM_RATES: [f64; 7] = [0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0];

/// A figure made ready: what it needs of each case, so that cases can be left out or be there more than once.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Form {
    /// A share of won pairs.
    Share {
        /// The items that are compared.
        ranked: Ranked,
        /// Whether the negative side is that of normal cases only.
        is_normal_only: bool,
    },
    /// A ratio of sums over cases.
    Ratio(Ratio),
    /// Heights of the FROC curve.
    AtRates(AtRates),
}

impl Form {
    pub(crate) fn of(
        study: &FreeResponse,
        cell: &Cell,
        figure: LocalisationFigure,
    ) -> Result<Self, NotEstimable> {
        check_options(figure)?;
        let [normal, abnormal] = study.classes().map(|cases| cases.len());
        let [mut needs_normal, mut needs_abnormal] = [false, true];
        let share = |is_normal_only, is_weighted| Self::Share {
            ranked: lesions_against_cases(study, cell, is_normal_only, is_weighted),
            is_normal_only,
        };
        let form = match figure {
            LocalisationFigure::Wafroc1 => share(false, true),
            LocalisationFigure::Afroc1 => share(false, false),
            LocalisationFigure::Wafroc => {
                needs_normal = true;
                share(true, true)
            }
            LocalisationFigure::Afroc => {
                needs_normal = true;
                share(true, false)
            }
            LocalisationFigure::InferredRoc => {
                needs_normal = true;
                Self::Share {
                    ranked: cases_by_highest_mark(study, cell),
                    is_normal_only: true,
                }
            }
            LocalisationFigure::Nlf { threshold } => {
                needs_abnormal = false;
                Self::Ratio(Ratio::marks_a_case(study, cell, threshold, false))
            }
            LocalisationFigure::NlfNormal { threshold } => {
                [needs_normal, needs_abnormal] = [true, false];
                Self::Ratio(Ratio::marks_a_case(study, cell, threshold, true))
            }
            LocalisationFigure::ExpSpecificity => {
                [needs_normal, needs_abnormal] = [true, false];
                let ratio = Ratio::marks_a_case(study, cell, f64::NEG_INFINITY, true);
                Self::Ratio(ratio.seen_as(Shape::ExpOfMinus))
            }
            LocalisationFigure::Specificity => {
                [needs_normal, needs_abnormal] = [true, false];
                Self::Ratio(Ratio::cases_marked(study, cell, false).seen_as(Shape::OneMinus))
            }
            LocalisationFigure::Sensitivity => Self::Ratio(Ratio::cases_marked(study, cell, true)),
            LocalisationFigure::Llf { threshold } => {
                Self::Ratio(Ratio::lesions_marked(study, cell, threshold))
            }
            LocalisationFigure::LlfAtNlf { rate } => Self::AtRates(AtRates {
                froc: Froc::of(study, cell),
                rates: vec![rate],
            }),
            LocalisationFigure::Cpm => Self::AtRates(AtRates {
                froc: Froc::of(study, cell),
                rates: CPM_RATES.to_vec(),
            }),
        };
        need(Counted::NormalCases, usize::from(needs_normal), normal)?;
        need(
            Counted::AbnormalCases,
            usize::from(needs_abnormal),
            abnormal,
        )?;
        Ok(form)
    }

    /// The figure where each case is there `copies` times; at least one of each kind that it compares.
    pub(crate) fn value(&self, copies: &[u32]) -> f64 {
        match self {
            Self::Share { ranked, .. } => ranked.share(copies),
            Self::Ratio(ratio) => ratio.value(copies),
            Self::AtRates(at_rates) => at_rates.value(copies),
        }
    }

    /// The figure without each case in turn.
    pub(crate) fn left_out(&self, study: &FreeResponse) -> Result<Vec<f64>, NotEstimable> {
        let n_cases = study.n_cases();
        let [normal, abnormal] = study.classes().map(|cases| cases.len());
        need(Counted::Cases, 2, n_cases)?;
        match self {
            Self::Share {
                ranked,
                is_normal_only,
            } => {
                need(Counted::AbnormalCases, 2, abnormal)?;
                need(
                    Counted::NormalCases,
                    2 * usize::from(*is_normal_only),
                    normal,
                )?;
                Ok(ranked.shares_left_out(n_cases))
            }
            Self::Ratio(ratio) => {
                need(ratio.over, 2, ratio.n_over())?;
                Ok(ratio.left_out())
            }
            Self::AtRates(at_rates) => {
                need(Counted::AbnormalCases, 2, abnormal)?;
                Ok(at_rates.froc.mean_heights_left_out(&at_rates.rates))
            }
        }
    }
}

fn check_options(figure: LocalisationFigure) -> Result<(), NotEstimable> {
    match figure {
        LocalisationFigure::Llf { threshold }
        | LocalisationFigure::Nlf { threshold }
        | LocalisationFigure::NlfNormal { threshold }
            if threshold.is_nan() =>
        {
            Err(NotEstimable::NotFinite {
                what: "thresholds",
                index: 0,
            })
        }
        LocalisationFigure::LlfAtNlf { rate } if !rate.is_finite() => {
            Err(NotEstimable::NotFinite {
                what: "non-lesion marks a case",
                index: 0,
            })
        }
        LocalisationFigure::LlfAtNlf { rate } if rate < 0.0 => Err(NotEstimable::OutOfDomain {
            what: "non-lesion marks a case",
            index: 0,
            domain: "0 or more",
        }),
        LocalisationFigure::Wafroc
        | LocalisationFigure::Wafroc1
        | LocalisationFigure::Afroc
        | LocalisationFigure::Afroc1
        | LocalisationFigure::InferredRoc
        | LocalisationFigure::Llf { .. }
        | LocalisationFigure::Nlf { .. }
        | LocalisationFigure::NlfNormal { .. }
        | LocalisationFigure::Sensitivity
        | LocalisationFigure::Specificity
        | LocalisationFigure::ExpSpecificity
        | LocalisationFigure::LlfAtNlf { .. }
        | LocalisationFigure::Cpm => Ok(()),
    }
}

/// Lesions on the positive side, the highest mark on no lesion of each (normal) case on the negative side.
fn lesions_against_cases(
    study: &FreeResponse,
    cell: &Cell,
    is_normal_only: bool,
    is_weighted: bool,
) -> Ranked {
    let mut items = study.lesion_items(cell, is_weighted);
    let highest = study.false_positives(cell);
    for (case, &rating) in highest.iter().enumerate() {
        if !(is_normal_only && study.is_abnormal(case)) {
            items.push(Item {
                rating,
                case,
                weight: 1.0,
                side: Side::Negative,
            });
        }
    }
    Ranked::new(items)
}

/// Abnormal against normal cases, each by its highest mark.
fn cases_by_highest_mark(study: &FreeResponse, cell: &Cell) -> Ranked {
    let highest = study.highest_marks(cell);
    let item = |(case, &rating): (usize, &f64)| Item {
        rating,
        case,
        weight: 1.0,
        side: if study.is_abnormal(case) {
            Side::Positive
        } else {
            Side::Negative
        },
    };
    Ranked::new(highest.iter().enumerate().map(item).collect())
}

/// A sum over cases over another sum over cases.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ratio {
    upper: Vec<f64>,
    lower: Vec<f64>,
    /// What the lower sum is over.
    over: Counted,
    shape: Shape,
}

/// What a figure makes of its ratio.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Plain,
    OneMinus,
    ExpOfMinus,
}

impl Ratio {
    fn lesions_marked(study: &FreeResponse, cell: &Cell, threshold: f64) -> Self {
        let mut upper = vec![0.0; study.n_cases()];
        for lesion in study.lesion_items(cell, false) {
            // Minus infinity as a threshold asks for every mark, not for lesions without one.
            let is_marked = lesion.rating > f64::NEG_INFINITY;
            upper[lesion.case] += f64::from(u8::from(is_marked && lesion.rating >= threshold));
        }
        let n_lesions = |case| study.n_lesions_of(case) as f64;
        Self {
            upper,
            lower: (0..study.n_cases()).map(n_lesions).collect(),
            over: Counted::AbnormalCases,
            shape: Shape::Plain,
        }
    }

    fn marks_a_case(
        study: &FreeResponse,
        cell: &Cell,
        threshold: f64,
        is_normal_only: bool,
    ) -> Self {
        let is_counted = |case: usize| !(is_normal_only && study.is_abnormal(case));
        let mut upper = vec![0.0; study.n_cases()];
        for &(case, rating) in &cell.non_lesions {
            upper[case] += f64::from(u8::from(is_counted(case) && rating >= threshold));
        }
        let lower = |case| f64::from(u8::from(is_counted(case)));
        Self {
            upper,
            lower: (0..study.n_cases()).map(lower).collect(),
            over: if is_normal_only {
                Counted::NormalCases
            } else {
                Counted::Cases
            },
            shape: Shape::Plain,
        }
    }

    fn cases_marked(study: &FreeResponse, cell: &Cell, is_abnormal: bool) -> Self {
        let highest = study.highest_marks(cell);
        let count = |is: bool| f64::from(u8::from(is));
        let is_counted = |case: usize| study.is_abnormal(case) == is_abnormal;
        let is_marked =
            |(case, &rating): (usize, &f64)| count(is_counted(case) && rating > f64::NEG_INFINITY);
        Self {
            upper: highest.iter().enumerate().map(is_marked).collect(),
            lower: (0..study.n_cases())
                .map(|case| count(is_counted(case)))
                .collect(),
            over: if is_abnormal {
                Counted::AbnormalCases
            } else {
                Counted::NormalCases
            },
            shape: Shape::Plain,
        }
    }

    fn seen_as(self, shape: Shape) -> Self {
        Self { shape, ..self }
    }

    fn n_over(&self) -> usize {
        self.lower.iter().filter(|&&lower| lower > 0.0).count()
    }

    fn value(&self, copies: &[u32]) -> f64 {
        self.shaped(dot(&self.upper, copies), dot(&self.lower, copies))
    }

    fn left_out(&self) -> Vec<f64> {
        // Whole numbers: the subtractions are exact.
        let (upper, lower): (f64, f64) = (self.upper.iter().sum(), self.lower.iter().sum());
        let cases = self.upper.iter().zip(&self.lower);
        let left_out = |(u, l): (&f64, &f64)| self.shaped(upper - u, lower - l);
        cases.map(left_out).collect()
    }

    fn shaped(&self, upper: f64, lower: f64) -> f64 {
        match self.shape {
            Shape::Plain => upper / lower,
            Shape::OneMinus => 1.0 - upper / lower,
            Shape::ExpOfMinus => libm::exp(-upper / lower),
        }
    }
}

fn dot(values: &[f64], copies: &[u32]) -> f64 {
    let products = values.iter().zip(copies);
    products.map(|(value, &n)| value * f64::from(n)).sum()
}

/// The mean height of the FROC curve at ascending rates.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct AtRates {
    froc: Froc,
    rates: Vec<f64>,
}

impl AtRates {
    fn value(&self, copies: &[u32]) -> f64 {
        let heights = heights(&self.froc.points(copies), &self.rates);
        heights.iter().sum::<f64>() / heights.len() as f64
    }
}
