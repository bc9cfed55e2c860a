//! Between the contract's plain records and our own types. No handles.

use overread_base::{NotRunReason, Vec3, VolumeGeometry};
use overread_infer::{Element, Slot};

use crate::bindings::overread::plugin::imaging::{self, Sample};
use crate::bindings::overread::plugin::inference;
use crate::bindings::overread::plugin::types::{self, Dims, FailureKind};
use crate::lazy::SampleType;
use crate::ops::Interpolation;

pub(crate) fn vec3(v: types::Vec3) -> Vec3 {
    Vec3::new(v.x, v.y, v.z)
}

pub(super) fn wire_vec3(v: Vec3) -> types::Vec3 {
    let Vec3 { x, y, z } = v;
    types::Vec3 { x, y, z }
}

pub(super) fn dims(Dims { x, y, z }: Dims) -> [u32; 3] {
    [x, y, z]
}

pub(super) fn geometry(grid: &VolumeGeometry) -> types::Geometry {
    let [x, y, z] = grid.size;
    types::Geometry {
        size: Dims { x, y, z },
        spacing: wire_vec3(grid.spacing),
        origin: wire_vec3(grid.origin),
        row_dir: wire_vec3(grid.row_dir),
        col_dir: wire_vec3(grid.col_dir),
    }
}

pub(super) fn sample(sample: SampleType) -> Sample {
    match sample {
        SampleType::Uint8 => Sample::Uint8,
        SampleType::Uint16 => Sample::Uint16,
        SampleType::Int16 => Sample::Int16,
        SampleType::Float32 => Sample::Float32,
    }
}

pub(super) fn interpolation(how: imaging::Interpolation) -> Interpolation {
    match how {
        imaging::Interpolation::Nearest => Interpolation::Nearest,
        imaging::Interpolation::Linear => Interpolation::Linear,
        imaging::Interpolation::Cubic => Interpolation::Cubic,
    }
}

pub(super) fn element(element: inference::Element) -> Element {
    match element {
        inference::Element::Float32 => Element::Float32,
        inference::Element::Float16 => Element::Float16,
        inference::Element::Uint8 => Element::Uint8,
        inference::Element::Int8 => Element::Int8,
        inference::Element::Int32 => Element::Int32,
        inference::Element::Int64 => Element::Int64,
    }
}

pub(super) fn wire_element(element: Element) -> inference::Element {
    match element {
        Element::Float32 => inference::Element::Float32,
        Element::Float16 => inference::Element::Float16,
        Element::Uint8 => inference::Element::Uint8,
        Element::Int8 => inference::Element::Int8,
        Element::Int32 => inference::Element::Int32,
        Element::Int64 => inference::Element::Int64,
    }
}

pub(super) fn slots(slots: &[Slot]) -> Vec<inference::Slot> {
    let slot = |slot: &Slot| inference::Slot {
        name: slot.name.clone(),
        element: wire_element(slot.element),
        shape: slot.shape.clone(),
    };
    slots.iter().map(slot).collect()
}

/// The failure kind that tells a guest why it cannot run.
pub(super) fn failure_of(reason: NotRunReason) -> FailureKind {
    match reason {
        NotRunReason::RuntimeMissing => FailureKind::RuntimeMissing,
        NotRunReason::ModelMissing => FailureKind::ModelMissing,
        NotRunReason::BadInput => FailureKind::BadInput,
        NotRunReason::OutOfScope
        | NotRunReason::MissingSeries
        | NotRunReason::UnsupportedAge
        | NotRunReason::Quarantined => FailureKind::UnsupportedInput,
    }
}
