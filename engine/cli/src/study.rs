//! `overread study show`: what DICOM files hold, with geometry and everything that is odd about them.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::bail;
use overread_base::{Diagnostics, Laterality, Vec3};
use overread_dicom::{
    Frame, Library, ReadOptions, Series, SeriesGeometry, SpacingSource, Study, StudyObject,
    sop_class_name, transfer_syntax_name,
};
use overread_image::Voi;

mod choice;
pub(crate) mod deidentify;
pub(crate) mod import;
pub(crate) mod list;

/// Prints studies, series, geometry and warnings; fails if there is nothing to show.
#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the program's own output"
)]
pub(crate) fn show(path: &Path, options: ReadOptions) -> anyhow::Result<()> {
    let mut found = Diagnostics::default();
    let library = overread_dicom::open_folder_with(path, options, &mut found)?;
    for study in &library.studies {
        print!("{}", describe_study(study));
    }
    for diagnostic in found.all() {
        eprintln!("{diagnostic}");
    }
    eprint!("{}", describe_others(&library));
    if library.studies.is_empty() {
        bail!("no studies in {}", path.display());
    }
    Ok(())
}

/// What else was found: files of other kinds, refused files, directories of media.
fn describe_others(library: &Library) -> String {
    let mut text = String::new();
    if library.n_other_files > 0 {
        let kinds: Vec<String> = library
            .other_kinds
            .iter()
            .map(|(kind, n)| match kind.as_str() {
                "" => format!("{n} without a kind"),
                kind => format!("{n} {kind}"),
            })
            .collect();
        text.push_str(&format!(
            "{} files are not DICOM: {}\n",
            library.n_other_files,
            kinds.join(", ")
        ));
    }
    if library.n_directories > 0 {
        text.push_str(&format!("{} DICOMDIR\n", library.n_directories));
    }
    if !library.refused.is_empty() {
        text.push_str(&format!("{} files were refused\n", library.refused.len()));
    }
    text
}

fn describe_study(study: &Study) -> String {
    let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let patient = &study.patient;
    let mut text = format!(
        "study {}\n  patient {}  id {}  sex {}  age {}\n  date {}  description {}\n",
        study.uid,
        or_dash(&patient.name),
        or_dash(&patient.id),
        or_dash(&patient.sex),
        or_dash(&patient.age),
        or_dash(&study.date),
        or_dash(&study.description),
    );
    study
        .series
        .iter()
        .for_each(|series| text.push_str(&describe_series(series)));
    study
        .objects
        .iter()
        .for_each(|object| text.push_str(&describe_object(object)));
    text
}

fn describe_object(object: &StudyObject) -> String {
    let modality = if object.modality.is_empty() {
        "-"
    } else {
        &object.modality
    };
    let mut text = format!(
        "  object {modality}  {}  {}\n",
        sop_class_name(&object.sop_class).unwrap_or(&object.sop_class),
        object.file.display(),
    );
    if let Some(description) = &object.description {
        text.push_str(&format!("    {description}\n"));
    }
    if !object.summary.is_empty() {
        text.push_str(&format!("    {}\n", object.summary));
    }
    text
}

fn describe_series(series: &Series) -> String {
    let part = if series.part.1 > 1 {
        format!(" part {} of {}", series.part.0, series.part.1)
    } else {
        String::new()
    };
    let files: BTreeSet<_> = series.frames.iter().map(|frame| &frame.file).collect();
    let mut text = format!(
        "  series {} {}{part}  {}\n    {} of {} x {} in {}\n",
        series
            .number
            .map_or_else(|| "-".to_owned(), |n| n.to_string()),
        if series.modality.is_empty() {
            "-"
        } else {
            &series.modality
        },
        series.description.as_deref().unwrap_or("-"),
        counted(series.frames.len(), "frame"),
        series.size[0],
        series.size[1],
        counted(files.len(), "file"),
    );
    text.push_str(&each("    ", &series.frames, describe_class));
    text.push_str(&each("    ", &series.frames, |frame| {
        Some(describe_storage(frame))
    }));
    text.push_str(&format!(
        "    body part {}  kernel {}\n",
        series.body_part.as_deref().unwrap_or("-"),
        series.kernel.as_deref().unwrap_or("-"),
    ));
    text.push_str(&each("    ", &series.frames, describe_view));
    text.push_str(&describe_geometry(&series.geometry));
    if series.geometry.grid().is_none() {
        text.push_str(&each("    ", &series.frames, |frame| {
            Some(describe_spacing(frame))
        }));
    }
    for named in &series.vois {
        let explanation = &named.explanation;
        text.push_str(&match &named.voi {
            Voi::Window(window) => {
                let (centre, width) = (window.centre(), window.width());
                format!("    window {width} / {centre} {explanation}\n")
            }
            Voi::Table(_) => format!("    VOI LUT {explanation}\n"),
        });
    }
    text
}

fn counted(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// What is said of the frames, each different thing on a line of its own.
fn each(indent: &str, frames: &[Frame], describe: fn(&Frame) -> Option<String>) -> String {
    let said: BTreeSet<String> = frames.iter().filter_map(describe).collect();
    said.iter()
        .map(|line| format!("{indent}{line}\n"))
        .collect()
}

fn describe_class(frame: &Frame) -> Option<String> {
    sop_class_name(&frame.sop_class).map(str::to_owned)
}

fn describe_storage(frame: &Frame) -> String {
    let storage = frame.storage();
    let syntax = transfer_syntax_name(&storage.transfer_syntax);
    let lut = if storage.has_modality_lut {
        ", Modality LUT"
    } else {
        ""
    };
    format!(
        "{}, {} of {} bits{lut}, {syntax}",
        storage.photometric, storage.bits_stored, storage.bits_allocated,
    )
}

fn describe_view(frame: &Frame) -> Option<String> {
    let side = frame.laterality.map(|side| match side {
        Laterality::Left => "left",
        Laterality::Right => "right",
        Laterality::Bilateral => "both sides",
        Laterality::Midline => "unpaired",
    });
    let view = frame.view.as_ref().map(|view| format!("view {view}"));
    let parts: Vec<String> = view
        .into_iter()
        .chain(side.map(str::to_owned))
        .chain(
            frame
                .patient_orientation
                .as_ref()
                .map(|(row, column)| format!("rows to {row}, columns to {column}")),
        )
        .collect();
    (!parts.is_empty()).then(|| parts.join("  "))
}

fn describe_spacing(frame: &Frame) -> String {
    match frame.spacing {
        Some(spacing) => format!(
            "pixel {:.3} x {:.3} mm {}",
            spacing.column_mm,
            spacing.row_mm,
            match spacing.source {
                SpacingSource::Patient => "in the patient",
                SpacingSource::Detector => "at the detector",
            }
        ),
        None => "pixel spacing unknown".to_owned(),
    }
}

fn describe_geometry(geometry: &SeriesGeometry) -> String {
    let place = |v: Vec3| format!("({:.2}, {:.2}, {:.2})", v.x, v.y, v.z);
    match geometry {
        SeriesGeometry::Regular(grid) | SeriesGeometry::Resampled { grid, .. } => {
            let [nx, ny, nz] = grid.size;
            let spacing = grid.spacing;
            let mut text = format!(
                "    volume {nx} x {ny} x {nz}, voxel {:.3} x {:.3} x {:.3} mm, first voxel {} LPS mm\n    rows {}, columns {}, slices {}\n",
                spacing.x,
                spacing.y,
                spacing.z,
                place(grid.origin),
                place(grid.row_dir),
                place(grid.col_dir),
                place(grid.slice_dir),
            );
            if let SeriesGeometry::Resampled {
                tilt_deg,
                spacing_range_mm: (low, high),
                ..
            } = geometry
            {
                text.push_str(&format!(
                    "    resampled: slices {low:.2} to {high:.2} mm apart, tilted by {tilt_deg:.1} degrees\n"
                ));
            }
            text
        }
        SeriesGeometry::Planar => "    a projection: no place in the patient\n".to_owned(),
        SeriesGeometry::Unknown => {
            "    positions unknown: in the order of the instance numbers\n".to_owned()
        }
    }
}
