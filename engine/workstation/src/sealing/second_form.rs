//! The second form of a truth to be hashed: lesions with their views and grids, and facts. Never edited once released.

use overread_base::{
    CaseTruth, Category, Code, FactValue, Laterality, Lesion, LesionView, MaskRle, NoduleType,
    TruthFact,
};
use overread_seal::sha256_hex;
use serde_json::{Value, json};

pub(super) fn case(truth: &CaseTruth) -> Value {
    json!({
        "lesions": truth.lesions.iter().map(lesion).collect::<Vec<_>>(),
        "facts": truth.facts.iter().map(fact).collect::<Vec<_>>(),
    })
}

fn lesion(lesion: &Lesion) -> Value {
    json!({
        "id": lesion.id.as_str(),
        "code": concept(&lesion.code),
        "centre_mm": lesion.centre.to_array(),
        "radius_mm": lesion.radius_mm,
        "type": lesion.nodule_type.map(nodule_word),
        "laterality": lesion.laterality.map(side_word),
        "category": lesion.category.as_ref().map(level),
        "weight": lesion.weight,
        "mask": lesion.mask.as_ref().map(mask),
        "views": lesion.views.iter().map(view).collect::<Vec<_>>(),
    })
}

fn view(view: &LesionView) -> Value {
    json!({
        "series": view.series.as_str(),
        "centre_mm": view.centre.to_array(),
        "radius_mm": view.radius_mm,
        "mask": view.mask.as_ref().map(mask),
    })
}

/// Runs without their grid say nothing of where they lie. They are hashed apart, for there may be very many.
fn mask(mask: &MaskRle) -> Value {
    let grid = &mask.geometry;
    let runs: Vec<String> = mask.runs.iter().map(u32::to_string).collect();
    json!({
        "size": grid.size,
        "spacing_mm": grid.spacing.to_array(),
        "origin_mm": grid.origin.to_array(),
        "row_direction": grid.row_dir.to_array(),
        "column_direction": grid.col_dir.to_array(),
        "slice_direction": grid.slice_dir.to_array(),
        "runs_sha256": sha256_hex(runs.join(" ").as_bytes()),
    })
}

/// Each kind of value has a key of its own, so that no two of them can be written alike.
fn fact(fact: &TruthFact) -> Value {
    let value = match &fact.value {
        FactValue::Present(is_there) => json!({ "present": is_there }),
        FactValue::Number { value, ucum } => json!({ "number": value, "ucum": ucum }),
        FactValue::Category(category) => json!({ "category": level(category) }),
        FactValue::Parts(parts) => json!({ "parts": parts }),
    };
    json!({ "code": concept(&fact.code), "value": value })
}

fn concept(code: &Code) -> [&str; 2] {
    [&code.scheme, &code.value]
}

fn level(category: &Category) -> [&str; 2] {
    [&category.scale, &category.value]
}

const fn nodule_word(kind: NoduleType) -> &'static str {
    match kind {
        NoduleType::Solid => "solid",
        NoduleType::PartSolid => "part-solid",
        NoduleType::GroundGlass => "ground-glass",
    }
}

const fn side_word(side: Laterality) -> &'static str {
    match side {
        Laterality::Right => "right",
        Laterality::Left => "left",
        Laterality::Bilateral => "both",
        Laterality::Midline => "midline",
    }
}
