//! The lines in the corners of an image: patient, study and series, window and place, slice and technique. No drawing.

use egui::Pos2;
use overread_base::{Vec3, VolumeGeometry};
use overread_image::{Plane, Projection};
use overread_viewer::{Align, Calibration, DisplayArea, SeriesSpace, nearest_index};

use crate::finding_text::plain;
use crate::words::{Word, Words};

use super::CornerText;
use super::port::{Port, PortContext};

/// Lines for the corners: top left, top right, bottom left, bottom right.
pub(super) type Corners = [Vec<String>; 4];

/// The lines of an image; `is_first` for the one that names the patient, `hand` for the value under the pointer.
#[must_use]
pub(super) fn corners(
    port: &Port<'_>,
    cx: &PortContext<'_>,
    level: CornerText,
    is_first: bool,
    hand: Option<Pos2>,
) -> Corners {
    let is_full = match level {
        CornerText::Off => return Corners::default(),
        CornerText::Least => false,
        CornerText::Full => true,
    };
    let mut patient = Vec::new();
    let mut study = Vec::new();
    let mut bottom_left = Vec::new();
    let mut bottom_right = Vec::new();
    if is_first && is_full {
        patient.extend(cx.study.patient_lines.iter().cloned());
        study.extend(cx.study.study_lines.iter().cloned());
    }
    study.extend(series_line(port, cx));
    let is_cut = port.series.facts.space == SeriesSpace::Patient;
    if is_full && is_cut {
        bottom_left.push(cx.words.text(plane_word(port)));
    }
    bottom_left.push(window_line(port, cx.words));
    if is_full {
        bottom_left.extend(more_of_view(port, cx.words));
        if let Some(at) = hand {
            bottom_right.extend(value_text(port, cx.words, port.place(at)));
        }
        bottom_right.extend(technique(port, cx.words));
    }
    bottom_right.extend(slice_lines(port, cx.words, is_full));
    on_free_side(port.pane.align, [patient, study, bottom_left, bottom_right])
}

/// Away from an edge at which the picture is held: there lies what is looked at.
fn on_free_side(align: Align, corners: Corners) -> Corners {
    let [top_left, top_right, bottom_left, bottom_right] = corners;
    let [top, bottom] = [[top_left, top_right], [bottom_left, bottom_right]];
    match align {
        Align::Centre => {
            let ([top_left, top_right], [bottom_left, bottom_right]) = (top, bottom);
            [top_left, top_right, bottom_left, bottom_right]
        }
        Align::Left => [Vec::new(), top.concat(), Vec::new(), bottom.concat()],
        Align::Right => [top.concat(), Vec::new(), bottom.concat(), Vec::new()],
    }
}

fn series_line(port: &Port<'_>, cx: &PortContext<'_>) -> Option<String> {
    let facts = &port.series.facts;
    let number = facts.number.map(|number| {
        cx.words
            .with(Word::CornerSeries, &[("number", number.into())])
    });
    let view = Some(super::safeguards::view_name(facts)).filter(|view| !view.is_empty());
    let parts = [number, facts.description.as_deref().map(plain), view];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("  "))
}

fn window_line(port: &Port<'_>, words: &Words) -> String {
    let inverted = if port.pane.is_inverted {
        format!("  {}", words.text(Word::CornerInverted))
    } else {
        String::new()
    };
    let line = match &port.pane.voi {
        overread_image::Voi::Window(window) => {
            // Windows of raw values and of parametric maps may be narrower than one.
            let decimals = if window.width() < 10.0 { 1 } else { 0 };
            let number = |value: f32| words.number(f64::from(value), decimals);
            words.with(
                Word::CornerWindow,
                &[
                    ("width", number(window.width()).into()),
                    ("centre", number(window.centre()).into()),
                ],
            )
        }
        overread_image::Voi::Table(table) if table.explanation().trim().is_empty() => {
            words.text(Word::CornerTable)
        }
        overread_image::Voi::Table(table) => words.with(
            Word::CornerNamedTable,
            &[("name", plain(table.explanation()).into())],
        ),
    };
    line + &inverted
}

/// Zoom, slab and what a millimetre is worth.
fn more_of_view(port: &Port<'_>, words: &Words) -> Vec<String> {
    let zoom = words.with(
        Word::CornerZoom,
        &[("zoom", words.number(port.pane.zoom(), 2).into())],
    );
    let area = match port.pane.area {
        DisplayArea::Fit | DisplayArea::SameMm => None,
        DisplayArea::OneToOne => Some(Word::AreaOneToOne),
        DisplayArea::TrueSize => Some(Word::AreaTrueSize),
    };
    let mut lines = vec![match area {
        Some(area) => format!("{zoom}  {}", words.text(area)),
        None => zoom,
    }];
    if let Some(slab) = port.pane.slab {
        let name = match slab.projection {
            Projection::Maximum => "MIP",
            Projection::Minimum => "MinIP",
            Projection::Average => "AvgIP",
        };
        let thickness = words.number(slab.thickness_mm, 1);
        lines.push(words.with(
            Word::CornerSlab,
            &[("mode", name.into()), ("thickness", thickness.into())],
        ));
    }
    lines.extend(calibration_word(port.series.facts.calibration).map(|word| words.text(word)));
    lines
}

/// What has to be said of lengths, if anything.
#[must_use]
pub(super) fn calibration_word(calibration: Calibration) -> Option<Word> {
    match calibration {
        Calibration::Patient => None,
        Calibration::Detector => Some(Word::CalibrationDetector),
        Calibration::Unknown => Some(Word::CalibrationUnknown),
    }
}

fn technique(port: &Port<'_>, words: &Words) -> Vec<String> {
    let facts = &port.series.facts;
    let of = |value: f64, unit| format!("{} {}", words.number(value, 0), words.text(unit));
    let kv = facts.kvp.map(|kv| of(kv, Word::UnitKv));
    let mas = facts.exposure_mas.map(|mas| of(mas, Word::UnitMas));
    let tube: Vec<String> = [kv, mas].into_iter().flatten().collect();
    let thickness = facts.thickness_mm.map(|mm| {
        let mm = words.number(mm, 1);
        words.with(Word::CornerThickness, &[("thickness", mm.into())])
    });
    let tube = (!tube.is_empty()).then(|| tube.join("  "));
    [thickness, tube].into_iter().flatten().collect()
}

fn slice_lines(port: &Port<'_>, words: &Words, is_full: bool) -> Vec<String> {
    if port.stack.count < 2 {
        return Vec::new();
    }
    let slice_idx = port.slice_idx();
    let mut lines = Vec::new();
    if is_full && port.series.facts.space == SeriesSpace::Patient {
        let place = port
            .stack
            .place_on(port.geometry(), port.pane.focus, slice_idx);
        lines.push(place_text(words, port.stack.axis, port.geometry(), place));
    }
    lines.push(words.with(
        Word::CornerSlice,
        &[
            ("number", port.stack.number(slice_idx).into()),
            ("count", port.stack.count.into()),
        ],
    ));
    lines
}

/// The value at a place, e.g. `-812 HU`; `None` outside the volume.
#[must_use]
pub(super) fn value_text(port: &Port<'_>, words: &Words, place: Vec3) -> Option<String> {
    let geometry = port.geometry();
    if !geometry.contains(place) {
        return None;
    }
    let voxel = geometry.voxel_from_patient(place).to_array();
    let [x, y, z] = std::array::from_fn(|axis| nearest_index(voxel[axis], geometry.size[axis]));
    let value = port.series.volume.value_at(x, y, z)?;
    let number = words.number(f64::from(value), 0);
    Some(format!("{number}{}", value_unit(port)))
}

/// The unit of the values, with a space before it; empty where they have none.
#[must_use]
pub(super) fn value_unit(port: &Port<'_>) -> &'static str {
    if port.series.facts.modality == "CT" {
        " HU"
    } else {
        ""
    }
}

/// Where a slice lies along the patient's axis nearest to its normal, with the spacing of the slices.
fn place_text(words: &Words, axis: usize, geometry: &VolumeGeometry, place: Vec3) -> String {
    let normal = [geometry.row_dir, geometry.col_dir, geometry.slice_dir][axis];
    let parts = [
        (normal.x.abs(), place.x, "LR"),
        (normal.y.abs(), place.y, "PA"),
        (normal.z.abs(), place.z, "HF"),
    ];
    let (_, mm, letters) =
        parts.into_iter().fold(
            (0.0, 0.0, ""),
            |best, part| if part.0 > best.0 { part } else { best },
        );
    let (positive, negative) = letters.split_at(letters.len().min(1));
    let letter = if mm < 0.0 { negative } else { positive };
    let spacing = words.number(geometry.spacing.to_array()[axis], 2);
    words.with(
        Word::CornerPlace,
        &[
            (
                "place",
                format!("{letter} {}", words.number(mm.abs(), 1)).into(),
            ),
            ("spacing", spacing.into()),
        ],
    )
}

/// The word for what is shown of a series.
#[must_use]
pub(super) fn plane_word(port: &Port<'_>) -> Word {
    if port.series.facts.space == SeriesSpace::Detector {
        return if port.stack.count > 1 {
            Word::PlaneFrames
        } else {
            Word::PlaneImage
        };
    }
    match port.pane.plane {
        Plane::Acquired => Word::PlaneAcquired,
        Plane::Axial => Word::PlaneAxial,
        Plane::Coronal => Word::PlaneCoronal,
        Plane::Sagittal => Word::PlaneSagittal,
    }
}
