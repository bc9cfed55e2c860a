//! A number with its interval and where it comes from. No computation.

/// An estimated number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The point estimate.
    pub value: f64,
    /// The lower end of the interval.
    pub lower: f64,
    /// The upper end of the interval.
    pub upper: f64,
    /// On how many observations it rests.
    pub n: u64,
    /// How the interval was made.
    pub method: Method,
}

/// How an interval was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Wilson's score interval of a proportion, 95 %.
    Wilson95,
    /// Clopper's and Pearson's exact interval of a proportion, 95 %.
    ClopperPearson95,
    /// Garwood's exact interval of a Poisson rate, 95 %.
    Garwood95,
    /// Student's interval of a mean, 95 %.
    Student95,
    /// Newcombe's interval of a difference of two proportions from their Wilson intervals, 95 %.
    Newcombe95,
    /// DeLong's variance of an area under the curve on the logit scale, 95 %.
    DelongLogit95,
    /// Percentiles over draws of cases with replacement, 95 %; exploratory.
    CaseBootstrap95,
}

impl Method {
    /// The word for it in exports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Wilson95 => "wilson-95",
            Self::ClopperPearson95 => "clopper-pearson-95",
            Self::Garwood95 => "garwood-95",
            Self::Student95 => "student-95",
            Self::Newcombe95 => "newcombe-95",
            Self::DelongLogit95 => "delong-logit-95",
            Self::CaseBootstrap95 => "case-bootstrap-95-exploratory",
        }
    }

    /// Its name in documents for people; names and numbers only, so that it is the same in every language.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Wilson95 => "Wilson 95 %",
            Self::ClopperPearson95 => "Clopper-Pearson 95 %",
            Self::Garwood95 => "Garwood 95 %",
            Self::Student95 => "Student 95 %",
            Self::Newcombe95 => "Newcombe 95 %",
            Self::DelongLogit95 => "DeLong 95 %, logit scale",
            Self::CaseBootstrap95 => "Bootstrap 95 %",
        }
    }
}
