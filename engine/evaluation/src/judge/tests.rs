//! Results beside truths: what counts as found, in volumes and in projections.

use overread_base::{
    Category, FindingId, LesionId, LesionView, LocalText, Mark, Millis, NotRunReason, SeriesUid,
    ServiceId, ServiceIdentity, Shape, StudyProbability, StudyUid, VolumeGeometry,
};

use super::*;

fn geometry() -> VolumeGeometry {
    VolumeGeometry::new(
        [10, 10, 2],
        Vec3::new(1.0, 1.0, 5.0),
        Vec3::new(0.0, 0.0, 0.0),
        Vec3::new(1.0, 0.0, 0.0),
        Vec3::new(0.0, 1.0, 0.0),
    )
    .unwrap()
}

fn series(n: u32) -> SeriesUid {
    SeriesUid::new(format!("2.25.{n}")).unwrap()
}

fn lesion(code: Code, at: Vec3, radius_mm: f64) -> Lesion {
    Lesion {
        id: LesionId::new("l1").unwrap(),
        code,
        centre: at,
        radius_mm,
        nodule_type: None,
        laterality: None,
        category: None,
        weight: 1.0,
        mask: None,
        views: Vec::new(),
    }
}

fn finding(code: Code, probability: Option<f32>, series: SeriesUid, at: Vec3) -> Finding {
    Finding {
        id: FindingId::new("f1").unwrap(),
        code,
        site: None,
        laterality: None,
        probability,
        certainty: None,
        category: None,
        marks: vec![Mark {
            series,
            shape: Shape::Point(at),
        }],
        measures: Vec::new(),
        notes: Vec::<LocalText>::new(),
    }
}

fn result(status: AiStatus) -> AiResult {
    AiResult {
        service: ServiceIdentity {
            id: ServiceId::new("example.service").unwrap(),
            name: Vec::new(),
            version: "1.0.0".to_owned(),
            bundle_digest: None,
            model_digests: Vec::new(),
            intended_use: Vec::new(),
            operating_point: None,
        },
        study: StudyUid::new("2.25.1").unwrap(),
        status,
        elapsed: Some(Millis(1500)),
    }
}

fn truth_of(lesions: Vec<Lesion>) -> CaseTruth {
    CaseTruth {
        lesions,
        facts: Vec::new(),
    }
}

fn judged(report: AiReport, truth: &CaseTruth, targets: &[Code]) -> Row {
    let truth = Truth {
        scope: Scope::Whole,
        unstated: &[],
        markable: None,
        truth,
        targets,
        phantom: Some(PhantomKind::ChestRadiograph),
    };
    judge(
        &result(AiStatus::Done(report)),
        truth,
        &CaseFacts::default(),
    )
}

#[test]
fn a_mark_counts_by_place_and_by_code() {
    let mass = Code::new("99OVERREAD", "hilar-mass", "Mass of the hilum");
    let truth = truth_of(vec![lesion(Code::nodule(), Vec3::new(10.0, 0.0, 0.0), 3.0)]);
    let at = |code: Code, x: f64| {
        let report = AiReport {
            findings: vec![finding(code, Some(0.7), series(1), Vec3::new(x, 0.0, 0.0))],
            ..AiReport::default()
        };
        judged(report, &truth, &[Code::nodule(), mass.clone()]).marks[0].lesion
    };
    assert_eq!(at(Code::nodule(), 14.9), Some(0));
    assert_eq!(at(Code::nodule(), 15.1), None);
    assert_eq!(at(mass.clone(), 10.0), None);
}

#[test]
fn in_projections_a_mark_counts_in_its_own_image_only() {
    let mut nodule = lesion(Code::nodule(), Vec3::new(10.0, 10.0, 0.0), 3.0);
    let view = |n: u32, x: f64| LesionView {
        series: series(n),
        centre: Vec3::new(x, 10.0, 0.0),
        radius_mm: 3.0,
        mask: None,
    };
    nodule.views = vec![view(1, 10.0), view(2, 80.0)];
    let truth = truth_of(vec![nodule]);
    let at = |n: u32, x: f64| {
        let report = AiReport {
            findings: vec![finding(
                Code::nodule(),
                None,
                series(n),
                Vec3::new(x, 10.0, 0.0),
            )],
            ..AiReport::default()
        };
        judged(report, &truth, &[Code::nodule()]).marks[0].clone()
    };
    assert_eq!(at(1, 10.0).lesion, Some(0));
    assert_eq!(at(2, 80.0).lesion, Some(0));
    assert_eq!(at(2, 10.0).lesion, None);
    assert_eq!(
        at(1, 10.0).score,
        1.0,
        "a finding without probability is a certain one"
    );
}

#[test]
fn a_large_lesion_is_found_anywhere_in_its_mask() {
    let mut bleed = lesion(Code::nodule(), Vec3::new(100.0, 100.0, 100.0), 1.0);
    // Voxels 20 to 29: the third row of the first slice.
    bleed.mask = Some(MaskRle {
        geometry: geometry(),
        runs: vec![20, 10, 170],
    });
    let near = |at| is_on(&finding(Code::nodule(), None, series(1), at), &bleed);
    assert!(near(Vec3::new(9.0, 2.0, 0.0)));
    assert!(near(Vec3::new(9.0, 6.9, 0.0)));
    assert!(!near(Vec3::new(9.0, 7.1, 0.0)));
    assert!(!near(Vec3::new(14.2, 2.0, 0.0)));
}

#[test]
fn scores_come_from_what_the_service_says_then_its_finding_then_the_study() {
    let effusion = Code::new("SCT", "60046008", "Pleural effusion");
    let truth = truth_of(vec![lesion(
        effusion.clone(),
        Vec3::new(0.0, 0.0, 0.0),
        5.0,
    )]);
    let report = AiReport {
        probability: Some(StudyProbability {
            value: 0.5,
            threshold: 0.25,
        }),
        findings: vec![finding(
            Code::nodule(),
            Some(0.75),
            series(1),
            Vec3::new(0.0, 0.0, 0.0),
        )],
        extra: vec![("score.SCT.60046008".to_owned(), "0.125".to_owned())],
        ..AiReport::default()
    };
    let row = judged(report.clone(), &truth, &[Code::nodule(), effusion.clone()]);
    assert_eq!(row.scores["SCT:27925004"], 0.75);
    assert_eq!(row.scores["SCT:60046008"], 0.125);
    assert_eq!(row.present, ["SCT:60046008"]);
    assert_eq!((row.probability, row.is_positive), (Some(0.5), Some(true)));
    assert_eq!(row.seconds, Some(1.5));
    let mut without = report;
    without.extra.clear();
    assert_eq!(
        judged(without, &truth, &[effusion]).scores["SCT:60046008"],
        0.5
    );
}

#[test]
fn a_finding_that_says_absent_is_no_mark_and_makes_no_study_positive() {
    let mut absent = finding(Code::nodule(), None, series(1), Vec3::new(0.0, 0.0, 0.0));
    absent.certainty = Some(Certainty::Absent);
    let report = AiReport {
        findings: vec![absent],
        ..AiReport::default()
    };
    let row = judged(report, &truth_of(Vec::new()), &[Code::nodule()]);
    assert_eq!((row.marks.len(), row.is_positive), (0, Some(false)));
    assert_eq!(row.scores["SCT:27925004"], 0.0);
}

#[test]
fn faults_of_the_image_are_targets_too() {
    let rotation = Code::new("99OVERREAD", "rotation", "Rotated patient");
    let truth = CaseTruth {
        lesions: Vec::new(),
        facts: vec![StudyFact::QualityFaults.parts(vec!["rotation".to_owned()])],
    };
    let other = Code::new("99OVERREAD", "motion", "Motion blur");
    let row = judged(AiReport::default(), &truth, &[rotation, other]);
    assert_eq!(row.present, ["99OVERREAD:rotation"]);
}

#[test]
fn numbers_and_categories_stand_beside_the_truth() {
    let truth = CaseTruth {
        lesions: Vec::new(),
        facts: vec![
            StudyFact::AortaDiameter.number(38.0),
            StudyFact::TrunkDiameter.number(26.0),
            overread_base::TruthFact {
                code: StudyFact::BreastDensity.code(),
                value: FactValue::Category(Category {
                    scale: "breast-density".to_owned(),
                    value: "c".to_owned(),
                }),
            },
        ],
    };
    let report = AiReport {
        extra: vec![
            ("fact.aorta-diameter".to_owned(), "39.5".to_owned()),
            ("fact.trunk-diameter".to_owned(), "NaN".to_owned()),
            ("category.breast-density".to_owned(), "b".to_owned()),
        ],
        ..AiReport::default()
    };
    let row = judged(report, &truth, &[]);
    assert_eq!(
        row.numbers.len(),
        1,
        "what is no number is left out: {:?}",
        row.numbers
    );
    assert_eq!((row.numbers[0].truth, row.numbers[0].said), (38.0, 39.5));
    assert_eq!(
        (
            row.categories[0].truth.as_str(),
            row.categories[0].said.as_str()
        ),
        ("c", "b")
    );
}

#[test]
fn overlap_counts_each_voxel_once() {
    let mask = |runs: Vec<u32>| MaskRle {
        geometry: geometry(),
        runs,
    };
    let mut bleed = lesion(Code::nodule(), Vec3::new(0.0, 0.0, 0.0), 5.0);
    bleed.mask = Some(mask(vec![10, 20, 170]));
    let mut said = finding(Code::nodule(), None, series(1), Vec3::new(0.0, 0.0, 0.0));
    let shape = |runs| Mark {
        series: series(1),
        shape: Shape::Mask(mask(runs)),
    };
    // 20 to 39 twice, in two overlapping masks: 10 of 20 voxels of the truth.
    said.marks = vec![shape(vec![20, 15, 165]), shape(vec![25, 15, 160])];
    let found = dice(&[&said], &[&bleed]).unwrap();
    assert!((found - 0.5).abs() < 1e-12, "{found}");
    said.marks.clear();
    assert_eq!(dice(&[&said], &[&bleed]), None);
}

#[test]
fn overlap_is_taken_image_by_image() {
    let mask = |first: u32| MaskRle {
        geometry: geometry(),
        runs: vec![first, 20, 180 - first],
    };
    let view = |n: u32, first: u32| LesionView {
        series: series(n),
        centre: Vec3::new(0.0, 0.0, 0.0),
        radius_mm: 3.0,
        mask: Some(mask(first)),
    };
    let mut mass = lesion(Code::nodule(), Vec3::new(0.0, 0.0, 0.0), 3.0);
    mass.views = vec![view(1, 10), view(2, 100)];
    mass.mask = Some(mask(10));
    let mark = |n: u32, mask: MaskRle| Mark {
        series: series(n),
        shape: Shape::Mask(mask),
    };
    let mut said = finding(Code::nodule(), None, series(1), Vec3::new(0.0, 0.0, 0.0));
    said.marks = vec![mark(1, mask(10)), mark(2, mask(100))];
    assert_eq!(dice(&[&said], &[&mass]), Some(1.0));
    // What is marked on a third image is claimed and is not there: 40 of 100 voxels, twice.
    said.marks.push(mark(3, mask(10)));
    let found = dice(&[&said], &[&mass]).unwrap();
    assert!((found - 0.8).abs() < 1e-12, "{found}");
    // A mask of as many voxels elsewhere in space is not the same.
    let mut moved = mask(10);
    moved.geometry.origin.x += 5.0;
    said.marks = vec![mark(1, moved)];
    assert_eq!(dice(&[&said], &[&mass]), None);
}

#[test]
fn a_mark_in_a_run_over_several_rows_is_on_the_lesion() {
    let mut large = lesion(Code::nodule(), Vec3::new(0.0, 0.0, 0.0), 1.0);
    // All of the first slice in one run.
    large.mask = Some(MaskRle {
        geometry: geometry(),
        runs: vec![0, 100, 100],
    });
    let at = Vec3::new(5.0, 9.0, 0.0);
    let said = finding(Code::nodule(), Some(0.9), series(1), at);
    let truth = truth_of(vec![large]);
    let report = AiReport {
        findings: vec![said],
        ..AiReport::default()
    };
    let row = judged(report, &truth, &[Code::nodule()]);
    assert_eq!(row.marks[0].lesion, Some(0), "{:?}", row.marks);
}

#[test]
fn what_was_not_read_has_no_scores() {
    let status = AiStatus::NotRun {
        reason: NotRunReason::OutOfScope,
        message: "no chest".to_owned(),
    };
    let truth = truth_of(Vec::new());
    let truth = Truth {
        scope: Scope::Whole,
        unstated: &[],
        markable: None,
        truth: &truth,
        targets: &[Code::nodule()],
        phantom: None,
    };
    let row = judge(&result(status), truth, &CaseFacts::default());
    assert_eq!(row.status, Status::NotRun);
    assert_eq!(row.reason.as_deref(), Some("OutOfScope: no chest"));
    assert!(row.scores.is_empty() && row.is_positive.is_none());
}

#[test]
fn a_row_survives_its_line_and_a_torn_last_line_is_left_out() {
    let row = judged(
        AiReport::default(),
        &truth_of(Vec::new()),
        &[Code::nodule()],
    );
    let line = row.to_line().unwrap();
    let text = format!("{line}\n{line}\n{}", &line[..line.len() / 2]);
    assert_eq!(Row::read_all(&text).unwrap(), [row.clone(), row]);
    let broken = format!("{line}\n{{}}\n");
    let error = Row::read_all(&broken).unwrap_err().to_string();
    assert!(error.starts_with("line 2: "), "{error}");
    let newer = format!("{}\n", line.replacen("\"schema\":2", "\"schema\":3", 1));
    let error = Row::read_all(&newer).unwrap_err().to_string();
    assert_eq!(error, "line 1: expected schema 1 to 2, found 3");
}

#[test]
fn a_service_is_for_the_kinds_whose_codes_it_names() {
    let words = |codes: &[Code]| {
        let kinds = target_words(PhantomKind::ChestCt, codes);
        kinds.into_iter().map(|kind| kind.word).collect::<Vec<_>>()
    };
    assert_eq!(
        words(&[Code::nodule()]),
        ["solid-nodule", "part-solid-nodule", "ground-glass-nodule"]
    );
    assert!(words(&[]).is_empty());
}
