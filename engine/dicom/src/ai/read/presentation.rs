//! A presentation state (PS3.3 A.33): its graphic and text objects as findings. Windows and layers are not read.

use overread_base::{Finding, Mark, Shape, Vec3};

use super::graphic::in_pixels;
use super::part::{Context, MAX_FINDINGS, Names, Part, finding, some_finding};
use super::place::{items, point_mm};
use super::tree::{MAX_POINTS, reference_in};
use crate::data_set::DataSet;
use crate::model::{Frame, Series};
use crate::tag::Tag;
use crate::values::Values;

/// Reads the annotations of a presentation state.
pub(crate) fn read(
    values: Values<'_>,
    context: &mut Context<'_>,
    names: &mut Names,
    part: &mut Part,
) {
    for set in items(values.set, Tag::GRAPHIC_ANNOTATION_SEQUENCE) {
        if part.findings.len() >= MAX_FINDINGS {
            context.lost(format!(
                "more than {MAX_FINDINGS} findings: the rest is left out"
            ));
            return;
        }
        annotation(Values { set, ..values }, values, context, names, part);
    }
}

/// One item: graphics and texts on the images that it names, or on the first image of the state.
fn annotation(
    values: Values<'_>,
    state: Values<'_>,
    context: &mut Context<'_>,
    names: &mut Names,
    part: &mut Part,
) {
    let own = values.set.item(Tag::REFERENCED_IMAGE_SEQUENCE);
    let of_state = || {
        let series = state.set.item(Tag::REFERENCED_SERIES_SEQUENCE)?;
        series.item(Tag::REFERENCED_IMAGE_SEQUENCE)
    };
    let image = own
        .or_else(of_state)
        .and_then(|set| reference_in(Values { set, ..values }));
    let Some(image) = image else {
        context.lost("an annotation names no image: it is left out");
        return;
    };
    let Some((series, frame)) = context.places.frame(&image) else {
        context.lost(format!(
            "an annotation lies on image {}, which is not among the images of the study: it is left out",
            image.sop
        ));
        return;
    };
    let mut texts = texts(values, frame, context);
    let mut found = Vec::new();
    for set in items(values.set, Tag::GRAPHIC_OBJECT_SEQUENCE) {
        found.extend(graphic(
            Values { set, ..values },
            series,
            frame,
            context,
            names,
        ));
    }
    // A text belongs to the graphic that it is nearest to; without any it is a finding at its anchor.
    let is_single = found.len() == 1;
    for text in texts.drain(..) {
        let nearest = found.iter_mut().min_by(|a, b| {
            let to = |finding: &Finding| distance(finding, text.anchor);
            to(a).total_cmp(&to(b))
        });
        match (nearest, text.anchor) {
            (Some(nearest), at) if is_single || at.is_some() => {
                nearest.notes.push(context.text(text.value));
            }
            (_, Some(at)) => {
                let mut lone = finding(names.id("text"), some_finding());
                lone.notes.push(context.text(text.value));
                lone.marks.push(Mark {
                    series: series.uid.clone(),
                    shape: Shape::Point(at),
                });
                part.findings.push(lone);
            }
            (_, None) => part.extra.push(("text".to_owned(), text.value)),
        }
    }
    part.findings.extend(found);
}

struct Text {
    value: String,
    anchor: Option<Vec3>,
}

fn texts(values: Values<'_>, frame: &Frame, context: &mut Context<'_>) -> Vec<Text> {
    let mut all = Vec::new();
    for set in items(values.set, Tag::TEXT_OBJECT_SEQUENCE) {
        let text = Values { set, ..values };
        let Some(value) = text.text(Tag::UNFORMATTED_TEXT) else {
            continue;
        };
        let point = |tag: Tag, units: Tag| {
            let at = text.finite::<2>(tag)?;
            let is_pixel = text.text(units).is_none_or(|u| u == "PIXEL");
            is_pixel.then(|| point_mm(frame, at))
        };
        let anchor = point(Tag::ANCHOR_POINT, Tag::ANCHOR_UNITS).or_else(|| {
            let low = point(Tag::TEXT_BOX_TOP_LEFT, Tag::ANNOTATION_BOX_UNITS)?;
            let high = point(Tag::TEXT_BOX_BOTTOM_RIGHT, Tag::ANNOTATION_BOX_UNITS)?;
            Some((low + high) * 0.5)
        });
        if anchor.is_none() {
            context.remark("a text that is placed on the display and not on the image");
        }
        let value = value.replace("\r\n", " ").replace(['\r', '\n'], " ");
        all.push(Text { value, anchor });
    }
    all
}

fn graphic(
    values: Values<'_>,
    series: &Series,
    frame: &Frame,
    context: &mut Context<'_>,
    names: &mut Names,
) -> Option<Finding> {
    let kind = values.text(Tag::GRAPHIC_TYPE).unwrap_or_default();
    if let Some(units) = values.text(Tag::GRAPHIC_UNITS)
        && units != "PIXEL"
    {
        context.lost(format!(
            "a graphic {kind:?} in units of {units:?} is not placed on the image: it is left out"
        ));
        return None;
    }
    let numbers = values.numbers(Tag::GRAPHIC_DATA);
    if numbers.len() > 2 * MAX_POINTS || !numbers.iter().all(|n| n.is_finite()) {
        context.lost(format!(
            "a graphic {kind:?} of {} coordinates is left out",
            numbers.len()
        ));
        return None;
    }
    let points = numbers.as_chunks().0;
    let drawn = match in_pixels(&kind, points, |at| point_mm(frame, at), false) {
        Ok(drawn) => drawn,
        Err(what) => {
            context.lost(format!("{what} is left out"));
            return None;
        }
    };
    if let Some(remark) = drawn.remark {
        context.remark(remark);
    }
    let mut found = finding(names.id("graphic"), some_finding());
    found
        .marks
        .extend(drawn.shapes.into_iter().map(|shape| Mark {
            series: series.uid.clone(),
            shape,
        }));
    Some(found)
}

fn distance(finding: &Finding, at: Option<Vec3>) -> f64 {
    let centre = finding.marks.first().and_then(|mark| mark.shape.centre());
    match (centre, at) {
        (Some(centre), Some(at)) => centre.distance(at),
        _ => f64::INFINITY,
    }
}

/// Whether a data set holds annotations at all.
pub(crate) fn has_annotations(set: &DataSet) -> bool {
    !items(set, Tag::GRAPHIC_ANNOTATION_SEQUENCE).is_empty()
}
