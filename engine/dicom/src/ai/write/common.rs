//! What all AI objects of a study share: patient, study, series and equipment, and references to images.

use std::collections::BTreeMap;

use dicom_dictionary_std::tags;
use overread_base::{Laterality, SeriesUid, SopUid};

use super::data_set::Set;
use super::place::Place;
use super::statement::{Author, Statement};
use super::{AiObjectsInfo, AiWriteError, ObjectKind, WrittenObject, words};
use crate::ai::codes::{self, PRIVATE_SCHEME};
use crate::model::{Frame, Series, Study};
use crate::write::uid;

/// The manufacturer and the model of the equipment that makes the objects.
pub(super) const PRODUCT: &str = "Overread";

/// Writes AI objects about one study.
#[derive(Debug)]
pub struct AiObjects<'a> {
    pub(super) study: &'a Study,
    pub(super) info: &'a AiObjectsInfo,
}

/// UIDs of a new object.
#[derive(Debug, Clone)]
pub(super) struct Identity {
    pub(super) kind: ObjectKind,
    pub(super) sop: SopUid,
    pub(super) series: SeriesUid,
    pub(super) instance_number: u32,
}

impl<'a> AiObjects<'a> {
    /// For the objects about `study`, as [`open_folder`](crate::open_folder) read it.
    ///
    /// # Errors
    /// [`AiWriteError::Moment`] if date or time of `info` are none.
    pub fn new(study: &'a Study, info: &'a AiObjectsInfo) -> Result<Self, AiWriteError> {
        let is_number =
            |text: &str, len| text.len() == len && text.bytes().all(|b| b.is_ascii_digit());
        if !is_number(&info.date, 8) {
            return Err(AiWriteError::Moment {
                what: "content date",
                expected: "YYYYMMDD",
                found: info.date.clone(),
            });
        }
        if !is_number(&info.time, 6) {
            return Err(AiWriteError::Moment {
                what: "content time",
                expected: "HHMMSS",
                found: info.time.clone(),
            });
        }
        Ok(Self { study, info })
    }

    /// Refuses a statement about another study.
    pub(super) fn check(&self, statement: &Statement<'_>) -> Result<(), AiWriteError> {
        if *statement.study == self.study.uid {
            return Ok(());
        }
        Err(AiWriteError::OtherStudy {
            expected: self.study.uid.to_string(),
            found: statement.study.to_string(),
        })
    }

    /// The identity of the `index`th object of a kind and author.
    pub(super) fn identity(
        &self,
        kind: ObjectKind,
        author: &str,
        index: u32,
    ) -> Result<Identity, AiWriteError> {
        let seed = self
            .info
            .seed
            .child(self.study.uid.as_str())
            .child(author)
            .child(kind.file_stem());
        let encode = |error: overread_base::IdError| AiWriteError::Encode {
            why: error.to_string(),
        };
        Ok(Identity {
            kind,
            sop: SopUid::new(uid(seed.index(u64::from(index)), "sop")).map_err(encode)?,
            series: SeriesUid::new(uid(seed, "series")).map_err(encode)?,
            instance_number: index + 1,
        })
    }

    /// A UID of something within an object, the same in all objects of the export.
    pub(super) fn inner_uid(&self, author: &Author<'_>, name: &str) -> String {
        let seed = self.info.seed.child(self.study.uid.as_str());
        uid(seed.child(&author.key()), name)
    }

    /// An attribute of the first series that has it.
    fn of_study(&self, keyword: &str) -> Option<&'a str> {
        self.study
            .series
            .iter()
            .find_map(|s| s.attributes.get(keyword))
            .map(String::as_str)
    }

    /// Patient, study, series, equipment and SOP common modules (PS3.3 C.7.1.1, C.7.2.1, C.7.3.1, C.7.5.1, C.12.1).
    ///
    /// The equipment is the service that made the result, or for readers this product, which is otherwise named as the
    /// equipment that processed it.
    pub(super) fn begin(&self, identity: &Identity, what: &str, author: &Author<'_>) -> Set {
        let mut set = Set::new();
        set.text(tags::SPECIFIC_CHARACTER_SET, "ISO_IR 192")
            .text(tags::INSTANCE_CREATION_DATE, &self.info.date)
            .text(tags::INSTANCE_CREATION_TIME, &self.info.time)
            .text(tags::SOP_CLASS_UID, identity.kind.sop_class())
            .text(tags::SOP_INSTANCE_UID, identity.sop.as_str());
        self.patient_and_study(&mut set);
        set.text(tags::MODALITY, identity.kind.modality())
            .text(tags::SERIES_INSTANCE_UID, identity.series.as_str())
            .integer(tags::SERIES_NUMBER, series_number(identity.kind))
            .text(tags::SERIES_DESCRIPTION, &self.titled(what, author))
            .text(tags::SERIES_DATE, &self.info.date)
            .text(tags::SERIES_TIME, &self.info.time)
            .integer(tags::INSTANCE_NUMBER, u64::from(identity.instance_number))
            .text(tags::DEVICE_SERIAL_NUMBER, "1");
        match author {
            Author::Service(service) => {
                set.text(tags::MANUFACTURER, author.vendor())
                    .text(tags::MANUFACTURER_MODEL_NAME, service.id.as_str())
                    .text(tags::SOFTWARE_VERSIONS, &service.version)
                    .item(tags::CONTRIBUTING_EQUIPMENT_SEQUENCE, processing());
            }
            Author::Reader { .. } => ours(&mut set),
        }
        // A presentation state has a moment of its own (PS3.3 C.11.10).
        if identity.kind != ObjectKind::PresentationState {
            set.text(tags::CONTENT_DATE, &self.info.date)
                .text(tags::CONTENT_TIME, &self.info.time);
        }
        let mut scheme = Set::new();
        scheme
            .text(tags::CODING_SCHEME_DESIGNATOR, PRIVATE_SCHEME)
            .text(tags::CODING_SCHEME_NAME, "Overread")
            .text(tags::CODING_SCHEME_RESPONSIBLE_ORGANIZATION, PRODUCT);
        set.item(tags::CODING_SCHEME_IDENTIFICATION_SEQUENCE, scheme);
        set
    }

    fn patient_and_study(&self, set: &mut Set) {
        let patient = &self.study.patient;
        let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
        set.text(tags::PATIENT_NAME, &or_empty(&patient.name))
            .text(tags::PATIENT_ID, &or_empty(&patient.id))
            .text(tags::PATIENT_BIRTH_DATE, &or_empty(&patient.birth_date))
            .text(tags::PATIENT_SEX, &or_empty(&patient.sex));
        if let Some(age) = &patient.age {
            set.text(tags::PATIENT_AGE, age);
        }
        // Required conditionally on each other (PS3.3 C.7.1.1): the method goes with the statement.
        if let (Some(removed), Some(method)) = (
            self.of_study("PatientIdentityRemoved"),
            self.of_study("DeidentificationMethod"),
        ) {
            let methods: Vec<&str> = method.split('\\').collect();
            set.text(tags::PATIENT_IDENTITY_REMOVED, removed)
                .texts(tags::DEIDENTIFICATION_METHOD, &methods);
        }
        set.text(tags::STUDY_INSTANCE_UID, self.study.uid.as_str())
            .text(tags::STUDY_DATE, &or_empty(&self.study.date))
            .text(tags::STUDY_TIME, &or_empty(&self.study.time))
            .text(tags::ACCESSION_NUMBER, &or_empty(&self.study.accession))
            .text(tags::STUDY_ID, self.of_study("StudyID").unwrap_or_default())
            .text(
                tags::REFERRING_PHYSICIAN_NAME,
                self.of_study("ReferringPhysicianName").unwrap_or_default(),
            );
        if let Some(description) = &self.study.description {
            set.text(tags::STUDY_DESCRIPTION, description);
        }
    }

    /// The frame of reference of a series and the rest of its module (PS3.3 C.7.4.1).
    pub(super) fn frame_of_reference(
        &self,
        set: &mut Set,
        series: &Series,
    ) -> Result<(), AiWriteError> {
        set.text(tags::FRAME_OF_REFERENCE_UID, reference_of(series)?)
            .text(
                tags::POSITION_REFERENCE_INDICATOR,
                series
                    .attributes
                    .get("PositionReferenceIndicator")
                    .map(String::as_str)
                    .unwrap_or_default(),
            );
        Ok(())
    }

    /// The description of a series, with the author's name.
    fn titled(&self, what: &str, author: &Author<'_>) -> String {
        format!("{what}: {}", author.name(self.info.language.tag()))
    }

    pub(super) fn disclaimer(&self) -> &'static str {
        words::not_for_diagnosis(self.info.language)
    }

    pub(super) fn short_disclaimer(&self) -> &'static str {
        words::not_for_diagnosis_short(self.info.language)
    }

    /// Puts the object into bytes.
    pub(super) fn finish(
        identity: Identity,
        set: Set,
        notes: Vec<String>,
    ) -> Result<WrittenObject, AiWriteError> {
        Ok(WrittenObject {
            kind: identity.kind,
            sop: identity.sop,
            series: identity.series,
            bytes: set.into_file()?,
            notes,
        })
    }
}

/// This product as equipment.
fn ours(set: &mut Set) {
    set.text(tags::MANUFACTURER, PRODUCT)
        .text(tags::MANUFACTURER_MODEL_NAME, PRODUCT)
        .text(tags::SOFTWARE_VERSIONS, env!("CARGO_PKG_VERSION"));
}

/// This product as what put a service's result into an object (PS3.3 C.12.1).
fn processing() -> Set {
    let mut set = Set::new();
    ours(&mut set);
    set.text(
        tags::CONTRIBUTION_DESCRIPTION,
        "Simulator for training and examination that wrote the result as an object",
    )
    .concept(
        tags::PURPOSE_OF_REFERENCE_CODE_SEQUENCE,
        codes::PROCESSING_EQUIPMENT,
    );
    set
}

/// Laterality (0020,0060) as the image gives it; empty if it gives none or the body part has no sides.
pub(super) fn side_letter(frame: &Frame) -> &'static str {
    match frame.laterality {
        Some(Laterality::Right) => "R",
        Some(Laterality::Left) => "L",
        Some(Laterality::Bilateral | Laterality::Midline) | None => "",
    }
}

/// Frame of Reference UID of a series.
pub(super) fn reference_of(series: &Series) -> Result<&str, AiWriteError> {
    series
        .attributes
        .get("FrameOfReferenceUID")
        .map(String::as_str)
        .ok_or_else(|| AiWriteError::NoFrameOfReference {
            series: series.uid.to_string(),
        })
}

fn series_number(kind: ObjectKind) -> u64 {
    match kind {
        ObjectKind::Report => 9001,
        ObjectKind::Segmentation => 9002,
        ObjectKind::PresentationState => 9003,
        ObjectKind::KeyObjects => 9004,
        ObjectKind::SecondaryCapture => 9005,
        ObjectKind::ParametricMap => 9006,
    }
}

/// Every image or object that an object refers to, by series.
#[derive(Debug, Clone, Default)]
pub(super) struct References {
    by_series: BTreeMap<SeriesUid, BTreeMap<SopUid, String>>,
}

impl References {
    pub(super) fn add(&mut self, series: &SeriesUid, sop: &SopUid, sop_class: &str) {
        self.by_series
            .entry(series.clone())
            .or_default()
            .insert(sop.clone(), sop_class.to_owned());
    }

    /// Notes an image and gives the reference to it: SOP class, instance and, of multi-frame images, the frame.
    pub(super) fn image(&mut self, place: Place<'_>) -> Result<Set, AiWriteError> {
        let mut reference = instance_set(place)?;
        self.add(&place.series.uid, &place.frame.sop, &place.frame.sop_class);
        if place.frame.layout.n_frames > 1 {
            reference.integer(
                tags::REFERENCED_FRAME_NUMBER,
                u64::from(place.frame.frame_number),
            );
        }
        Ok(reference)
    }

    /// One item a series (Series and Instance Reference Macros).
    pub(super) fn series_items(&self) -> Vec<Set> {
        self.items(tags::REFERENCED_SOP_SEQUENCE)
    }

    /// As [`References::series_items`], for the Common Instance Reference module, whose sequence has another name.
    pub(super) fn instance_items(&self) -> Vec<Set> {
        self.items(tags::REFERENCED_INSTANCE_SEQUENCE)
    }

    /// As [`References::series_items`], for presentation states.
    pub(super) fn image_items(&self) -> Vec<Set> {
        self.items(tags::REFERENCED_IMAGE_SEQUENCE)
    }

    fn items(&self, sequence: dicom_core::Tag) -> Vec<Set> {
        self.by_series
            .iter()
            .map(|(series, instances)| {
                let mut set = Set::new();
                set.text(tags::SERIES_INSTANCE_UID, series.as_str());
                let items = instances
                    .iter()
                    .map(|(sop, class)| sop_set(class, sop.as_str()))
                    .collect();
                set.items(sequence, items);
                set
            })
            .collect()
    }
}

/// A reference to the instance of a frame.
pub(super) fn instance_set(place: Place<'_>) -> Result<Set, AiWriteError> {
    if place.frame.sop_class.is_empty() {
        return Err(AiWriteError::NoSopClass {
            sop: place.frame.sop.to_string(),
        });
    }
    Ok(sop_set(&place.frame.sop_class, place.frame.sop.as_str()))
}

pub(super) fn sop_set(sop_class: &str, sop: &str) -> Set {
    let mut set = Set::new();
    set.text(tags::REFERENCED_SOP_CLASS_UID, sop_class)
        .text(tags::REFERENCED_SOP_INSTANCE_UID, sop);
    set
}
