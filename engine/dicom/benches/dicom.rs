//! How long a folder of 500 CT slices takes, header scan and volume, and each codec on a file of the test collection.
//! The slices are made once, in the folder that `OVERREAD_BENCH_SERIES` names (so that other programs can read them
//! too) or in a temporary one. `OVERREAD_BENCH_FILES` names a folder of more files for the codecs.

use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{Criterion, criterion_group, criterion_main};
use overread_base::{Diagnostics, Seed, Vec3, VolumeGeometry};
use overread_dicom::{
    Overwrite, Patient, SeriesInfo, load_frame, load_volume, open_folder, write_ct_series,
};
use overread_image::{Rescale, Volume};

const N_SLICES: u32 = 500;

fn write_series(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let size = [512, 512, N_SLICES];
    let geometry = VolumeGeometry::axial(
        size,
        Vec3::new(0.7, 0.7, 0.6),
        Vec3::new(-179.0, -179.0, -150.0),
    )?;
    let mut rng = Seed(1).rng();
    let n = 512 * 512 * N_SLICES as usize;
    let samples = (0..n)
        .map(|_| i16::try_from(rng.below(2000)).unwrap_or(0) - 1000)
        .collect();
    let volume = Volume::new(geometry, samples, Rescale::IDENTITY)?;
    let info = SeriesInfo {
        patient: Patient::default(),
        study_date: "20200101".to_owned(),
        study_time: "120000".to_owned(),
        study_description: "bench".to_owned(),
        series_description: "bench".to_owned(),
        series_number: 1,
        body_part: "CHEST".to_owned(),
        windows: Vec::new(),
        manufacturer: "Overread".to_owned(),
        is_synthetic: true,
        thickness_mm: None,
        attributes: [("KVP", "120"), ("ConvolutionKernel", "B")]
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .to_vec(),
        uids: None,
        seed: Seed(1),
    };
    write_ct_series(folder, &volume, &info, Overwrite::Never)?;
    Ok(())
}

/// The folder of the slices, and what removes it afterwards if it is temporary.
fn series_folder() -> Result<(PathBuf, Option<tempfile::TempDir>), Box<dyn std::error::Error>> {
    let (folder, temporary) = match std::env::var_os("OVERREAD_BENCH_SERIES") {
        Some(named) => (PathBuf::from(named), None),
        None => {
            let temporary = tempfile::tempdir()?;
            (temporary.path().to_owned(), Some(temporary))
        }
    };
    let n_files = std::fs::read_dir(&folder).map_or(0, Iterator::count);
    if n_files == 0 {
        std::fs::create_dir_all(&folder)?;
        write_series(&folder)?;
    } else if n_files != N_SLICES as usize {
        let place = folder.display();
        return Err(format!(
            "expected {N_SLICES} slices or none, found {n_files} files ({place}); remove them"
        )
        .into());
    }
    Ok((folder, temporary))
}

fn measure(c: &mut Criterion) -> Result<(), Box<dyn std::error::Error>> {
    let (folder, _temporary) = series_folder()?;
    let mut group = c.benchmark_group("500 slices 512 x 512");
    group.sample_size(10);
    group.bench_function("header scan", |b| {
        b.iter(|| {
            black_box(open_folder(&folder, &mut Diagnostics::default()).map(|l| l.studies.len()))
        });
    });
    let library = open_folder(&folder, &mut Diagnostics::default())?;
    let series = library.series().next().ok_or("no series")?;
    group.bench_function("volume of a scanned series", |b| {
        b.iter(|| black_box(load_volume(series, &()).map(|v| v.volume.samples().len())));
    });
    group.bench_function("scan and volume", |b| {
        b.iter(|| {
            let library = open_folder(&folder, &mut Diagnostics::default())?;
            let series = library.series().next();
            series
                .map(|s| load_volume(s, &()).map(|v| v.volume.samples().len()))
                .transpose()
        });
    });
    group.finish();
    Ok(())
}

/// A file of each encoding, below the folder of the test collection; `tests/peers/dicom.py` has the same.
const FILES: [&str; 10] = [
    "transfer_syntax/CT1_UNC.dcm",
    "transfer_syntax/CT1_RLE.dcm",
    "transfer_syntax/CT1_JLSL.dcm",
    "transfer_syntax/CT1_J2KR.dcm",
    "transfer_syntax/CTImage_1.2.840.10008.1.2.4.57.dcm",
    "transfer_syntax/CTImage_1.2.840.10008.1.2.4.51.dcm",
    "variants/CT_htj2k_lossless_201.dcm",
    "radiograph/rsna_chest_PA_jpeg8.dcm",
    "radiograph/RG1_J2KI_chest_CR.dcm",
    "mammography_4view_mass/1-280_LCC.dcm",
];

fn codecs(c: &mut Criterion) {
    let mut files: Vec<PathBuf> = Vec::new();
    if let Some(folder) = overread_testkit::shared_dicom("the bench of codecs") {
        files.extend(FILES.iter().map(|name| folder.join(name)));
    }
    if let Some(folder) = std::env::var_os("OVERREAD_BENCH_FILES") {
        let more = std::fs::read_dir(folder).into_iter().flatten().flatten();
        files.extend(more.map(|entry| entry.path()));
    }
    files.sort();
    let mut group = c.benchmark_group("codec");
    group.sample_size(10);
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        group.bench_function(&*name, |b| {
            b.iter(|| {
                let library = open_folder(&file, &mut Diagnostics::default())?;
                let frame = library.series().next().and_then(|s| s.frames.first());
                frame
                    .map(load_frame)
                    .transpose()
                    .map(|f| black_box(f).is_some())
            });
        });
    }
    group.finish();
}

fn dicom(c: &mut Criterion) {
    if let Err(error) = measure(c) {
        panic!("the series of the bench: {error}");
    }
}

criterion_group!(benches, dicom, codecs);
criterion_main!(benches);
