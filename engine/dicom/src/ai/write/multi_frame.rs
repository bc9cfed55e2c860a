//! What multi-frame objects share: dimensions and functional groups (PS3.3 C.7.6.16, C.7.6.17). No pixels.

use dicom_dictionary_std::tags;
use overread_base::Vec3;

use super::AiWriteError;
use super::common::instance_set;
use super::data_set::Set;
use super::place::Place;
use crate::ai::codes;

/// A frame as it is written: where it lies and which image it was made from.
#[derive(Debug, Clone)]
pub(super) struct Plane<'a> {
    /// Centre of the first pixel, and directions of rows and columns; none for projections.
    pub(super) in_patient: Option<(Vec3, Vec3, Vec3)>,
    /// Between columns and between rows, mm; none where it is unknown.
    pub(super) spacing: Option<[f64; 2]>,
    /// mm.
    pub(super) thickness_mm: f64,
    /// The image under it, if it lies on one, pixel on pixel or not.
    pub(super) source: Option<Source<'a>>,
}

/// The image that a frame was made from.
#[derive(Debug, Clone)]
pub(super) struct Source<'a> {
    pub(super) place: Place<'a>,
    /// Whether pixels lie on pixels.
    pub(super) is_same_grid: bool,
    /// What was done to the image (PS3.16 CID 7203).
    pub(super) derivation: codes::Concept,
}

/// One dimension: the attribute that orders frames, and the functional group that holds it.
pub(super) struct Dimension {
    pub(super) pointer: dicom_core::Tag,
    pub(super) group: dicom_core::Tag,
    pub(super) label: &'static str,
}

/// Along the patient.
pub(super) const POSITION: Dimension = Dimension {
    pointer: tags::IMAGE_POSITION_PATIENT,
    group: tags::PLANE_POSITION_SEQUENCE,
    label: "Image Position Patient",
};

/// The Multi-frame Dimension module.
pub(super) fn dimensions(set: &mut Set, organization_uid: &str, dimensions: &[Dimension]) {
    let mut organization = Set::new();
    organization.text(tags::DIMENSION_ORGANIZATION_UID, organization_uid);
    set.item(tags::DIMENSION_ORGANIZATION_SEQUENCE, organization);
    let items = dimensions.iter().map(|dimension| {
        let mut item = Set::new();
        item.text(tags::DIMENSION_ORGANIZATION_UID, organization_uid)
            .attribute(tags::DIMENSION_INDEX_POINTER, dimension.pointer)
            .attribute(tags::FUNCTIONAL_GROUP_POINTER, dimension.group)
            .text(tags::DIMENSION_DESCRIPTION_LABEL, dimension.label);
        item
    });
    set.items(tags::DIMENSION_INDEX_SEQUENCE, items.collect());
}

/// Pixel Measures and, where all frames lie alike, Plane Orientation.
pub(super) fn shared_groups(planes: &[Plane<'_>], slice_step_mm: Option<f64>) -> Set {
    let mut shared = Set::new();
    let Some(first) = planes.first() else {
        return shared;
    };
    if let Some([column, row]) = first.spacing {
        let mut measures = Set::new();
        measures
            .decimals(tags::SLICE_THICKNESS, &[first.thickness_mm])
            .decimals(tags::PIXEL_SPACING, &[row, column]);
        if let Some(step) = slice_step_mm {
            measures.decimals(tags::SPACING_BETWEEN_SLICES, &[step]);
        }
        shared.item(tags::PIXEL_MEASURES_SEQUENCE, measures);
    }
    if let Some(orientation) = common_orientation(planes) {
        shared.item(tags::PLANE_ORIENTATION_SEQUENCE, orientation);
    }
    shared
}

fn common_orientation(planes: &[Plane<'_>]) -> Option<Set> {
    let directions = |plane: &Plane<'_>| plane.in_patient.map(|(_, row, column)| (row, column));
    let first = directions(planes.first()?)?;
    let is_common = planes.iter().all(|p| directions(p) == Some(first));
    is_common.then(|| orientation_set(first))
}

fn orientation_set((row, column): (Vec3, Vec3)) -> Set {
    let mut set = Set::new();
    set.decimals(
        tags::IMAGE_ORIENTATION_PATIENT,
        &[row.x, row.y, row.z, column.x, column.y, column.z],
    );
    set
}

/// Frame Content, Plane Position, Derivation Image and, where frames lie differently, Plane Orientation of one frame.
pub(super) fn frame_groups(
    planes: &[Plane<'_>],
    plane: &Plane<'_>,
    dimension_values: &[u32],
) -> Result<Set, AiWriteError> {
    let mut groups = Set::new();
    let mut content = Set::new();
    content.longs(tags::DIMENSION_INDEX_VALUES, dimension_values);
    groups.item(tags::FRAME_CONTENT_SEQUENCE, content);
    if let Some((position, row, column)) = plane.in_patient {
        let mut set = Set::new();
        set.decimals(tags::IMAGE_POSITION_PATIENT, &position.to_array());
        groups.item(tags::PLANE_POSITION_SEQUENCE, set);
        if common_orientation(planes).is_none() {
            groups.item(
                tags::PLANE_ORIENTATION_SEQUENCE,
                orientation_set((row, column)),
            );
        }
    }
    match &plane.source {
        Some(source) => groups.item(tags::DERIVATION_IMAGE_SEQUENCE, derivation(source)?),
        None => groups.empty(tags::DERIVATION_IMAGE_SEQUENCE),
    };
    Ok(groups)
}

fn derivation(source: &Source<'_>) -> Result<Set, AiWriteError> {
    let mut image = instance_set(source.place)?;
    if source.place.frame.layout.n_frames > 1 {
        let number = u64::from(source.place.frame.frame_number);
        image.integer(tags::REFERENCED_FRAME_NUMBER, number);
    }
    let preserved = if source.is_same_grid { "YES" } else { "NO" };
    image
        .text(tags::SPATIAL_LOCATIONS_PRESERVED, preserved)
        .concept(
            tags::PURPOSE_OF_REFERENCE_CODE_SEQUENCE,
            codes::SOURCE_OF_PROCESSING,
        );
    let mut set = Set::new();
    set.item(tags::SOURCE_IMAGE_SEQUENCE, image)
        .concept(tags::DERIVATION_CODE_SEQUENCE, source.derivation);
    Ok(set)
}
