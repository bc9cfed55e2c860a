//! A project from a folder of DICOM files to its parcel: two readers, a consensus, and everything that can be wrong.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use overread_base::{CaseId, Finding, FindingId, Laterality, Mark, ReaderId, Seed, Shape, Vec3};
use overread_exam::{AgreementRule, FindingVerdict, MarkAnswer, Percent};
use overread_scenario::{CaseSource, LabelId, Scenario, StudyState, check};
use overread_testkit::{TinyCt, TinyProjection};

use overread_workstation::{
    AuthoringError, CaseImages, ExamProject, Folders, GivenRead, Identity, ImportOptions,
    ManualClock, ProjectReport, Sitting, StepProgress, StudyLibrary, TruthReport, TruthWish,
    check_studies, course_parcel, new_exam_project, read_given, settle_truth, sit_down,
};

struct Desk {
    home: tempfile::TempDir,
}

impl Desk {
    /// A folder with a mammogram of four views and a chest CT, which carry names.
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let desk = Self { home };
        TinyCt::numbered(1).write(&desk.at("in/ct")).unwrap();
        for view in TinyProjection::four_views() {
            view.write(&desk.at("in/mg")).unwrap();
        }
        desk
    }

    fn at(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn project(&self, studies: &str, n_cases: usize) -> Result<ProjectReport, AuthoringError> {
        let project = ExamProject {
            folder: self.at("mine"),
            id: "me.exam".to_owned(),
            title: "My \"exam\"".to_owned(),
            locale: "en".to_owned(),
            studies: self.at(studies),
            n_cases,
        };
        new_exam_project(&project, &StepProgress::default())
    }

    /// A project with both cases; the id of the CT and that of the mammogram.
    fn with_both(&self) -> [CaseId; 2] {
        let report = self.project("in", 10).unwrap();
        ["Chest CT", "Mammography"].map(|title| {
            let mut cases = report.cases.iter();
            let found = cases.find(|case| case.title == title);
            found.unwrap_or_else(|| panic!("{report:?}")).id.clone()
        })
    }

    fn folders(&self) -> Folders {
        Folders {
            sessions: self.at("sessions"),
            compile_cache: self.at("compiled"),
            plugins: Vec::new(),
            bundled: Vec::new(),
            site: self.at("site"),
            scenarios: Vec::new(),
            studies: None,
            courses: Vec::new(),
            onnxruntime: None,
        }
    }

    /// A reader says what it was given; the session's folder.
    fn read(
        &self,
        file: &str,
        reader: &str,
        say: &mut dyn FnMut(&CaseId, &CaseImages, &[Finding]) -> GivenRead,
    ) -> PathBuf {
        let clock = Arc::new(ManualClock::default());
        let folders = self.folders();
        let sitting = Sitting::at_scenario(
            &self.at("mine/exam").join(file),
            &folders,
            ReaderId::new(reader).unwrap(),
            Seed(1),
            "en",
            clock.clone(),
        );
        let mut runner = sit_down(sitting.unwrap(), &folders).unwrap();
        read_given(&mut runner, &clock, say).unwrap();
        runner.journal_path().parent().unwrap().to_owned()
    }

    fn exam(&self) -> Scenario {
        let text = fs::read_to_string(self.at("mine/exam/exam.toml")).unwrap();
        let (scenario, found) = check(&text);
        assert_eq!(found.all(), [], "{text}");
        scenario.unwrap()
    }

    fn settle(
        &self,
        sessions: [&Path; 2],
        consensus: Option<&Path>,
    ) -> Result<TruthReport, AuthoringError> {
        let wish = TruthWish {
            project: self.at("mine"),
            sessions: sessions.map(Path::to_owned),
            consensus: consensus.map(Path::to_owned),
            rule: AgreementRule::CentreDistance {
                least_radius_mm: 5.0,
            },
            assumed_radius_mm: 5.0,
        };
        settle_truth(&wish, &StepProgress::default())
    }
}

fn mark(label: &str, series: &str, centre: [f64; 3], half: f64) -> MarkAnswer {
    let centre = Vec3::from_array(centre);
    let half = Vec3::new(half, half, 0.5);
    MarkAnswer {
        place: Mark {
            series: overread_base::SeriesUid::new(series).unwrap(),
            shape: Shape::Cuboid {
                low: centre - half,
                high: centre + half,
            },
        },
        label: LabelId::new(label).unwrap(),
        confidence: Percent::FULL,
        laterality: Some(Laterality::Left),
    }
}

/// What a reader says who marks a nodule of the CT at `x`, and in the left breast a mass at `y` in each view.
fn says(images: &CaseImages, x: Option<f64>, y: f64) -> GivenRead {
    let is_ct = images.series[0].facts.modality == "CT";
    let marks: Vec<MarkAnswer> = if is_ct {
        let series = images.series[0].facts.uid.as_str();
        let nodule = x.map(|x| mark("nodule", series, [x, 40.0, 40.0], 6.0));
        nodule.into_iter().collect()
    } else {
        let left = images
            .series
            .iter()
            .filter(|series| series.facts.laterality == Some(Laterality::Left));
        left.map(|series| mark("mass", series.facts.uid.as_str(), [60.0, y, 0.0], 12.0))
            .collect()
    };
    GivenRead {
        state: if marks.is_empty() {
            StudyState::Normal
        } else {
            StudyState::Abnormal
        },
        marks,
        verdicts: Vec::new(),
        comment: String::new(),
    }
}

fn truth_of(scenario: &Scenario, case: &CaseId) -> overread_scenario::DicomSource {
    let case = scenario
        .cases
        .iter()
        .find(|known| known.id == *case)
        .unwrap();
    match &case.source {
        CaseSource::Dicom(source) => source.clone(),
        CaseSource::Phantom(_) => panic!("a case of DICOM files"),
    }
}

#[test]
fn a_folder_of_files_with_names_becomes_a_project_without_them() {
    let desk = Desk::new();
    let report = desk.project("in", 10).unwrap();
    assert_eq!((report.cases.len(), report.n_left), (2, 0));
    assert_eq!(report.passed_over, []);
    let all: usize = report.cases.iter().map(|case| case.n_files).sum();
    assert_eq!(all, 20);
    // Nothing that could undo the replacements stays, and no name.
    assert!(!desk.at("mine/incoming").exists());
    let files =
        overread_dicom::files_under(&desk.at("mine"), &mut overread_base::Diagnostics::default());
    for file in files.unwrap() {
        let bytes = fs::read(&file).unwrap();
        let holds = bytes.windows(4).any(|part| part == b"Tiny");
        assert!(!holds, "{}", file.display());
    }
    let exam = desk.exam();
    assert_eq!(exam.title[0].value, "My \"exam\"");
    let parcel = course_parcel(&desk.at("mine"), &StepProgress::default()).unwrap();
    assert_eq!(parcel.spec.files.len(), 4 + 20, "{:?}", parcel.spec.files);
    assert_eq!(parcel.left_out, ["exam/marking.toml"]);
    assert_eq!(
        parcel
            .warnings
            .iter()
            .filter(|w| w.contains("are not graded"))
            .count(),
        1
    );
    let again = desk.project("in", 10).unwrap_err();
    assert!(again.to_string().contains("is not empty"), "{again}");
}

#[test]
fn studies_that_carry_identities_are_no_cases_and_are_never_packed() {
    let desk = Desk::new();
    let library = StudyLibrary::open(&desk.at("library")).unwrap();
    let keep = ImportOptions {
        identity: Identity::Keep,
        secret: None,
    };
    library
        .import(&desk.at("in"), &keep, &StepProgress::default())
        .unwrap();
    let error = desk.project("library", 10).unwrap_err().to_string();
    assert!(error.contains("still carries identities"), "{error}");
    assert!(!desk.at("mine/exam").exists());
    // Put into a project by hand they are named at packing.
    desk.project("in", 1).unwrap();
    let study = desk.at("mine/exam/studies/case-01/by-hand");
    TinyCt::numbered(7).write(&study).unwrap();
    let error = course_parcel(&desk.at("mine"), &StepProgress::default())
        .unwrap_err()
        .to_string();
    let named = "exam/studies/case-01/by-hand/1.dcm: still carries identities";
    assert!(error.contains(named), "{error}");
}

#[test]
fn fewer_cases_than_asked_for_are_told_and_more_are_left() {
    let desk = Desk::new();
    let report = desk.project("in", 1).unwrap();
    assert_eq!((report.cases.len(), report.n_left), (1, 1));
    let nothing = Desk::new();
    fs::create_dir(nothing.at("empty")).unwrap();
    let error = nothing.project("empty", 1).unwrap_err().to_string();
    assert!(
        error.starts_with("no study that could be a case"),
        "{error}"
    );
}

#[test]
fn what_both_readers_mark_is_the_truth_with_its_provenance() {
    let desk = Desk::new();
    let [ct, mg] = desk.with_both();
    let a = desk.read("marking.toml", "anna", &mut |_, images, _| {
        says(images, Some(40.0), 100.0)
    });
    let b = desk.read("marking.toml", "boris", &mut |_, images, _| {
        says(images, Some(43.0), 104.0)
    });
    let report = desk.settle([&a, &b], None).unwrap();
    assert_eq!(
        (report.settled.len(), report.differing.len()),
        (2, 0),
        "{report:?}"
    );
    assert_eq!(report.consensus, None);
    let exam = desk.exam();
    let source = truth_of(&exam, &ct);
    let nodule = &source.truth.unwrap().lesions[0];
    assert_eq!((nodule.centre.x, nodule.radius_mm), (41.5, 6.0));
    let provenance = source.provenance.unwrap();
    let readers: Vec<&str> = provenance.readers.iter().map(ReaderId::as_str).collect();
    assert_eq!(
        (readers.as_slice(), provenance.decided_by),
        (["anna", "boris"].as_slice(), None)
    );
    assert_eq!(provenance.sessions.len(), 2);
    // One mass in two views of one breast, each in its own space.
    let masses = truth_of(&exam, &mg).truth.unwrap().lesions;
    let [mass] = masses.as_slice() else {
        panic!("{masses:?}")
    };
    assert_eq!((mass.views.len(), mass.centre.y), (2, 102.0));
    let text = fs::read_to_string(desk.at("mine/exam/exam.toml")).unwrap();
    let studies = desk.at("mine/exam");
    let found = check_studies(&exam, &text, &studies, &StepProgress::default());
    assert!(!found.has_errors(), "{:?}", found.all());
}

#[test]
fn where_readers_differ_a_third_decides() {
    let desk = Desk::new();
    let [ct, mg] = desk.with_both();
    let a = desk.read("marking.toml", "anna", &mut |_, images, _| {
        says(images, Some(20.0), 100.0)
    });
    let b = desk.read("marking.toml", "boris", &mut |_, images, _| {
        says(images, None, 100.0)
    });
    let report = desk.settle([&a, &b], None).unwrap();
    assert_eq!(report.settled.len(), 1);
    assert_eq!(report.differing[0].0, ct);
    assert!(desk.exam().cases.iter().any(|case| case.id == mg));
    let file = report.consensus.unwrap();
    assert!(file.ends_with("exam/consensus.toml"));
    let mut seen = Vec::new();
    let c = desk.read("consensus.toml", "clara", &mut |case, images, findings| {
        seen.push((case.clone(), findings.len()));
        let added = mark(
            "nodule",
            images.series[0].facts.uid.as_str(),
            [60.0, 40.0, 40.0],
            4.0,
        );
        GivenRead {
            state: StudyState::Abnormal,
            marks: vec![added],
            verdicts: vec![(findings[0].id.clone(), FindingVerdict::Accepted)],
            comment: "two of them".to_owned(),
        }
    });
    assert_eq!(seen, [(ct.clone(), 1)]);
    let report = desk.settle([&a, &b], Some(&c)).unwrap();
    assert_eq!(
        (report.settled.len(), report.without.len()),
        (2, 0),
        "{report:?}"
    );
    let source = truth_of(&desk.exam(), &ct);
    let provenance = source.provenance.unwrap();
    assert_eq!(provenance.decided_by.unwrap().as_str(), "clara");
    let by: Vec<&str> = provenance
        .lesions
        .iter()
        .map(|l| l.by[0].as_str())
        .collect();
    assert_eq!(by, ["anna", "clara"]);
    assert_eq!(source.truth.unwrap().lesions.len(), 2);
}

#[test]
fn sessions_that_do_not_fit_are_refused_by_name() {
    let desk = Desk::new();
    desk.with_both();
    let a = desk.read("marking.toml", "anna", &mut |_, images, _| {
        says(images, Some(20.0), 100.0)
    });
    let again = desk.read("marking.toml", "anna", &mut |_, images, _| {
        says(images, None, 100.0)
    });
    let error = desk.settle([&a, &again], None).unwrap_err().to_string();
    assert!(error.contains("both sessions are of anna"), "{error}");
    let b = desk.read("marking.toml", "boris", &mut |_, images, _| {
        says(images, None, 100.0)
    });
    desk.settle([&a, &b], None).unwrap();
    let c = desk.read("consensus.toml", "clara", &mut |_, _, findings| GivenRead {
        state: StudyState::Normal,
        marks: Vec::new(),
        verdicts: vec![(findings[0].id.clone(), FindingVerdict::Rejected)],
        comment: String::new(),
    });
    let error = desk.settle([&a, &c], None).unwrap_err().to_string();
    assert!(error.contains("expected one on me.exam-marking"), "{error}");
    let error = desk.settle([&a, &b], Some(&b)).unwrap_err().to_string();
    assert!(error.contains("expected me.exam-consensus"), "{error}");
    // A third reader's other marks are not what lay before the consensus.
    let d = desk.read("marking.toml", "dora", &mut |_, images, _| {
        says(images, Some(60.0), 100.0)
    });
    let error = desk.settle([&d, &b], Some(&c)).unwrap_err().to_string();
    assert!(error.contains("was held over other marks"), "{error}");
    // The truth in the exam is what it was: nothing was written.
    assert!(
        desk.exam()
            .cases
            .iter()
            .any(|case| case.source.n_lesions().is_none())
    );
    let report = desk.settle([&a, &b], Some(&c)).unwrap();
    assert_eq!(report.settled.len(), 2);
    let marking = desk.at("mine/exam/marking.toml");
    let text = fs::read_to_string(&marking).unwrap();
    fs::write(
        &marking,
        text.replace("required = true", "required = false"),
    )
    .unwrap();
    let error = desk.settle([&a, &b], None).unwrap_err().to_string();
    assert!(error.contains("marking.toml has changed since"), "{error}");
}

#[test]
fn truth_outside_the_images_is_named_with_its_line() {
    let desk = Desk::new();
    let [ct, _] = desk.with_both();
    let file = desk.at("mine/exam/exam.toml");
    let text = fs::read_to_string(&file).unwrap();
    let text = text.replace(
        &format!("dicom = {{ folder = \"studies/{ct}\" }}"),
        &format!(
            "dicom = {{ folder = \"studies/{ct}\", lesions = [\n  \
             {{ id = \"in\", centre_mm = [40, 40, 40], radius_mm = 4 }},\n  \
             {{ id = \"out\", centre_mm = [40, 40, 900], radius_mm = 4 }},\n] }}"
        ),
    );
    fs::write(&file, &text).unwrap();
    let exam = desk.exam();
    let found = check_studies(
        &exam,
        &text,
        &desk.at("mine/exam"),
        &StepProgress::default(),
    );
    let errors: Vec<String> = found
        .all()
        .iter()
        .filter(|d| d.severity == overread_base::Severity::Error)
        .map(ToString::to_string)
        .collect();
    let line = 1 + text[..text.find("\"out\"").unwrap()].matches('\n').count();
    let expected = format!(
        "error: the truth lies outside the images: centre 40.00, 40.00, 900.00 mm (line {line}, case {ct}, lesion out)"
    );
    assert_eq!(errors, std::slice::from_ref(&expected));
    let error = course_parcel(&desk.at("mine"), &StepProgress::default())
        .unwrap_err()
        .to_string();
    assert!(
        error.contains(&format!("exam/exam.toml: {expected}")),
        "{error}"
    );
    // A case that is not there is named too, and the others are looked at all the same.
    fs::remove_dir_all(desk.at("mine/exam/studies").join(ct.as_str())).unwrap();
    let found = check_studies(
        &exam,
        &text,
        &desk.at("mine/exam"),
        &StepProgress::default(),
    );
    let told: Vec<String> = found.all().iter().map(ToString::to_string).collect();
    assert!(
        told.iter()
            .any(|t| t.contains("no folder of DICOM files") && t.contains(ct.as_str())),
        "{told:?}"
    );
    assert!(FindingId::new("first-1").is_ok());
}
