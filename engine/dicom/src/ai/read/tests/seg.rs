//! Segmentations built byte by byte: frames in any order, bits across bytes, fractions and labels.

use overread_base::{MaskRle, Shape};

use super::build::{Bench, Set, object, reference};

const SEGMENTATION: &str = "1.2.840.10008.5.1.4.1.1.66.4";
const LABEL_MAP: &str = "1.2.840.10008.5.1.4.1.1.66.7";
const STUDY: &str = "1.2.826.0.1.3680043.10.1.1";
const SERIES: &str = "1.2.826.0.1.3680043.10.1.1.1";

/// A frame: slice of the tiny CT from 0, segment number, and its 5 x 3 pixels, placed at column 2, row 1 of the slice.
struct Frame {
    slice: u16,
    segment: Option<u16>,
    pixels: [u8; 15],
}

enum Type {
    Binary,
    Fractional,
    Labels,
}

fn segment(number: u16, label: &str) -> Set {
    Set::default()
        .code(
            (0x0062, 0x0003),
            ("SCT", "49755003", "Morphologically Abnormal Structure"),
        )
        .us((0x0062, 0x0004), number)
        .text((0x0062, 0x0005), "LO", label)
        .code((0x0062, 0x000F), ("SCT", "27925004", "Nodule"))
}

fn groups(frame: &Frame) -> Set {
    let source = reference(&format!("{SERIES}.{}", frame.slice + 1));
    let derivation = Set::default().seq((0x0008, 0x2112), vec![source]);
    let position = format!("10\\5\\{}", frame.slice * 5);
    let set = Set::default().seq((0x0008, 0x9124), vec![derivation]).seq(
        (0x0020, 0x9113),
        vec![Set::default().text((0x0020, 0x0032), "DS", &position)],
    );
    match frame.segment {
        Some(number) => set.seq(
            (0x0062, 0x000A),
            vec![Set::default().us((0x0062, 0x000B), number)],
        ),
        None => set,
    }
}

fn seg(kind: &Type, segments: Vec<Set>, frames: &[Frame]) -> Vec<u8> {
    let (class, word, bits) = match kind {
        Type::Binary => (SEGMENTATION, "BINARY", 1),
        Type::Fractional => (SEGMENTATION, "FRACTIONAL", 8),
        Type::Labels => (LABEL_MAP, "LABELMAP", 8),
    };
    let shared = Set::default()
        .seq(
            (0x0020, 0x9116),
            vec![Set::default().text((0x0020, 0x0037), "DS", "1\\0\\0\\0\\1\\0")],
        )
        .seq(
            (0x0028, 0x9110),
            vec![Set::default().text((0x0018, 0x0050), "DS", "5").text(
                (0x0028, 0x0030),
                "DS",
                "5\\5",
            )],
        );
    let mut pixels: Vec<u8> = frames.iter().flat_map(|f| f.pixels).collect();
    if bits == 1 {
        let mut packed = vec![0; pixels.len().div_ceil(8)];
        for (at, &pixel) in pixels.iter().enumerate() {
            packed[at / 8] |= pixel << (at % 8);
        }
        pixels = packed;
    }
    let sop = "1.2.826.0.1.3680043.10.1.78.1";
    let photometric = if bits == 8 && word == "LABELMAP" {
        "PALETTE COLOR"
    } else {
        "MONOCHROME2"
    };
    object(class, sop, "SEG", STUDY)
        .us((0x0028, 0x0002), 1)
        .text((0x0028, 0x0004), "CS", photometric)
        .text((0x0028, 0x0008), "IS", &frames.len().to_string())
        .us((0x0028, 0x0010), 3)
        .us((0x0028, 0x0011), 5)
        .us((0x0028, 0x0100), bits)
        .us((0x0028, 0x0101), bits)
        .us((0x0028, 0x0102), bits - 1)
        .us((0x0028, 0x0103), 0)
        .text((0x0062, 0x0001), "CS", word)
        .seq((0x0062, 0x0002), segments)
        .us((0x0062, 0x000E), 200)
        .text((0x0062, 0x0010), "CS", "PROBABILITY")
        .seq((0x5200, 0x9229), vec![shared])
        .seq((0x5200, 0x9230), frames.iter().map(groups).collect())
        .raw((0x7FE0, 0x0010), "OB", &pixels)
        .file(class, sop)
}

/// The voxels that are set, as column, row, slice of the mask's grid.
fn voxels(mask: &MaskRle) -> Vec<[u32; 3]> {
    let [nx, ny, _] = mask.geometry.size;
    let mut at = 0;
    let mut found = Vec::new();
    for (idx, &run) in mask.runs.iter().enumerate() {
        if idx % 2 == 1 {
            found.extend((at..at + run).map(|v| [v % nx, v / nx % ny, v / nx / ny]));
        }
        at += run;
    }
    assert_eq!(u64::from(at), mask.geometry.voxel_count());
    found
}

const ONE: [u8; 15] = [0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const TWO: [u8; 15] = [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];

/// One small object of each type.
pub(super) fn of_each_type() -> [Vec<u8>; 3] {
    [Type::Binary, Type::Fractional, Type::Labels].map(|kind| {
        let frame = |slice| Frame {
            slice,
            segment: Some(1),
            pixels: ONE,
        };
        seg(&kind, vec![segment(1, "first")], &[frame(4), frame(3)])
    })
}

#[test]
fn frames_lie_where_their_positions_say_and_not_in_their_order() {
    let bench = Bench::with_ct();
    let frames = [
        Frame {
            slice: 7,
            segment: Some(1),
            pixels: ONE,
        },
        Frame {
            slice: 3,
            segment: Some(2),
            pixels: TWO,
        },
        Frame {
            slice: 3,
            segment: Some(1),
            pixels: TWO,
        },
    ];
    let segments = vec![segment(1, "first"), segment(2, "second")];
    bench.put("binary.dcm", &seg(&Type::Binary, segments, &frames));
    let (recorded, found) = bench.read();
    assert!(!found.has_errors(), "{found:?}");
    let [first, second] = recorded.result.findings() else {
        panic!("{recorded:?}")
    };
    assert_eq!((first.id.as_str(), second.id.as_str()), ("first", "second"));
    let Shape::Mask(mask) = &first.marks[0].shape else {
        panic!()
    };
    // The grid is that of the series: 16 voxels a side, the frames begin at column 2, row 1.
    assert_eq!(mask.geometry.size, [16, 16, 16]);
    assert_eq!(
        voxels(mask),
        [[2, 1, 3], [3, 1, 3], [6, 3, 3], [6, 1, 7], [2, 2, 7]]
    );
    let Shape::Mask(mask) = &second.marks[0].shape else {
        panic!()
    };
    assert_eq!(voxels(mask), [[2, 1, 3], [3, 1, 3], [6, 3, 3]]);
}

#[test]
fn fractions_are_kept_as_a_heat_map_and_cut_at_one_half() {
    let bench = Bench::with_ct();
    let mut pixels = [0; 15];
    // Of 200: 0.495, 0.5, 1.
    pixels[..3].copy_from_slice(&[99, 100, 200]);
    let frames = [Frame {
        slice: 2,
        segment: Some(1),
        pixels,
    }];
    bench.put(
        "fractional.dcm",
        &seg(&Type::Fractional, vec![segment(1, "soft")], &frames),
    );
    let (recorded, _) = bench.read();
    let report = recorded.result.report().unwrap();
    let Shape::Mask(mask) = &report.findings[0].marks[0].shape else {
        panic!()
    };
    assert_eq!(voxels(mask), [[3, 1, 2], [4, 1, 2]]);
    let notes: Vec<&str> = report.findings[0]
        .notes
        .iter()
        .map(|n| n.value.as_str())
        .collect();
    assert!(
        notes.contains(&"mask of PROBABILITY at or above 0.5"),
        "{notes:?}"
    );
    let map = &report.heat_maps[0];
    assert_eq!(
        (map.geometry.size, map.values[..3].to_vec()),
        ([5, 3, 1], vec![126, 128, 255])
    );
}

#[test]
fn labels_are_segments_and_the_rest_is_background() {
    let bench = Bench::with_ct();
    let mut pixels = [0; 15];
    pixels[..4].copy_from_slice(&[1, 2, 2, 9]);
    let frames = [Frame {
        slice: 5,
        segment: None,
        pixels,
    }];
    let segments = vec![segment(1, "one"), segment(2, "two")];
    bench.put("labels.dcm", &seg(&Type::Labels, segments, &frames));
    let (recorded, found) = bench.read();
    assert!(!found.has_errors(), "{found:?}");
    let [one, two] = recorded.result.findings() else {
        panic!("{recorded:?}")
    };
    let Shape::Mask(mask) = &one.marks[0].shape else {
        panic!()
    };
    assert_eq!(voxels(mask), [[2, 1, 5]]);
    let Shape::Mask(mask) = &two.marks[0].shape else {
        panic!()
    };
    assert_eq!(voxels(mask), [[3, 1, 5], [4, 1, 5]]);
}

#[test]
fn a_segmentation_that_is_cut_short_is_a_failed_result() {
    let bench = Bench::with_ct();
    let frames = [
        Frame {
            slice: 7,
            segment: Some(1),
            pixels: ONE,
        },
        Frame {
            slice: 8,
            segment: Some(1),
            pixels: ONE,
        },
    ];
    let bytes = seg(&Type::Binary, vec![segment(1, "first")], &frames);
    bench.put("cut.dcm", &bytes[..bytes.len() - 2]);
    let (recorded, found) = bench.read();
    assert!(found.has_errors());
    let overread_base::AiStatus::Failed { message, .. } = &recorded.result.status else {
        panic!("{recorded:?}")
    };
    assert!(message.contains("end too early"), "{message}");
}
