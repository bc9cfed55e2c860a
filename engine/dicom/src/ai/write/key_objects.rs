//! Key Object Selection Documents (PS3.3 A.35.4, PS3.16 TID 2010): chosen images with a reason.

use dicom_dictionary_std::tags;
use overread_base::{SeriesUid, SopUid};

use super::common::References;
use super::place::frames_of;
use super::report::observer;
use super::sr::{self, Relation};
use super::statement::{Author, Statement};
use super::{AiObjects, AiWriteError, ObjectKind, ReportLanguage, WrittenObject};
use crate::ai::codes::{self, Concept};

/// The most images of one selection.
const MAX_IMAGES: usize = 1000;

/// Why the images were chosen (Document Title, PS3.16 CID 7010).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyTitle {
    /// Of Interest.
    OfInterest,
    /// For Teaching.
    ForTeaching,
    /// For Peer Review.
    ForPeerReview,
    /// Rejected for Quality Reasons.
    RejectedForQuality,
}

impl KeyTitle {
    fn concept(self) -> Concept {
        match self {
            Self::OfInterest => codes::OF_INTEREST,
            Self::ForTeaching => codes::FOR_TEACHING,
            Self::ForPeerReview => codes::FOR_PEER_REVIEW,
            Self::RejectedForQuality => codes::QUALITY_REJECTED,
        }
    }
}

impl AiObjects<'_> {
    /// A selection of key images, named by series, instance and frame number (from 1), chosen by `reader`.
    ///
    /// `description` is free text; that the selection is not for diagnosis is added.
    ///
    /// # Errors
    /// As [`AiObjects::key_objects_of`].
    pub fn key_objects(
        &self,
        reader: &str,
        title: KeyTitle,
        description: &str,
        images: &[(SeriesUid, SopUid, u32)],
    ) -> Result<WrittenObject, AiWriteError> {
        let author = Author::Reader {
            name: reader,
            organization: None,
        };
        self.selection(&author, title, description, images)
    }

    /// As [`AiObjects::key_objects`], chosen by the author of a statement: a service is named as a device.
    ///
    /// # Errors
    /// [`AiWriteError::Nothing`] without images, [`AiWriteError::TooLarge`] for more than 1000,
    /// [`AiWriteError::SeriesNotInStudy`] if one of them is not there, [`AiWriteError::OtherStudy`].
    pub fn key_objects_of<'s>(
        &self,
        statement: impl Into<Statement<'s>>,
        title: KeyTitle,
        description: &str,
        images: &[(SeriesUid, SopUid, u32)],
    ) -> Result<WrittenObject, AiWriteError> {
        let statement = statement.into();
        self.check(&statement)?;
        self.selection(&statement.author, title, description, images)
    }

    fn selection(
        &self,
        author: &Author<'_>,
        title: KeyTitle,
        description: &str,
        images: &[(SeriesUid, SopUid, u32)],
    ) -> Result<WrittenObject, AiWriteError> {
        if images.is_empty() {
            return Err(AiWriteError::Nothing {
                what: "no key image",
            });
        }
        if images.len() > MAX_IMAGES {
            return Err(AiWriteError::TooLarge {
                what: "key images",
                limit: MAX_IMAGES as u64,
                found: images.len() as u64,
                place: format!("study {}", self.study.uid),
            });
        }
        let mut references = References::default();
        let language = match self.info.language {
            ReportLanguage::English => codes::ENGLISH,
            ReportLanguage::Russian => codes::RUSSIAN,
        };
        let mut content = vec![sr::code(
            Relation::HasConceptModifier,
            codes::LANGUAGE,
            &language.code(),
        )];
        content.extend(observer(author, self.info.language));
        let text = format!("{description}\n{}", self.disclaimer());
        content.push(sr::text(
            Relation::Contains,
            codes::KEY_OBJECT_DESCRIPTION,
            text.trim(),
        ));
        for (series, sop, frame_number) in images {
            let places = frames_of(self.study, series)?;
            let place = places
                .iter()
                .find(|p| p.frame.sop == *sop && p.frame.frame_number == *frame_number)
                .ok_or_else(|| AiWriteError::SeriesNotInStudy {
                    series: format!("{series}, frame {frame_number} of {sop}"),
                    study: self.study.uid.to_string(),
                })?;
            let reference = references.image(*place)?;
            content.push(sr::unnamed_image(reference));
        }
        let key = format!("{} {}", author.key(), title.concept().value);
        let identity = self.identity(ObjectKind::KeyObjects, &key, 0)?;
        let mut set = self.begin(&identity, "KO", author);
        set.empty(tags::REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE)
            .text(tags::VALUE_TYPE, "CONTAINER")
            .concept(tags::CONCEPT_NAME_CODE_SEQUENCE, title.concept())
            .text(tags::CONTINUITY_OF_CONTENT, "SEPARATE")
            .item(tags::CONTENT_TEMPLATE_SEQUENCE, sr::template_set("2010"))
            .items(tags::CONTENT_SEQUENCE, content);
        self.evidence(&mut set, &references);
        Self::finish(identity, set, Vec::new())
    }
}
