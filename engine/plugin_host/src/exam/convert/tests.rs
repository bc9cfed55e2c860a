//! What a guest sees of our reports and answers.

use overread_base::{FindingId, HeatMap, ItemId, MaskRle, Millis, VolumeGeometry};
use overread_exam::Percent;

use super::*;

fn series(uid: &str) -> SeriesUid {
    SeriesUid::new(uid).unwrap()
}

fn found(id: &str, marks: Vec<Mark>) -> Finding {
    Finding {
        id: FindingId::new(id).unwrap(),
        code: Code::nodule(),
        site: None,
        laterality: Some(Laterality::Left),
        probability: None,
        certainty: None,
        category: None,
        marks,
        measures: Vec::new(),
        notes: Vec::new(),
    }
}

fn point(uid: &str) -> Mark {
    Mark {
        series: series(uid),
        shape: Shape::Point(Vec3::new(1.0, 2.0, 3.0)),
    }
}

fn grid() -> VolumeGeometry {
    VolumeGeometry::axial([4, 4, 4], Vec3::new(1.0, 1.0, 1.0), Vec3::default()).unwrap()
}

#[test]
fn series_are_numbered_in_the_order_of_the_report() {
    let report = AiReport {
        findings: vec![
            found("f0", vec![point("1.9"), point("1.2")]),
            found("f1", vec![point("1.9")]),
        ],
        ..AiReport::default()
    };
    let wire = wire_report(&report);
    let numbers: Vec<u32> = wire
        .findings
        .iter()
        .flat_map(|finding| finding.marks.iter().map(|mark| mark.series))
        .collect();
    assert_eq!(numbers, [0, 1, 0]);
}

#[test]
fn masks_are_boxes_and_maps_stay_here() {
    let mask = |runs: Vec<u32>| Mark {
        series: series("1.2"),
        shape: Shape::Mask(MaskRle {
            geometry: grid(),
            runs,
        }),
    };
    let report = AiReport {
        findings: vec![found("f0", vec![mask(vec![0, 2, 62]), mask(vec![64])])],
        heat_maps: vec![HeatMap {
            name: "map".to_owned(),
            series: series("1.2"),
            geometry: grid(),
            values: vec![0; 64],
        }],
        ..AiReport::default()
    };
    let wire = wire_report(&report);
    assert!(wire.heat_maps.is_empty());
    // The empty mask marks no place.
    let [mark] = wire.findings[0].marks.as_slice() else {
        panic!("{:?}", wire.findings[0].marks);
    };
    let types::Shape::Cuboid(cuboid) = &mark.shape else {
        panic!("{:?}", mark.shape);
    };
    let corner = |v: types::Vec3| [v.x, v.y, v.z];
    assert_eq!(corner(cuboid.low), [-0.5, -0.5, -0.5]);
    assert_eq!(corner(cuboid.high), [1.5, 0.5, 0.5]);
}

#[test]
fn an_answer_says_who_decided_what_and_how_long_it_took() {
    let answer = ExamAnswer {
        item: ItemId::new("i1").unwrap(),
        report: AiReport::default(),
        confidence: Percent::new(80),
        decisions: vec![(FindingId::new("f0").unwrap(), Verdict::Rejected)],
        reading: Millis(5_000),
        ai_visible: Millis(2_000),
    };
    let stamped = wire_event(&StampedExamEvent {
        at: Millis(7),
        event: ExamEvent::Answered(answer),
    });
    let scenario::Event::Answered(wire) = stamped.event else {
        panic!("{stamped:?}");
    };
    assert_eq!((stamped.at_ms, wire.item.as_str()), (7, "i1"));
    assert_eq!(
        (wire.confidence, wire.reading_ms, wire.ai_visible_ms),
        (Some(80), 5_000, 2_000)
    );
    assert_eq!(wire.decisions[0].finding, "f0");
    assert!(matches!(
        wire.decisions[0].verdict,
        scenario::Verdict::Rejected
    ));
}
