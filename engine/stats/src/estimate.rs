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
    /// Feldt's interval of coefficient alpha, 95 %.
    Feldt95,
    /// Newcombe's interval of a difference of two proportions from their Wilson intervals, 95 %.
    Newcombe95,
    /// DeLong's variance of an area under the curve on the logit scale, 95 %.
    DelongLogit95,
    /// Percentiles over draws of cases with replacement, 95 %; exploratory.
    CaseBootstrap95,
    /// Student's interval of a mean of logarithms, put back, 95 %.
    StudentLog95,
    /// Welch's interval of a difference of two means, 95 %.
    Welch95,
    /// Welch's interval of a difference of two means of logarithms, put back, 95 %.
    WelchLog95,
    /// Bonett's and Price's interval of a difference of paired shares, 95 %.
    BonettPrice95,
    /// Wilson's interval on a number of trials that the design effect of Rao and Scott has cut down, 95 %.
    RaoScottWilson95,
    /// Student's interval over clusters, 95 %.
    ClusterStudent95,
    /// Percentiles of a bootstrap over clusters, 95 %: exploratory.
    ClusterBootstrap95,
    /// Sen's interval of a slope from Kendall's distribution, 95 %.
    SenKendall95,
    /// Mantel's and Haenszel's odds ratio with the variance of Robins, Breslow and Greenland, 95 %.
    MantelHaenszel95,
    /// Percentiles of a figure over resamples of readers and cases, 95 %; exploratory, it decides nothing.
    ReaderCaseBootstrap95,
    /// DeLong's variance of an area under the curve on its own scale, cut off at 0 and 1, 95 %.
    DelongWald95,
    /// The area under a fitted binormal curve by the delta method on the probit scale, 95 %.
    BinormalProbit95,
    /// The area under a fitted contaminated binormal curve by the delta method on the probit scale, 95 %.
    ContaminatedBinormalProbit95,
    /// Fleiss's, Cohen's and Everitt's variance of kappa, 95 %.
    KappaWald95,
    /// The interval of an intraclass correlation from F distributions, 95 %.
    IccF95,
    /// Koopman's score interval of a ratio of two proportions, and what follows from it, 95 %.
    Koopman95,
    /// Woolf's interval of an odds ratio, 95 %.
    Woolf95,
    /// Tango's score interval of a difference of two proportions on the same cases, 95 %.
    Tango95,
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
            Self::Feldt95 => "feldt-95",
            Self::Newcombe95 => "newcombe-95",
            Self::DelongLogit95 => "delong-logit-95",
            Self::CaseBootstrap95 => "case-bootstrap-95-exploratory",
            Self::StudentLog95 => "student-log-95",
            Self::Welch95 => "welch-95",
            Self::WelchLog95 => "welch-log-95",
            Self::BonettPrice95 => "bonett-price-95",
            Self::RaoScottWilson95 => "rao-scott-wilson-95",
            Self::ClusterStudent95 => "cluster-student-95",
            Self::ClusterBootstrap95 => "cluster-bootstrap-95-exploratory",
            Self::SenKendall95 => "sen-kendall-95",
            Self::MantelHaenszel95 => "mantel-haenszel-95",
            Self::ReaderCaseBootstrap95 => "reader-case-bootstrap-95-exploratory",
            Self::DelongWald95 => "delong-wald-95",
            Self::BinormalProbit95 => "binormal-probit-95",
            Self::ContaminatedBinormalProbit95 => "contaminated-binormal-probit-95",
            Self::KappaWald95 => "kappa-wald-95",
            Self::IccF95 => "icc-f-95",
            Self::Koopman95 => "koopman-95",
            Self::Woolf95 => "woolf-95",
            Self::Tango95 => "tango-95",
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
            Self::Feldt95 => "Feldt 95 %",
            Self::Newcombe95 => "Newcombe 95 %",
            Self::DelongLogit95 => "DeLong 95 %, logit scale",
            Self::CaseBootstrap95 | Self::ClusterBootstrap95 | Self::ReaderCaseBootstrap95 => {
                "Bootstrap 95 %"
            }
            Self::StudentLog95 => "Student 95 %, log scale",
            Self::Welch95 => "Welch 95 %",
            Self::WelchLog95 => "Welch 95 %, log scale",
            Self::BonettPrice95 => "Bonett-Price 95 %",
            Self::RaoScottWilson95 => "Rao-Scott-Wilson 95 %",
            Self::ClusterStudent95 => "Student 95 %, clusters",
            Self::SenKendall95 => "Sen-Kendall 95 %",
            Self::MantelHaenszel95 => "Mantel-Haenszel 95 %",
            Self::DelongWald95 => "DeLong 95 %",
            Self::BinormalProbit95 => "binormal 95 %, probit scale",
            Self::ContaminatedBinormalProbit95 => "CBM 95 %, probit scale",
            Self::KappaWald95 => "Fleiss-Cohen-Everitt 95 %",
            Self::IccF95 => "F 95 %",
            Self::Koopman95 => "Koopman 95 %",
            Self::Woolf95 => "Woolf 95 %",
            Self::Tango95 => "Tango 95 %",
        }
    }
}
