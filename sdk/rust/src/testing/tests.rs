//! A small service on the fakes, and what the fakes compute.

use super::*;
use crate::space::{isotropic, vec3, whole};
use crate::{
    AiService, Dims, Failure, FailureKind, FindingBuilder, Geometry, Interpolation, Job,
    NotRunReason, Outcome, Profile, ReportBuilder, Tiling, code, entry, not_run,
};

/// Ten voxels a side, 2 mm, all 0 but one 100 at (3, 4, 5).
fn study() -> FakeStudy {
    let geometry = Geometry {
        size: Dims {
            x: 10,
            y: 10,
            z: 10,
        },
        spacing: isotropic(2.0),
        origin: vec3(-10.0, 0.0, 50.0),
        row_dir: vec3(1.0, 0.0, 0.0),
        col_dir: vec3(0.0, 1.0, 0.0),
    };
    let mut values = vec![0.0; 1000];
    values[543] = 100.0;
    FakeStudy::new().with_series("CT", geometry, values)
}

/// Finds what is bright.
#[derive(Default)]
struct BrightSpot;

impl AiService for BrightSpot {
    fn profile(&self) -> Profile {
        Profile {
            name: "bright spot".to_owned(),
            version: "1".to_owned(),
            modalities: vec!["CT".to_owned()],
            notes: Vec::new(),
        }
    }

    fn analyze(&mut self, job: &Job) -> Result<Outcome, Failure> {
        let Some(series) = job.series().into_iter().find(|s| s.modality == "CT") else {
            return Ok(not_run(NotRunReason::MissingSeries, "no CT"));
        };
        let volume = job.open_series(series.id)?;
        let model = job.open_model("bright")?;
        job.progress(0.5, "looking")?;
        let tiling = Tiling {
            patch: Dims { x: 8, y: 8, z: 8 },
            overlap: 0.5,
            batch: 1,
            channel: 0,
        };
        let probability = model.run_tiled(&volume, tiling)?;
        let threshold = if job.setting_number("threshold", 0.5) > 1.0 {
            1.5
        } else {
            0.5
        };
        let mut report = ReportBuilder::new().assessed(spot(), series.id);
        let high = probability.threshold(threshold, 1.0)?;
        for blob in high.blobs(Some(&probability), 1, 16)? {
            let id = format!("spot-{}", blob.label);
            let finding = FindingBuilder::new(id, spot())
                .probability(blob.max)
                .point(series.id, blob.centroid)
                .cuboid(series.id, blob.low, blob.high);
            report = report.finding(finding.done());
        }
        Ok(report.done())
    }
}

fn spot() -> crate::Code {
    code("99TEST", "1", "Bright spot")
}

fn bright() -> FakeModel {
    FakeModel::tiled(|source| source.map(crate::Sample::Float32, |v| v / 100.0))
}

#[test]
fn a_service_runs_on_a_fake_study() {
    let outcome = entry::analyze::<BrightSpot>(&Job::on(study().with_model("bright", bright())));
    let Ok(Outcome::Done(report)) = outcome else {
        panic!("a report expected, found {outcome:?}");
    };
    assert_eq!(report.assessed.len(), 1);
    let [finding] = &report.findings[..] else {
        panic!("one finding expected, found {:?}", report.findings);
    };
    assert_eq!(finding.probability, Some(1.0));
    // Voxel (3, 4, 5) of 2 mm from (-10, 0, 50).
    let place = finding.marks[0].shape.clone();
    assert_eq!(
        place,
        crate::Shape::Point(crate::PointMark {
            at: vec3(-4.0, 8.0, 60.0)
        })
    );
}

#[test]
fn a_missing_model_and_a_wish_to_stop_reach_the_service() {
    let kind = |study| {
        entry::analyze::<BrightSpot>(&Job::on(study))
            .unwrap_err()
            .kind
    };
    assert_eq!(kind(study()), FailureKind::ModelMissing);
    let stopped = study().with_model("bright", bright()).stopping_after(1);
    assert_eq!(kind(stopped), FailureKind::Cancelled);
}

#[test]
fn settings_and_empty_studies_reach_the_service() {
    let deaf = study()
        .with_model("bright", bright())
        .with_setting("threshold", "1.5");
    // No value lies between 1.5 and 1: the service passes impossible numbers on and is told so.
    let error = entry::analyze::<BrightSpot>(&Job::on(deaf)).unwrap_err();
    assert_eq!(error.kind, FailureKind::BadInput);
    let empty = entry::analyze::<BrightSpot>(&Job::on(FakeStudy::new()));
    assert_eq!(empty, Ok(not_run(NotRunReason::MissingSeries, "no CT")));
}

#[test]
fn operations_of_a_fake_volume_agree_with_arithmetic() {
    let job = Job::on(study());
    let volume = job.open_series(0).unwrap();
    let stats = volume.stats(whole(&volume.geometry())).unwrap();
    assert_eq!((stats.max, stats.mean, stats.count), (100.0, 0.1, 1000));
    let fine = volume
        .resample(isotropic(1.0), Interpolation::Linear)
        .unwrap();
    let grid = fine.geometry();
    assert_eq!(
        grid.size,
        Dims {
            x: 20,
            y: 20,
            z: 20
        }
    );
    // The outer face stays at -11: the first centre of 1 mm voxels is at -10.5.
    assert_eq!(grid.origin, vec3(-10.5, -0.5, 49.5));
    let bright = volume.rescale(0.0, 50.0, 10.0, 2.0).unwrap();
    let values = bright.read_values(whole(&bright.geometry())).unwrap();
    assert_eq!((values[0], values[543]), (-5.0, 20.0));
    assert_eq!(
        volume.read_values(whole(&volume.geometry())).unwrap()[543],
        100.0
    );
    assert!(volume.multiply(&fine).is_err(), "grids differ");
}
