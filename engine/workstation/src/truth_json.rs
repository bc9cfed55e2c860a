//! The truth of a synthetic study as JSON, for people and for programs that train or judge services. Never for a reader.

use overread_base::{CaseTruth, FactValue, Laterality, Lesion, LesionView, MaskRle, NoduleType};
use overread_phantom::{CaseRequest, SyntheticStudy};
use serde_json::{Value, json};

/// What was asked for and what is in the study: person, series, lesions with their views, facts. No masks.
#[must_use]
pub fn truth_json(request: &CaseRequest, study: &SyntheticStudy) -> Value {
    let series = study.series.iter().enumerate().map(|(idx, series)| {
        json!({
            "number": idx + 1,
            "uid": series.uid.as_str(),
            "modality": series.modality.code(),
            "description": series.description,
            "view": series.view,
            "laterality": series.laterality.map(side),
        })
    });
    let patient = &study.patient;
    let model = study.series.first().and_then(|series| {
        let mut attributes = series.attributes.iter();
        attributes.find(|(keyword, _)| *keyword == "ManufacturerModelName")
    });
    json!({
        "schema": 2,
        "synthetic": true,
        "kind": request.kind.word(),
        "seed": request.seed.0,
        "difficulty": request.difficulty.word(),
        "days_before": request.days_before,
        "study": study.uid.as_str(),
        "abnormal": study.truth.is_abnormal(),
        "patient": {
            "age_years": patient.age_years,
            "age_group": patient.age_group().word(),
            "sex": patient.sex.word(),
            "height_cm": patient.height_cm,
            "weight_kg": patient.weight_kg,
            "habitus": patient.habitus().word(),
        },
        "scanner": model.map(|(_, model)| model),
        "indication": study.indication.iter()
            .map(|text| (text.locale.clone(), Value::from(text.value.as_str())))
            .collect::<serde_json::Map<_, _>>(),
        "series": series.collect::<Vec<_>>(),
        "wanted": request.lesions.iter().map(|wish| wish.kind.word).collect::<Vec<_>>(),
        "lesions": study.truth.lesions.iter().map(|l| lesion_json(study, l)).collect::<Vec<_>>(),
        "facts": facts_json(&study.truth),
    })
}

/// The masks of all lesions, as runs: voxels that are not in the lesion, that are, that are not and so on, x fastest, then
/// y, then z, over the whole grid; they sum to the number of its voxels.
#[must_use]
pub fn masks_json(study: &SyntheticStudy) -> Value {
    let mut masks = Vec::new();
    for lesion in &study.truth.lesions {
        let mut push = |series: Option<&str>, mask: &MaskRle| {
            let grid = &mask.geometry;
            masks.push(json!({
                "lesion": lesion.id.as_str(),
                "series": series,
                "size": grid.size,
                "spacing_mm": grid.spacing.to_array(),
                "origin_mm": grid.origin.to_array(),
                "row_direction": grid.row_dir.to_array(),
                "column_direction": grid.col_dir.to_array(),
                "runs": mask.runs,
            }));
        };
        for view in &lesion.views {
            if let Some(mask) = &view.mask {
                push(Some(view.series.as_str()), mask);
            }
        }
        if let (true, Some(mask)) = (lesion.views.is_empty(), &lesion.mask) {
            push(None, mask);
        }
    }
    json!({ "schema": 1, "study": study.uid.as_str(), "masks": masks })
}

fn lesion_json(study: &SyntheticStudy, lesion: &Lesion) -> Value {
    let mut value = json!({
        "id": lesion.id.as_str(),
        "code": lesion.code.meaning,
        "concept": { "scheme": lesion.code.scheme, "value": lesion.code.value },
        "diameter_mm": 2.0 * lesion.radius_mm,
        "type": lesion.nodule_type.map(nodule_word),
        "laterality": lesion.laterality.map(side),
        "category": lesion.category.as_ref()
            .map(|category| json!({ "scale": category.scale, "value": category.value })),
        "volume_ml": volume_ml(lesion),
    });
    let is_projection = study.series.iter().all(|s| s.modality.is_projection());
    let place = if is_projection {
        "centre_detector_mm"
    } else {
        "centre_patient_lps_mm"
    };
    value[place] = json!(lesion.centre.to_array());
    if !lesion.views.is_empty() {
        value["views"] = lesion.views.iter().map(view_json).collect();
    }
    value
}

fn view_json(view: &LesionView) -> Value {
    json!({
        "series": view.series.as_str(),
        "centre_detector_mm": view.centre.to_array(),
        "diameter_mm": 2.0 * view.radius_mm,
    })
}

/// The volume of the mask; `None` for projections and where there is none.
fn volume_ml(lesion: &Lesion) -> Option<f64> {
    let mask = lesion
        .mask
        .as_ref()
        .filter(|mask| mask.geometry.size[2] > 1)?;
    let spacing = mask.geometry.spacing;
    let voxel_mm3 = spacing.x * spacing.y * spacing.z;
    Some(mask.voxel_count() as f64 * voxel_mm3 / 1000.0)
}

fn facts_json(truth: &CaseTruth) -> Vec<Value> {
    let one = |fact: &overread_base::TruthFact| {
        let (value, unit) = match &fact.value {
            FactValue::Present(is_there) => (json!(is_there), None),
            FactValue::Number { value, ucum } => (json!(value), Some(ucum)),
            FactValue::Category(category) => (
                json!({ "scale": category.scale, "value": category.value }),
                None,
            ),
            FactValue::Parts(parts) => (json!(parts), None),
        };
        json!({
            "code": fact.code.value,
            "meaning": fact.code.meaning,
            "value": value,
            "unit": unit,
        })
    };
    truth.facts.iter().map(one).collect()
}

const fn side(side: Laterality) -> &'static str {
    match side {
        Laterality::Right => "right",
        Laterality::Left => "left",
        Laterality::Bilateral => "both",
        Laterality::Midline => "midline",
    }
}

const fn nodule_word(kind: NoduleType) -> &'static str {
    match kind {
        NoduleType::Solid => "solid",
        NoduleType::PartSolid => "part-solid",
        NoduleType::GroundGlass => "ground-glass",
    }
}

#[cfg(test)]
mod tests;
