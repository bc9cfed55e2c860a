//! Who says what about a study: the common form of an AI result and a reader's report. No objects.

use overread_base::{
    AiResult, AiStatus, Assessed, FailureKind, Finding, LocalText, NotRunReason, ReportSection,
    ServiceIdentity, StudyProbability, StudyUid, Verdict,
};

/// A reader's final report.
#[derive(Debug, Clone, PartialEq)]
pub struct ReaderReport {
    /// The reader, as a DICOM person name (`family^given`) or as plain text.
    pub reader: String,
    /// The reader's organization, if it is to be named.
    pub organization: Option<String>,
    /// About which study.
    pub study: StudyUid,
    /// Whether the reader signed it as complete.
    pub completion: Completion,
    /// The probability of the target condition in the study, if the reader gave one.
    pub probability: Option<StudyProbability>,
    /// What the reader looked for, so that absence is stated.
    pub assessed: Vec<Assessed>,
    /// What the reader reports, and the reader's verdicts on findings of AI services.
    pub findings: Vec<ReportedFinding>,
    /// The text by section.
    pub sections: Vec<ReportSection>,
}

/// A finding of a reader's report.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportedFinding {
    /// The finding, with the reader's marks.
    pub finding: Finding,
    /// The verdict, where the finding was an AI service's. A rejected finding is written as absent.
    pub verdict: Option<Verdict>,
}

/// Whether a report is complete (Completion Flag (0040,A491)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Completion {
    /// All that the reader was asked for is stated.
    Complete,
    /// The session ended before.
    Partial,
}

/// Who says what about a study; made from an [`AiResult`] or a [`ReaderReport`].
#[derive(Debug, Clone)]
pub struct Statement<'a> {
    pub(super) author: Author<'a>,
    pub(super) study: &'a StudyUid,
    pub(super) outcome: Outcome<'a>,
    pub(super) completion: Completion,
    pub(super) probability: Option<StudyProbability>,
    pub(super) assessed: &'a [Assessed],
    pub(super) findings: Vec<Stated<'a>>,
    pub(super) sections: &'a [ReportSection],
    pub(super) warnings: &'a [LocalText],
}

/// A finding and the verdict on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stated<'a> {
    pub(super) finding: &'a Finding,
    pub(super) verdict: Option<Verdict>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Author<'a> {
    Service(&'a ServiceIdentity),
    Reader {
        name: &'a str,
        organization: Option<&'a str>,
    },
}

/// What came of the reading.
#[derive(Debug, Clone, Copy)]
pub(super) enum Outcome<'a> {
    Done,
    NotRun(NotRunReason, &'a str),
    Failed(FailureKind, &'a str),
}

impl Author<'_> {
    /// What the UIDs of the author's objects are derived from.
    pub(super) fn key(&self) -> String {
        match self {
            Self::Service(service) => format!("service {} {}", service.id, service.version),
            Self::Reader { name, .. } => format!("reader {name}"),
        }
    }

    /// The maker of a service, as its id names it; this product for readers.
    pub(super) fn vendor(&self) -> &str {
        match self {
            Self::Service(service) => {
                let id = service.id.as_str();
                id.split_once('.').map_or(id, |(vendor, _)| vendor)
            }
            Self::Reader { .. } => super::common::PRODUCT,
        }
    }

    /// The name for people.
    pub(super) fn name(&self, locale: &str) -> String {
        match self {
            Self::Service(service) => LocalText::pick(&service.name, locale)
                .unwrap_or(service.id.as_str())
                .to_owned(),
            Self::Reader { name, .. } => (*name).to_owned(),
        }
    }
}

impl<'a> From<&'a AiResult> for Statement<'a> {
    fn from(result: &'a AiResult) -> Self {
        let outcome = match &result.status {
            AiStatus::Done(_) => Outcome::Done,
            AiStatus::NotRun { reason, message } => Outcome::NotRun(*reason, message),
            AiStatus::Failed { kind, message } => Outcome::Failed(*kind, message),
        };
        let report = result.report();
        Self {
            author: Author::Service(&result.service),
            study: &result.study,
            outcome,
            // A report on a job that did not come to its end says all that there is to say.
            completion: Completion::Complete,
            probability: report.and_then(|r| r.probability),
            assessed: report.map_or(&[], |r| &r.assessed),
            findings: result
                .findings()
                .iter()
                .map(|finding| Stated {
                    finding,
                    verdict: None,
                })
                .collect(),
            sections: report.map_or(&[], |r| &r.draft),
            warnings: report.map_or(&[], |r| &r.warnings),
        }
    }
}

impl<'a> From<&'a ReaderReport> for Statement<'a> {
    fn from(report: &'a ReaderReport) -> Self {
        Self {
            author: Author::Reader {
                name: &report.reader,
                organization: report.organization.as_deref(),
            },
            study: &report.study,
            outcome: Outcome::Done,
            completion: report.completion,
            probability: report.probability,
            assessed: &report.assessed,
            findings: report
                .findings
                .iter()
                .map(|reported| Stated {
                    finding: &reported.finding,
                    verdict: reported.verdict,
                })
                .collect(),
            sections: &report.sections,
            warnings: &[],
        }
    }
}
