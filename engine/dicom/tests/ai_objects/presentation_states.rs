//! Presentation states of the marks of findings.

use overread_base::{AiReport, AiResult, AiStatus};
use overread_dicom::{AiObjects, ReportLanguage, Study, WrittenObject};

use crate::fixture::{self, info, report, result};
use crate::validators::{dciodvfy, highdicom, save};

fn done(study: &Study) -> AiResult {
    result(&study.uid, AiStatus::Done(report(&study.series[0].uid)))
}

fn written(study: &Study, slice: Option<usize>) -> Vec<WrittenObject> {
    let info = info(ReportLanguage::Russian);
    let objects = AiObjects::new(study, &info).unwrap();
    let frame = slice.map(|slice| (&study.series[0].frames[slice].sop, 1));
    objects.presentation_states(&done(study), frame).unwrap()
}

#[test]
fn dciodvfy_finds_no_error_in_a_presentation_state() {
    const TEST: &str = "dciodvfy_finds_no_error_in_a_presentation_state";
    let folder = tempfile::tempdir().unwrap();
    let study = fixture::study(folder.path());
    let out = tempfile::tempdir().unwrap();
    for slice in [None, Some(3)] {
        let objects = written(&study, slice);
        assert_eq!(objects.len(), 1);
        let Some((name, errors)) = dciodvfy(TEST, &save(out.path(), &objects[0])) else {
            return;
        };
        assert_eq!(name, "GrayscaleSoftcopyPresentationState");
        assert_eq!(errors, Vec::<String>::new());
    }
}

#[test]
fn graphics_and_texts_lie_on_their_images() {
    const TEST: &str = "graphics_and_texts_lie_on_their_images";
    let folder = tempfile::tempdir().unwrap();
    let study = fixture::study(folder.path());
    let objects = written(&study, None);
    assert_eq!(
        objects[0].notes,
        ["a mark across images is left out of the presentation state (finding oblique)"]
    );
    let out = tempfile::tempdir().unwrap();
    let Some(lines) = highdicom(TEST, &[&save(out.path(), &objects[0])]) else {
        return;
    };
    let sop = |slice: usize| study.series[0].frames[slice].sop.as_str();
    let holds = |fields: &[&str]| {
        assert!(
            lines.iter().any(|l| l == fields),
            "{fields:?} in {lines:#?}"
        );
    };
    holds(&["graphic", sop(3), "PIXEL", "POINT", "10.5 12.5"]);
    let corners = "4.5 5.5 9.5 5.5 9.5 11.5 4.5 11.5 4.5 5.5";
    for slice in 2..=5 {
        holds(&["graphic", sop(slice), "PIXEL", "POLYLINE", corners]);
    }
    let ends = "12.5 16.5 28.5 16.5 20.5 11.5 20.5 21.5";
    holds(&["graphic", sop(6), "PIXEL", "ELLIPSE", ends]);
    let said = "point Nodule / p = 0.93 / Diameter 50.1 mm / lung-rads-v2022 4A";
    holds(&["text", sop(3), "10.5 12.5", said]);
    let author = "AI: Очаги 1.2.0. Только для обучения и экзаменов, не для диагностики.";
    holds(&["text", sop(3), "", author]);
}

#[test]
fn one_frame_holds_its_own_marks_only() {
    const TEST: &str = "one_frame_holds_its_own_marks_only";
    let folder = tempfile::tempdir().unwrap();
    let study = fixture::study(folder.path());
    let objects = written(&study, Some(3));
    let out = tempfile::tempdir().unwrap();
    let Some(lines) = highdicom(TEST, &[&save(out.path(), &objects[0])]) else {
        return;
    };
    let sop = study.series[0].frames[3].sop.as_str();
    assert!(lines.iter().all(|line| line[1] == sop), "{lines:#?}");
    assert_eq!(lines.iter().filter(|l| l[0] == "graphic").count(), 2);
    assert_eq!(written(&study, Some(11)), [], "a frame without marks");
}

#[test]
fn a_result_without_marks_has_no_presentation_state() {
    let folder = tempfile::tempdir().unwrap();
    let study = fixture::study(folder.path());
    let info = info(ReportLanguage::English);
    let objects = AiObjects::new(&study, &info).unwrap();
    let result = result(&study.uid, AiStatus::Done(AiReport::default()));
    assert_eq!(objects.presentation_states(&result, None).unwrap(), []);
}
