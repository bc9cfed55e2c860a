//! Results, truths and cases for the tests of planting: a chest CT with two nodules, a detector plane, masks and a map.

use overread_base::{
    AiReport, AiResult, AiStatus, Assessed, CaseId, CaseTruth, Category, Code, Finding, HeatMap,
    Laterality, LocalText, Mark, MaskRle, Measure, Millis, OperatingPoint, Priority, ReportSection,
    Seed, SeriesUid, Shape, StudyProbability, StudyUid, Vec3, VolumeGeometry,
};
use overread_scenario::{AiErrorKind, ErrorSeverity};

use super::{PlantCase, Planted, plant};
use crate::{PlannedError, fixture};

pub(super) const CT: (Vec3, Vec3) = (
    Vec3::new(-180.0, -150.0, -150.0),
    Vec3::new(180.0, 150.0, 150.0),
);
pub(super) const PLANE: (Vec3, Vec3) =
    (Vec3::new(-200.0, -200.0, 0.0), Vec3::new(200.0, 200.0, 0.0));

fn text(english: &str, russian: &str) -> Vec<LocalText> {
    [("en", english), ("ru", russian)]
        .map(|(locale, value)| LocalText {
            locale: locale.to_owned(),
            value: value.to_owned(),
        })
        .into()
}

fn grid() -> VolumeGeometry {
    let spacing = Vec3::new(3.0, 3.0, 3.0);
    let origin = Vec3::new(-178.5, -58.5, -16.5);
    VolumeGeometry::axial([120, 40, 12], spacing, origin).unwrap()
}

/// Runs for the voxels whose centres lie within `radius_mm` of a place.
pub(super) fn ball(centre: Vec3, radius_mm: f64) -> MaskRle {
    let geometry = grid();
    let [nx, ny, nz] = geometry.size;
    let mut runs = vec![0u32];
    let mut is_set = false;
    for z in 0..nz {
        for y in 0..ny {
            for x in 0..nx {
                let voxel = Vec3::new(f64::from(x), f64::from(y), f64::from(z));
                let is_in = geometry.patient_from_voxel(voxel).distance(centre) <= radius_mm;
                if is_in != is_set {
                    runs.push(0);
                    is_set = is_in;
                }
                *runs.last_mut().unwrap() += 1;
            }
        }
    }
    MaskRle { geometry, runs }
}

/// A map with a spot of 0.9 at each place.
fn map(places: &[Vec3]) -> HeatMap {
    let geometry = grid();
    let n = usize::try_from(geometry.voxel_count()).unwrap();
    let mut map = HeatMap {
        name: "nodule".to_owned(),
        series: fixture::series(),
        geometry,
        values: vec![0; n],
    };
    for place in places {
        super::heat::paint(std::slice::from_mut(&mut map), *place, 12.0, 0.9);
    }
    map
}

/// What a finding is drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Drawn {
    Box,
    Point,
    Ellipse,
    Polyline,
    Polygon,
    Mask,
}

impl Drawn {
    pub(super) const ALL: [Self; 6] = [
        Self::Box,
        Self::Point,
        Self::Ellipse,
        Self::Polyline,
        Self::Polygon,
        Self::Mask,
    ];

    fn shape(self, c: Vec3, r: f64, is_plane: bool) -> Shape {
        let flat = if is_plane { 0.0 } else { r };
        let corner = |x: f64, y: f64| c + Vec3::new(x * r, y * r, 0.0);
        match self {
            Self::Box => Shape::Cuboid {
                low: c - Vec3::new(r, r, flat),
                high: c + Vec3::new(r, r, flat),
            },
            Self::Point => Shape::Point(c),
            Self::Ellipse => Shape::Ellipse {
                centre: c,
                half_axis_a: Vec3::new(r, 0.0, 0.0),
                half_axis_b: Vec3::new(0.0, r * 0.8, 0.0),
            },
            Self::Polyline => Shape::Polyline(vec![corner(-1.0, 0.0), corner(1.0, 0.2)]),
            Self::Polygon => Shape::Polygon(vec![
                corner(-1.0, -1.0),
                corner(1.0, -1.0),
                corner(0.0, 1.0),
            ]),
            Self::Mask => Shape::Mask(ball(c, r)),
        }
    }
}

/// A case with its result and its truth.
#[derive(Debug, Clone)]
pub(super) struct Sample {
    pub(super) id: CaseId,
    pub(super) truth: Option<CaseTruth>,
    pub(super) result: AiResult,
    pub(super) bounds: (Vec3, Vec3),
    pub(super) other: Option<AiResult>,
    study: StudyUid,
    series: SeriesUid,
}

impl Sample {
    pub(super) fn case(&self) -> PlantCase<'_> {
        PlantCase {
            case: &self.id,
            truth: self.truth.as_ref(),
            study: &self.study,
            series: &self.series,
            bounds: self.bounds,
            decoys: &[],
            other: self.other.as_ref(),
        }
    }

    pub(super) fn plant(&self, kind: AiErrorKind, severity: ErrorSeverity, seed: u64) -> Planted {
        plant(&self.result, &error(kind, severity, seed), &self.case())
    }

    pub(super) fn report(&self) -> &AiReport {
        self.result.report().unwrap()
    }
}

pub(super) fn error(kind: AiErrorKind, severity: ErrorSeverity, seed: u64) -> PlannedError {
    PlannedError {
        kind,
        severity,
        seed: Seed(seed),
        delay: (kind == AiErrorKind::ALate).then_some(Millis(30_000)),
        version: None,
    }
}

fn sample(bounds: (Vec3, Vec3), truth: CaseTruth, result: AiResult) -> Sample {
    Sample {
        id: fixture::case("c1"),
        truth: Some(truth),
        study: result.study.clone(),
        result,
        bounds,
        other: None,
        series: fixture::series(),
    }
}

fn result(report: AiReport) -> AiResult {
    let mut result = fixture::with_status(AiStatus::Done(report));
    result.service.operating_point = Some(OperatingPoint {
        threshold: 0.5,
        sensitivity: Some(0.9),
        specificity: Some(0.8),
        false_positives_per_study: None,
        dataset: "test".to_owned(),
    });
    result.elapsed = Some(Millis(12_000));
    result
}

/// Lesions of 5 and 4 mm radius, right and left of the midline, as a service reports them in the way of ours.
pub(super) fn two_nodules(bounds: (Vec3, Vec3), drawn: Drawn) -> Sample {
    let is_plane = bounds.0.z >= bounds.1.z;
    let mut truth = fixture::truth(&[-60.0, 95.0]);
    truth.lesions[0].radius_mm = 5.0;
    let sides = [Laterality::Right, Laterality::Left];
    let finding = |nth: usize| {
        let lesion = &truth.lesions[nth];
        let size = 2.0 * lesion.radius_mm;
        let (english, russian) = SENTENCES[nth];
        Finding {
            id: fixture::finding_id(&format!("nodule-{}", nth + 1)),
            code: Code::nodule(),
            site: Some(Code::new("SCT", "39607008", "Lung")),
            laterality: Some(sides[nth]),
            probability: Some([0.92, 0.7][nth]),
            certainty: None,
            category: Some(Category {
                scale: "lung-rads-v2022".to_owned(),
                value: ["4A", "3"][nth].to_owned(),
            }),
            marks: vec![
                Mark {
                    series: fixture::series(),
                    shape: drawn.shape(lesion.centre, lesion.radius_mm, is_plane),
                },
                Mark {
                    series: fixture::series(),
                    shape: Shape::Point(lesion.centre),
                },
            ],
            measures: vec![Measure {
                name: Code::diameter(),
                value: size,
                ucum: "mm".to_owned(),
            }],
            notes: text(english, russian),
        }
    };
    let listing = |pick: fn(&(&'static str, &'static str)) -> &'static str| {
        format!("1. {}\n2. {}", pick(&SENTENCES[0]), pick(&SENTENCES[1]))
    };
    let findings = vec![finding(0), finding(1)];
    let report = report_on(
        findings,
        [listing(|pair| pair.0), listing(|pair| pair.1)],
        map_of(&truth, is_plane),
    );
    let mut sample = sample(bounds, truth.clone(), result(report));
    sample.other = Some(normal_result());
    sample
}

fn map_of(truth: &CaseTruth, is_plane: bool) -> Vec<HeatMap> {
    let places: Vec<Vec3> = truth.lesions.iter().map(|lesion| lesion.centre).collect();
    if is_plane {
        Vec::new()
    } else {
        vec![map(&places)]
    }
}

fn report_on(
    findings: Vec<Finding>,
    [english, russian]: [String; 2],
    heat_maps: Vec<HeatMap>,
) -> AiReport {
    AiReport {
        probability: Some(StudyProbability {
            value: 0.92,
            threshold: 0.5,
        }),
        assessed: vec![Assessed {
            code: Code::nodule(),
            series: fixture::series(),
        }],
        findings,
        draft: vec![
            ReportSection {
                section: "findings".to_owned(),
                text: text(&english, &russian),
            },
            ReportSection {
                section: "impression".to_owned(),
                text: text(
                    "Lung nodules found by the service: 2. Highest category: 4A.",
                    "Найдено очагов в лёгких: 2. Наивысшая категория: 4A.",
                ),
            },
        ],
        priority: Some(Priority::Urgent),
        warnings: Vec::new(),
        heat_maps,
        extra: Vec::new(),
    }
}

const SENTENCES: [(&str, &str); 2] = [
    (
        "Solid nodule in the right lung, mean diameter 10.0 mm, category 4A.",
        "Солидный очаг в правом лёгком, средний диаметр 10,0 мм, категория 4A.",
    ),
    (
        "Solid nodule in the left lung, mean diameter 8.0 mm, category 3.",
        "Солидный очаг в левом лёгком, средний диаметр 8,0 мм, категория 3.",
    ),
];

/// The first nodule alone.
pub(super) fn one_nodule(bounds: (Vec3, Vec3), drawn: Drawn) -> Sample {
    let mut sample = two_nodules(bounds, drawn);
    sample.truth.as_mut().unwrap().lesions.truncate(1);
    let AiStatus::Done(report) = &mut sample.result.status else {
        unreachable!("done");
    };
    report.findings.truncate(1);
    report.draft[0].text = text(
        &format!("1. {}", SENTENCES[0].0),
        &format!("1. {}", SENTENCES[0].1),
    );
    report.draft[1].text = text(
        "Lung nodules found by the service: 1. Highest category: 4A.",
        "Найдено очагов в лёгких: 1. Наивысшая категория: 4A.",
    );
    sample
}

fn normal_result() -> AiResult {
    let report = AiReport {
        probability: Some(StudyProbability {
            value: 0.1,
            threshold: 0.5,
        }),
        assessed: vec![Assessed {
            code: Code::nodule(),
            series: fixture::series(),
        }],
        draft: vec![
            ReportSection {
                section: "findings".to_owned(),
                text: text(
                    "Lungs searched for nodules: no nodule found.",
                    "Поиск очагов в лёгких выполнен: очаги не найдены.",
                ),
            },
            ReportSection {
                section: "impression".to_owned(),
                text: text(
                    "No lung nodule found by the service.",
                    "Сервис не нашёл очагов в лёгких.",
                ),
            },
        ],
        priority: Some(Priority::Routine),
        ..AiReport::default()
    };
    let mut result = result(report);
    result.study = StudyUid::new("1.9.9").unwrap();
    result
}

/// A normal case that is called normal; the other case has a nodule.
pub(super) fn normal(bounds: (Vec3, Vec3)) -> Sample {
    let mut result = normal_result();
    result.study = StudyUid::new("1.2").unwrap();
    let mut sample = sample(bounds, CaseTruth::default(), result);
    let mut other = one_nodule(bounds, Drawn::Box).result;
    other.study = StudyUid::new("1.9.8").unwrap();
    sample.other = Some(other);
    sample
}

/// Cases of all sorts: every shape, plane and volume, with and without findings, drafts, numbers and other cases.
pub(super) fn all() -> Vec<Sample> {
    let mut samples = Vec::new();
    for drawn in Drawn::ALL {
        samples.push(two_nodules(CT, drawn));
        samples.push(one_nodule(CT, drawn));
        if drawn != Drawn::Mask {
            samples.push(two_nodules(PLANE, drawn));
        }
    }
    samples.push(normal(CT));
    samples.push(normal(PLANE));
    let mut lone = normal(CT);
    lone.other = None;
    samples.push(lone);
    let mut unknown = two_nodules(CT, Drawn::Box);
    unknown.truth = None;
    samples.push(unknown);
    let mut bare = two_nodules(CT, Drawn::Box);
    bare.other = None;
    bare.result = fixture::result(&[-60.0, 95.0], 0.8);
    samples.push(bare);
    let mut empty = normal(CT);
    empty.result = fixture::with_status(AiStatus::Done(AiReport::default()));
    samples.push(empty);
    let mut failed = two_nodules(CT, Drawn::Box);
    failed.result = fixture::with_status(AiStatus::Failed {
        kind: overread_base::FailureKind::Trap,
        message: "unreachable".to_owned(),
    });
    samples.push(failed);
    let mut tiny = two_nodules(CT, Drawn::Box);
    tiny.bounds = (Vec3::default(), Vec3::default());
    samples.push(tiny);
    samples
}
