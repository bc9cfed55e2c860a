//! Content items of structured reports (PS3.3 C.17.3). No templates.

use dicom_dictionary_std::tags;
use overread_base::{Code, Vec3};

use super::data_set::{Set, code_set};
use super::place::{Outline, SpaceOutline};
use crate::ai::codes::Concept;

/// How an item relates to the one above it (Relationship Type (0040,A010)).
#[derive(Debug, Clone, Copy)]
pub(super) enum Relation {
    Contains,
    HasObservationContext,
    HasConceptModifier,
    SelectedFrom,
}

impl Relation {
    fn term(self) -> &'static str {
        match self {
            Self::Contains => "CONTAINS",
            Self::HasObservationContext => "HAS OBS CONTEXT",
            Self::HasConceptModifier => "HAS CONCEPT MOD",
            Self::SelectedFrom => "SELECTED FROM",
        }
    }
}

fn item(relation: Relation, value_type: &str, name: Concept) -> Set {
    let mut set = Set::new();
    set.text(tags::RELATIONSHIP_TYPE, relation.term())
        .text(tags::VALUE_TYPE, value_type)
        .concept(tags::CONCEPT_NAME_CODE_SEQUENCE, name);
    set
}

pub(super) fn code(relation: Relation, name: Concept, value: &Code) -> Set {
    let mut set = item(relation, "CODE", name);
    set.code(tags::CONCEPT_CODE_SEQUENCE, value);
    set
}

pub(super) fn text(relation: Relation, name: Concept, value: &str) -> Set {
    let mut set = item(relation, "TEXT", name);
    set.text(tags::TEXT_VALUE, value);
    set
}

pub(super) fn uid(relation: Relation, name: Concept, value: &str) -> Set {
    let mut set = item(relation, "UIDREF", name);
    set.text(tags::UID, value);
    set
}

pub(super) fn person(relation: Relation, name: Concept, value: &str) -> Set {
    let mut set = item(relation, "PNAME", name);
    set.text(tags::PERSON_NAME, value);
    set
}

/// A number with its unit; beside the decimal string the exact value, where the string cannot hold it.
pub(super) fn number(name: &Code, value: f64, ucum: &str) -> Set {
    let unit = Code::new("UCUM", ucum, unit_meaning(ucum));
    let mut measured = Set::new();
    measured.decimals(tags::NUMERIC_VALUE, &[value]);
    if crate::write::decimal(value).parse() != Ok(value) {
        measured.double(tags::FLOATING_POINT_VALUE, value);
    }
    measured.code(tags::MEASUREMENT_UNITS_CODE_SEQUENCE, &unit);
    let mut set = Set::new();
    set.text(tags::RELATIONSHIP_TYPE, Relation::Contains.term())
        .text(tags::VALUE_TYPE, "NUM")
        .item(tags::CONCEPT_NAME_CODE_SEQUENCE, code_set(name))
        .item(tags::MEASURED_VALUE_SEQUENCE, measured);
    set
}

/// The meanings of PS3.16 CID 7181 and its like; other units stand for themselves.
fn unit_meaning(ucum: &str) -> &str {
    match ucum {
        "1" => "no units",
        "mm" => "millimeter",
        "mm2" => "square millimeter",
        "mm3" => "cubic millimeter",
        "cm" => "centimeter",
        "cm2" => "square centimeter",
        "cm3" => "cubic centimeter",
        "ml" => "milliliter",
        "[hnsf'U]" => "Hounsfield unit",
        "deg" => "degree",
        "%" => "percent",
        other => other,
    }
}

/// A reference to an image or other object.
pub(super) fn image(relation: Relation, name: Concept, reference: Set) -> Set {
    let mut set = item(relation, "IMAGE", name);
    set.item(tags::REFERENCED_SOP_SEQUENCE, reference);
    set
}

/// An image of a key object selection, whose template gives it no name (TID 2010).
pub(super) fn unnamed_image(reference: Set) -> Set {
    let mut set = Set::new();
    set.text(tags::RELATIONSHIP_TYPE, Relation::Contains.term())
        .text(tags::VALUE_TYPE, "IMAGE")
        .item(tags::REFERENCED_SOP_SEQUENCE, reference);
    set
}

/// A container; `template` is its TID, if it has one of its own.
pub(super) fn container(name: Concept, template: Option<&str>, children: Vec<Set>) -> Set {
    let mut set = item(Relation::Contains, "CONTAINER", name);
    set.text(tags::CONTINUITY_OF_CONTENT, "SEPARATE");
    if let Some(template) = template {
        set.item(tags::CONTENT_TEMPLATE_SEQUENCE, template_set(template));
    }
    with(set, children)
}

/// The identification of a template of PS3.16.
pub(super) fn template_set(template: &str) -> Set {
    let mut set = Set::new();
    set.text(tags::MAPPING_RESOURCE, "DCMR")
        .text(tags::TEMPLATE_IDENTIFIER, template);
    set
}

/// An outline on the image that it is selected from.
pub(super) fn on_image(name: Concept, outline: &Outline, image: Set) -> Set {
    let mut set = item(Relation::Contains, "SCOORD", name);
    let flat = outline.points().into_iter().flatten().map(single).collect();
    set.text(tags::GRAPHIC_TYPE, outline.graphic_type())
        .singles(tags::GRAPHIC_DATA, flat);
    with(set, vec![image])
}

/// An outline in the patient.
pub(super) fn in_space(name: Concept, outline: &SpaceOutline, reference_uid: &str) -> Set {
    let mut set = item(Relation::Contains, "SCOORD3D", name);
    let (graphic_type, points): (&str, Vec<Vec3>) = match outline {
        SpaceOutline::Polyline(points) => ("POLYLINE", points.clone()),
        SpaceOutline::Polygon(points) => (
            "POLYGON",
            points.iter().chain(points.first()).copied().collect(),
        ),
        SpaceOutline::Ellipse(ends) => ("ELLIPSE", ends.to_vec()),
    };
    let flat = points.into_iter().flat_map(Vec3::to_array).map(single);
    set.text(tags::GRAPHIC_TYPE, graphic_type)
        .singles(tags::GRAPHIC_DATA, flat.collect())
        .text(tags::REFERENCED_FRAME_OF_REFERENCE_UID, reference_uid);
    set
}

/// Puts items under another.
pub(super) fn with(mut parent: Set, children: Vec<Set>) -> Set {
    if !children.is_empty() {
        parent.items(tags::CONTENT_SEQUENCE, children);
    }
    parent
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "coordinates of DICOM graphics are single precision"
)]
pub(super) fn single(number: f64) -> f32 {
    number as f32
}
