//! A head CT as DICOM files: skull, brain, ventricles and a bleeding, so that windows and sides can be told apart.

use std::fs;
use std::io;
use std::path::Path;

use crate::part10::{Elements, part10};

/// A stack of axial slices of a head, 128 x 128 x 24 voxels of 1.6 x 1.6 x 6 mm, the feet first.
///
/// The bleeding lies on the patient's left, in the slices 10 to 14.
#[derive(Debug, Clone)]
pub struct TinyHead {
    /// Makes the UIDs.
    pub number: u32,
}

const SIDE: u16 = 128;
const N_SLICES: u16 = 24;
const PIXEL_MM: f64 = 1.6;
const SLICE_MM: f64 = 6.0;

impl TinyHead {
    /// Writes the series into `folder`, which is made.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        for number in 1..=N_SLICES {
            fs::write(folder.join(format!("{number}.dcm")), self.file(number))?;
        }
        Ok(())
    }

    fn file(&self, number: u16) -> Vec<u8> {
        const CT_IMAGE: &str = "1.2.840.10008.5.1.4.1.1.2";
        let study = format!("1.2.826.0.1.3680043.10.2.{}", self.number);
        let sop = format!("{study}.1.{number}");
        let edge_mm = -PIXEL_MM * f64::from(SIDE - 1) * 0.5;
        let z_mm = f64::from(number - 1) * SLICE_MM;
        let mut data = Elements::default();
        data.text(0x0008, 0x0016, *b"UI", CT_IMAGE);
        data.text(0x0008, 0x0018, *b"UI", &sop);
        data.text(0x0008, 0x0020, *b"DA", "20200101");
        data.text(0x0008, 0x0060, *b"CS", "CT");
        data.text(0x0008, 0x103E, *b"LO", "Head 6 mm");
        data.text(0x0010, 0x0010, *b"PN", "Tiny^Head");
        data.text(0x0010, 0x0020, *b"LO", "H1");
        data.text(0x0018, 0x0015, *b"CS", "HEAD");
        data.text(0x0018, 0x0050, *b"DS", &SLICE_MM.to_string());
        data.text(0x0018, 0x0060, *b"DS", "120");
        data.text(0x0020, 0x000D, *b"UI", &study);
        data.text(0x0020, 0x000E, *b"UI", &format!("{study}.1"));
        data.text(0x0020, 0x0011, *b"IS", "2");
        data.text(0x0020, 0x0013, *b"IS", &number.to_string());
        data.text(
            0x0020,
            0x0032,
            *b"DS",
            &format!("{edge_mm}\\{edge_mm}\\{z_mm}"),
        );
        data.text(0x0020, 0x0037, *b"DS", "1\\0\\0\\0\\1\\0");
        data.text(0x0020, 0x0052, *b"UI", &format!("{study}.9"));
        data.number(0x0028, 0x0002, 1);
        data.text(0x0028, 0x0004, *b"CS", "MONOCHROME2");
        data.number(0x0028, 0x0010, SIDE);
        data.number(0x0028, 0x0011, SIDE);
        data.text(0x0028, 0x0030, *b"DS", &format!("{PIXEL_MM}\\{PIXEL_MM}"));
        data.number(0x0028, 0x0100, 16);
        data.number(0x0028, 0x0101, 16);
        data.number(0x0028, 0x0102, 15);
        data.number(0x0028, 0x0103, 1);
        data.text(0x0028, 0x1050, *b"DS", "40");
        data.text(0x0028, 0x1051, *b"DS", "80");
        data.text(0x0028, 0x1052, *b"DS", "0");
        data.text(0x0028, 0x1053, *b"DS", "1");
        data.long(0x7FE0, 0x0010, *b"OW", &pixels(number - 1));
        part10(CT_IMAGE, &sop, &data)
    }
}

fn pixels(slice: u16) -> Vec<u8> {
    let z_mm = (f64::from(slice) - f64::from(N_SLICES - 1) * 0.5) * SLICE_MM;
    let place = |n: u16| (f64::from(n) - f64::from(SIDE - 1) * 0.5) * PIXEL_MM;
    let rows = (0..SIDE).flat_map(|y| (0..SIDE).map(move |x| (x, y)));
    rows.flat_map(|(x, y)| value(place(x), place(y), z_mm).to_le_bytes())
        .collect()
}

/// The value at a place in mm from the middle, HU: x to the patient's left, y to the back.
fn value(x: f64, y: f64, z: f64) -> i16 {
    let ball = |cx: f64, cy: f64, cz: f64, rx: f64, ry: f64, rz: f64| {
        ((x - cx) / rx).powi(2) + ((y - cy) / ry).powi(2) + ((z - cz) / rz).powi(2)
    };
    let head = ball(0.0, 0.0, 0.0, 76.0, 94.0, 80.0);
    if head > 1.0 {
        return -1000;
    }
    if head > 0.9 {
        return 20;
    }
    if head > 0.78 {
        return 1100;
    }
    let is_ventricle = ball(-11.0, -6.0, 0.0, 7.0, 26.0, 20.0) < 1.0
        || ball(11.0, -6.0, 0.0, 7.0, 26.0, 20.0) < 1.0;
    if ball(38.0, 12.0, 0.0, 15.0, 19.0, 15.0) < 1.0 {
        65
    } else if is_ventricle {
        8
    } else if head > 0.66 {
        37
    } else {
        28
    }
}
