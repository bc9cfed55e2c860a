//! What a scenario's words about a phantom come to.

use overread_base::{Difficulty, PhantomKind};

use super::*;

fn random(count: u32) -> RandomNodules {
    RandomNodules {
        count,
        least_diameter_mm: 5.0,
        greatest_diameter_mm: 12.0,
        types: vec![NoduleType::Solid, NoduleType::GroundGlass],
    }
}

#[test]
fn fewer_slices_cover_the_same_chest() {
    let usual = params(None);
    let covered = |p: &ChestCtParams| f64::from(p.slices) * p.increment_mm;
    assert_eq!(usual, ChestCtParams::default());
    for slices in [16, 64, 300] {
        let found = params(Some(slices));
        assert_eq!(found.slices, slices);
        assert!((covered(&found) - covered(&usual)).abs() < 1e-9);
        assert!(found.slice_thickness_mm <= found.increment_mm);
    }
}

#[test]
fn drawn_nodules_follow_the_seed_and_the_range() {
    let nodules = draw(Seed(4), &random(20));
    assert_eq!(nodules.len(), 20);
    assert!(
        nodules
            .iter()
            .all(|n| (5.0..=12.0).contains(&n.diameter_mm))
    );
    for kind in [NoduleType::Solid, NoduleType::GroundGlass] {
        assert!(nodules.iter().any(|n| n.nodule_type == kind), "{kind:?}");
    }
    assert_eq!(draw(Seed(4), &random(20)), nodules);
    assert_ne!(draw(Seed(5), &random(20)), nodules);
    // The first ones stay when more are asked for.
    assert_eq!(draw(Seed(4), &random(3)), nodules[..3]);
}

#[test]
fn contrast_above_the_lung_becomes_attenuation() {
    let spec = overread_scenario::NoduleSpec {
        place: NodulePlace::Anywhere,
        diameter_mm: 8.0,
        nodule_type: NoduleType::Solid,
        contrast_hu: Some(900.0),
    };
    assert_eq!(nodule(&spec).attenuation_hu, Some(40.0));
    assert_eq!(
        nodule(&overread_scenario::NoduleSpec {
            contrast_hu: None,
            ..spec
        })
        .attenuation_hu,
        None
    );
}

#[test]
fn a_nodule_that_finds_no_room_is_a_fault_and_no_phantom() {
    let spec = PhantomSpec {
        kind: PhantomKind::ChestCt,
        seed: Seed(1),
        slices: None,
        difficulty: Difficulty::Medium,
        content: PhantomContent::Nodules(Nodules::Listed(vec![overread_scenario::NoduleSpec {
            place: NodulePlace::Centre(overread_base::Vec3::new(4000.0, 0.0, 0.0)),
            diameter_mm: 8.0,
            nodule_type: NoduleType::Solid,
            contrast_hu: None,
        }])),
    };
    let error = images(&spec, &StepProgress::default())
        .unwrap_err()
        .to_string();
    assert!(error.starts_with("phantom: "), "{error}");
}

#[test]
fn a_phantom_made_ahead_of_need_is_the_same_and_one_given_up_is_none() {
    let spec = PhantomSpec {
        kind: PhantomKind::ChestCt,
        seed: Seed(3),
        slices: Some(16),
        difficulty: Difficulty::Medium,
        content: PhantomContent::Nodules(Nodules::Listed(Vec::new())),
    };
    let ahead = images(&spec, &StepProgress::ahead()).unwrap();
    let at_once = images(&spec, &StepProgress::default()).unwrap();
    assert_eq!(
        ahead.series[0].volume.samples(),
        at_once.series[0].volume.samples()
    );
    let given_up = StepProgress::default();
    given_up.cancel();
    let error = images(&spec, &given_up).unwrap_err();
    assert!(matches!(error, LibraryError::GivenUp), "{error}");
}

fn no_phantom() -> Result<Phantom, PhantomError> {
    panic!("planned for nothing");
}

#[test]
fn a_folder_with_files_is_never_written_into() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mine.dcm"), "mine").unwrap();
    let progress = StepProgress::default();
    let error = write_phantom(folder.path(), 0, no_phantom, &progress).unwrap_err();
    assert!(matches!(error, LibraryError::Dicom(_)), "{error}");
    assert_eq!(
        std::fs::read(folder.path().join("mine.dcm")).unwrap(),
        b"mine"
    );
}

/// Every kind, small, written and read back: pixels, identities, projections, dates.
#[test]
fn written_cases_of_all_kinds_read_back_with_the_pixels_and_uids_of_the_session() {
    for (kind, days_before) in [
        (PhantomKind::ChestCt, 400),
        (PhantomKind::HeadCt, 0),
        (PhantomKind::ChestRadiograph, 0),
        (PhantomKind::Mammography, 365),
    ] {
        let request = CaseRequest {
            acquisition: Acquisition {
                size: Some(64),
                slices: Some(4),
                ..Acquisition::default()
            },
            days_before,
            ..CaseRequest::new(kind, Seed(6))
        };
        let folder = tempfile::tempdir().unwrap();
        let progress = StepProgress::default();
        let plan = || Phantom::plan(&request);
        let study = write_phantom(folder.path(), days_before, plan, &progress).unwrap();
        let mut said = overread_base::Diagnostics::default();
        let library = overread_dicom::open_folder(folder.path(), &mut said).unwrap();
        let word = kind.word();
        assert_eq!(library.studies.len(), 1, "{word}");
        let read = &library.studies[0];
        assert_eq!(read.uid, study.uid, "{word}");
        assert_eq!(read.date, Some(study_date(days_before)), "{word}");
        assert_eq!(read.series.len(), study.series.len(), "{word}");
        let phantom = Phantom::plan(&request).unwrap();
        for (idx, facts) in study.series.iter().enumerate() {
            let mut all = read.series.iter();
            let series = all.find(|s| s.uid == facts.uid).unwrap();
            let loaded = match series.geometry.grid() {
                Some(_) => overread_dicom::load_volume(series, &()).unwrap(),
                None => {
                    let stacks = overread_dicom::detector_stacks(series);
                    overread_dicom::load_stack(series, stacks[0], &()).unwrap()
                }
            };
            assert_eq!(loaded.volume.slice(0).unwrap(), phantom.render(idx, 0));
            assert_eq!(series.frames[0].view.as_deref(), facts.view, "{word}");
            assert_eq!(loaded.is_inverted, facts.is_inverted, "{word}");
        }
    }
}
