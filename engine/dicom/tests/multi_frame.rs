//! Enhanced objects: functional groups, stacks and times, where side and view of a frame may stand, and what many frames
//! may cost.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here")]

#[path = "support/counting.rs"]
mod counting;
#[path = "support/fixtures.rs"]
#[allow(dead_code, reason = "shared with the test of damaged files")]
mod fixtures;

use std::fs;
use std::path::{Path, PathBuf};

use overread_base::{Diagnostics, Laterality};
use overread_dicom::{Frame, Library, SeriesGeometry, load_frame, load_volume, open_folder};
use overread_image::{Rescale, Voi};
use tempfile::TempDir;

use counting::peak_of;
use fixtures::{EXPLICIT_LE, Set, Value, Way, file, image, items, number, rle, text, with_meta};

/// What a few hundred kilobytes of header may take to be read.
const LITTLE: usize = 16 << 20;

fn written(bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("image.dcm");
    fs::write(&path, bytes).unwrap();
    (folder, path)
}

/// The file of a data set, and what is said about it.
fn open(set: &Set) -> (Library, Vec<String>) {
    let (_folder, path) = written(&file(EXPLICIT_LE, set, Way::Explicit));
    let (library, said) = open_path(&path);
    for series in library.series() {
        if series.geometry.grid().is_some() {
            load_volume(series, &()).unwrap();
        }
    }
    (library, said)
}

fn open_path(path: &Path) -> (Library, Vec<String>) {
    let mut diagnostics = Diagnostics::default();
    let library = open_folder(path, &mut diagnostics).unwrap();
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

fn group(tag: (u16, u16), item: Set) -> ((u16, u16), [u8; 2], Value) {
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
                    Value::Words(vec![u16::try_from(time).unwrap(), 0]),
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
            *value = Value::Text("60000".to_owned());
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

/// Each of many frames would repeat what the header says once: 200 times 1.3 MB of windows and some long texts.
#[test]
fn windows_and_texts_of_all_frames_are_bounded_and_shared() {
    const N_FRAMES: u16 = 200;
    let long = "X".repeat(60_000);
    let many = "7\\".repeat(30_000);
    let own_window = vec![
        text((0x28, 0x1050), b"DS", "30"),
        text((0x28, 0x1051), b"DS", "100"),
    ];
    // Groups that say nothing are a frame's own all the same.
    let mut groups = vec![Set::new(); usize::from(N_FRAMES)];
    groups[0].push(group((0x28, 0x9132), own_window));
    let stack = vec![text((0x20, 0x9056), b"SH", &long)];
    let set = with(
        N_FRAMES,
        vec![
            text((8, 0x16), b"UI", &long),
            text((0x18, 0x5101), b"CS", &long),
            text((0x20, 0x20), b"CS", &format!("{long}\\L")),
            text((0x28, 0x1050), b"DS", &many),
            text((0x28, 0x1051), b"DS", &many),
            text((0x28, 0x1055), b"LO", &long),
            items((0x5200, 0x9229), vec![vec![group((0x20, 0x9111), stack)]]),
            items((0x5200, 0x9230), groups),
        ],
    );
    let (_folder, path) = written(&file(EXPLICIT_LE, &set, Way::Explicit));
    let ((library, _), peak) = peak_of(|| open_path(&path));
    let frames: Vec<&Frame> = library.series().flat_map(|s| &s.frames).collect();
    assert_eq!(frames.len(), usize::from(N_FRAMES));
    assert_eq!((frames[0].vois.len(), centre(frames[0])), (1, 30.0));
    for frame in &frames[1..] {
        assert_eq!((frame.vois.len(), centre(frame)), (32, 7.0));
        assert_eq!(frame.vois[0].explanation, "X".repeat(64));
        assert!(frame.vois.as_ptr() == frames[1].vois.as_ptr());
        let texts = [frame.view.as_ref(), frame.group.stack.as_ref()];
        let n_most = texts.map(|t| t.unwrap().len()).into_iter().max();
        assert!(n_most <= Some(256) && frame.sop_class.len() <= 64);
    }
    assert!(peak < LITTLE, "{peak} bytes");
}

/// Three planes: large over all frames, over the last two but cut short, and in a bit of the pixels.
fn overlays() -> Set {
    let plane = |group: u16, side: u16| {
        vec![
            number((group, 0x10), side),
            number((group, 0x11), side),
            text((group, 0x40), b"CS", "G"),
            ((group, 0x50), *b"SS", Value::Words(vec![1, 1])),
            number((group, 0x100), 1),
            number((group, 0x102), 0),
        ]
    };
    let bits = |group: u16, n: usize| ((group, 0x3000), *b"OW", Value::Words(vec![0xFFFF; n / 16]));
    let mut set = plane(0x6000, 2048);
    set.push(bits(0x6000, 2048 * 2048));
    set.extend(plane(0x6002, 24));
    set.push(text((0x6002, 0x15), b"IS", "2"));
    set.push(number((0x6002, 0x51), 19));
    set.push(bits(0x6002, 24 * 24));
    set.extend(plane(0x6004, 24));
    set.retain(|(tag, ..)| *tag != (0x6004, 0x102));
    set.push(number((0x6004, 0x102), 12));
    set
}

/// Read for each frame, the large plane alone would take 20 times 4 MB.
#[test]
fn overlays_over_many_frames_are_counted_and_not_read() {
    let frames = (0..20).map(|z| place("1", 1, f64::from(z))).collect();
    let mut more = overlays();
    more.push(items((0x5200, 0x9230), frames));
    let (_folder, path) = written(&file(EXPLICIT_LE, &with(20, more), Way::Explicit));
    let (library, said) = open_path(&path);
    assert!(said.is_empty(), "{said:?}");
    let series = library.series().next().unwrap();
    let (loaded, peak) = peak_of(|| load_volume(series, &()).unwrap());
    let cut = format!(
        "an overlay ends too early and is not shown ({})",
        path.display()
    );
    let counted = "41 overlays on 20 slices are not shown".to_owned();
    assert_eq!(loaded.warnings, [cut, counted]);
    assert!(loaded.overlays.is_empty());
    assert!(peak < LITTLE, "{peak} bytes");
    // A frame by itself has them.
    for (idx, sizes) in [
        (0, &[2048, 24][..]),
        (18, &[2048, 24, 24]),
        (19, &[2048, 24]),
    ] {
        let overlays = load_frame(&series.frames[idx]).unwrap().overlays;
        let found: Vec<_> = overlays.iter().map(|o| o.size[0]).collect();
        assert_eq!(found, sizes);
        assert!(
            overlays
                .iter()
                .all(|o| o.bits.len() == (o.size[0] * o.size[1]) as usize)
        );
    }
}

#[test]
fn a_frame_length_beyond_any_number_is_not_used() {
    let eight_bytes = |word: u16| Value::Words(vec![word; 4]);
    let set = with(
        1,
        vec![
            ((0x7FE0, 1), *b"UN", eight_bytes(0)),
            ((0x7FE0, 2), *b"UN", eight_bytes(0xFFFF)),
        ],
    );
    let (_folder, path) = written(&with_meta("1.2.840.10008.1.2.5", &rle(&set)));
    let (library, _) = open_path(&path);
    let found = load_frame(&library.series().next().unwrap().frames[0]).unwrap();
    let expected: Vec<i16> = (0..24 * 24).map(|i| i * 37 % 4096).collect();
    assert_eq!(found.image.samples(), expected);
}

#[test]
fn a_rescale_beyond_single_precision_is_not_used() {
    for (slope, intercept) in [("1e300", "0"), ("1e-50", "0"), ("1", "-1e39"), ("0", "0")] {
        let set = with(
            1,
            vec![
                text((0x28, 0x1052), b"DS", intercept),
                text((0x28, 0x1053), b"DS", slope),
            ],
        );
        let (frame, said) = first_frame(&set);
        assert_eq!(frame.rescale, Rescale::IDENTITY, "{slope} {intercept}");
        let is_said = said.iter().any(|text| text.contains("cannot be used"));
        assert!(is_said, "{slope} {intercept}: {said:?}");
    }
}
