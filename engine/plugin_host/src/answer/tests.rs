//! Reports that keep the contract come over whole; each break of it is told with its place.

use overread_base::{Mark, MaskRle, Shape, Vec3};

use super::*;
use crate::bindings::overread::plugin::types as wire;
use crate::fixtures::{context, oblique, state};
use crate::job_state::{KeptMap, KeptMask};

/// The middle of the test series, which has 4 x 3 x 2 voxels.
fn middle() -> wire::Vec3 {
    point(oblique([4, 3, 2]).centre())
}

fn point(Vec3 { x, y, z }: Vec3) -> wire::Vec3 {
    wire::Vec3 { x, y, z }
}

fn off(x: f64) -> wire::Vec3 {
    let at = middle();
    wire::Vec3 { x: at.x + x, ..at }
}

fn code(scheme: &str, value: &str) -> wire::Code {
    wire::Code {
        scheme: scheme.to_owned(),
        value: value.to_owned(),
        meaning: String::new(),
    }
}

fn text(locale: &str, value: &str) -> wire::Text {
    wire::Text {
        locale: locale.to_owned(),
        value: value.to_owned(),
    }
}

fn empty() -> wire::Report {
    wire::Report {
        probability: None,
        assessed: Vec::new(),
        findings: Vec::new(),
        draft: Vec::new(),
        priority: None,
        warnings: Vec::new(),
        heat_maps: Vec::new(),
        extra: Vec::new(),
    }
}

fn finding(id: &str, shapes: Vec<wire::Shape>) -> wire::Finding {
    let mark = |shape| wire::Mark { series: 0, shape };
    wire::Finding {
        tracking_id: id.to_owned(),
        code: code("SCT", "27925004"),
        site: None,
        laterality: None,
        probability: None,
        certainty: None,
        category: None,
        marks: shapes.into_iter().map(mark).collect(),
        measures: Vec::new(),
        notes: Vec::new(),
        extra: Vec::new(),
    }
}

fn with_finding(change: impl FnOnce(&mut wire::Finding)) -> wire::Report {
    let mut finding = finding("a", Vec::new());
    change(&mut finding);
    wire::Report {
        findings: vec![finding],
        ..empty()
    }
}

fn with_mark(shape: wire::Shape) -> wire::Report {
    with_finding(|f| f.marks = vec![wire::Mark { series: 0, shape }])
}

/// One kept mask and one kept map, both of series 0.
fn kept() -> Kept {
    let context = context();
    let geometry = oblique([4, 3, 2]);
    let charge = || context.memory.charge(1).unwrap();
    Kept {
        masks: vec![KeptMask {
            series: 0,
            mask: MaskRle {
                geometry: geometry.clone(),
                runs: vec![3, 5, 16],
            },
            _charge: charge(),
        }],
        maps: vec![KeptMap {
            series: 0,
            geometry,
            values: vec![7; 24],
            _charge: charge(),
        }],
    }
}

fn judged(report: wire::Report) -> Result<Answer, String> {
    checked(report, &state().series, &kept())
}

#[track_caller]
fn report(report: wire::Report) -> AiReport {
    judged(report).unwrap().report
}

#[track_caller]
fn check_fault(report: wire::Report, says: &str) {
    let message = judged(report).unwrap_err();
    assert!(message.contains(says), "no {says:?} in: {message}");
}

#[test]
fn an_empty_report_says_that_nothing_was_found() {
    assert_eq!(report(empty()), AiReport::default());
}

/// One of each kind.
fn shapes() -> Vec<wire::Shape> {
    vec![
        wire::Shape::Point(wire::PointMark { at: middle() }),
        wire::Shape::Cuboid(wire::BoxMark {
            low: off(-1.0),
            high: off(1.0),
        }),
        wire::Shape::Ellipse(wire::EllipseMark {
            centre: middle(),
            half_axis_a: wire::Vec3 {
                x: 2.0,
                y: 0.0,
                z: 0.0,
            },
            half_axis_b: wire::Vec3 {
                x: 0.0,
                y: 0.0,
                z: 1.0,
            },
        }),
        wire::Shape::Polyline(wire::PolylineMark {
            points: vec![middle(), off(1.0)],
        }),
        wire::Shape::Polygon(wire::PolygonMark {
            points: vec![middle(), off(1.0), off(2.0)],
        }),
        wire::Shape::Mask(0),
        wire::Shape::Other(wire::OtherData {
            kind: "new".to_owned(),
            fields: Vec::new(),
        }),
    ]
}

fn full_finding() -> wire::Finding {
    wire::Finding {
        site: Some(code("SCT", "39607008")),
        laterality: Some(wire::Laterality::Left),
        probability: Some(0.5),
        certainty: Some(wire::Certainty::Probable),
        category: Some(wire::Category {
            scale: "lung-rads-v2022".to_owned(),
            value: "4A".to_owned(),
        }),
        measures: vec![wire::Measure {
            name: code("SCT", "81827009"),
            value: 7.5,
            ucum: "mm".to_owned(),
        }],
        notes: vec![text("ru", "Узел\n7 мм")],
        extra: vec![wire::Param {
            name: "type".to_owned(),
            value: "solid".to_owned(),
        }],
        ..finding("nodule-1", shapes())
    }
}

fn full_report() -> wire::Report {
    wire::Report {
        probability: Some(wire::StudyProbability {
            value: 1.0,
            threshold: -0.0,
            claimed: Some(wire::OperatingPoint {
                threshold: 0.5,
                sensitivity: Some(0.8),
                specificity: None,
                false_positives_per_study: Some(1.0),
                dataset: "phantoms".to_owned(),
            }),
        }),
        assessed: vec![wire::Assessment {
            code: code("SCT", "27925004"),
            series: 0,
        }],
        findings: vec![full_finding()],
        draft: vec![wire::ReportSection {
            section: "findings".to_owned(),
            text: vec![text("en", "One.")],
        }],
        priority: Some(wire::Priority::Stat),
        warnings: vec![text("en", "thick slices")],
        heat_maps: vec![wire::HeatMap {
            name: "nodule".to_owned(),
            series: 0,
            kept: 0,
        }],
        extra: vec![wire::Param {
            name: "x".to_owned(),
            value: String::new(),
        }],
    }
}

#[test]
fn a_whole_report_comes_over() {
    let found = judged(full_report()).unwrap();
    assert_eq!(found.claimed.unwrap().sensitivity, Some(0.8));
    let report = found.report;
    assert_eq!(
        report.probability.unwrap().threshold.to_bits(),
        0.0f32.to_bits()
    );
    assert_eq!(report.assessed[0].series.as_str(), "1.2.3.4");
    let finding = &report.findings[0];
    assert_eq!(finding.laterality, Some(Laterality::Left));
    assert_eq!(finding.certainty, Some(Certainty::Probable));
    assert_eq!(finding.measures[0].value, 7.5);
    // All shapes but the one of an unknown kind, which is told.
    assert_eq!(finding.marks.len(), 6);
    assert!(
        matches!(&finding.marks[5], Mark { shape: Shape::Mask(mask), .. } if mask.voxel_count() == 5)
    );
    assert_eq!(report.warnings.len(), 2);
    assert!(
        report.warnings[1]
            .value
            .contains("1 marks of an unknown kind")
    );
    assert_eq!(report.priority, Some(Priority::Stat));
    assert_eq!(report.heat_maps[0].values, [7; 24]);
    let extra: Vec<&str> = report.extra.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(extra, ["x", "nodule-1.type"]);
}

#[test]
fn numbers_must_be_finite_and_in_range() {
    for value in [f32::NAN, f32::INFINITY, -0.1, 1.1] {
        check_fault(
            with_finding(|f| f.probability = Some(value)),
            "must be 0 to 1",
        );
        let probability = |value, threshold| {
            Some(wire::StudyProbability {
                value,
                threshold,
                claimed: None,
            })
        };
        check_fault(
            wire::Report {
                probability: probability(value, 0.5),
                ..empty()
            },
            "(probability)",
        );
        check_fault(
            wire::Report {
                probability: probability(0.5, value),
                ..empty()
            },
            "(probability.threshold)",
        );
    }
    let measure = wire::Measure {
        name: code("SCT", "1"),
        value: f64::NAN,
        ucum: "mm".to_owned(),
    };
    check_fault(
        with_finding(|f| f.measures = vec![measure]),
        "findings[0].measures[0]",
    );
}

#[test]
fn ids_are_well_formed_and_distinct() {
    check_fault(
        with_finding(|f| f.tracking_id.clear()),
        "finding id is empty",
    );
    check_fault(
        with_finding(|f| f.tracking_id = "a b".to_owned()),
        "found ' '",
    );
    let twice = vec![finding("a", Vec::new()), finding("a", Vec::new())];
    check_fault(
        wire::Report {
            findings: twice,
            ..empty()
        },
        "two findings are named `a`",
    );
}

#[test]
fn marks_lie_in_the_images() {
    use wire::Shape;
    let at = |at| with_mark(Shape::Point(wire::PointMark { at }));
    // The grid is 8 mm wide along its x axis and 6 mm from its middle to its corner at most; 10 mm more are let through.
    report(at(off(8.0)));
    for x in [30.0, -30.0, 1e308, f64::NAN, f64::INFINITY] {
        check_fault(at(off(x)), "outside the images");
        let points = vec![middle(), middle(), off(x)];
        check_fault(
            with_mark(Shape::Polygon(wire::PolygonMark { points })),
            "outside the images",
        );
    }
    let cuboid = |low, high| with_mark(Shape::Cuboid(wire::BoxMark { low, high }));
    check_fault(cuboid(off(1.0), off(-1.0)), "low <= high");
    check_fault(cuboid(off(-500.0), off(500.0)), "mm large, the images only");
    check_fault(cuboid(off(100.0), off(101.0)), "outside the images");
    check_fault(cuboid(off(f64::NAN), off(1.0)), "low <= high");
    let ellipse = |a: [f64; 3], b: [f64; 3]| {
        with_mark(Shape::Ellipse(wire::EllipseMark {
            centre: middle(),
            half_axis_a: point(Vec3::from_array(a)),
            half_axis_b: point(Vec3::from_array(b)),
        }))
    };
    check_fault(ellipse([0.0; 3], [0.0, 1.0, 0.0]), "at right angles");
    check_fault(ellipse([1.0, 0.0, 0.0], [1.0, 1.0, 0.0]), "at right angles");
    check_fault(
        ellipse([f64::INFINITY, 0.0, 0.0], [0.0, 1.0, 0.0]),
        "at right angles",
    );
    check_fault(ellipse([1000.0, 0.0, 0.0], [0.0, 1.0, 0.0]), "mm large");
    check_fault(
        with_mark(Shape::Polyline(wire::PolylineMark {
            points: vec![middle()],
        })),
        "needs 2 to 4096 points, found 1",
    );
    check_fault(
        with_mark(Shape::Polygon(wire::PolygonMark {
            points: vec![middle(); 4097],
        })),
        "needs 3 to 4096 points, found 4097",
    );
}

#[test]
fn series_masks_and_maps_must_be_known() {
    check_fault(
        with_finding(|f| {
            let shape = wire::Shape::Point(wire::PointMark { at: middle() });
            f.marks = vec![wire::Mark { series: 1, shape }];
        }),
        "no series 1; the study has 1",
    );
    let assessed = vec![wire::Assessment {
        code: code("SCT", "1"),
        series: u32::MAX,
    }];
    check_fault(
        wire::Report {
            assessed,
            ..empty()
        },
        "assessed[0]",
    );
    check_fault(with_mark(wire::Shape::Mask(1)), "no mask 1 was kept");
    let twice = vec![wire::Shape::Mask(0), wire::Shape::Mask(0)];
    check_fault(
        wire::Report {
            findings: vec![finding("a", twice)],
            ..empty()
        },
        "mask 0 stands in two marks",
    );
    let map = |kept| wire::HeatMap {
        name: "m".to_owned(),
        series: 0,
        kept,
    };
    check_fault(
        wire::Report {
            heat_maps: vec![map(1)],
            ..empty()
        },
        "no map 1 was kept",
    );
    check_fault(
        wire::Report {
            heat_maps: vec![map(0), map(0)],
            ..empty()
        },
        "map 0 stands twice",
    );
}

#[test]
fn lists_and_texts_are_bounded() {
    let many = (0..513)
        .map(|n| finding(&format!("f{n}"), Vec::new()))
        .collect();
    check_fault(
        wire::Report {
            findings: many,
            ..empty()
        },
        "at most 512 entries, found 513",
    );
    check_fault(
        wire::Report {
            warnings: vec![text("en", ""); 257],
            ..empty()
        },
        "at most 256 entries, found 257",
    );
    let shapes = vec![wire::Shape::Point(wire::PointMark { at: middle() }); 65];
    check_fault(
        wire::Report {
            findings: vec![finding("a", shapes)],
            ..empty()
        },
        "at most 64 entries",
    );
    let long = "x".repeat(4097);
    check_fault(
        wire::Report {
            warnings: vec![text("en", &long)],
            ..empty()
        },
        "may have 4096 bytes",
    );
    let all = vec![text("en", &long[..4096]); 65];
    check_fault(
        wire::Report {
            warnings: all,
            ..empty()
        },
        "all texts: at most 262144 bytes",
    );
    check_fault(
        wire::Report {
            warnings: vec![text("english!", "x")],
            ..empty()
        },
        "not a language tag",
    );
    check_fault(
        wire::Report {
            warnings: vec![text("en", "\u{1b}[2J")],
            ..empty()
        },
        "control character",
    );
    check_fault(with_finding(|f| f.code = code("", "1")), "1 to 256 bytes");
}

#[test]
fn all_faults_are_told_at_once_and_no_more_than_eight() {
    let two = with_finding(|f| {
        f.probability = Some(2.0);
        f.code = code("SCT", "");
    });
    let message = judged(two).unwrap_err();
    assert!(
        message.contains("must be 0 to 1") && message.contains("1 to 256 bytes"),
        "{message}"
    );
    let many = (0..20).map(|n| wire::Finding {
        probability: Some(2.0),
        ..finding(&format!("f{n}"), Vec::new())
    });
    let message = judged(wire::Report {
        findings: many.collect(),
        ..empty()
    })
    .unwrap_err();
    assert!(message.ends_with("and 12 more"), "{message}");
}
