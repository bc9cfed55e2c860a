//! What the analysis of Obuchowski and Rockette is asked and what it answers. No computation.

/// To what the result is meant to apply beyond the study.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Population {
    /// Readers and cases like these: both random. The usual question.
    ReadersAndCases,
    /// Cases like these read by exactly these readers: readers fixed.
    Cases,
    /// Readers like these on exactly these cases: cases fixed.
    Readers,
}

/// The distribution that a test statistic is held against.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ReferenceDistribution {
    /// F with its two degrees of freedom; the second may be infinite.
    F(f64, f64),
    /// Chi-squared with its degrees of freedom.
    ChiSquared(f64),
}

/// The test that all conditions have the same mean figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ConditionTest {
    /// The statistic.
    pub statistic: f64,
    /// What it is held against.
    pub reference: ReferenceDistribution,
    /// What the mean square of conditions was divided by.
    pub error_mean_square: f64,
    /// The p-value.
    pub p: f64,
}

/// The mean squares of figures by condition and reader; `None` with one condition or one reader.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanSquares {
    /// Of conditions: J Σ (θ_i. - θ..)² / (I-1).
    pub condition: Option<f64>,
    /// Of readers: I Σ (θ_.j - θ..)² / (J-1).
    pub reader: Option<f64>,
    /// Of both: Σ (θ_ij - θ_i. - θ_.j + θ..)² / ((I-1)(J-1)).
    pub interaction: Option<f64>,
}

/// The components of variance, as they come out: negative ones are printed, not cut at 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VarianceComponents {
    /// Of readers: (MSR - MSTR)/I - Cov1 + Cov3.
    pub reader: f64,
    /// Of readers by condition: MSTR - Var + Cov1 + Cov2 - Cov3.
    pub condition_reader: f64,
    /// Of cases, on the scale of pseudovalues: K Cov3.
    pub case: f64,
    /// Of cases by condition: K (Cov2 - Cov3).
    pub condition_case: f64,
    /// Of cases by reader: K (Cov1 - Cov3).
    pub reader_case: f64,
    /// Of all three and error: K (Var - Cov1 - Cov2 + Cov3).
    pub error: f64,
}
