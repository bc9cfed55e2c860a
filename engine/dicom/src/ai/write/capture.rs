//! Secondary captures (PS3.3 A.8.1): a picture of the result as colours, for systems that show nothing else.

use dicom_core::VR;
use dicom_dictionary_std::tags;
use overread_base::{SeriesUid, SopUid};
use overread_image::RgbImage;

use super::common::{instance_set, side_letter};
use super::place::frames_of;
use super::statement::Statement;
use super::{AiObjects, AiWriteError, ObjectKind, WrittenObject};
use crate::ai::codes;

/// The most bytes of a picture.
pub(super) const MAX_BYTES: u64 = 1 << 28;

impl AiObjects<'_> {
    /// The `index`th picture of a statement (from 0) as an RGB secondary capture.
    ///
    /// The caller has drawn `picture`: the image under the marks, the marks, and the words that it is not for
    /// diagnosis; the attributes say so, too, and that text is burned in. `source` names the frame that it shows, by
    /// series, instance and frame number.
    ///
    /// # Errors
    /// [`AiWriteError`] if the statement is about another study, the source is not in it, or the picture is empty or
    /// too large.
    pub fn secondary_capture<'s>(
        &self,
        statement: impl Into<Statement<'s>>,
        index: u32,
        picture: &RgbImage,
        source: (&SeriesUid, &SopUid, u32),
    ) -> Result<WrittenObject, AiWriteError> {
        let statement = statement.into();
        self.check(&statement)?;
        let (series, sop, frame_number) = source;
        let places = frames_of(self.study, series)?;
        let place = places
            .iter()
            .find(|p| p.frame.sop == *sop && p.frame.frame_number == frame_number)
            .ok_or_else(|| AiWriteError::SeriesNotInStudy {
                series: format!("{series}, frame {frame_number} of {sop}"),
                study: self.study.uid.to_string(),
            })?;
        let [columns, rows] = picture.size();
        let n_bytes = 3 * picture.pixels().len() as u64;
        if n_bytes == 0 {
            return Err(AiWriteError::Nothing {
                what: "a picture without pixels",
            });
        }
        let (Ok(columns), Ok(rows), true) = (
            u16::try_from(columns),
            u16::try_from(rows),
            n_bytes <= MAX_BYTES,
        ) else {
            return Err(AiWriteError::TooLarge {
                what: "bytes of a picture of at most 65535 rows and columns",
                limit: MAX_BYTES,
                found: n_bytes,
                place: format!("{columns} x {rows} pixels"),
            });
        };
        let mut reference = instance_set(*place)?;
        if place.frame.layout.n_frames > 1 {
            reference.integer(tags::REFERENCED_FRAME_NUMBER, u64::from(frame_number));
        }
        reference.concept(
            tags::PURPOSE_OF_REFERENCE_CODE_SEQUENCE,
            codes::SOURCE_OF_PROCESSING,
        );
        let key = statement.author.key();
        let identity = self.identity(ObjectKind::SecondaryCapture, &key, index)?;
        let mut set = self.begin(&identity, "SC", &statement.author);
        set.texts(tags::IMAGE_TYPE, &["DERIVED", "SECONDARY"])
            .text(tags::CONVERSION_TYPE, "WSD")
            .text(tags::DATE_OF_SECONDARY_CAPTURE, &self.info.date)
            .text(tags::TIME_OF_SECONDARY_CAPTURE, &self.info.time)
            .text(tags::LATERALITY, side_letter(place.frame))
            .empty(tags::PATIENT_ORIENTATION)
            .text(
                tags::DERIVATION_DESCRIPTION,
                "Rendered image with marks of findings burned in",
            )
            .text(tags::IMAGE_COMMENTS, self.disclaimer())
            .item(tags::SOURCE_IMAGE_SEQUENCE, reference)
            .short(tags::SAMPLES_PER_PIXEL, 3)
            .text(tags::PHOTOMETRIC_INTERPRETATION, "RGB")
            .short(tags::PLANAR_CONFIGURATION, 0)
            .short(tags::ROWS, rows)
            .short(tags::COLUMNS, columns)
            .short(tags::BITS_ALLOCATED, 8)
            .short(tags::BITS_STORED, 8)
            .short(tags::HIGH_BIT, 7)
            .short(tags::PIXEL_REPRESENTATION, 0)
            .text(tags::BURNED_IN_ANNOTATION, "YES")
            .bytes(
                tags::PIXEL_DATA,
                VR::OB,
                picture.pixels().as_flattened().to_vec(),
            );
        Self::finish(identity, set, Vec::new())
    }
}
