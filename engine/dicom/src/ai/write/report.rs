//! The measurement report: TID 1500 in a Comprehensive 3D SR (PS3.3 A.35.13, PS3.16 TID 1500).

mod group;

pub(super) use group::side_code;

use dicom_dictionary_std::tags;
use overread_base::{Certainty, Code, LocalText};

use super::common::{PRODUCT, References};
use super::data_set::Set;
use super::place::{Place, frames_of};
use super::sr::{self, Relation};
use super::statement::{Author, Completion, Outcome, Statement};
use super::{
    AiObjects, AiWriteError, ObjectKind, ReportLanguage, Segmentation, WrittenObject, words,
};
use crate::ai::codes::{self, Concept, PRIVATE_SCHEME};

/// The most findings and absences of one report.
const MAX_GROUPS: usize = 10_000;
/// The most outlines of one report: some 10 MB.
const MAX_REGIONS: usize = 50_000;

/// A report under construction.
struct Report<'o, 'a> {
    objects: &'o AiObjects<'a>,
    segmentations: &'o [Segmentation],
    references: References,
    /// Images in the order of first mention, for the image library.
    images: Vec<Place<'a>>,
    n_regions: usize,
    notes: Vec<String>,
}

impl AiObjects<'_> {
    /// The structured report of an AI result (of a job that did not run or failed, too) or of a reader's report.
    ///
    /// One measurement group for each mark; all groups of a finding share its tracking identifier and UID, the first
    /// holds the rest of what is stated. Groups with one outline follow TID 1410, with several outlines or a segment
    /// TID 1411, without a mark TID 1501. Masks are referred to in `segmentations`, which
    /// [`AiObjects::segmentations`] writes. For each condition assessed and not found a group states it as absent.
    ///
    /// # Errors
    /// [`AiWriteError`] if the statement is about another study, a mark lies outside its series, or there is too much.
    pub fn sr<'s>(
        &self,
        statement: impl Into<Statement<'s>>,
        segmentations: &[Segmentation],
    ) -> Result<WrittenObject, AiWriteError> {
        let statement = statement.into();
        self.check(&statement)?;
        let found = statement.findings.len() + statement.assessed.len();
        if found > MAX_GROUPS {
            return Err(AiWriteError::TooLarge {
                what: "findings and absences of a report",
                limit: MAX_GROUPS as u64,
                found: found as u64,
                place: format!("study {}", self.study.uid),
            });
        }
        let mut report = Report {
            objects: self,
            segmentations,
            references: References::default(),
            images: Vec::new(),
            n_regions: 0,
            notes: Vec::new(),
        };
        let identity = self.identity(ObjectKind::Report, &statement.author.key(), 0)?;
        let mut set = self.begin(&identity, "SR", &statement.author);
        let content = report.content(&statement)?;
        let (completion, preliminary) = match (statement.completion, statement.author) {
            (Completion::Complete, Author::Service(_)) => ("COMPLETE", "PRELIMINARY"),
            (Completion::Complete, Author::Reader { .. }) => ("COMPLETE", "FINAL"),
            (Completion::Partial, _) => ("PARTIAL", "PRELIMINARY"),
        };
        set.empty(tags::REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE)
            .empty(tags::PERFORMED_PROCEDURE_CODE_SEQUENCE)
            .text(tags::COMPLETION_FLAG, completion)
            .text(tags::VERIFICATION_FLAG, "UNVERIFIED")
            .text(tags::PRELIMINARY_FLAG, preliminary)
            .text(tags::VALUE_TYPE, "CONTAINER")
            .concept(tags::CONCEPT_NAME_CODE_SEQUENCE, codes::MEASUREMENT_REPORT)
            .text(tags::CONTINUITY_OF_CONTENT, "SEPARATE")
            .item(tags::CONTENT_TEMPLATE_SEQUENCE, sr::template_set("1500"))
            .items(tags::CONTENT_SEQUENCE, content);
        self.evidence(&mut set, &report.references);
        report.notes.dedup();
        Self::finish(identity, set, report.notes)
    }

    /// Current Requested Procedure Evidence Sequence, if anything is referred to.
    pub(super) fn evidence(&self, set: &mut Set, references: &References) {
        let series = references.series_items();
        if series.is_empty() {
            return;
        }
        let mut study = Set::new();
        study
            .text(tags::STUDY_INSTANCE_UID, self.study.uid.as_str())
            .items(tags::REFERENCED_SERIES_SEQUENCE, series);
        set.item(tags::CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE, study);
    }
}

impl<'a> Report<'_, 'a> {
    fn language(&self) -> ReportLanguage {
        self.objects.info.language
    }

    fn content(&mut self, statement: &Statement<'_>) -> Result<Vec<Set>, AiWriteError> {
        let mut groups = Vec::new();
        for stated in &statement.findings {
            groups.extend(self.finding(statement, stated)?);
        }
        groups.extend(self.absences(statement)?);
        groups.extend(self.study_probability(statement));
        let mut content = vec![self.language_item()];
        content.extend(observer(&statement.author, self.language()));
        content.push(sr::code(
            Relation::HasConceptModifier,
            codes::PROCEDURE_REPORTED,
            &self.procedure().code(),
        ));
        if !self.images.is_empty() {
            content.push(self.image_library()?);
        }
        if !groups.is_empty() {
            content.push(sr::container(codes::MEASUREMENTS, None, groups));
        }
        content.push(self.evaluations(statement));
        for section in statement.sections {
            let name = match section.section.as_str() {
                "findings" => codes::FINDINGS,
                "impression" => codes::IMPRESSION,
                _ => codes::COMMENT,
            };
            content.extend(self.local_text(name, &section.text));
        }
        Ok(content)
    }

    fn language_item(&self) -> Set {
        let language = match self.language() {
            ReportLanguage::English => codes::ENGLISH,
            ReportLanguage::Russian => codes::RUSSIAN,
        };
        sr::code(
            Relation::HasConceptModifier,
            codes::LANGUAGE,
            &language.code(),
        )
    }

    fn procedure(&self) -> Concept {
        let modality = self
            .objects
            .study
            .series
            .first()
            .map(|s| s.modality.as_str());
        match modality {
            Some("CT") => codes::CT_PROCEDURE,
            Some("MR") => codes::MR_PROCEDURE,
            Some("CR" | "DX" | "RG" | "MG") => codes::XR_PROCEDURE,
            Some("NM") => codes::NM_PROCEDURE,
            Some("PT") => codes::PET_PROCEDURE,
            _ => codes::OTHER_PROCEDURE,
        }
    }

    fn image_library(&mut self) -> Result<Set, AiWriteError> {
        let mut items = Vec::new();
        for place in std::mem::take(&mut self.images) {
            let reference = self.references.image(place)?;
            items.push(sr::image(Relation::Contains, codes::SOURCE, reference));
        }
        let group = sr::container(codes::IMAGE_LIBRARY_GROUP, None, items);
        Ok(sr::container(codes::IMAGE_LIBRARY, None, vec![group]))
    }

    /// Notes an image for the library and gives the reference to it.
    fn reference(&mut self, place: Place<'a>) -> Result<Set, AiWriteError> {
        let is_new = !self.images.iter().any(|p| {
            p.frame.sop == place.frame.sop && p.frame.frame_number == place.frame.frame_number
        });
        if is_new {
            self.images.push(place);
        }
        self.references.image(place)
    }

    /// A text in the language of the report, or in the one it comes in, which is then named.
    fn local_text(&self, name: Concept, texts: &[LocalText]) -> Option<Set> {
        let wanted = self.language().tag();
        let value = LocalText::pick(texts, wanted)?;
        let item = sr::text(Relation::Contains, name, value);
        let found = texts.iter().find(|t| t.value == value)?.locale.as_str();
        if found == wanted {
            return Some(item);
        }
        let meaning = match found {
            "en" => "English",
            "ru" => "Russian",
            other => other,
        };
        let language = Code::new("RFC5646", found, meaning);
        let modifier = sr::code(Relation::HasConceptModifier, codes::LANGUAGE, &language);
        Some(sr::with(item, vec![modifier]))
    }

    /// What came of the job, in words and codes; and that none of it is for diagnosis.
    fn evaluations(&self, statement: &Statement<'_>) -> Set {
        let contains = Relation::Contains;
        let language = self.language();
        let own = |(value, meaning): (&str, &str)| Code::new(PRIVATE_SCHEME, value, meaning);
        let mut items = Vec::new();
        let mut coded = |name: Concept, value: Code| items.push(sr::code(contains, name, &value));
        match (&statement.author, statement.outcome) {
            (Author::Reader { .. }, _) => {}
            (Author::Service(_), Outcome::Done) => {
                let has_findings = statement.findings.iter().any(|s| !is_absent(s));
                coded(codes::SUMMARY_OF_DETECTIONS, codes::SUCCEEDED.code());
                let summary = if has_findings {
                    codes::ALL_SUCCEEDED_WITH
                } else {
                    codes::ALL_SUCCEEDED_WITHOUT
                };
                coded(codes::CAD_SUMMARY, summary.code());
            }
            (Author::Service(_), Outcome::NotRun(reason, _)) => {
                // No summary of CID 6047: these are of algorithms that were tried.
                coded(codes::SUMMARY_OF_DETECTIONS, codes::NOT_ATTEMPTED.code());
                coded(codes::REASON, own(words::reason_code(reason)));
            }
            (Author::Service(_), Outcome::Failed(kind, _)) => {
                coded(codes::SUMMARY_OF_DETECTIONS, codes::FAILED.code());
                coded(codes::CAD_SUMMARY, codes::NONE_SUCCEEDED.code());
                coded(codes::REASON, own(words::failure_code(kind)));
            }
        }
        let mut said = |value: &str| items.push(sr::text(contains, codes::COMMENT, value));
        match statement.outcome {
            Outcome::Done => {}
            Outcome::NotRun(_, message) => {
                said(words::not_run(language));
                if !message.trim().is_empty() {
                    said(message);
                }
            }
            Outcome::Failed(_, message) => {
                said(words::failed(language));
                if !message.trim().is_empty() {
                    said(message);
                }
            }
        }
        items.extend(
            statement
                .warnings
                .iter()
                .filter(|w| w.locale == language.tag() || statement.warnings.len() == 1)
                .filter_map(|w| self.local_text(codes::COMMENT, std::slice::from_ref(w))),
        );
        items.push(sr::text(
            contains,
            codes::COMMENT,
            self.objects.disclaimer(),
        ));
        sr::container(codes::QUALITATIVE_EVALUATIONS, None, items)
    }

    /// A group for every condition that was assessed and not found.
    fn absences(&mut self, statement: &Statement<'_>) -> Result<Vec<Set>, AiWriteError> {
        let mut groups = Vec::new();
        for (idx, assessed) in statement.assessed.iter().enumerate() {
            let is_found = statement.findings.iter().any(|s| {
                s.finding.code.is_same_concept(&assessed.code)
                    && (s.finding.marks.is_empty()
                        || s.finding.marks.iter().any(|m| m.series == assessed.series))
            });
            if is_found {
                continue;
            }
            let places = frames_of(self.objects.study, &assessed.series)?;
            let name = format!("assessed-{}", idx + 1);
            let mut items = self.tracking(&statement.author, &name);
            items.push(sr::code(Relation::Contains, codes::FINDING, &assessed.code));
            items.extend(algorithm(&statement.author));
            items.push(sr::code(
                Relation::Contains,
                codes::PRESENCE,
                &codes::ABSENT.code(),
            ));
            // One image stands for its series, which the evidence sequence names.
            let reference = self.reference(places[places.len() / 2])?;
            items.push(sr::image(
                Relation::Contains,
                codes::MEASUREMENT_SOURCE,
                reference,
            ));
            groups.push(sr::container(codes::MEASUREMENT_GROUP, Some("1501"), items));
        }
        Ok(groups)
    }

    fn study_probability(&self, statement: &Statement<'_>) -> Option<Set> {
        let probability = statement.probability?;
        let mut items = self.tracking(&statement.author, "study");
        items.extend(algorithm(&statement.author));
        items.push(fraction(codes::PROBABILITY, probability.value)?);
        items.extend(fraction(codes::THRESHOLD, probability.threshold));
        Some(sr::container(codes::MEASUREMENT_GROUP, Some("1501"), items))
    }

    fn tracking(&self, author: &Author<'_>, name: &str) -> Vec<Set> {
        let context = Relation::HasObservationContext;
        let uid = self.objects.inner_uid(author, &format!("finding {name}"));
        vec![
            sr::text(context, codes::TRACKING_ID, name),
            sr::uid(context, codes::TRACKING_UID, &uid),
        ]
    }
}

/// A probability: a number of single precision is written as its own decimal digits, not as those of the double.
fn fraction(name: Concept, value: f32) -> Option<Set> {
    let value: f64 = value.to_string().parse().ok()?;
    let is_number = value.is_finite();
    is_number.then(|| sr::number(&name.code(), value, codes::NO_UNITS.value))
}

/// Whether the finding is stated as absent: by its source, or by the reader's verdict.
pub(super) fn is_absent(stated: &super::statement::Stated<'_>) -> bool {
    stated.finding.certainty == Some(Certainty::Absent)
        || stated.verdict == Some(overread_base::Verdict::Rejected)
}

/// TID 1001 with TID 1003 for a person, TID 1004 for a device.
pub(super) fn observer(author: &Author<'_>, language: ReportLanguage) -> Vec<Set> {
    let context = Relation::HasObservationContext;
    match author {
        Author::Service(service) => {
            let id = service.id.as_str();
            let device = overread_base::Seed(0).child(id).child(&service.version);
            vec![
                sr::code(context, codes::OBSERVER_TYPE, &codes::DEVICE.code()),
                sr::uid(
                    context,
                    codes::DEVICE_UID,
                    &crate::write::uid(device, "device"),
                ),
                sr::text(context, codes::DEVICE_NAME, &author.name(language.tag())),
                sr::text(context, codes::DEVICE_MANUFACTURER, author.vendor()),
                sr::text(
                    context,
                    codes::DEVICE_MODEL,
                    &format!("{id} {}", service.version),
                ),
            ]
        }
        Author::Reader { name, organization } => {
            let mut items = vec![
                sr::code(context, codes::OBSERVER_TYPE, &codes::PERSON.code()),
                sr::person(context, codes::PERSON_NAME, name),
            ];
            let organization = organization.unwrap_or(PRODUCT);
            items.push(sr::text(context, codes::PERSON_ORGANIZATION, organization));
            items
        }
    }
}

/// TID 4019; a reader has none.
fn algorithm(author: &Author<'_>) -> Vec<Set> {
    let Author::Service(service) = author else {
        return Vec::new();
    };
    let modifier = Relation::HasConceptModifier;
    let mut items = vec![
        sr::text(modifier, codes::ALGORITHM_NAME, service.id.as_str()),
        sr::text(modifier, codes::ALGORITHM_VERSION, &service.version),
    ];
    if let Some(point) = &service.operating_point {
        let mut parameters = format!("threshold {}", point.threshold);
        for (name, value) in [
            ("sensitivity", point.sensitivity),
            ("specificity", point.specificity),
            ("false positives per study", point.false_positives_per_study),
        ] {
            if let Some(value) = value {
                parameters.push_str(&format!("; {name} {value}"));
            }
        }
        items.push(sr::text(modifier, codes::ALGORITHM_PARAMETERS, &parameters));
    }
    items
}
