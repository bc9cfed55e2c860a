//! Marks lie on what they mark, in every orientation of the slices.

use overread_base::{Code, FindingId, SeriesUid, VolumeGeometry};
use overread_image::{Rescale, Window};

use super::*;

const BRIGHT_VOXEL: [u32; 3] = [12, 33, 5];

/// 64 x 64 x 10 voxels of air with one bright block of 3 x 3 x 3 voxels.
fn volume(row_dir: Vec3, col_dir: Vec3) -> Volume {
    let spacing = Vec3::new(2.0, 2.0, 4.0);
    let origin = Vec3::new(-50.0, 20.0, 100.0);
    let geometry = VolumeGeometry::new([64, 64, 10], spacing, origin, row_dir, col_dir).unwrap();
    let mut samples = vec![-1000_i16; 64 * 64 * 10];
    let around = |voxel: u32| voxel as usize - 1..=voxel as usize + 1;
    for z in around(BRIGHT_VOXEL[2]) {
        for y in around(BRIGHT_VOXEL[1]) {
            for x in around(BRIGHT_VOXEL[0]) {
                samples[(z * 64 + y) * 64 + x] = 400;
            }
        }
    }
    Volume::new(geometry, samples, Rescale::IDENTITY).unwrap()
}

/// Rows to the left, columns to the back.
fn upright() -> Volume {
    volume(Vec3::new(1.0, 0.0, 0.0), Vec3::new(0.0, 1.0, 0.0))
}

fn lung() -> VoiLut {
    let window = Window::linear(-600.0, 1500.0).unwrap();
    VoiLut::new(window, Rescale::IDENTITY, false)
}

fn finding(volume: &Volume) -> Finding {
    let corner = |by: f64| {
        let at = BRIGHT_VOXEL.map(|v| f64::from(v) + by);
        volume
            .geometry()
            .patient_from_voxel(Vec3::new(at[0], at[1], at[2]))
    };
    let (a, b) = (corner(-1.5), corner(1.5));
    Finding {
        id: FindingId::new("f1").unwrap(),
        code: Code::nodule(),
        site: None,
        laterality: None,
        probability: Some(0.9),
        certainty: None,
        category: None,
        marks: vec![Mark {
            series: SeriesUid::new("1.2.3").unwrap(),
            shape: Shape::Cuboid {
                low: a.min(b),
                high: a.max(b),
            },
        }],
        measures: Vec::new(),
        notes: Vec::new(),
    }
}

/// The least and greatest position of the pixels that `is` picks.
fn extent(canvas: &Canvas, is: impl Fn([u8; 3]) -> bool) -> ([usize; 2], [usize; 2]) {
    let (mut low, mut high) = ([usize::MAX; 2], [0; 2]);
    for (idx, rgb) in canvas.rgb.as_chunks::<3>().0.iter().enumerate() {
        let at = [idx % canvas.size[0] as usize, idx / canvas.size[0] as usize];
        if at[1] < PANEL_PX as usize && is(*rgb) {
            low = [low[0].min(at[0]), low[1].min(at[1])];
            high = [high[0].max(at[0]), high[1].max(at[1])];
        }
    }
    (low, high)
}

#[track_caller]
fn check_frame(row_dir: Vec3, col_dir: Vec3) {
    let volume = volume(row_dir, col_dir);
    let lut = lung();
    let finding = finding(&volume);
    let canvas = composed(&volume, &lut, &[&finding], &[]);
    let (frame_low, frame_high) = extent(&canvas, |rgb| rgb == CYAN);
    let (block_low, block_high) = extent(&canvas, |[r, g, b]| r == g && g == b && r > 200);
    for axis in 0..2 {
        let (before, after) = (
            block_low[axis].checked_sub(frame_low[axis]).unwrap(),
            frame_high[axis].checked_sub(block_high[axis]).unwrap(),
        );
        // Round the block on both sides, and by the same margin.
        assert!(
            (2..=8).contains(&before) && before.abs_diff(after) <= 2,
            "{before} {after}"
        );
    }
}

#[test]
fn the_frame_lies_round_the_block_that_the_mark_names() {
    let (x, y) = (Vec3::new(1.0, 0.0, 0.0), Vec3::new(0.0, 1.0, 0.0));
    check_frame(x, y);
    // A patient on the belly, and one with the feet first.
    check_frame(-x, -y);
    check_frame(-x, y);
    // Slices tilted by 10 degrees about the left-right axis, as a gantry does.
    let (sin, cos) = (0.173_648_177_666_930_35, 0.984_807_753_012_208);
    check_frame(x, Vec3::new(0.0, cos, sin));
}

#[test]
fn a_point_beside_an_outline_covers_nothing_and_alone_it_is_framed() {
    let (volume, lut) = (upright(), lung());
    let outlined = finding(&volume);
    let mut both = outlined.clone();
    let middle = both.marks[0].shape.centre().unwrap();
    both.marks.push(Mark {
        shape: Shape::Point(middle),
        ..both.marks[0].clone()
    });
    assert_eq!(
        composed(&volume, &lut, &[&both], &[]).rgb,
        composed(&volume, &lut, &[&outlined], &[]).rgb
    );
    both.marks.remove(0);
    let (low, high) = extent(&composed(&volume, &lut, &[&both], &[]), |rgb| rgb == CYAN);
    assert_eq!([high[0] - low[0], high[1] - low[1]], [16, 16]);
}

#[test]
fn a_result_without_findings_shows_the_middle_slice() {
    let (volume, lut) = (upright(), lung());
    let canvas = composed(&volume, &lut, &[], &[]);
    assert_eq!(canvas.size, [PANEL_PX, PANEL_PX + CAPTION_PX]);
    assert!(canvas.rgb.iter().any(|&value| value > 0));
}

#[test]
fn the_notice_stands_below_the_panels() {
    let (volume, lut) = (upright(), lung());
    let lines = ["AI, not for diagnosis".to_owned(), "second".to_owned()];
    let canvas = composed(&volume, &lut, &[], &lines);
    assert_eq!(canvas.size, [PANEL_PX, PANEL_PX + 3 * CAPTION_PX]);
    let width = PANEL_PX as usize * 3;
    let line = |idx: u32| {
        let first = (PANEL_PX + (idx + 1) * CAPTION_PX) as usize * width;
        canvas.rgb[first..first + CAPTION_PX as usize * width]
            .iter()
            .any(|&value| value > 0)
    };
    assert!(line(0) && line(1));
}

/// The operating point of a service is longer than one narrow panel: it goes on below, and no letter is cut off.
#[test]
fn a_notice_wider_than_the_picture_goes_on_in_the_next_line() {
    let (volume, lut) = (upright(), lung());
    let text = "threshold 0.41, sensitivity 0.78, false marks a study 0.52";
    let canvas = composed(&volume, &lut, &[], &[text.to_owned()]);
    assert_eq!(canvas.size, [PANEL_PX, PANEL_PX + 3 * CAPTION_PX]);
    let lines = wrapped(text, PANEL_PX);
    assert_eq!(lines.join(" "), text);
    assert!(
        lines.iter().all(|line| line.len() * 8 + 8 <= 420),
        "{lines:?}"
    );
    assert_eq!(wrapped(text, 3 * PANEL_PX), [text]);
    assert_eq!(wrapped("one unbreakable", 64), ["one", "unbreakable"]);
}

#[test]
fn places_are_named_by_the_patients_sides() {
    assert_eq!(place(Vec3::new(12.4, -3.0, 100.0)), "L12 A3 H100 mm");
    assert_eq!(place(Vec3::new(-12.6, 3.0, -1.0)), "R13 P3 F1 mm");
}

#[test]
fn a_picture_is_written_and_a_place_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let canvas = Canvas::new([8, 4]);
    let path = folder.path().join("a.png");
    canvas.write(&path).unwrap();
    let decoder = png::Decoder::new(std::io::BufReader::new(File::open(&path).unwrap()));
    let info = decoder.read_info().unwrap();
    assert_eq!((info.info().width, info.info().height), (8, 4));
    let error = canvas.write(&folder.path().join("gone/a.png")).unwrap_err();
    assert!(error.to_string().contains("gone/a.png"), "{error}");
}
