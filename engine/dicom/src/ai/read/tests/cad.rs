//! CAD reports built by the templates of PS3.16 (TID 4000 and 4100) and the examples of PS3.17 annexes E and F.

use overread_base::{AiStatus, Certainty, Laterality, NotRunReason, Shape, Vec3};
use overread_testkit::TinyProjection;

use super::build::{
    Bench, C, Item, by_reference, code, container, graphic, image, number, report, text,
};

/// SOP class and root template.
const CHEST: (&str, &str) = ("1.2.840.10008.5.1.4.1.1.88.65", "4100");
const MAMMOGRAPHY: (&str, &str) = ("1.2.840.10008.5.1.4.1.1.88.50", "4000");
const STUDY: &str = "1.2.826.0.1.3680043.10.1.1";
const SLICE_4: &str = "1.2.826.0.1.3680043.10.1.1.1.4";

const SUMMARY: C<'_> = ("DCM", "111017", "CAD Processing and Findings Summary");
const SINGLE: C<'_> = ("DCM", "111059", "Single Image Finding");
const COMPOSITE: C<'_> = ("DCM", "111015", "Composite Feature");
const NODULE: C<'_> = ("SCT", "27925004", "Nodule");
const INTENT: C<'_> = ("DCM", "111056", "Rendering Intent");
const REQUIRED: C<'_> = ("DCM", "111150", "Presentation Required");
const OPTIONAL: C<'_> = ("DCM", "111151", "Presentation Optional");
const HIDDEN: C<'_> = ("DCM", "111152", "Not for Presentation");
const SUCCEEDED: C<'_> = ("DCM", "111222", "Succeeded");
const FAILED: C<'_> = ("DCM", "111224", "Failed");
const NOT_ATTEMPTED: C<'_> = ("DCM", "111225", "Not Attempted");

fn algorithm() -> Vec<Item> {
    vec![
        text(
            "HAS OBS CONTEXT",
            ("DCM", "111001", "Algorithm Name"),
            "Lung Finder",
        ),
        text(
            "HAS OBS CONTEXT",
            ("DCM", "111003", "Algorithm Version"),
            "2.0",
        ),
    ]
}

/// TID 4104: a nodule with its centre on a slice, tracked and rated.
fn nodule(name: &str, intent: C<'_>, certainty: &str, centre: [f32; 2]) -> Item {
    let mut items = vec![
        code("HAS CONCEPT MOD", INTENT, intent),
        text(
            "HAS OBS CONTEXT",
            ("DCM", "112039", "Tracking Identifier"),
            name,
        ),
    ];
    items.extend(algorithm());
    items.push(number(
        "HAS PROPERTIES",
        ("DCM", "111012", "Certainty of Finding"),
        certainty,
        "%",
    ));
    items.push(graphic(
        "HAS PROPERTIES",
        ("DCM", "111010", "Center"),
        "POINT",
        &centre,
        image("SELECTED FROM", SLICE_4),
    ));
    code("INFERRED FROM", SINGLE, NODULE).with(items)
}

/// TID 4015 and 4016 below the root.
fn performed(detections: C<'_>, analyses: C<'_>) -> Vec<Item> {
    let list = if detections == FAILED {
        ("DCM", "111025", "Failed Detections")
    } else {
        ("DCM", "111063", "Successful Detections")
    };
    let mut items = algorithm();
    items.push(image("HAS PROPERTIES", SLICE_4));
    let of_nodules = code("CONTAINS", ("DCM", "111022", "Detection Performed"), NODULE).with(items);
    let lists = if detections == NOT_ATTEMPTED {
        Vec::new()
    } else {
        vec![container("INFERRED FROM", list, vec![of_nodules])]
    };
    vec![
        code(
            "CONTAINS",
            ("DCM", "111064", "Summary of Detections"),
            detections,
        )
        .with(lists),
        code(
            "CONTAINS",
            ("DCM", "111065", "Summary of Analyses"),
            analyses,
        ),
    ]
}

fn chest(summary: C<'_>, findings: Vec<Item>, performed: Vec<Item>) -> Vec<u8> {
    let library = ("DCM", "111028", "Image Library");
    let mut content = vec![
        code(
            "HAS CONCEPT MOD",
            ("DCM", "121049", "Language of Content Item and Descendants"),
            ("RFC3066", "eng", "English"),
        ),
        container("CONTAINS", library, vec![image("CONTAINS", SLICE_4)]),
        code("CONTAINS", SUMMARY, summary).with(findings),
    ];
    content.extend(performed);
    report(CHEST, STUDY, ("DCM", "112000", "Chest CAD Report"), content)
}

const WITH: C<'_> = ("DCM", "111242", "All algorithms succeeded; with findings");
const WITHOUT: C<'_> = (
    "DCM",
    "111241",
    "All algorithms succeeded; without findings",
);

/// A report with one finding that is shown and one that is not.
pub(super) fn chest_with_findings() -> Vec<u8> {
    let findings = vec![
        nodule("A1", REQUIRED, "85", [8.5, 4.5]),
        nodule("A2", HIDDEN, "12", [2.5, 2.5]),
    ];
    chest(WITH, findings, performed(SUCCEEDED, NOT_ATTEMPTED))
}

#[test]
fn chest_cad_findings_obey_their_rendering_intent() {
    let bench = Bench::with_ct();
    bench.put("chest_with.dcm", &chest_with_findings());
    let (recorded, found) = bench.read();
    assert!(!found.has_errors(), "{found:?}");
    let result = &recorded.result;
    assert_eq!(result.service.id.as_str(), "cad-maker.lung-finder");
    assert_eq!(result.service.version, "2.0");
    let [shown] = result.findings() else {
        panic!("{result:?}")
    };
    assert_eq!((shown.id.as_str(), shown.probability), ("A1", Some(0.85)));
    assert_eq!(shown.certainty, Some(Certainty::Present));
    let Shape::Point(at) = shown.marks[0].shape else {
        panic!()
    };
    // Slice 4 lies at z 15; the middle of pixel 8, 4 is at 40, 20.
    assert!(at.distance(Vec3::new(40.0, 20.0, 15.0)) < 1e-6, "{at:?}");
    assert_eq!(
        (recorded.hidden.len(), recorded.hidden[0].id.as_str()),
        (1, "A2")
    );
    let report = result.report().unwrap();
    assert_eq!(report.assessed[0].code.value, "27925004");
    assert!(
        report
            .extra
            .iter()
            .any(|(name, text)| name == "not for presentation" && text.contains("A2"))
    );
}

#[test]
fn chest_cad_without_findings_states_what_was_looked_for() {
    let bench = Bench::with_ct();
    let bytes = chest(WITHOUT, Vec::new(), performed(SUCCEEDED, NOT_ATTEMPTED));
    bench.put("chest_without.dcm", &bytes);
    let (recorded, _) = bench.read();
    let report = recorded.result.report().unwrap();
    assert!(report.findings.is_empty());
    assert_eq!(report.assessed.len(), 1);
}

#[track_caller]
fn check_status(name: &str, bytes: &[u8], is_expected: impl Fn(&AiStatus) -> bool) {
    let bench = Bench::with_ct();
    bench.put(name, bytes);
    let (recorded, found) = bench.read();
    let status = &recorded.result.status;
    assert!(is_expected(status), "{status:?} {found:?}");
}

#[test]
fn failed_and_not_attempted_are_neither_positive_nor_negative() {
    let none = ("DCM", "111245", "No algorithms succeeded; without findings");
    check_status(
        "chest_failed.dcm",
        &chest(none, Vec::new(), performed(FAILED, NOT_ATTEMPTED)),
        |status| matches!(status, AiStatus::Failed { message, .. } if message.contains("failed Nodule")),
    );
    check_status(
        "chest_not_attempted.dcm",
        &chest(WITHOUT, Vec::new(), performed(NOT_ATTEMPTED, NOT_ATTEMPTED)),
        |status| {
            matches!(status, AiStatus::NotRun { reason: NotRunReason::OutOfScope, message }
                if message.contains("Summary of Detections"))
        },
    );
    let partly = (
        "DCM",
        "111243",
        "Not all algorithms succeeded; without findings",
    );
    check_status(
        "chest_partly.dcm",
        &chest(partly, Vec::new(), performed(SUCCEEDED, FAILED)),
        |status| matches!(status, AiStatus::Done(report) if report.warnings[0].value.contains("Not all")),
    );
    check_status(
        "chest_empty.dcm",
        &report(
            CHEST,
            STUDY,
            ("DCM", "112000", "Chest CAD Report"),
            Vec::new(),
        ),
        |status| matches!(status, AiStatus::Failed { .. }),
    );
}

/// TID 4004 over two TID 4006: a mass seen in two views, by reference to the image library.
fn mass(views: [u32; 2]) -> Item {
    let view = |idx: u32, x: f32| {
        code(
            "INFERRED FROM",
            SINGLE,
            ("SCT", "129788004", "Mammographic breast mass"),
        )
        .with(vec![
            code("HAS CONCEPT MOD", INTENT, REQUIRED),
            graphic(
                "HAS PROPERTIES",
                ("DCM", "111010", "Center"),
                "POINT",
                &[x, 100.0],
                by_reference("SELECTED FROM", &[1, 1, idx]),
            ),
            graphic(
                "HAS PROPERTIES",
                ("DCM", "111041", "Outline"),
                "POLYLINE",
                &[x - 5.0, 95.0, x + 5.0, 95.0, x + 5.0, 105.0, x - 5.0, 105.0],
                by_reference("SELECTED FROM", &[1, 1, idx]),
            ),
        ])
    };
    code(
        "CONTAINS",
        COMPOSITE,
        ("SCT", "129788004", "Mammographic breast mass"),
    )
    .with(vec![
        code("HAS CONCEPT MOD", INTENT, REQUIRED),
        code(
            "HAS CONCEPT MOD",
            ("SCT", "272741003", "Laterality"),
            ("SCT", "73056007", "Right breast"),
        ),
        number(
            "HAS PROPERTIES",
            ("DCM", "111047", "Probability of cancer"),
            "62",
            "%",
        ),
        view(views[0], 50.5),
        view(views[1], 60.5),
    ])
}

/// TID 4006: a cluster on the first image that a viewer may leave out.
fn calcification() -> Item {
    let optional = code("HAS CONCEPT MOD", INTENT, OPTIONAL).with(vec![number(
        "HAS PROPERTIES",
        ("DCM", "111071", "CAD Operating Point"),
        "2",
        "{1:3}",
    )]);
    code(
        "CONTAINS",
        SINGLE,
        ("SCT", "129769006", "Calcification Cluster"),
    )
    .with(vec![
        optional,
        graphic(
            "HAS PROPERTIES",
            ("DCM", "111010", "Center"),
            "POINT",
            &[20.5, 30.5],
            by_reference("SELECTED FROM", &[1, 1, 1]),
        ),
    ])
}

#[test]
fn a_mass_in_two_mammograms_is_one_finding_with_marks_on_both() {
    let bench = Bench::new();
    for view in TinyProjection::four_views() {
        view.write(&bench.images()).unwrap();
    }
    let library = bench.library();
    let frames: Vec<_> = library
        .series()
        .flat_map(|s| s.frames.iter().map(move |f| (s, f)))
        .collect();
    let study = library.studies[0].uid.as_str().to_owned();
    let images = frames
        .iter()
        .map(|(_, f)| image("CONTAINS", f.sop.as_str()))
        .collect();
    let impression = container(
        "INFERRED FROM",
        ("DCM", "111034", "Individual Impression/Recommendation"),
        vec![mass([1, 2]), calcification()],
    );
    let content = vec![
        container("CONTAINS", ("DCM", "111028", "Image Library"), images),
        code("CONTAINS", SUMMARY, WITH).with(vec![impression]),
        code(
            "CONTAINS",
            ("DCM", "111064", "Summary of Detections"),
            SUCCEEDED,
        ),
        code(
            "CONTAINS",
            ("DCM", "111065", "Summary of Analyses"),
            SUCCEEDED,
        ),
    ];
    let root = ("DCM", "111036", "Mammography CAD Report");
    bench.put(
        "mammography.dcm",
        &report(MAMMOGRAPHY, &study, root, content),
    );
    let (recorded, found) = bench.read();
    assert!(!found.has_errors(), "{found:?}");
    let [mass, calcification] = recorded.result.findings() else {
        panic!("{:?}", recorded.result)
    };
    assert_eq!(mass.laterality, Some(Laterality::Right));
    assert_eq!(mass.probability, Some(0.62));
    assert_eq!(mass.marks.len(), 4);
    assert_eq!(mass.marks[0].series, frames[0].0.uid);
    assert_eq!(mass.marks[2].series, frames[1].0.uid);
    let Shape::Point(at) = mass.marks[0].shape else {
        panic!("{:?}", mass.marks)
    };
    // Pixels of 1 mm at the detector: column 50.5 is the middle of pixel 50.
    assert!(at.distance(Vec3::new(50.0, 99.5, 0.0)) < 1e-6, "{at:?}");
    assert!(matches!(&mass.marks[1].shape, Shape::Polygon(points) if points.len() == 4));
    assert!(calcification.notes[0].value.contains("operating point 2"));
}
