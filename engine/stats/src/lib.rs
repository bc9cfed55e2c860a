//! Estimators of observer performance: pure functions from counts and ratings to numbers with intervals.
//!
//! Knows nothing of sessions, files or randomness. All numbers are f64, equal bits on every platform; what
//! cannot be estimated is a named [`NotEstimable`], never 0 and never NaN.
//! Entry: [`proportion_wilson95`], [`difference_newcombe95`], [`rate_garwood95`], [`TwoByTwo`], [`Reliance::of`],
//! [`Calibration::of`], [`RocReads`], [`RocCurve`], [`Binormal`], [`ContaminatedBinormal`], [`Kappa`], [`IccTable`], [`FrocReads`],
//! [`FreeResponse`], [`Lroc`], [`crossover`], [`p_chart`], [`angoff`], [`median`].
//! Many readers: [`RocRatings`] or any [`FigureTable`] into [`ObuchowskiRockette`], unequal designs into
//! [`UStatistics`], a service into [`against_readers`], a plan into [`PilotStudy`].
//! Exams: [`Responses`] into [`item_statistics`], [`kr20`] and [`fit_marginal`]; abilities by [`ability_ml`] and
//! [`ability_eap`], the next item by [`AdaptiveRules`], forms by [`equate_equipercentile`] and [`link_rasch_anchors`].

mod auc;
mod calibration;
mod cholesky;
mod difference;
mod distributions;
mod equating;
mod estimate;
mod figure_table;
mod froc;
mod human_ai;
mod icc;
mod irt;
mod items;
mod kappa;
mod limits_of_agreement;
mod localisation;
mod mcnemar;
mod mean;
mod monitoring;
mod mrmc;
mod normal;
mod not_estimable;
mod order;
mod paired_difference;
mod proportion;
mod rate;
mod ratio;
mod reliance;
mod roc;
mod special;
mod standard_setting;
mod student_estimate;
mod two_by_two;

pub use auc::RocReads;
pub use calibration::{BrierParts, Calibration, ReliabilityPoint, reliability};
pub use difference::{Difference, difference_newcombe95};
pub use equating::{
    AnchorLink, CurveCriterion, EquatedScore, LinearEquating, ScaleLink, ScoreDistribution,
    equate_equipercentile, equate_linear, equate_mean, link_curves, link_mean_sigma,
    link_rasch_anchors,
};
pub use estimate::{Estimate, Method};
pub use figure_table::FigureTable;
pub use froc::FrocReads;
pub use human_ai::{
    AdvisedValue, AgainstUnaided, BinaryCrossover, ClusterCount, ClusterMoves, ClusteredShare,
    Crossover, DoubleReading, DoublyRead, Effect, FisherExact, FlaggedBy, Forecast, LevelShift,
    MatchedDecision, OrdinalTrial, PeriodCounts, PowerLaw, ReaderTrial, Reclassification,
    Reclassified, Susceptibility, Trend, TrustCalibration, TwoPeriods, WeightOfAdvice,
    bounded_mean95, cluster_bootstrap95, clustered_difference95, clustered_share95,
    commission_against_unaided, crossover, crossover_binary, fisher_exact, geometric_mean95,
    level_shift, omission_against_unaided, paired_difference_bonett_price95, power_law_of_practice,
    reclassification, reclassification_by_cluster, reliance_by_reader, susceptibility,
    technology_dominance95, theil_sen95, time_ratio_by_reader95, time_ratio_paired95, time_ratio95,
    trust_calibration, weight_of_advice,
};
pub use icc::{IccModel, IccTable, IccUnit};
pub use irt::{
    Ability, AdaptiveRules, AdaptiveStep, BankItem, CalibratedItem, ConditionalFit, ItemBank,
    LimitedFit, LogisticItem, LogisticModel, MarginalFit, MarginalOptions, Quadrature,
    RaschItemFit, SlopePrior, StopReason, ability_eap, ability_ml, expected_score, fit_marginal,
    m2, rasch_conditional, rasch_item_fit, rudner, test_information,
};
pub use items::{
    AnswerOption, DecisionConsistency, ItemAnswers, ItemFlag, ItemStatistics, Responses,
    alpha_feldt95, alpha_if_deleted, distractors, guttman_lambda2, item_statistics, kr20, kr21,
    lengthening, livingston_lewis, measurement_error, spearman_brown,
};
pub use kappa::{Kappa, KappaWeights, weighted_kappa};
pub use limits_of_agreement::{LimitsOfAgreement, limits_of_agreement95};
pub use localisation::{
    AxisBox, CaseBootstrap, CurvePoint, FreeResponse, LocalisationCurve, LocalisationFigure,
    LocatedRead, Lroc, LrocFigure, Mark, Overlap, Target,
};
pub use mcnemar::{McNemar, mcnemar};
pub use mean::mean_share_t95;
pub use monitoring::{
    BinomialCusum, Centre, ChartPoint, ChartRule, ClinicalScore, Cusum, CusumPoint, Drift, Ewma,
    EwmaPoint, PChart, Sample, SamplingPlan, StudyRating, VersionComparison, clinical_score,
    compare_versions, p_chart,
};
pub use mrmc::{
    CaseDesign, ConditionTest, ExcludedReading, FigureCovariance, FigureCovariances, MeanSquares,
    ObuchowskiRockette, PilotStudy, Population, ProductMoments, ReaderCaseBootstrap,
    ReferenceDistribution, Resample, RocRatings, RocRow, Strata, StudyAim, StudyPower, UStatistics,
    VarianceComponents, against_readers, reader_case_bootstrap95,
};
pub use normal::{normal_cdf, normal_quantile};
pub use not_estimable::{Counted, NotEstimable};
pub use order::median;
pub use paired_difference::difference_tango95;
pub use proportion::{proportion_clopper_pearson95, proportion_wilson95};
pub use rate::rate_garwood95;
pub use ratio::ratio_koopman95;
pub use reliance::{Reliance, RelianceMeasure, Trial};
pub use roc::{
    Binormal, ContaminatedBinormal, OperatingPoint, PartialArea, PartialOver, RocCurve, RocPoint,
    Youden, mean_roc_curve,
};
pub use standard_setting::{
    Angoff, AngoffRounds, Borderline, BorderlineGroup, Hofstee, StationsCut, angoff, angoff_rounds,
    borderline_group, borderline_regression, hofstee, share_failing, stations_cut,
};
pub use student_estimate::{MarginTest, StudentEstimate};
pub use two_by_two::{ProportionInterval, TwoByTwo};

#[cfg(test)]
mod tests;
