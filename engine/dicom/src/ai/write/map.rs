//! Parametric maps (PS3.3 A.75): heat maps as frames of single-precision probabilities on a grid of their own.

use dicom_dictionary_std::tags;
use overread_base::{HeatMap, Vec3};

use super::common::{References, side_letter};
use super::data_set::{Set, code_set};
use super::multi_frame::{self, Plane, Source};
use super::place::{OnFrame, SliceSpace, frames_of, nearest, only_image};
use super::statement::Statement;
use super::{AiObjects, AiWriteError, ObjectKind, WrittenObject};
use crate::ai::codes;

/// The most values of one map: 1 GiB.
const MAX_VALUES: u64 = 1 << 28;

impl<'a> AiObjects<'a> {
    /// The `index`th heat map of a statement (from 0): values of 0 to 1, 32-bit float, one frame a plane of its grid.
    ///
    /// The map of a projection gets a frame of reference of its own, with the positions on the detector, as the object
    /// may not be without one; its notes say so.
    ///
    /// # Errors
    /// [`AiWriteError`] if the statement is about another study, the series is not there, its images name no frame of
    /// reference, the values do not fill the grid, or there are more than 2^28.
    pub fn parametric_map<'s>(
        &self,
        statement: impl Into<Statement<'s>>,
        index: u32,
        map: &HeatMap,
    ) -> Result<WrittenObject, AiWriteError> {
        let statement = statement.into();
        self.check(&statement)?;
        let place = format!("heat map {} of series {}", map.name, map.series);
        let n_values = map.geometry.voxel_count();
        if n_values != map.values.len() as u64 {
            return Err(AiWriteError::Voxels {
                what: "values of a map do not fill its grid",
                expected: n_values,
                found: map.values.len() as u64,
                place,
            });
        }
        if n_values > MAX_VALUES {
            return Err(AiWriteError::TooLarge {
                what: "values of a parametric map",
                limit: MAX_VALUES,
                found: n_values,
                place,
            });
        }
        let planes = self.planes_of(map)?;
        let key = statement.author.key();
        let identity = self.identity(ObjectKind::ParametricMap, &key, index)?;
        let mut set = self.begin(&identity, "PM", &statement.author);
        let places = frames_of(self.study, &map.series)?;
        let in_patient = places.iter().find(|p| OnFrame::in_patient(**p).is_some());
        let source = in_patient.copied().unwrap_or(places[0]);
        let mut notes = Vec::new();
        if in_patient.is_some() {
            self.frame_of_reference(&mut set, source.series)?;
        } else {
            // The object may not be without one (PS3.3 A.75.3).
            notes.push(format!(
                "the map of a projection has a frame of reference of its own: positions are those on the detector ({place})"
            ));
            let own = self.inner_uid(&statement.author, &format!("detector {}", map.series));
            set.text(tags::FRAME_OF_REFERENCE_UID, &own)
                .empty(tags::POSITION_REFERENCE_INDICATOR);
        }
        let organization = self.inner_uid(&statement.author, &format!("map dimensions {index}"));
        multi_frame::dimensions(&mut set, &organization, &[multi_frame::POSITION]);
        let mut references = References::default();
        let mut items = Vec::new();
        for (number, plane) in (1..).zip(&planes) {
            items.push(multi_frame::frame_groups(&planes, plane, &[number])?);
            if let Some(source) = &plane.source {
                references.image(source.place)?;
            }
        }
        let step = map.geometry.spacing.z;
        let mut shared = multi_frame::shared_groups(&planes, Some(step));
        meaning_of_values(&mut shared, map);
        set.text(tags::LATERALITY, side_letter(source.frame))
            .item(tags::SHARED_FUNCTIONAL_GROUPS_SEQUENCE, shared)
            .integer(tags::NUMBER_OF_FRAMES, items.len() as u64)
            .items(tags::PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE, items)
            .items(
                tags::REFERENCED_SERIES_SEQUENCE,
                references.instance_items(),
            );
        image(&mut set, map, self.short_disclaimer());
        Self::finish(identity, set, notes)
    }

    /// The planes of the map's grid, each with the nearest image.
    fn planes_of(&self, map: &HeatMap) -> Result<Vec<Plane<'a>>, AiWriteError> {
        let places = frames_of(self.study, &map.series)?;
        let frames: Vec<OnFrame<'a>> = places
            .iter()
            .filter_map(|&p| OnFrame::in_patient(p))
            .collect();
        let detector = if frames.is_empty() {
            Some(only_image(&places, &map.series)?)
        } else {
            None
        };
        let space = SliceSpace::new(&frames);
        let grid = &map.geometry;
        let planes = (0..grid.size[2]).map(|z| {
            let at = |x: f64, y: f64| grid.patient_from_voxel(Vec3::new(x, y, f64::from(z)));
            let [columns, rows, _] = grid.size.map(|n| (f64::from(n) - 1.0) / 2.0);
            let under = nearest(&frames, &space, at(columns, rows));
            let source = match detector {
                Some(place) => Some((place, false)),
                None => under.map(|frame| (frame.place, frame.is_grid(grid, z))),
            };
            Plane {
                in_patient: Some((at(0.0, 0.0), grid.row_dir, grid.col_dir)),
                spacing: Some([grid.spacing.x, grid.spacing.y]),
                thickness_mm: grid.spacing.z,
                source: source.map(|(place, is_same_grid)| Source {
                    place,
                    is_same_grid,
                    derivation: codes::UNSPECIFIED_CALCULATION,
                }),
            }
        });
        Ok(planes.collect())
    }
}

/// Frame type, window, and that the values are probabilities: the functional groups that all frames share.
fn meaning_of_values(shared: &mut Set, map: &HeatMap) {
    let mut frame_type = Set::new();
    frame_type.texts(
        tags::FRAME_TYPE,
        &["DERIVED", "PRIMARY", "VOLUME", "QUANTITY"],
    );
    let mut window = Set::new();
    window
        .decimals(tags::WINDOW_CENTER, &[0.5])
        .decimals(tags::WINDOW_WIDTH, &[1.0]);
    let mut identity = Set::new();
    identity
        .decimals(tags::RESCALE_INTERCEPT, &[0.0])
        .decimals(tags::RESCALE_SLOPE, &[1.0])
        .text(tags::RESCALE_TYPE, "US");
    let mut quantity = Set::new();
    quantity
        .text(tags::VALUE_TYPE, "CODE")
        .concept(tags::CONCEPT_NAME_CODE_SEQUENCE, codes::QUANTITY)
        .concept(tags::CONCEPT_CODE_SEQUENCE, codes::PROBABILITY);
    let mut mapping = Set::new();
    mapping
        .text(tags::LUT_LABEL, "PROBABILITY")
        .text(tags::LUT_EXPLANATION, &map.name)
        .double(tags::DOUBLE_FLOAT_REAL_WORLD_VALUE_FIRST_VALUE_MAPPED, 0.0)
        .double(tags::DOUBLE_FLOAT_REAL_WORLD_VALUE_LAST_VALUE_MAPPED, 1.0)
        .double(tags::REAL_WORLD_VALUE_INTERCEPT, 0.0)
        .double(tags::REAL_WORLD_VALUE_SLOPE, 1.0)
        .item(
            tags::MEASUREMENT_UNITS_CODE_SEQUENCE,
            code_set(&codes::NO_UNITS.code()),
        )
        .item(tags::QUANTITY_DEFINITION_SEQUENCE, quantity);
    shared
        .item(tags::PARAMETRIC_MAP_FRAME_TYPE_SEQUENCE, frame_type)
        .item(tags::FRAME_VOILUT_SEQUENCE, window)
        .item(tags::PIXEL_VALUE_TRANSFORMATION_SEQUENCE, identity)
        .item(tags::REAL_WORLD_VALUE_MAPPING_SEQUENCE, mapping);
}

/// Image Type, Floating Point Image Pixel and Parametric Map Image modules.
fn image(set: &mut Set, map: &HeatMap, disclaimer: &str) {
    let [columns, rows, _] = map
        .geometry
        .size
        .map(|n| u16::try_from(n).unwrap_or(u16::MAX));
    let values = map.values.iter().map(|&v| f32::from(v) / 255.0).collect();
    set.texts(
        tags::IMAGE_TYPE,
        &["DERIVED", "PRIMARY", "VOLUME", "QUANTITY"],
    )
    .text(tags::PIXEL_PRESENTATION, "MONOCHROME")
    .text(tags::CONTENT_QUALIFICATION, "RESEARCH")
    .text(tags::CONTENT_LABEL, "HEATMAP")
    .text(tags::CONTENT_DESCRIPTION, disclaimer)
    .empty(tags::CONTENT_CREATOR_NAME)
    .empty(tags::ACQUISITION_CONTEXT_SEQUENCE)
    .text(tags::BURNED_IN_ANNOTATION, "NO")
    .text(tags::RECOGNIZABLE_VISUAL_FEATURES, "NO")
    .text(tags::LOSSY_IMAGE_COMPRESSION, "00")
    .text(tags::PRESENTATION_LUT_SHAPE, "IDENTITY")
    .short(tags::SAMPLES_PER_PIXEL, 1)
    .text(tags::PHOTOMETRIC_INTERPRETATION, "MONOCHROME2")
    .short(tags::ROWS, rows)
    .short(tags::COLUMNS, columns)
    .short(tags::BITS_ALLOCATED, 32)
    .singles(tags::FLOAT_PIXEL_DATA, values);
}
