//! `overread study show`: what a folder of DICOM files holds, with geometry and everything that is odd about it.

use std::path::Path;

use anyhow::bail;
use overread_base::{Diagnostics, Vec3};
use overread_dicom::{Series, SeriesGeometry, Study};
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
pub(crate) fn show(folder: &Path) -> anyhow::Result<()> {
    let mut found = Diagnostics::default();
    let library = overread_dicom::open_folder(folder, &mut found)?;
    for study in &library.studies {
        print!("{}", describe_study(study));
    }
    for diagnostic in found.all() {
        eprintln!("{diagnostic}");
    }
    if library.n_other_files > 0 {
        eprintln!("{} files are not DICOM", library.n_other_files);
    }
    if library.studies.is_empty() {
        bail!("no studies in {}", folder.display());
    }
    Ok(())
}

fn describe_study(study: &Study) -> String {
    let unknown = || "-".to_owned();
    let mut text = format!(
        "study {}\n  patient {}  sex {}  age {}\n  date {}  description {}\n",
        study.uid,
        study.patient.name.clone().unwrap_or_else(unknown),
        study.patient.sex.clone().unwrap_or_else(unknown),
        study.patient.age.clone().unwrap_or_else(unknown),
        study.date.clone().unwrap_or_else(unknown),
        study.description.clone().unwrap_or_else(unknown),
    );
    study
        .series
        .iter()
        .for_each(|series| text.push_str(&describe_series(series)));
    for object in &study.objects {
        text.push_str(&format!(
            "  object {} {}\n",
            object.modality,
            object.file.display()
        ));
    }
    text
}

fn describe_series(series: &Series) -> String {
    let part = if series.part.1 > 1 {
        format!(" part {} of {}", series.part.0, series.part.1)
    } else {
        String::new()
    };
    let mut text = format!(
        "  series {} {}{part}  {}\n    {} frames of {} x {}  body part {}  kernel {}\n",
        series
            .number
            .map_or_else(|| "-".to_owned(), |n| n.to_string()),
        series.modality,
        series.description.as_deref().unwrap_or("-"),
        series.frames.len(),
        series.size[0],
        series.size[1],
        series.body_part.as_deref().unwrap_or("-"),
        series.kernel.as_deref().unwrap_or("-"),
    );
    text.push_str(&describe_geometry(&series.geometry));
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
