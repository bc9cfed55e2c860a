//! Key object selections.

use overread_base::{AiReport, AiStatus, SeriesUid, SopUid};
use overread_dicom::{AiObjects, AiWriteError, KeyTitle, ReportLanguage, WrittenObject};

use crate::fixture::{self, info, result};
use crate::validators::{dciodvfy, dsrdump, save};

fn selection(
    images: impl Fn(&SeriesUid, &SopUid) -> Vec<(SeriesUid, SopUid, u32)>,
) -> Result<WrittenObject, AiWriteError> {
    let folder = tempfile::tempdir().unwrap();
    let study = fixture::study(folder.path());
    let info = info(ReportLanguage::Russian);
    let objects = AiObjects::new(&study, &info).unwrap();
    let series = &study.series[0];
    let images = images(&series.uid, &series.frames[4].sop);
    objects.key_objects(
        "Петрова^Анна",
        KeyTitle::ForTeaching,
        "Очаг в левом лёгком",
        &images,
    )
}

#[test]
fn a_selection_is_clean_and_says_why() {
    const TEST: &str = "a_selection_is_clean_and_says_why";
    let object = selection(|series, sop| vec![(series.clone(), sop.clone(), 1)]).unwrap();
    let out = tempfile::tempdir().unwrap();
    let file = save(out.path(), &object);
    if let Some((name, errors)) = dciodvfy(TEST, &file) {
        assert_eq!(name, "KeyObjectSelectionDocument");
        assert_eq!(errors, Vec::<String>::new());
    }
    if let Some(printed) = dsrdump(TEST, &file) {
        for said in [
            "For Teaching",
            "Очаг в левом лёгком",
            "не для диагностики",
            "Петрова^Анна",
        ] {
            assert!(printed.contains(said), "{said} in {printed}");
        }
    }
}

#[test]
fn a_selection_of_nothing_or_of_strangers_is_refused() {
    assert!(matches!(
        selection(|_, _| Vec::new()),
        Err(AiWriteError::Nothing { .. })
    ));
    for frame_number in [0, 2] {
        let refused = selection(|series, sop| vec![(series.clone(), sop.clone(), frame_number)]);
        assert!(matches!(
            refused,
            Err(AiWriteError::SeriesNotInStudy { .. })
        ));
    }
}

#[test]
fn a_service_is_a_device_that_selects() {
    const TEST: &str = "a_service_is_a_device_that_selects";
    let folder = tempfile::tempdir().unwrap();
    let study = fixture::study(folder.path());
    let info = info(ReportLanguage::English);
    let objects = AiObjects::new(&study, &info).unwrap();
    let series = &study.series[0];
    let images = [(series.uid.clone(), series.frames[4].sop.clone(), 1)];
    let result = result(&study.uid, AiStatus::Done(AiReport::default()));
    let object = objects.key_objects_of(&result, KeyTitle::OfInterest, "", &images);
    let out = tempfile::tempdir().unwrap();
    let file = save(out.path(), &object.unwrap());
    if let Some((_, errors)) = dciodvfy(TEST, &file) {
        assert_eq!(errors, Vec::<String>::new());
    }
    if let Some(printed) = dsrdump(TEST, &file) {
        let device = "(121005,DCM,\"Observer Type\")=(121007,DCM,\"Device\")";
        assert!(printed.contains(device), "{printed}");
    }
}
