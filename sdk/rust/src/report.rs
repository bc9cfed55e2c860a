//! Reports and findings built step by step, and the small values in them. No clinical rules.

use crate::{
    Assessment, BoxMark, Category, Certainty, Code, Failure, FailureKind, Finding, HeatMap,
    Laterality, Mark, Measure, NotRun, NotRunReason, OperatingPoint, Outcome, Param, PointMark,
    Priority, Report, ReportSection, Shape, StudyProbability, Text, Vec3,
};

/// A coded concept.
#[must_use]
pub fn code(scheme: &str, value: &str, meaning: &str) -> Code {
    Code {
        scheme: scheme.to_owned(),
        value: value.to_owned(),
        meaning: meaning.to_owned(),
    }
}

/// A text in a language, by its BCP 47 tag.
#[must_use]
pub fn text(locale: &str, value: impl Into<String>) -> Text {
    Text {
        locale: locale.to_owned(),
        value: value.into(),
    }
}

/// Something broke.
#[must_use]
pub fn failure(kind: FailureKind, message: impl Into<String>) -> Failure {
    Failure {
        kind,
        message: message.into(),
    }
}

/// The service does not apply to the study: neither positive nor negative, and no fault.
#[must_use]
pub fn not_run(reason: NotRunReason, message: impl Into<String>) -> Outcome {
    Outcome::NotRun(NotRun {
        reason,
        message: message.into(),
    })
}

/// A report under construction.
#[derive(Debug, Clone)]
pub struct ReportBuilder(Report);

impl Default for ReportBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl ReportBuilder {
    /// A report that says nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self(Report {
            probability: None,
            assessed: Vec::new(),
            findings: Vec::new(),
            draft: Vec::new(),
            priority: None,
            warnings: Vec::new(),
            heat_maps: Vec::new(),
            extra: Vec::new(),
        })
    }

    /// A condition was looked for in a series: without findings of it, it is stated as absent.
    #[must_use]
    pub fn assessed(mut self, code: Code, series: u32) -> Self {
        self.0.assessed.push(Assessment { code, series });
        self
    }

    /// The probability (0 to 1) of the condition in the study; positive at or above `threshold`.
    #[must_use]
    pub fn probability(
        mut self,
        value: f64,
        threshold: f64,
        claimed: Option<OperatingPoint>,
    ) -> Self {
        self.0.probability = Some(StudyProbability {
            value: to_f32(value),
            threshold: to_f32(threshold),
            claimed,
        });
        self
    }

    /// Adds a finding.
    #[must_use]
    pub fn finding(mut self, finding: Finding) -> Self {
        self.0.findings.push(finding);
        self
    }

    /// Adds a section of the draft text, e.g. `"findings"` or `"impression"`.
    #[must_use]
    pub fn draft(mut self, section: &str, text: Vec<Text>) -> Self {
        self.0.draft.push(ReportSection {
            section: section.to_owned(),
            text,
        });
        self
    }

    /// Where the study should stand in the worklist.
    #[must_use]
    pub fn priority(mut self, priority: Priority) -> Self {
        self.0.priority = Some(priority);
        self
    }

    /// A remark on the input or the result, in one or more languages: one call a remark.
    #[must_use]
    pub fn warning(mut self, text: Vec<Text>) -> Self {
        self.0.warnings.extend(text);
        self
    }

    /// A probability map that [`Job::keep_map`](crate::Job::keep_map) kept.
    #[must_use]
    pub fn heat_map(mut self, name: &str, series: u32, kept: u32) -> Self {
        self.0.heat_maps.push(HeatMap {
            name: name.to_owned(),
            series,
            kept,
        });
        self
    }

    /// A named value beyond the contract.
    #[must_use]
    pub fn extra(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.extra.push(Param {
            name: name.to_owned(),
            value: value.into(),
        });
        self
    }

    /// The finished report.
    #[must_use]
    pub fn report(self) -> Report {
        self.0
    }

    /// The report as what came of a job.
    #[must_use]
    pub fn done(self) -> Outcome {
        Outcome::Done(self.0)
    }
}

/// A finding under construction.
#[derive(Debug, Clone)]
pub struct FindingBuilder(Finding);

impl FindingBuilder {
    /// A finding with its id, unique in the report: letters, digits and `.-_:`.
    #[must_use]
    pub fn new(tracking_id: impl Into<String>, code: Code) -> Self {
        Self(Finding {
            tracking_id: tracking_id.into(),
            code,
            site: None,
            laterality: None,
            probability: None,
            certainty: None,
            category: None,
            marks: Vec::new(),
            measures: Vec::new(),
            notes: Vec::new(),
            extra: Vec::new(),
        })
    }

    /// Where in the anatomy.
    #[must_use]
    pub fn site(mut self, site: Code) -> Self {
        self.0.site = Some(site);
        self
    }

    /// The patient's side.
    #[must_use]
    pub fn laterality(mut self, side: Laterality) -> Self {
        self.0.laterality = Some(side);
        self
    }

    /// 0 to 1.
    #[must_use]
    pub fn probability(mut self, value: f64) -> Self {
        self.0.probability = Some(to_f32(value));
        self
    }

    /// How sure, apart from any number.
    #[must_use]
    pub fn certainty(mut self, certainty: Certainty) -> Self {
        self.0.certainty = Some(certainty);
        self
    }

    /// A value on a classification scale: the scale's id with its version, and the level's code.
    #[must_use]
    pub fn category(mut self, scale: &str, value: &str) -> Self {
        self.0.category = Some(Category {
            scale: scale.to_owned(),
            value: value.to_owned(),
        });
        self
    }

    /// A point in a series, patient mm.
    #[must_use]
    pub fn point(self, series: u32, at: Vec3) -> Self {
        self.mark(series, Shape::Point(PointMark { at }))
    }

    /// A box in a series along the patient's axes, patient mm; `low <= high` in each.
    #[must_use]
    pub fn cuboid(self, series: u32, low: Vec3, high: Vec3) -> Self {
        self.mark(series, Shape::Cuboid(BoxMark { low, high }))
    }

    /// Any shape in a series.
    #[must_use]
    pub fn mark(mut self, series: u32, shape: Shape) -> Self {
        self.0.marks.push(Mark { series, shape });
        self
    }

    /// A measured value with its UCUM unit, e.g. `"mm"`.
    #[must_use]
    pub fn measure(mut self, name: Code, value: f64, ucum: &str) -> Self {
        self.0.measures.push(Measure {
            name,
            value,
            ucum: ucum.to_owned(),
        });
        self
    }

    /// A remark, in one or more languages.
    #[must_use]
    pub fn note(mut self, text: Vec<Text>) -> Self {
        self.0.notes.extend(text);
        self
    }

    /// A named value beyond the contract.
    #[must_use]
    pub fn extra(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.extra.push(Param {
            name: name.to_owned(),
            value: value.into(),
        });
        self
    }

    /// The finished finding.
    #[must_use]
    pub fn done(self) -> Finding {
        self.0
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the contract carries probabilities as f32"
)]
fn to_f32(probability: f64) -> f32 {
    probability as f32
}
