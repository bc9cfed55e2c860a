//! Own studies beside their truth: found by name or UID, done once, and a broken one costs its row alone.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use overread_base::{
    AiReport, AiStatus, Finding, FindingId, Mark, PhantomKind, Seed, SeriesUid, Shape,
    StudyProbability, Vec3,
};
use overread_phantom::{Acquisition, CaseRequest, Phantom};

use super::*;
use crate::fixture::recorded_identity;
use crate::synthetic::write_phantom;

const JOBS: NonZeroUsize = NonZeroUsize::new(2).unwrap();

fn finding() -> Finding {
    Finding {
        id: FindingId::new("f1").unwrap(),
        code: Code::nodule(),
        site: None,
        laterality: None,
        probability: Some(0.9),
        certainty: None,
        category: None,
        marks: vec![Mark {
            series: SeriesUid::new("2.25.9").unwrap(),
            shape: Shape::Point(Vec3::new(3.0, 0.0, 0.0)),
        }],
        measures: Vec::new(),
        notes: Vec::new(),
    }
}

/// A service that says of each study in turn that it holds a nodule, and that it holds none.
fn service(studies: &[StudyUid]) -> Service {
    let status = |idx: usize| {
        let is_positive = idx.is_multiple_of(2);
        AiStatus::Done(AiReport {
            probability: Some(StudyProbability {
                value: if is_positive { 0.9 } else { 0.1 },
                threshold: 0.5,
            }),
            findings: is_positive.then(finding).into_iter().collect(),
            ..AiReport::default()
        })
    };
    let results = studies.iter().enumerate();
    Service::Recorded {
        identity: Box::new(recorded_identity()),
        results: Arc::new(
            results
                .map(|(idx, uid)| (uid.clone(), status(idx)))
                .collect(),
        ),
    }
}

/// Two small studies, a folder without images and one that is not there.
fn studies(root: &Path) -> Vec<StudyUid> {
    let uids = ["a", "b"].iter().zip(0..).map(|(name, seed)| {
        let request = CaseRequest {
            acquisition: Acquisition {
                size: Some(64),
                slices: Some(16),
                ..Acquisition::default()
            },
            ..CaseRequest::new(PhantomKind::ChestCt, Seed(seed))
        };
        let plan = || Phantom::plan(&request);
        let folder = root.join(name);
        write_phantom(&folder, 0, plan, &StepProgress::default())
            .unwrap()
            .uid
    });
    let uids = uids.collect();
    fs::create_dir(root.join("c")).unwrap();
    fs::write(root.join("c/readme.txt"), "no images").unwrap();
    fs::write(root.join("list.txt"), "a\nb\nc\nd\n").unwrap();
    uids
}

fn own(root: &Path, truth: &str) -> OwnStudies {
    let (table, faults) = TruthTable::read(truth);
    let table = table.unwrap_or_else(|| panic!("{faults:?}"));
    let list = StudyList::read(&root.join("list.txt")).unwrap();
    OwnStudies::matched(list, &table, &[Code::nodule()]).unwrap()
}

fn run(root: &Path, service: &Service, own: &OwnStudies) -> (Vec<Row>, Vec<usize>) {
    let mut file = EvaluationFile::open(&root.join("out/rows.jsonl")).unwrap();
    let heard = Mutex::new(Vec::new());
    evaluate_own(service, own, JOBS, &mut file, &|n| {
        heard.lock().unwrap().push(n)
    })
    .unwrap();
    let mut heard = heard.into_inner().unwrap();
    heard.sort_unstable();
    (file.rows().to_vec(), heard)
}

#[test]
fn each_study_has_its_row_and_only_changed_truth_is_done_again() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    let uids = studies(root);
    let service = service(&uids);
    let truth = format!(
        "study,present,x_mm,y_mm,z_mm,size_mm,sex,age\na,1,3,0,0,8,X,71\n{},0,,,,,Y,30\nc,1,,,,,,\nzz,0,,,,,,\n",
        uids[1]
    );
    let all = own(root, &truth);
    assert_eq!(
        all.remarks(),
        [
            "1 studies have no truth and count for time and defects alone: d",
            "1 studies of the truth are not in the list: zz (line 5)",
        ]
    );
    let (rows, heard) = run(root, &service, &all);
    assert_eq!(heard, [0, 1, 2, 3, 4]);
    let told: Vec<(&str, Status, Option<bool>)> = rows
        .iter()
        .map(|row| (row.case.as_str(), row.status, row.is_present()))
        .collect();
    assert_eq!(
        told,
        [
            ("a", Status::Done, Some(true)),
            ("b", Status::Done, Some(false)),
            ("c", Status::NotOpened, Some(true)),
            ("d", Status::NotOpened, None),
        ]
    );
    assert!(
        rows[2]
            .reason
            .as_ref()
            .unwrap()
            .contains("no readable images")
    );
    assert!(rows[3].reason.as_ref().unwrap().contains("no folder"));
    // What the truth says of a subgroup stands above the file.
    let groups: Vec<(&str, &str)> = rows[0]
        .groups
        .iter()
        .map(|(by, value)| (by.as_str(), value.as_str()))
        .collect();
    assert_eq!(groups[0], ("age", "70 and more"));
    assert!(
        groups.contains(&("sex", "X")) && groups.contains(&("size", "below 10 mm")),
        "{groups:?}"
    );
    assert!(groups.iter().any(|(by, _)| *by == "scanner"), "{groups:?}");
    assert_eq!(rows[0].marks[0].lesion, Some(0));
    assert_eq!(rows[0].kind, "CT");
    assert!(rows[0].date.is_some() && rows[0].opening_seconds.is_some());
    // The mark is on a series that is not in the study.
    assert_eq!(rows[0].defects, [overread_evaluation::Defect::WrongSeries]);
    // Nothing is done twice but what could not be opened.
    let (again, heard) = run(root, &service, &all);
    assert_eq!(again, rows);
    assert_eq!(heard, [2, 3, 4]);
    // Another truth of one study is one row anew, in the place of the old one.
    let changed = own(root, &truth.replace("a,1,3,0,0,8", "a,1,99,0,900,8"));
    let (rows, heard) = run(root, &service, &changed);
    assert_eq!((rows.len(), heard), (4, vec![1, 2, 3, 4]));
    assert_eq!(rows[0].marks[0].lesion, None);
    assert_eq!(
        rows[0].remarks,
        ["the truth has a lesion at (99, 0, 900) mm, where there is no image in the study"]
    );
    let kept = EvaluationFile::open(&root.join("out/rows.jsonl")).unwrap();
    assert_eq!(kept.rows(), rows);
}

#[test]
fn a_truth_of_other_studies_is_refused() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("list.txt"), "a\nb\n").unwrap();
    let list = StudyList::read(&place.path().join("list.txt")).unwrap();
    let (table, _) = TruthTable::read("study,present\nx,1\n1.2.3,0\n");
    let faults = OwnStudies::matched(list, &table.unwrap(), &[Code::nodule()]).unwrap_err();
    assert_eq!(
        faults.all()[0].message,
        "no study of the list is in it: the list has a, b; it has 1.2.3 (line 3), x (line 2)"
    );
}
