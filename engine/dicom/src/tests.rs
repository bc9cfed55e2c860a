//! Real studies and awkward files beside the checkout: equal pixels in every encoding, true geometry, no panic.

use std::fs;
use std::path::{Path, PathBuf};

use overread_base::{Diagnostics, Seed, Vec3};
use overread_testkit::shared_dicom;

use crate::part10::read_header;
use crate::tag::Tag;
use crate::{
    Frame, LoadedFrame, ReadOptions, SeriesGeometry, SpacingSource, load_frame, load_volume,
    open_folder, open_folder_with,
};

mod every_file;
mod reference;

fn frames_of(path: &Path) -> Vec<Frame> {
    let mut diagnostics = Diagnostics::default();
    let library = open_folder(path, &mut diagnostics).unwrap();
    library.series().flat_map(|s| s.frames.clone()).collect()
}

fn first_frame(path: &Path) -> LoadedFrame {
    let frames = frames_of(path);
    load_frame(
        frames
            .first()
            .unwrap_or_else(|| panic!("no frame in {}", path.display())),
    )
    .unwrap()
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files_under(&path))
        } else {
            found.push(path)
        }
    }
    found.sort();
    found
}

#[test]
fn every_encoding_of_a_slice_gives_equal_pixels() {
    let Some(folder) = shared_dicom("every_encoding_of_a_slice_gives_equal_pixels") else {
        return;
    };
    let reference = first_frame(&folder.join("transfer_syntax/CT1_UNC.dcm"));
    let distinct: std::collections::BTreeSet<_> = reference.image.samples().iter().collect();
    assert!(
        distinct.len() > 500,
        "the reference is a picture: {} values",
        distinct.len()
    );
    for name in [
        "transfer_syntax/CT1_J2KR.dcm",
        "transfer_syntax/CT1_JLSL.dcm",
        "transfer_syntax/CT1_RLE.dcm",
        "odd/CT1_RLE_FRAGS.dcm",
    ] {
        let frame = first_frame(&folder.join(name));
        assert_eq!(frame.image.rescale(), reference.image.rescale(), "{name}");
        assert!(
            frame.image.samples() == reference.image.samples(),
            "{name}: pixels differ"
        );
    }
}

/// Values of pydicom 3.0.2: `pixel_array * RescaleSlope + RescaleIntercept` of the 30 files, sorted by z.
#[test]
fn a_real_chest_ct_has_the_geometry_and_the_values_of_pydicom() {
    let Some(folder) = shared_dicom("a_real_chest_ct_has_the_geometry_and_the_values_of_pydicom")
    else {
        return;
    };
    let mut diagnostics = Diagnostics::default();
    let library = open_folder(&folder.join("chest_ct_lung_tumour"), &mut diagnostics).unwrap();
    assert_eq!(diagnostics.all(), &[]);
    assert_eq!(library.n_other_files, 10, "the annotations are XML");
    let series: Vec<_> = library.series().collect();
    assert_eq!(series.len(), 1);
    let series = series[0];
    assert_eq!(series.frames.len(), 30);
    assert_eq!(series.kernel.as_deref(), Some("B40f"));
    let SeriesGeometry::Regular(grid) = &series.geometry else {
        panic!("{:?}", series.geometry)
    };
    assert_eq!(grid.size, [512, 512, 30]);
    assert_eq!(grid.spacing, Vec3::new(0.646_484_375, 0.646_484_375, 8.0));
    assert_eq!(
        grid.origin,
        Vec3::new(-173.176_757_812_5, -294.176_757_812_5, 80.0)
    );
    let loaded = load_volume(series, &()).unwrap();
    let windows: Vec<_> = loaded
        .vois
        .iter()
        .filter_map(|named| named.voi.as_window())
        .map(|w| (w.centre(), w.width()))
        .collect();
    assert_eq!(windows, [(40.0, 350.0), (-600.0, 1200.0)]);
    for (x, y, z, expected) in [
        (256, 256, 0, 39.0),
        (100, 250, 10, -844.0),
        (350, 200, 15, -806.0),
        (256, 400, 20, -99.0),
        (200, 256, 29, -56.0),
    ] {
        assert_eq!(
            loaded.volume.value_at(x, y, z),
            Some(expected),
            "at {x}, {y}, {z}"
        );
    }
    let rescale = loaded.volume.rescale();
    let sum: f64 = loaded
        .volume
        .samples()
        .iter()
        .map(|&s| f64::from(rescale.value(s)))
        .sum();
    assert_eq!(sum, -4_212_661_004.0);
}

#[test]
fn radiographs_and_mammograms_open() {
    let Some(folder) = shared_dicom("radiographs_and_mammograms_open") else {
        return;
    };
    let chest = first_frame(&folder.join("radiograph/RG1_J2KI_chest_CR.dcm"));
    assert!(
        chest
            .image
            .samples()
            .iter()
            .collect::<std::collections::BTreeSet<_>>()
            .len()
            > 200
    );
    assert!(
        chest.spacing.is_none_or(
            |s| s.source == SpacingSource::Patient || s.source == SpacingSource::Detector
        )
    );
    let pa = first_frame(&folder.join("radiograph/rsna_chest_PA_jpeg8.dcm"));
    assert_eq!(pa.image.geometry().size, [1024, 1024, 1]);
    let views = frames_of(&folder.join("mammography_4view_mass"));
    assert_eq!(views.len(), 4);
    for view in views {
        let image = load_frame(&view).unwrap();
        assert!(
            image.spacing.is_none()
                && image
                    .warnings
                    .iter()
                    .any(|w| w.contains("spacing is unknown"))
        );
    }
}

#[test]
fn every_file_opens_or_is_refused_by_name() {
    let Some(folder) = shared_dicom("every_file_opens_or_is_refused_by_name") else {
        return;
    };
    let mut n_loaded = 0;
    for file in files_under(&folder) {
        let mut diagnostics = Diagnostics::default();
        let library = open_folder(&file, &mut diagnostics).unwrap();
        let n_objects: usize = library.studies.iter().map(|s| s.objects.len()).sum();
        let is_named = diagnostics
            .all()
            .iter()
            .any(|d| d.place.contains(&*file.to_string_lossy()));
        let n_frames = library.series().map(|s| s.frames.len()).sum::<usize>();
        assert!(
            n_frames + n_objects + library.n_other_files > 0
                || (library.refused.len() == 1 && is_named),
            "{} vanished",
            file.display()
        );
        for frame in library.series().flat_map(|s| s.frames.iter().take(3)) {
            match load_frame(frame) {
                Ok(_) => n_loaded += 1,
                Err(error) => println!("{}: {error}", file.display()),
            }
        }
    }
    assert!(n_loaded > 55, "{n_loaded} frames loaded");
}

#[test]
fn names_in_many_character_sets_are_read() {
    let Some(folder) = shared_dicom("names_in_many_character_sets_are_read") else {
        return;
    };
    // Expected: the names as pydicom 3.0.2 prints them; the last is its bytes in cp1251, which it shows as Latin-1 as we
    // do when not asked to repair.
    let repairing = ReadOptions {
        repair_cp1251: true,
    };
    for (name, expected) in [
        ("charset/chrFren.dcm", "Buc^Jérôme"),
        ("charset/chrRuss.dcm", "Люкceмбypг"),
        ("charset/chrGreek.dcm", "Διονυσιος"),
        ("charset/chrX1.dcm", "Wang^XiaoDong=王^小東"),
        ("charset/chrJapMulti.dcm", "やまだ^たろう"),
        (
            "variants/cyr_ISO_2022_IR_144_multi.dcm",
            "Ivanov^Ivan=Иванов^Иван",
        ),
        ("variants/cyr_cp1251_no_charset.dcm", "Тестов^Иван"),
    ] {
        let library =
            open_folder_with(&folder.join(name), repairing, &mut Diagnostics::default()).unwrap();
        let found = library.studies[0].patient.name.clone().unwrap_or_default();
        assert_eq!(found, expected, "{name}");
    }
    let unasked = folder.join("variants/cyr_cp1251_no_charset.dcm");
    let library = open_folder(&unasked, &mut Diagnostics::default()).unwrap();
    assert_eq!(
        library.studies[0].patient.name.as_deref(),
        Some("Òåñòîâ^Èâàí")
    );
}

/// Expected: pydicom 3.0.2; the item has another character set than the data set around it.
#[test]
fn an_item_is_read_in_its_own_character_set() {
    let Some(folder) = shared_dicom("an_item_is_read_in_its_own_character_set") else {
        return;
    };
    let header = read_header(&folder.join("charset/chrSQEncoding.dcm")).unwrap();
    let item = header.values().set.item(Tag(0x0032, 0x1064)).unwrap();
    let name = header.values_of(item).text(Tag::PATIENT_NAME);
    assert_eq!(name.as_deref(), Some("ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう"));
    let physician = header.values().text(Tag(0x0032, 0x1032));
    assert_eq!(physician.as_deref(), Some("Doctor^Who^^MD"));
}

#[test]
fn mutated_files_never_panic() {
    let Some(folder) = shared_dicom("mutated_files_never_panic") else {
        return;
    };
    let scratch = tempfile::tempdir().unwrap();
    let path = scratch.path().join("mutated.dcm");
    let mut rng = Seed(3).rng();
    for name in [
        "odd/ExplVR_BigEnd.dcm",
        "odd/no_meta.dcm",
        "odd/JPGExtended.dcm",
        "odd/SC_rgb_rle_16bit_2frame.dcm",
        "multiframe/emri_small_j2k.dcm",
        "derived/highdicom_sr_document_with_multiple_groups.dcm",
    ] {
        let original = fs::read(folder.join(name)).unwrap();
        for round in 0..60 {
            let mut bytes = original.clone();
            for _ in 0..=rng.below(6) {
                // Headers stand at the front; half of the rounds aim there.
                let reach = if round % 2 == 0 {
                    bytes.len().min(2000)
                } else {
                    bytes.len()
                };
                let at = usize::try_from(rng.below(reach as u64)).unwrap();
                bytes[at] = u8::try_from(rng.below(256)).unwrap();
            }
            if round % 5 == 0 {
                bytes.truncate(usize::try_from(rng.below(bytes.len() as u64)).unwrap());
            }
            fs::write(&path, bytes).unwrap();
            let library = open_folder(&path, &mut Diagnostics::default()).unwrap();
            for series in library.series() {
                let _n: usize = series
                    .frames
                    .iter()
                    .take(2)
                    .map(|f| usize::from(load_frame(f).is_ok()))
                    .sum();
                let _is_volume: bool = load_volume(series, &()).is_ok();
            }
        }
    }
}

/// Sums of stored values by pydicom 3.0.2 (uncompressed) and imagecodecs 2026.3.6 (CharLS, OpenJPEG, OpenJPH, libjpeg)
/// of the first frame; `intercept` is the file's. A lossy JPEG may differ by half a grey a pixel in the mean.
#[test]
fn other_decoders_agree_on_the_sums() {
    let Some(folder) = shared_dicom("other_decoders_agree_on_the_sums") else {
        return;
    };
    for (name, stored_sum, intercept, tolerance) in [
        (
            "odd/MR1_JLSL_empty_first_fragment.dcm",
            126_140_037.0,
            0.0,
            0.0,
        ),
        (
            "mammography_4view_mass/1-280_LCC.dcm",
            138_263_778_518.0,
            0.0,
            0.0,
        ),
        (
            "mammography_4view_mass/1-282_RCC.dcm",
            129_315_863_285.0,
            0.0,
            0.0,
        ),
        (
            "transfer_syntax/CTImage_1.2.840.10008.1.2.2.dcm",
            19_640_763.0,
            -1024.0,
            0.0,
        ),
        (
            "transfer_syntax/CTImage_1.2.840.10008.1.2.4.57.dcm",
            19_640_763.0,
            -1024.0,
            0.0,
        ),
        (
            "variants/CT_htj2k_lossless_201.dcm",
            131_550_236.0,
            -1024.0,
            0.0,
        ),
        (
            "radiograph/RG1_J2KI_chest_CR.dcm",
            26_602_973_060.0,
            0.0,
            0.5,
        ),
        (
            "radiograph/rsna_chest_PA_jpeg8.dcm",
            168_189_534.0,
            0.0,
            0.5,
        ),
    ] {
        let frame = first_frame(&folder.join(name));
        let (samples, rescale) = (frame.image.samples(), frame.image.rescale());
        let found: f64 = samples.iter().map(|&s| f64::from(rescale.value(s))).sum();
        let n = samples.len() as f64;
        let difference = (found - (stored_sum + intercept * n)) / n;
        assert!(
            difference.abs() <= tolerance,
            "{name}: {difference} a pixel"
        );
    }
}
