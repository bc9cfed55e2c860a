//! Presentation states and result pictures, built byte by byte.

use overread_base::{AiStatus, Shape, Vec3};

use super::build::{Bench, Set, object, reference};

const PRESENTATION: &str = "1.2.840.10008.5.1.4.1.1.11.1";
const CAPTURE: &str = "1.2.840.10008.5.1.4.1.1.7";
const STUDY: &str = "1.2.826.0.1.3680043.10.1.1";
const SLICE_4: &str = "1.2.826.0.1.3680043.10.1.1.1.4";

fn drawn(kind: &str, units: &str, points: &[f32]) -> Set {
    Set::default()
        .text((0x0070, 0x0005), "CS", units)
        .us((0x0070, 0x0020), 2)
        .us((0x0070, 0x0021), 2)
        .floats((0x0070, 0x0022), points)
        .text((0x0070, 0x0023), "CS", kind)
}

fn said(text: &str, anchor: [f32; 2]) -> Set {
    Set::default()
        .text((0x0070, 0x0004), "CS", "PIXEL")
        .text((0x0070, 0x0006), "ST", text)
        .floats((0x0070, 0x0014), &anchor)
}

fn state(texts: Vec<Set>, graphics: Vec<Set>) -> Vec<u8> {
    let sop = "1.2.826.0.1.3680043.10.1.79.1";
    let annotation = Set::default()
        .seq((0x0008, 0x1140), vec![reference(SLICE_4)])
        .text((0x0070, 0x0002), "CS", "AI")
        .seq((0x0070, 0x0008), texts)
        .seq((0x0070, 0x0009), graphics);
    object(PRESENTATION, sop, "PR", STUDY)
        .seq((0x0070, 0x0001), vec![annotation])
        .file(PRESENTATION, sop)
}

#[test]
fn drawings_become_findings_with_the_texts_beside_them() {
    let bench = Bench::with_ct();
    let graphics = vec![
        drawn("CIRCLE", "PIXEL", &[4.5, 4.5, 6.5, 4.5]),
        drawn(
            "POLYLINE",
            "PIXEL",
            &[8.5, 8.5, 12.5, 8.5, 12.5, 12.5, 8.5, 8.5],
        ),
        drawn("POINT", "DISPLAY", &[0.5, 0.5]),
    ];
    let texts = vec![said("mass 10 mm", [10.5, 10.5]), said("nodule", [4.0, 4.0])];
    bench.put("state.dcm", &state(texts, graphics));
    let (recorded, found) = bench.read();
    let [circle, outline] = recorded.result.findings() else {
        panic!("{recorded:?}")
    };
    let Shape::Ellipse {
        centre,
        half_axis_a,
        ..
    } = circle.marks[0].shape
    else {
        panic!()
    };
    assert!(
        centre.distance(Vec3::new(20.0, 20.0, 15.0)) < 1e-6,
        "{centre:?}"
    );
    assert!((half_axis_a.length() - 10.0).abs() < 1e-6);
    assert_eq!(circle.notes[0].value, "nodule");
    assert!(matches!(&outline.marks[0].shape, Shape::Polygon(points) if points.len() == 3));
    assert_eq!(outline.notes[0].value, "mass 10 mm");
    // What is drawn on the display has no place on the image.
    let lost: Vec<&str> = found.all().iter().map(|d| d.message.as_str()).collect();
    assert!(
        lost.iter().any(|m| m.contains("units of \"DISPLAY\"")),
        "{lost:?}"
    );
}

fn picture() -> Vec<u8> {
    let sop = "1.2.826.0.1.3680043.10.1.80.1";
    object(CAPTURE, sop, "OT", STUDY)
        .us((0x0028, 0x0002), 3)
        .text((0x0028, 0x0004), "CS", "RGB")
        .us((0x0028, 0x0006), 0)
        .us((0x0028, 0x0010), 2)
        .us((0x0028, 0x0011), 4)
        .us((0x0028, 0x0100), 8)
        .us((0x0028, 0x0101), 8)
        .us((0x0028, 0x0102), 7)
        .us((0x0028, 0x0103), 0)
        .raw((0x7FE0, 0x0010), "OB", &[128; 24])
        .file(CAPTURE, sop)
}

#[test]
fn a_picture_alone_is_something_to_decide_on_and_no_negative() {
    let bench = Bench::with_ct();
    bench.put("picture.dcm", &picture());
    let (recorded, _) = bench.read();
    assert_eq!(recorded.pictures[0].size, [4, 2]);
    let AiStatus::Done(report) = &recorded.result.status else {
        panic!()
    };
    assert_eq!(report.findings.len(), 1);
    assert!(report.findings[0].notes[0].value.contains("pictures only"));
    assert_eq!(report.extra[0].0, "picture");
    assert_eq!(recorded.result.service.id.as_str(), "cad-maker.finder-3");
}

#[test]
fn a_picture_beside_findings_is_only_named() {
    let bench = Bench::with_ct();
    bench.put("picture.dcm", &picture());
    let graphics = vec![drawn("POINT", "PIXEL", &[4.5, 4.5])];
    bench.put("state.dcm", &state(Vec::new(), graphics));
    let (recorded, _) = bench.read();
    assert_eq!(recorded.result.findings().len(), 1);
    assert!(matches!(
        recorded.result.findings()[0].marks[0].shape,
        Shape::Point(_)
    ));
}
