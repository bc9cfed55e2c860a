//! A recorded result in words: service, status, findings with their places in mm. Prints nothing.

use overread_base::{
    AiReport, AiStatus, Certainty, Finding, Laterality, LocalText, Mark, Shape, Vec3,
};
use overread_dicom::RecordedResult;

/// What the objects of a result say, a line a fact.
pub(crate) fn told(recorded: &RecordedResult) -> String {
    let result = &recorded.result;
    let service = &result.service;
    let name = LocalText::pick(&service.name, "en").unwrap_or("-");
    let mut text = format!(
        "recorded result of another system, for training and not for diagnosis\n  study {}\n  service {} \"{name}\", version {}\n",
        result.study, service.id, service.version
    );
    for object in &recorded.objects {
        let file = object.file.file_name().unwrap_or(object.file.as_os_str());
        text.push_str(&format!(
            "  object {} {}\n",
            object.modality,
            file.to_string_lossy()
        ));
    }
    if let Some(point) = &service.operating_point {
        let figure = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |v| v.to_string());
        text.push_str(&format!(
            "  operating point {}: sensitivity {}, specificity {}, false marks per study {}\n",
            point.threshold,
            figure(point.sensitivity),
            figure(point.specificity),
            figure(point.false_positives_per_study)
        ));
    }
    match &result.status {
        AiStatus::Done(report) => tell_report(report, &mut text),
        AiStatus::NotRun { reason, message } => {
            text.push_str(&format!("  status not run ({reason:?}): {message}\n"));
        }
        AiStatus::Failed { kind, message } => {
            text.push_str(&format!("  status failed ({}): {message}\n", kind.name()));
        }
    }
    for found in &recorded.hidden {
        text.push_str("  kept and not shown, since the report says not for presentation:\n");
        tell_finding(found, &mut text);
    }
    for picture in &recorded.pictures {
        let [columns, rows] = picture.size;
        text.push_str(&format!(
            "  picture {columns} x {rows} {} ({})\n",
            picture.description.as_deref().unwrap_or("-"),
            picture.sop
        ));
    }
    text
}

fn tell_report(report: &AiReport, text: &mut String) {
    let n = report.findings.len();
    text.push_str(&format!("  status done, findings {n}\n"));
    if let Some(probability) = &report.probability {
        text.push_str(&format!(
            "  study probability {}, threshold {}\n",
            probability.value, probability.threshold
        ));
    }
    for assessed in &report.assessed {
        text.push_str(&format!(
            "  looked for {} in series {}\n",
            assessed.code, assessed.series
        ));
    }
    for found in &report.findings {
        tell_finding(found, text);
    }
    for section in &report.draft {
        for local in &section.text {
            text.push_str(&format!(
                "  {} [{}]: {}\n",
                section.section, local.locale, local.value
            ));
        }
    }
    for warning in &report.warnings {
        text.push_str(&format!("  warning: {}\n", warning.value));
    }
    for map in &report.heat_maps {
        text.push_str(&format!(
            "  heat map {} {:?}\n",
            map.name, map.geometry.size
        ));
    }
    for (name, value) in &report.extra {
        text.push_str(&format!("  {name}: {value}\n"));
    }
}

fn tell_finding(found: &Finding, text: &mut String) {
    text.push_str(&format!("  finding {} {}", found.id, found.code));
    if let Some(site) = &found.site {
        text.push_str(&format!(", site {site}"));
    }
    if let Some(side) = found.laterality {
        let side = match side {
            Laterality::Right => "right",
            Laterality::Left => "left",
            Laterality::Bilateral => "bilateral",
            Laterality::Midline => "midline",
        };
        text.push_str(&format!(", {side}"));
    }
    if let Some(probability) = found.probability {
        text.push_str(&format!(", probability {probability}"));
    }
    if let Some(certainty) = found.certainty {
        let certainty = match certainty {
            Certainty::Present => "present",
            Certainty::Probable => "probable",
            Certainty::Possible => "possible",
            Certainty::Absent => "absent",
        };
        text.push_str(&format!(", {certainty}"));
    }
    if let Some(category) = &found.category {
        text.push_str(&format!(", {} {}", category.scale, category.value));
    }
    text.push('\n');
    for mark in &found.marks {
        text.push_str(&format!("    {}\n", place(mark)));
    }
    for measure in &found.measures {
        text.push_str(&format!(
            "    {} {} {}\n",
            measure.name.meaning, measure.value, measure.ucum
        ));
    }
    for note in &found.notes {
        text.push_str(&format!("    {}\n", note.value));
    }
}

fn place(mark: &Mark) -> String {
    let at = |p: Vec3| format!("{:.1}, {:.1}, {:.1}", p.x, p.y, p.z);
    let kind = match &mark.shape {
        Shape::Point(p) => return format!("point at {} mm, series {}", at(*p), mark.series),
        Shape::Cuboid { .. } => "box".to_owned(),
        Shape::Ellipse { .. } => "ellipse".to_owned(),
        Shape::Polyline(points) => format!("line of {} points", points.len()),
        Shape::Polygon(points) => format!("outline of {} points", points.len()),
        Shape::Mask(mask) => format!("mask of {} voxels", mask.voxel_count()),
    };
    let place = mark.shape.bounds().map_or_else(
        || "empty".to_owned(),
        |(low, high)| format!("from {} to {} mm", at(low), at(high)),
    );
    format!("{kind} {place}, series {}", mark.series)
}

#[cfg(test)]
mod tests;
