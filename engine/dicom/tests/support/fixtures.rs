//! DICOM files made from code, one for each way of writing: they are there on every machine.

#![expect(
    clippy::cast_possible_truncation,
    reason = "fixtures are a few thousand bytes long"
)]

use overread_testkit::TinyCt;

pub(crate) const EXPLICIT_LE: &str = "1.2.840.10008.1.2.1";
const SIDE: u16 = 24;

/// Name and bytes of every fixture.
pub(crate) fn all() -> Vec<(&'static str, Vec<u8>)> {
    let image = image(1);
    vec![
        ("tiny CT", TinyCt::numbered(1).file(1)),
        ("no preamble, no meta", write(&image, Way::Explicit)),
        ("implicit", file("1.2.840.10008.1.2", &image, Way::Implicit)),
        ("big endian", file("1.2.840.10008.1.2.2", &image, Way::Big)),
        (
            "deflated",
            with_meta(
                "1.2.840.10008.1.2.1.99",
                &stored(&write(&image, Way::Explicit)),
            ),
        ),
        (
            "multi-frame with groups",
            file(EXPLICIT_LE, &multi_frame(), Way::Explicit),
        ),
        ("RLE", with_meta("1.2.840.10008.1.2.5", &rle(&image))),
        ("report", file(EXPLICIT_LE, &report(), Way::Explicit)),
        ("directory", directory()),
    ]
}

/// How elements are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Explicit,
    Implicit,
    Big,
}

/// An element before it is written.
#[derive(Clone)]
pub(crate) enum Value {
    Text(String),
    Number(u16),
    Words(Vec<u16>),
    Items(Vec<Set>),
    /// Items of undefined length as an unknown representation.
    Unknown(Vec<Set>),
}

pub(crate) type Set = Vec<((u16, u16), [u8; 2], Value)>;

pub(crate) fn text(at: (u16, u16), vr: &[u8; 2], value: &str) -> ((u16, u16), [u8; 2], Value) {
    (at, *vr, Value::Text(value.to_owned()))
}

pub(crate) fn number(at: (u16, u16), value: u16) -> ((u16, u16), [u8; 2], Value) {
    (at, *b"US", Value::Number(value))
}

pub(crate) fn items(at: (u16, u16), items: Vec<Set>) -> ((u16, u16), [u8; 2], Value) {
    (at, *b"SQ", Value::Items(items))
}

pub(crate) fn image(n_frames: u16) -> Set {
    let n_words = usize::from(SIDE) * usize::from(SIDE) * usize::from(n_frames);
    let words = (0..n_words).map(|i| (i * 37 % 4096) as u16).collect();
    vec![
        text((8, 5), b"CS", "\\ISO 2022 IR 144\\ISO 2022 IR 87"),
        text((8, 0x16), b"UI", "1.2.840.10008.5.1.4.1.1.2"),
        text((8, 0x18), b"UI", "1.2.826.0.1.3680043.10.9.1"),
        text((8, 0x60), b"CS", "CT"),
        text((8, 0x103E), b"LO", "\u{1b}-LABC \u{1b}$B;3ED\u{1b}(B"),
        text((0x10, 0x10), b"PN", "Ivanov^Ivan=\u{1b}-LABC^DEF"),
        text((0x20, 0x0D), b"UI", "1.2.826.0.1.3680043.10.9"),
        text((0x20, 0x0E), b"UI", "1.2.826.0.1.3680043.10.9.2"),
        text((0x20, 0x13), b"IS", "1"),
        text((0x20, 0x32), b"DS", "0\\0\\10"),
        text((0x20, 0x37), b"DS", "1\\0\\0\\0\\1\\0"),
        number((0x28, 2), 1),
        text((0x28, 4), b"CS", "MONOCHROME2"),
        text((0x28, 8), b"IS", &n_frames.to_string()),
        number((0x28, 0x10), SIDE),
        number((0x28, 0x11), SIDE),
        text((0x28, 0x30), b"DS", "0.5\\0.5"),
        number((0x28, 0x100), 16),
        number((0x28, 0x101), 12),
        number((0x28, 0x102), 11),
        number((0x28, 0x103), 0),
        text((0x28, 0x1050), b"DS", "40\\-600"),
        text((0x28, 0x1051), b"DS", "400\\1200"),
        text((0x28, 0x1052), b"DS", "-1024"),
        text((0x28, 0x1053), b"DS", "1"),
        (
            (0x29, 0x1010),
            *b"UN",
            Value::Unknown(vec![vec![text((8, 0x100), b"SH", "PRIVATE")]]),
        ),
        ((0x7FE0, 0x10), *b"OW", Value::Words(words)),
    ]
}

fn multi_frame() -> Set {
    let mut set = image(3);
    let pixels = set.pop();
    let frame = |z: u16| {
        vec![
            items(
                (0x20, 0x9111),
                vec![vec![
                    text((0x20, 0x9056), b"SH", "1"),
                    number((0x20, 0x9128), 1),
                ]],
            ),
            items(
                (0x20, 0x9113),
                vec![vec![text((0x20, 0x32), b"DS", &format!("0\\0\\{z}"))]],
            ),
        ]
    };
    set.push(items(
        (0x5200, 0x9229),
        vec![vec![items(
            (0x28, 0x9110),
            vec![vec![text((0x28, 0x30), b"DS", "0.5\\0.5")]],
        )]],
    ));
    set.push(items((0x5200, 0x9230), vec![frame(0), frame(2), frame(4)]));
    set.extend(pixels);
    set
}

fn report() -> Set {
    let code = |value: &str| {
        vec![
            text((8, 0x100), b"SH", value),
            text((8, 0x102), b"SH", "DCM"),
            text((8, 0x104), b"LO", "Meaning"),
        ]
    };
    let mut node = vec![
        text((0x40, 0xA010), b"CS", "CONTAINS"),
        text((0x40, 0xA040), b"CS", "TEXT"),
        items((0x40, 0xA043), vec![code("121071")]),
        text((0x40, 0xA160), b"UT", "Words"),
    ];
    for _ in 0..6 {
        node = vec![
            text((0x40, 0xA010), b"CS", "CONTAINS"),
            text((0x40, 0xA040), b"CS", "CONTAINER"),
            items((0x40, 0xA043), vec![code("126000")]),
            items((0x40, 0xA730), vec![node.clone(), node]),
        ];
    }
    let mut set = vec![
        text((8, 5), b"CS", "ISO_IR 192"),
        text((8, 0x16), b"UI", "1.2.840.10008.5.1.4.1.1.88.34"),
        text((8, 0x18), b"UI", "1.2.826.0.1.3680043.10.9.3"),
        text((8, 0x60), b"CS", "SR"),
        text((0x20, 0x0D), b"UI", "1.2.826.0.1.3680043.10.9"),
        text((0x20, 0x0E), b"UI", "1.2.826.0.1.3680043.10.9.4"),
    ];
    set.extend(node);
    set
}

fn directory() -> Vec<u8> {
    let record = |name: &str| {
        vec![
            text((4, 0x1430), b"CS", "IMAGE"),
            text((4, 0x1500), b"CS", name),
        ]
    };
    let records = ["DICOM\\IM1", "..\\SECRET", "IM2"].map(record).to_vec();
    let set = vec![items((4, 0x1220), records)];
    with_class(
        "1.2.840.10008.1.3.10",
        EXPLICIT_LE,
        &write(&set, Way::Explicit),
    )
}

/// Two fragments of RLE segments: the high bytes, then the low bytes, each as literal runs.
pub(crate) fn rle(image: &Set) -> Vec<u8> {
    let mut bytes = write(&image[..image.len() - 1].to_vec(), Way::Explicit);
    let Some((_, _, Value::Words(words))) = image.last() else {
        return bytes;
    };
    let plane = |byte: usize| {
        let raw: Vec<u8> = words.iter().map(|w| w.to_be_bytes()[byte]).collect();
        let runs = raw.chunks(64).flat_map(|chunk| {
            let mut run = vec![chunk.len() as u8 - 1];
            run.extend(chunk);
            run
        });
        runs.collect::<Vec<u8>>()
    };
    let (high, low) = (plane(0), plane(1));
    let mut frame = Vec::new();
    frame.extend(2_u32.to_le_bytes());
    frame.extend(64_u32.to_le_bytes());
    frame.extend((64 + high.len() as u32).to_le_bytes());
    frame.resize(64, 0);
    frame.extend(high);
    frame.extend(low);
    frame.resize(frame.len().next_multiple_of(2), 0);
    bytes.extend([
        0xE0, 0x7F, 0x10, 0x00, b'O', b'B', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF,
    ]);
    bytes.extend([0xFE, 0xFF, 0x00, 0xE0, 0, 0, 0, 0]);
    for fragment in frame.chunks(frame.len().div_ceil(4) * 2) {
        bytes.extend([0xFE, 0xFF, 0x00, 0xE0]);
        bytes.extend((fragment.len() as u32).to_le_bytes());
        bytes.extend(fragment);
    }
    bytes.extend([0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]);
    bytes
}

/// A deflate stream of stored blocks.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let n = bytes.chunks(500).count();
    for (idx, block) in bytes.chunks(500).enumerate() {
        let len = block.len() as u16;
        out.push(u8::from(idx + 1 == n));
        out.extend(len.to_le_bytes());
        out.extend((!len).to_le_bytes());
        out.extend(block);
    }
    out
}

pub(crate) fn file(transfer_syntax: &str, set: &Set, way: Way) -> Vec<u8> {
    with_meta(transfer_syntax, &write(set, way))
}

pub(crate) fn with_meta(transfer_syntax: &str, data_set: &[u8]) -> Vec<u8> {
    with_class("1.2.840.10008.5.1.4.1.1.2", transfer_syntax, data_set)
}

fn with_class(sop_class: &str, transfer_syntax: &str, data_set: &[u8]) -> Vec<u8> {
    let meta = vec![
        text((2, 2), b"UI", sop_class),
        text((2, 3), b"UI", "1.2.826.0.1.3680043.10.9.1"),
        text((2, 0x10), b"UI", transfer_syntax),
    ];
    let mut bytes = vec![0; 128];
    bytes.extend(b"DICM");
    bytes.extend(write(&meta, Way::Explicit));
    bytes.extend(data_set);
    bytes
}

fn write(set: &Set, way: Way) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (tag, vr, value) in set {
        element(*tag, *vr, value, way, &mut bytes);
    }
    bytes
}

fn word(value: u16, way: Way) -> [u8; 2] {
    if way == Way::Big {
        value.to_be_bytes()
    } else {
        value.to_le_bytes()
    }
}

fn long(value: u32, way: Way) -> [u8; 4] {
    if way == Way::Big {
        value.to_be_bytes()
    } else {
        value.to_le_bytes()
    }
}

fn element(tag: (u16, u16), vr: [u8; 2], value: &Value, way: Way, out: &mut Vec<u8>) {
    let content = match value {
        Value::Text(text) => {
            let mut raw = text.clone().into_bytes();
            if raw.len() % 2 == 1 {
                raw.push(if &vr == b"UI" { 0 } else { b' ' });
            }
            raw
        }
        Value::Number(number) => word(*number, way).to_vec(),
        Value::Words(words) => words.iter().flat_map(|&w| word(w, way)).collect(),
        Value::Items(sets) => sets
            .iter()
            .flat_map(|set| {
                let content = write(set, way);
                let mut item = marker(0xE000, content.len() as u32, way);
                item.extend(content);
                item
            })
            .collect(),
        Value::Unknown(sets) => {
            let mut items = Vec::new();
            for set in sets {
                items.extend(marker(0xE000, u32::MAX, Way::Implicit));
                items.extend(write(set, Way::Implicit));
                items.extend(marker(0xE00D, 0, Way::Implicit));
            }
            items.extend(marker(0xE0DD, 0, Way::Implicit));
            items
        }
    };
    let len = if matches!(value, Value::Unknown(_)) {
        u32::MAX
    } else {
        content.len() as u32
    };
    out.extend(word(tag.0, way));
    out.extend(word(tag.1, way));
    if way != Way::Implicit {
        out.extend(vr);
    }
    if way == Way::Implicit {
        out.extend(long(len, way));
    } else if matches!(&vr, b"OW" | b"SQ" | b"UN" | b"UT") {
        out.extend([0, 0]);
        out.extend(long(len, way));
    } else {
        out.extend(word(len as u16, way));
    }
    out.extend(content);
}

fn marker(element: u16, len: u32, way: Way) -> Vec<u8> {
    let mut bytes = word(0xFFFE, way).to_vec();
    bytes.extend(word(element, way));
    bytes.extend(long(len, way));
    bytes
}
