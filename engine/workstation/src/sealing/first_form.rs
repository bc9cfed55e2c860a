//! The first form of a truth to be hashed. Never edited: sessions are sealed by it. What it leaves out, the second holds.

use overread_base::{CaseTruth, Laterality, Lesion, NoduleType};
use overread_seal::sha256_hex;
use serde_json::{Value, json};

pub(super) fn case(truth: &CaseTruth) -> Value {
    Value::Array(truth.lesions.iter().map(lesion).collect())
}

fn lesion(lesion: &Lesion) -> Value {
    let category = lesion.category.as_ref();
    let mask = lesion.mask.as_ref().map(|mask| {
        let runs: Vec<String> = mask.runs.iter().map(u32::to_string).collect();
        sha256_hex(runs.join(" ").as_bytes())
    });
    json!({
        "id": lesion.id.as_str(),
        "code": [lesion.code.scheme, lesion.code.value],
        "centre_mm": lesion.centre.to_array(),
        "radius_mm": lesion.radius_mm,
        "type": lesion.nodule_type.map(nodule_word),
        "laterality": lesion.laterality.map(side_word),
        "category": category.map(|category| [category.scale.as_str(), category.value.as_str()]),
        "weight": lesion.weight,
        "mask_runs_sha256": mask,
    })
}

/// The names of the variants, as they were when sessions were sealed by them.
const fn nodule_word(kind: NoduleType) -> &'static str {
    match kind {
        NoduleType::Solid => "Solid",
        NoduleType::PartSolid => "PartSolid",
        NoduleType::GroundGlass => "GroundGlass",
    }
}

/// As [`nodule_word`].
const fn side_word(side: Laterality) -> &'static str {
    match side {
        Laterality::Right => "Right",
        Laterality::Left => "Left",
        Laterality::Bilateral => "Bilateral",
        Laterality::Midline => "Midline",
    }
}
