//! The texts of a presentation state: one at each finding, one that says whose marks these are. No graphics.

use dicom_dictionary_std::tags;

use super::super::AiObjects;
use super::super::data_set::Set;
use super::super::place::Outline;
use super::super::sr::single;
use super::super::statement::{Author, Stated};

/// At the upper right end of an outline: what it is, how probable, how large, on which scale.
pub(super) fn of_finding(stated: &Stated<'_>, outline: &Outline) -> Set {
    let finding = stated.finding;
    let mut lines = vec![format!("{} {}", finding.id, finding.code.meaning)];
    if let Some(probability) = finding.probability {
        lines.push(format!("p = {probability:.2}"));
    }
    for measure in &finding.measures {
        lines.push(format!(
            "{} {:.1} {}",
            measure.name.meaning, measure.value, measure.ucum
        ));
    }
    if let Some(category) = &finding.category {
        lines.push(format!("{} {}", category.scale, category.value));
    }
    let points = outline.points();
    let right = points.iter().map(|p| p[0]).fold(f64::MIN, f64::max);
    let top = points.iter().map(|p| p[1]).fold(f64::MAX, f64::min);
    let mut set = Set::new();
    set.text(tags::ANCHOR_POINT_ANNOTATION_UNITS, "PIXEL")
        .text(tags::UNFORMATTED_TEXT_VALUE, &lines.join("\r\n"))
        .singles(tags::ANCHOR_POINT, vec![single(right), single(top)])
        .text(tags::ANCHOR_POINT_VISIBILITY, "Y");
    set
}

/// Along the lower edge of the display.
pub(super) fn of_author(objects: &AiObjects<'_>, author: &Author<'_>) -> Set {
    let name = author.name(objects.info.language.tag());
    let who = match author {
        Author::Service(service) => format!("AI: {name} {}", service.version),
        Author::Reader { .. } => name,
    };
    let mut set = Set::new();
    set.text(tags::BOUNDING_BOX_ANNOTATION_UNITS, "DISPLAY")
        .text(
            tags::UNFORMATTED_TEXT_VALUE,
            &format!("{who}. {}", objects.disclaimer()),
        )
        .singles(tags::BOUNDING_BOX_TOP_LEFT_HAND_CORNER, vec![0.01, 0.95])
        .singles(
            tags::BOUNDING_BOX_BOTTOM_RIGHT_HAND_CORNER,
            vec![0.99, 0.99],
        )
        .text(tags::BOUNDING_BOX_TEXT_HORIZONTAL_JUSTIFICATION, "LEFT");
    set
}
