//! A small study from code, findings of every shape on it, and results that hold them.

use std::path::Path;

use overread_base::{
    AiReport, AiResult, AiStatus, Assessed, Category, Certainty, Code, Diagnostics, Finding,
    FindingId, HeatMap, Laterality, LocalText, Mark, MaskRle, Measure, OperatingPoint,
    ReportSection, Seed, SeriesUid, ServiceId, ServiceIdentity, Shape, StudyProbability, StudyUid,
    Vec3, VolumeGeometry,
};
use overread_dicom::{
    AiObjectsInfo, Overwrite, Patient, ReportLanguage, SeriesInfo, Study, open_folder,
    write_ct_series,
};
use overread_image::{Rescale, Volume, Window};

pub(crate) const SIZE: [u32; 3] = [40, 32, 12];

pub(crate) fn grid() -> VolumeGeometry {
    VolumeGeometry::axial(
        SIZE,
        Vec3::new(0.75, 0.8, 2.5),
        Vec3::new(-100.0, -90.5, -30.25),
    )
    .unwrap()
}

/// A CT series of 12 slices as files, opened again.
pub(crate) fn study(folder: &Path) -> Study {
    let geometry = grid();
    let n = usize::try_from(geometry.voxel_count()).unwrap();
    let samples = (0..n).map(|i| i16::try_from(i % 1500).unwrap()).collect();
    let rescale = Rescale {
        slope: 1.0,
        intercept: -1024.0,
    };
    let volume = Volume::new(geometry, samples, rescale).unwrap();
    let info = SeriesInfo {
        patient: Patient {
            name: Some("Иванов^Пётр".to_owned()),
            id: Some("P1".to_owned()),
            sex: Some("M".to_owned()),
            birth_date: Some("19600229".to_owned()),
            age: Some("060Y".to_owned()),
        },
        study_date: "20200301".to_owned(),
        study_time: "101500".to_owned(),
        study_description: "CT chest".to_owned(),
        series_description: "Thorax 2.5 mm".to_owned(),
        series_number: 3,
        body_part: "CHEST".to_owned(),
        windows: vec![overread_dicom::VoiWindow {
            explanation: "LUNG".to_owned(),
            window: Window::linear(-600.0, 1500.0).unwrap(),
        }],
        manufacturer: "Overread".to_owned(),
        is_synthetic: true,
        thickness_mm: None,
        attributes: [("KVP", "120"), ("ConvolutionKernel", "B40f")]
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .to_vec(),
        uids: None,
        seed: Seed(42),
    };
    write_ct_series(folder, &volume, &info, Overwrite::Never).unwrap();
    open(folder)
}

/// The only study of a folder.
pub(crate) fn open(folder: &Path) -> Study {
    let mut library = open_folder(folder, &mut Diagnostics::default()).unwrap();
    assert_eq!(library.studies.len(), 1, "one study in the folder");
    library.studies.remove(0)
}

pub(crate) fn info(language: ReportLanguage) -> AiObjectsInfo {
    AiObjectsInfo {
        date: "20260105".to_owned(),
        time: "120000".to_owned(),
        language,
        seed: Seed(7),
    }
}

pub(crate) fn service() -> ServiceIdentity {
    let text = |locale: &str, value: &str| LocalText {
        locale: locale.to_owned(),
        value: value.to_owned(),
    };
    ServiceIdentity {
        id: ServiceId::new("example.nodules").unwrap(),
        name: vec![text("en", "Nodules"), text("ru", "Очаги")],
        version: "1.2.0".to_owned(),
        bundle_digest: None,
        model_digests: Vec::new(),
        intended_use: Vec::new(),
        operating_point: Some(OperatingPoint {
            threshold: 0.3,
            sensitivity: Some(0.9),
            specificity: None,
            false_positives_per_study: Some(1.5),
            dataset: "none".to_owned(),
        }),
    }
}

pub(crate) fn result(study: &StudyUid, status: AiStatus) -> AiResult {
    AiResult {
        service: service(),
        study: study.clone(),
        status,
        elapsed: None,
    }
}

pub(crate) fn finding(id: &str, series: &SeriesUid, shapes: Vec<Shape>) -> Finding {
    Finding {
        id: FindingId::new(id).unwrap(),
        code: Code::nodule(),
        site: Some(Code::new("SCT", "39607008", "Lung")),
        laterality: Some(Laterality::Right),
        probability: Some(0.93),
        certainty: Some(Certainty::Present),
        category: None,
        marks: shapes
            .into_iter()
            .map(|shape| Mark {
                series: series.clone(),
                shape,
            })
            .collect(),
        measures: vec![Measure {
            name: Code::diameter(),
            value: 50.1,
            ucum: "mm".to_owned(),
        }],
        notes: Vec::new(),
    }
}

/// The position of a voxel coordinate of the series.
pub(crate) fn at(x: f64, y: f64, z: f64) -> Vec3 {
    grid().patient_from_voxel(Vec3::new(x, y, z))
}

/// A ball of voxels around the middle of the grid: alternating runs of 0 and 1.
pub(crate) fn ball(geometry: &VolumeGeometry, centre: Vec3, radius_mm: f64) -> MaskRle {
    let [nx, ny, nz] = geometry.size;
    let mut runs = vec![0_u32];
    let mut is_set = false;
    for z in 0..nz {
        for y in 0..ny {
            for x in 0..nx {
                let p = geometry.patient_from_voxel(Vec3::new(
                    f64::from(x),
                    f64::from(y),
                    f64::from(z),
                ));
                if (p.distance(centre) <= radius_mm) != is_set {
                    is_set = !is_set;
                    runs.push(0);
                }
                *runs.last_mut().unwrap() += 1;
            }
        }
    }
    MaskRle {
        geometry: geometry.clone(),
        runs,
    }
}

/// One finding of each shape, with all that can be said of one.
pub(crate) fn findings(series: &SeriesUid) -> Vec<Finding> {
    let mut all = vec![
        finding("point", series, vec![Shape::Point(at(10.0, 12.0, 3.0))]),
        finding(
            "box",
            series,
            vec![Shape::Cuboid {
                low: at(4.0, 5.0, 2.0),
                high: at(9.0, 11.0, 5.0),
            }],
        ),
        finding(
            "ellipse",
            series,
            vec![Shape::Ellipse {
                centre: at(20.0, 16.0, 6.0),
                half_axis_a: Vec3::new(6.0, 0.0, 0.0),
                half_axis_b: Vec3::new(0.0, 4.0, 0.0),
            }],
        ),
        finding(
            "line",
            series,
            vec![Shape::Polyline(vec![
                at(1.0, 1.0, 4.0),
                at(30.0, 20.0, 4.0),
            ])],
        ),
        finding(
            "outline",
            series,
            vec![Shape::Polygon(vec![
                at(3.0, 3.0, 7.0),
                at(12.0, 4.0, 7.0),
                at(8.0, 14.0, 7.0),
            ])],
        ),
        finding(
            "oblique",
            series,
            vec![Shape::Polygon(vec![
                at(3.0, 3.0, 2.0),
                at(12.0, 3.0, 2.0),
                at(12.0, 14.0, 8.0),
            ])],
        ),
        finding(
            "mask",
            series,
            vec![Shape::Mask(ball(&grid(), at(20.0, 15.0, 6.0), 5.5))],
        ),
        finding("text", series, Vec::new()),
    ];
    all[0].certainty = Some(Certainty::Probable);
    all[0].category = Some(Category {
        scale: "lung-rads-v2022".to_owned(),
        value: "4A".to_owned(),
    });
    all[0].notes = vec![
        LocalText {
            locale: "en".to_owned(),
            value: "Solid \\ smooth".to_owned(),
        },
        LocalText {
            locale: "ru".to_owned(),
            value: "Солидный очаг".to_owned(),
        },
    ];
    all[7].site = None;
    all
}

/// A report with every finding, an absence and texts.
pub(crate) fn report(series: &SeriesUid) -> AiReport {
    AiReport {
        probability: Some(StudyProbability {
            value: 0.93,
            threshold: 0.3,
        }),
        assessed: vec![
            Assessed {
                code: Code::nodule(),
                series: series.clone(),
            },
            Assessed {
                code: Code::new("SCT", "36118008", "Pneumothorax"),
                series: series.clone(),
            },
        ],
        findings: findings(series),
        draft: vec![ReportSection {
            section: "impression".to_owned(),
            text: vec![LocalText {
                locale: "en".to_owned(),
                value: "Seven nodules.".to_owned(),
            }],
        }],
        ..AiReport::default()
    }
}

/// A map of values that name their voxel.
pub(crate) fn heat_map(series: &SeriesUid) -> HeatMap {
    let geometry = grid();
    let n = u32::try_from(geometry.voxel_count()).unwrap();
    HeatMap {
        name: "nodule".to_owned(),
        series: series.clone(),
        geometry,
        values: (0..n).map(|i| u8::try_from(i % 256).unwrap()).collect(),
    }
}
