//! Enhanced objects: functional groups, stacks and times, and where side and view of a frame may stand.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here")]

#[path = "support/fixtures.rs"]
#[allow(dead_code, reason = "shared with the test of damaged files")]
mod fixtures;

use std::fs;

use overread_base::{Diagnostics, Laterality};
use overread_dicom::{Frame, Library, SeriesGeometry, load_volume, open_folder};

use overread_image::Voi;

use fixtures::{EXPLICIT_LE, Set, Way, file, image, items, text};

/// The file of a data set, and what is said about it.
fn open(set: &Set) -> (Library, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("image.dcm");
    fs::write(&path, file(EXPLICIT_LE, set, Way::Explicit)).unwrap();
    let mut diagnostics = Diagnostics::default();
    let library = open_folder(&path, &mut diagnostics).unwrap();
    for series in library.series() {
        if series.geometry.grid().is_some() {
            load_volume(series, &()).unwrap();
        }
    }
    let said = diagnostics.all().iter().map(|d| d.message.clone());
    (library, said.collect())
}

fn first_frame(set: &Set) -> (Frame, Vec<String>) {
    let (library, said) = open(set);
    let frame = library.series().next().unwrap().frames[0].clone();
    (frame, said)
}

/// `image` with other elements, in the order of their tags.
fn with(n_frames: u16, more: Set) -> Set {
    let mut set = image(n_frames);
    set.retain(|(tag, ..)| more.iter().all(|(other, ..)| tag != other));
    set.extend(more);
    set.sort_by_key(|(tag, ..)| *tag);
    set
}

fn group(tag: (u16, u16), item: Set) -> ((u16, u16), [u8; 2], fixtures::Value) {
    items(tag, vec![item])
}

fn place(stack: &str, time: u32, z_mm: f64) -> Set {
    vec![
        group(
            (0x20, 0x9111),
            vec![
                text((0x20, 0x9056), b"SH", stack),
                (
                    (0x20, 0x9128),
                    *b"UL",
                    fixtures::Value::Words(vec![u16::try_from(time).unwrap(), 0]),
                ),
            ],
        ),
        group(
            (0x20, 0x9113),
            vec![text((0x20, 0x32), b"DS", &format!("0\\0\\{z_mm}"))],
        ),
    ]
}

#[test]
fn stacks_and_times_of_one_object_are_volumes_of_their_own() {
    // Places first, then times, then stacks, as scanners write; both stacks lie at the same places.
    let mut frames = Vec::new();
    for stack in ["1", "2"] {
        for time in [1, 2] {
            for z in [0.0, 2.5, 5.0] {
                frames.push(place(stack, time, z));
            }
        }
    }
    let (library, said) = open(&with(12, vec![items((0x5200, 0x9230), frames)]));
    let found: Vec<_> = library
        .series()
        .map(|series| {
            let group = series.frames[0].group.clone();
            let numbers: Vec<u32> = series.frames.iter().map(|f| f.frame_number).collect();
            let SeriesGeometry::Regular(grid) = &series.geometry else {
                panic!("{:?}", series.geometry)
            };
            (
                group.stack.unwrap(),
                group.time.unwrap(),
                numbers,
                grid.spacing.z,
            )
        })
        .collect();
    let expected = [
        ("1", 1, [1, 2, 3]),
        ("1", 2, [4, 5, 6]),
        ("2", 1, [7, 8, 9]),
        ("2", 2, [10, 11, 12]),
    ];
    let expected: Vec<_> = expected
        .into_iter()
        .map(|(stack, time, numbers)| (stack.to_owned(), time, numbers.to_vec(), 2.5))
        .collect();
    assert_eq!(found, expected);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("is split"), "{said:?}");
}

/// The centre of a frame's first window.
fn centre(frame: &Frame) -> f32 {
    match &frame.vois[0].voi {
        Voi::Window(window) => window.centre(),
        Voi::Table(_) => panic!("expected a window"),
    }
}

/// The slice that is watched while the contrast agent comes, and a study in several encodings, lie at one place.
#[test]
fn slices_at_one_position_are_all_kept_in_their_order() {
    let folder = tempfile::tempdir().unwrap();
    for number in [3, 1, 2] {
        let sop = format!("1.2.826.0.1.3680043.10.9.{number}");
        let set = with(
            1,
            vec![
                text((8, 0x18), b"UI", &sop),
                text((0x20, 0x13), b"IS", &number.to_string()),
            ],
        );
        let path = folder.path().join(format!("{}.dcm", 9 - number));
        fs::write(path, file(EXPLICIT_LE, &set, Way::Explicit)).unwrap();
    }
    let mut diagnostics = Diagnostics::default();
    let library = open_folder(folder.path(), &mut diagnostics).unwrap();
    let series: Vec<_> = library.series().collect();
    assert_eq!(series.len(), 1);
    let numbers: Vec<_> = series[0].frames.iter().map(|f| f.instance_number).collect();
    assert_eq!(numbers, [Some(1), Some(2), Some(3)]);
    assert_eq!(series[0].geometry, SeriesGeometry::Unknown);
    let said = "3 slices at one position: their order is that of the instance numbers";
    assert_eq!(diagnostics.all()[0].message, said);
}

#[test]
fn each_frame_has_its_own_groups_and_shares_the_others() {
    let frame = |z: f64, slope: &str, window: &str| {
        let mut groups = place("1", 1, z);
        groups.push(group(
            (0x28, 0x9132),
            vec![
                text((0x28, 0x1050), b"DS", window),
                text((0x28, 0x1051), b"DS", "100"),
            ],
        ));
        groups.push(group(
            (0x28, 0x9145),
            vec![
                text((0x28, 0x1052), b"DS", "-10"),
                text((0x28, 0x1053), b"DS", slope),
            ],
        ));
        groups
    };
    let shared = vec![
        group(
            (0x20, 0x9116),
            vec![text((0x20, 0x37), b"DS", "0\\1\\0\\1\\0\\0")],
        ),
        group(
            (0x28, 0x9110),
            vec![text((0x28, 0x30), b"DS", "0.75\\0.25")],
        ),
    ];
    let (library, _) = open(&with(
        2,
        vec![
            items((0x5200, 0x9229), vec![shared]),
            items(
                (0x5200, 0x9230),
                vec![frame(1.0, "2", "30"), frame(2.0, "4", "60")],
            ),
        ],
    ));
    let mut frames: Vec<&Frame> = library.series().flat_map(|s| &s.frames).collect();
    frames.sort_by_key(|frame| frame.frame_number);
    let found: Vec<_> = frames
        .iter()
        .map(|f| (f.rescale.slope, f.rescale.intercept, centre(f)))
        .collect();
    assert_eq!(found, [(2.0, -10.0, 30.0), (4.0, -10.0, 60.0)]);
    for frame in frames {
        let spacing = frame.spacing.unwrap();
        assert_eq!((spacing.row_mm, spacing.column_mm), (0.75, 0.25));
        let (row, column) = frame.orientation.unwrap();
        assert_eq!((row.y, column.x), (1.0, 1.0));
    }
}

#[test]
fn frames_that_the_file_cannot_hold_are_left_out_and_named() {
    let mut set = image(3);
    for (tag, _, value) in &mut set {
        if *tag == (0x28, 8) {
            *value = fixtures::Value::Text("60000".to_owned());
        }
    }
    let (library, said) = open(&set);
    assert_eq!(library.series().map(|s| s.frames.len()).sum::<usize>(), 3);
    let named = "number of frames: expected 60000, found room for 3 in the file";
    assert!(said.iter().any(|s| s == named), "{said:?}");
}

#[track_caller]
fn check_view(more: Set, side: Option<Laterality>, view: Option<&str>, said: &[&str]) {
    let (frame, notes) = first_frame(&with(1, more));
    assert_eq!((frame.laterality, frame.view.as_deref()), (side, view));
    assert_eq!(notes, said);
}

#[test]
fn side_and_view_are_found_wherever_the_standard_puts_them() {
    let code = |value: &str, scheme: &str| {
        group(
            (0x54, 0x220),
            vec![
                text((8, 0x100), b"SH", value),
                text((8, 0x102), b"SH", scheme),
                text((8, 0x104), b"LO", "as it is called"),
            ],
        )
    };
    let (left, right) = (Some(Laterality::Left), Some(Laterality::Right));
    check_view(
        vec![
            text((0x18, 0x5101), b"CS", "MLO"),
            text((0x20, 0x62), b"CS", "R"),
        ],
        right,
        Some("MLO"),
        &[],
    );
    check_view(vec![code("399162004", "SCT")], None, Some("CC"), &[]);
    check_view(vec![code("R-10226", "SRT")], None, Some("MLO"), &[]);
    check_view(
        vec![code("1234", "99X")],
        None,
        Some("as it is called"),
        &[],
    );
    check_view(vec![text((0x20, 0x60), b"CS", "L")], left, None, &[]);
    let anatomy = group((0x20, 0x9071), vec![text((0x20, 0x9072), b"CS", "L")]);
    check_view(
        vec![items((0x5200, 0x9229), vec![vec![anatomy]])],
        left,
        None,
        &[],
    );
}

#[test]
fn a_mammogram_whose_side_and_view_stand_in_texts_alone_says_where_they_came_from() {
    let mammogram = || text((8, 0x60), b"CS", "MG");
    let left = Some(Laterality::Left);
    let view = |from: &str| {
        format!(
            "view MLO is taken from {from}: neither View Position nor View Code Sequence states it"
        )
    };
    let side = "side left is taken from Patient ID: no laterality attribute states it";
    check_view(
        vec![mammogram(), text((0x10, 0x20), b"LO", "Case_7_LEFT_MLO")],
        left,
        Some("MLO"),
        &[side, &view("Patient ID")],
    );
    check_view(
        vec![
            mammogram(),
            text((0x20, 0x20), b"CS", "MLO"),
            text((0x20, 0x60), b"CS", "L"),
        ],
        left,
        Some("MLO"),
        &[&view("Patient Orientation")],
    );
    // Letters of directions are no side, an attribute is never overruled, and a CT is left alone.
    check_view(
        vec![mammogram(), text((0x20, 0x20), b"CS", "P\\L")],
        None,
        None,
        &[],
    );
    check_view(
        vec![
            mammogram(),
            text((0x10, 0x20), b"LO", "RIGHT_CC"),
            text((0x18, 0x5101), b"CS", "MLO"),
            text((0x20, 0x62), b"CS", "L"),
        ],
        left,
        Some("MLO"),
        &[],
    );
    check_view(
        vec![text((0x10, 0x20), b"LO", "Case_7_LEFT_MLO")],
        None,
        None,
        &[],
    );
}
