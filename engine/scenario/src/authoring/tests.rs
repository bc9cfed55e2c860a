//! Tests of the files of an educator's project.

use overread_base::SessionId;

use super::*;
use crate::{CaseSource, Scenario, check};

fn project() -> MarkingProject {
    let case = |id: &str, area: PhantomKind| MarkingCase {
        id: CaseId::new(id).unwrap(),
        title: crate::phantom_name(area),
        folder: format!("studies/{id}"),
        areas: vec![area],
        recorded: None,
    };
    MarkingProject {
        id: "me.exam".to_owned(),
        title: "An \"exam\" \\ of mine".to_owned(),
        locale: "de".to_owned(),
        cases: vec![
            case("case-01", PhantomKind::ChestCt),
            case("case-02", PhantomKind::Mammography),
        ],
    }
}

#[track_caller]
fn sound(text: &str) -> Scenario {
    let (scenario, found) = check(text);
    assert_eq!(found.all(), [], "{text}");
    scenario.unwrap()
}

#[test]
fn a_new_project_is_sound() {
    let marking = sound(&marking_text(&project()));
    assert_eq!(marking.mode.word(), "unaided");
    let ids: Vec<&str> = marking
        .questions
        .labels
        .iter()
        .map(|l| l.id.as_str())
        .collect();
    assert!(ids.contains(&"nodule") && ids.contains(&"mass") && ids.contains(&"other"));
    let exam = sound(&exam_text(&project()));
    assert_eq!(exam.title[0].value, "An \"exam\" \\ of mine");
    assert!(
        exam.cases
            .iter()
            .all(|case| case.source.n_lesions().is_none())
    );
}

#[test]
fn a_consensus_shows_what_was_recorded() {
    let mut project = project();
    for case in &mut project.cases {
        case.recorded = Some(format!("consensus/{}.json", case.id));
    }
    let consensus = sound(&consensus_text(
        &project,
        &crate::finding_labels(&PhantomKind::ALL),
    ));
    assert_eq!(consensus.mode.word(), "concurrent");
    assert_eq!(
        consensus.cases[1].recorded.as_deref(),
        Some("consensus/case-02.json")
    );
}

fn reader(name: &str) -> ReaderId {
    ReaderId::new(name).unwrap()
}

fn settled(case: &str, lesions: Vec<SettledLesion>) -> SettledCase {
    SettledCase {
        case: CaseId::new(case).unwrap(),
        lesions,
        provenance: TruthProvenance {
            readers: vec![reader("anna"), reader("boris")],
            decided_by: Some(reader("clara")),
            on: "2026-11-26".to_owned(),
            rule: "centre-distance, 5 mm".to_owned(),
            sessions: vec![SessionId::new("me.exam-marking-1-ab").unwrap()],
            lesions: Vec::new(),
        },
    }
}

fn lesion(id: &str, finding: &str, views: Vec<SettledView>) -> SettledLesion {
    SettledLesion {
        id: LesionId::new(id).unwrap(),
        finding: LabelId::new(finding).unwrap(),
        views,
        laterality: Some(Laterality::Left),
        by: vec![reader("anna")],
        is_radius_assumed: true,
    }
}

fn view(series: Option<&str>, x: f64) -> SettledView {
    SettledView {
        series: series.map(|uid| SeriesUid::new(uid).unwrap()),
        centre: Vec3::new(x, -2.5, 100.0),
        radius_mm: 7.25,
    }
}

#[test]
fn the_truth_comes_into_the_file_and_the_rest_stays() {
    let before = exam_text(&project()).replace("version = \"1\"", "version = \"1\" # mine");
    let both = [
        settled(
            "case-01",
            vec![lesion("l1", "nodule", vec![view(None, 10.0)])],
        ),
        settled(
            "case-02",
            vec![lesion(
                "l1",
                "mass",
                vec![view(Some("1.2"), 4.0), view(Some("1.3"), 5.0)],
            )],
        ),
    ];
    let after = settled_text(&before, &both).unwrap();
    assert!(after.contains("version = \"1\" # mine"));
    let scenario = sound(&after);
    let source = |idx: usize| match &scenario.cases[idx].source {
        CaseSource::Dicom(dicom) => dicom.clone(),
        CaseSource::Phantom(_) => panic!("a case of DICOM files"),
    };
    let (ct, mg) = (source(0), source(1));
    let nodule = &ct.truth.as_ref().unwrap().lesions[0];
    assert_eq!((nodule.centre.x, nodule.radius_mm), (10.0, 7.25));
    let provenance = ct.provenance.unwrap();
    assert_eq!(provenance.decided_by, Some(reader("clara")));
    assert_eq!(provenance.lesions[0].by, [reader("anna")]);
    assert!(provenance.lesions[0].is_radius_assumed);
    let mass = &mg.truth.as_ref().unwrap().lesions[0];
    assert_eq!(mass.code, crate::finding_code("mass"));
    assert_eq!(mass.views.len(), 2);
    assert_eq!(mass.centre.x, 4.0);
    // Another word on the same case takes the place of the first; the rest of the text is the same again.
    let normal = settled_text(&after, &[settled("case-01", Vec::new())]).unwrap();
    assert_eq!(sound(&normal).cases[0].source.n_lesions(), Some(0));
    assert_eq!(sound(&normal).cases[1].source.n_lesions(), Some(1));
    let again = settled_text(&normal, &both[..1]).unwrap();
    assert_eq!(again, after);
}

#[test]
fn a_case_that_has_no_place_for_its_truth_is_named() {
    let settle = |text: &str| {
        let error = settled_text(text, &[settled("case-01", Vec::new())]).unwrap_err();
        error.to_string()
    };
    assert_eq!(
        settle("a = \n"),
        "not TOML: string values must be quoted, expected literal string (line 1)"
    );
    assert_eq!(settle("schema = 1\n"), "the file has no case case-01");
    assert_eq!(
        settle("[[cases]]\nid = \"case-01\"\n"),
        "case case-01 has no \"dicom\" (line 2)"
    );
    assert_eq!(
        settle("[[cases]]\nid = \"case-01\"\n[cases.dicom]\nfolder = \"a\"\n"),
        "\"dicom\" of case case-01 cannot be filled in: write it as dicom = { folder = \"...\" } (line 3)"
    );
}

#[test]
fn lines_are_found_for_cases_and_lesions() {
    let text = "schema = 1\n\n[[cases]]\nid = \"a\"\ndicom = { folder = \"x\", lesions = [\n  { id = \"l1\" },\n  { id = \"l2\" },\n] }\n";
    let lines = case_lines(text);
    assert_eq!(
        (
            lines.of_case("a"),
            lines.of_lesion("a", "l2"),
            lines.of_lesion("a", "l9")
        ),
        (4, 7, 4)
    );
    assert!(lines.has("a") && !lines.has("b"));
    assert_eq!(case_lines("not toml [").of_case("a"), 1);
}
