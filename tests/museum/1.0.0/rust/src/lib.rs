//! A service made with the SDK 1.0.0 that calls every function of the contract 1.0.0 and checks what comes back.
//!
//! It wants the study of the museum's tests: a CT of 8 x 6 x 4 voxels of 1 mm whose values rise by 10 along x, and a
//! model `plus-one` that adds 1 to each value of a (batch, 1, z, y, x) tensor.

use overread_sdk::{
    AiService, Dims, Element, Failure, FailureKind, HeatMap, Interpolation, Job, Level, Mark, Mask,
    Outcome, Param, Profile, Region, ReportBuilder, Sample, Shape, Tensor, Tiling, Vec3, Volume,
    code, export_plugin, failure,
};

#[derive(Default)]
struct Museum;

export_plugin!(Museum);

const SIZE: Dims = Dims { x: 8, y: 6, z: 4 };

fn check(is_right: bool, what: &str) -> Result<(), Failure> {
    if is_right {
        Ok(())
    } else {
        Err(failure(FailureKind::Internal, what))
    }
}

fn dims(x: u32, y: u32, z: u32) -> Dims {
    Dims { x, y, z }
}

fn region(origin: Dims, size: Dims) -> Region {
    Region { origin, size }
}

fn whole(volume: &Volume) -> Region {
    region(dims(0, 0, 0), volume.geometry().size)
}

impl AiService for Museum {
    fn profile(&self) -> Profile {
        Profile {
            name: "Museum".into(),
            version: "1.0.0".into(),
            modalities: vec!["CT".into()],
            notes: vec![],
        }
    }

    fn analyze(&mut self, job: &Job) -> Result<Outcome, Failure> {
        services(job)?;
        let series = job.series();
        check(
            series.len() == 1 && series[0].modality == "CT",
            "list-series",
        )?;
        check(
            series[0].study == 0 && series[0].days_before.is_none(),
            "study",
        )?;
        check(series[0].frames == 4, "frames")?;
        let volume = job.open_series(0)?;
        volumes(job, &volume)?;
        let probability = models(job, &volume)?;
        report(job, &volume, &probability)
    }
}

fn services(job: &Job) -> Result<(), Failure> {
    for level in [Level::Debug, Level::Info, Level::Warn, Level::Error] {
        job.log(level, "a guest of the museum");
    }
    job.progress(0.5, "half way")?;
    let first = job.elapsed_ms();
    check(job.elapsed_ms() == first + 1, "elapsed-ms")?;
    check(job.random(24).len() == 24, "random")?;
    check(job.locale() == "en", "locale")?;
    let args = [Param {
        name: "name".into(),
        value: "reader".into(),
    }];
    check(
        job.translate("hello", &args).contains("reader"),
        "translate",
    )?;
    check(
        job.setting("threshold").as_deref() == Some("0.5"),
        "setting",
    )?;
    check(job.setting("unknown").is_none(), "setting that is none")
}

fn volumes(job: &Job, volume: &Volume) -> Result<(), Failure> {
    check(volume.geometry().size == SIZE, "geometry")?;
    check(volume.sample() == Sample::Int16, "sample")?;
    check(job.max_read() >= 4096, "max-read")?;
    let row = volume.read_values(region(dims(0, 2, 1), dims(8, 1, 1)))?;
    check(
        row == [0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0],
        "read",
    )?;
    let stats = volume.stats(whole(volume))?;
    check(stats.count == 192 && stats.mean == 35.0, "stats")?;
    let part = volume.crop(region(dims(2, 1, 0), dims(4, 4, 2)))?;
    check(part.stats(whole(&part))?.min == 20.0, "crop")?;
    for how in [Interpolation::Nearest, Interpolation::Linear] {
        let coarse = volume.resample(
            Vec3 {
                x: 2.0,
                y: 2.0,
                z: 2.0,
            },
            how,
        )?;
        check(coarse.geometry().size == dims(4, 3, 2), "resample")?;
    }
    let fine = volume.resize(dims(16, 6, 4), Interpolation::Cubic)?;
    check(
        (fine.stats(whole(&fine))?.mean - 35.0).abs() < 0.1,
        "resize",
    )?;
    let turned = volume.reorient("RAH")?;
    check(
        turned.read_values(region(dims(0, 0, 0), dims(1, 1, 1)))? == [70.0],
        "reorient",
    )?;
    let unit = volume.rescale(0.0, 70.0, 0.0, 70.0)?;
    check(unit.stats(whole(&unit))?.max == 1.0, "rescale")?;
    let labels = volume.threshold(50.0, 60.0)?;
    let marked = unit.multiply(&labels)?;
    check(marked.stats(whole(&marked))?.min == 0.0, "multiply")?;
    let blobs = labels.blobs(Some(volume), 1, 4)?;
    check(
        blobs.len() == 1 && blobs[0].voxels == 48 && blobs[0].mean == 55.0,
        "blobs",
    )
}

fn models(job: &Job, volume: &Volume) -> Result<Volume, Failure> {
    let tensor = Tensor::of_floats(&[1, 1, 1, 2, 3], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0])?;
    check(tensor.shape() == [1, 1, 1, 2, 3], "shape")?;
    check(tensor.element() == Element::Float32, "element")?;
    let model = job.open_model("plus-one")?;
    let (inputs, outputs) = (model.inputs(), model.outputs());
    check(
        inputs.len() == 1 && outputs.len() == 1,
        "inputs and outputs",
    )?;
    let answers = model.run(&[(&inputs[0].name, &tensor)])?;
    let [(_, answer)] = &answers[..] else {
        return Err(failure(FailureKind::Internal, "run"));
    };
    check(
        answer.floats()? == [2.0, 3.0, 4.0, 5.0, 6.0, 7.0],
        "tensor.read",
    )?;
    let whole_volume = Tensor::of_volume(volume, "nczyx", Element::Float32)?;
    let back = whole_volume.to_volume(volume, 0)?;
    check(back.stats(whole(&back))?.mean == 35.0, "to-volume")?;
    let how = Tiling {
        patch: dims(4, 4, 4),
        overlap: 0.5,
        batch: 2,
        channel: 0,
    };
    let raised = model.run_tiled(volume, how)?;
    let stats = raised.stats(whole(&raised))?;
    check((stats.mean - 36.0).abs() < 1e-3, "run-tiled")?;
    raised.rescale(1.0, 71.0, 1.0, 70.0)
}

fn report(job: &Job, volume: &Volume, probability: &Volume) -> Result<Outcome, Failure> {
    let blank = Mask::blank(0)?;
    blank.write(region(dims(0, 0, 0), dims(2, 1, 1)), &[1, 0])?;
    let first = blank.keep("one voxel")?;
    let second = Mask::of_volume(0, &volume.threshold(50.0, 60.0)?)?.keep("a slab")?;
    check((first, second) == (0, 1), "keep")?;
    let kept = job.keep_map(0, probability)?;
    let mut report = ReportBuilder::new()
        .assessed(code("SCT", "27925004", "Nodule"), 0)
        .done();
    if let Outcome::Done(report) = &mut report {
        report.heat_maps.push(HeatMap {
            name: "probability".into(),
            series: 0,
            kept,
        });
        report.findings.push(overread_sdk::Finding {
            tracking_id: "museum-1".into(),
            code: code("SCT", "27925004", "Nodule"),
            site: None,
            laterality: None,
            probability: Some(0.5),
            certainty: None,
            category: None,
            marks: vec![Mark {
                series: 0,
                shape: Shape::Mask(second),
            }],
            measures: vec![],
            notes: vec![],
            extra: vec![],
        });
    }
    Ok(report)
}
