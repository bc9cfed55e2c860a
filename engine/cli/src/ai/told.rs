//! A recorded result in words: service, status, findings with their places in mm. Prints nothing.

use std::fmt::Write as _;

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
        let _ = writeln!(
            text,
            "  object {} {}",
            object.modality,
            file.to_string_lossy()
        );
    }
    if let Some(point) = &service.operating_point {
        let figure = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |v| v.to_string());
        let _ = writeln!(
            text,
            "  operating point {}: sensitivity {}, specificity {}, false marks per study {}",
            point.threshold,
            figure(point.sensitivity),
            figure(point.specificity),
            figure(point.false_positives_per_study)
        );
    }
    match &result.status {
        AiStatus::Done(report) => tell_report(report, &mut text),
        AiStatus::NotRun { reason, message } => {
            let _ = writeln!(text, "  status not run ({reason:?}): {message}");
        }
        AiStatus::Failed { kind, message } => {
            let _ = writeln!(text, "  status failed ({}): {message}", kind.name());
        }
    }
    for found in &recorded.hidden {
        let _ = writeln!(
            text,
            "  kept and not shown, since the report says not for presentation:"
        );
        tell_finding(found, &mut text);
    }
    for picture in &recorded.pictures {
        let [columns, rows] = picture.size;
        let _ = writeln!(
            text,
            "  picture {columns} x {rows} {} ({})",
            picture.description.as_deref().unwrap_or("-"),
            picture.sop
        );
    }
    text
}

fn tell_report(report: &AiReport, text: &mut String) {
    let n = report.findings.len();
    let _ = writeln!(text, "  status done, findings {n}");
    if let Some(probability) = &report.probability {
        let _ = writeln!(
            text,
            "  study probability {}, threshold {}",
            probability.value, probability.threshold
        );
    }
    for assessed in &report.assessed {
        let _ = writeln!(
            text,
            "  looked for {} in series {}",
            assessed.code, assessed.series
        );
    }
    for found in &report.findings {
        tell_finding(found, text);
    }
    for section in &report.draft {
        for local in &section.text {
            let _ = writeln!(
                text,
                "  {} [{}]: {}",
                section.section, local.locale, local.value
            );
        }
    }
    for warning in &report.warnings {
        let _ = writeln!(text, "  warning: {}", warning.value);
    }
    for map in &report.heat_maps {
        let _ = writeln!(text, "  heat map {} {:?}", map.name, map.geometry.size);
    }
    for (name, value) in &report.extra {
        let _ = writeln!(text, "  {name}: {value}");
    }
}

fn tell_finding(found: &Finding, text: &mut String) {
    let _ = write!(text, "  finding {} {}", found.id, found.code);
    if let Some(site) = &found.site {
        let _ = write!(text, ", site {site}");
    }
    if let Some(side) = found.laterality {
        let side = match side {
            Laterality::Right => "right",
            Laterality::Left => "left",
            Laterality::Bilateral => "bilateral",
            Laterality::Midline => "midline",
        };
        let _ = write!(text, ", {side}");
    }
    if let Some(probability) = found.probability {
        let _ = write!(text, ", probability {probability}");
    }
    if let Some(certainty) = found.certainty {
        let certainty = match certainty {
            Certainty::Present => "present",
            Certainty::Probable => "probable",
            Certainty::Possible => "possible",
            Certainty::Absent => "absent",
        };
        let _ = write!(text, ", {certainty}");
    }
    if let Some(category) = &found.category {
        let _ = write!(text, ", {} {}", category.scale, category.value);
    }
    text.push('\n');
    for mark in &found.marks {
        let _ = writeln!(text, "    {}", place(mark));
    }
    for measure in &found.measures {
        let _ = writeln!(
            text,
            "    {} {} {}",
            measure.name.meaning, measure.value, measure.ucum
        );
    }
    for note in &found.notes {
        let _ = writeln!(text, "    {}", note.value);
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
