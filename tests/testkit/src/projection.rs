//! Radiographs and mammograms as DICOM files: drawn by hand, with the sides and views that hanging goes by.

use std::fs;
use std::io;
use std::path::Path;

use crate::part10::{Elements, part10};

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Projection {
    /// A chest from the back to the front: the heart towards the patient's left, `L` burnt in on that side.
    ChestPa,
    /// A chest from the side, the front on the left of the stored picture.
    ChestLateral,
    /// A breast from above.
    Cc,
    /// A breast obliquely, with the pectoral muscle.
    Mlo,
}

/// One projection of 240 x 300 pixels (breasts) or 300 x 300 (chests).
#[derive(Debug, Clone)]
pub struct TinyProjection {
    /// What is drawn.
    pub picture: Projection,
    /// `L` or `R`, written as Image Laterality for breasts.
    pub side: char,
    /// Whether the pixels are stored mirrored left to right; Patient Orientation says so.
    pub is_mirrored: bool,
    /// Whether low values are bright.
    pub is_monochrome1: bool,
    /// Imager Pixel Spacing, mm; none is written if `None`.
    pub pixel_mm: Option<f64>,
    /// Makes the UIDs of the study.
    pub study_number: u32,
    /// Study Date, `YYYYMMDD`.
    pub study_date: &'static str,
}

impl TinyProjection {
    /// A projection as most archives store it.
    #[must_use]
    pub fn new(picture: Projection, side: char) -> Self {
        Self {
            picture,
            side,
            is_mirrored: false,
            is_monochrome1: false,
            pixel_mm: Some(1.0),
            study_number: 1,
            study_date: "20200101",
        }
    }

    /// The four views of a mammogram.
    #[must_use]
    pub fn four_views() -> [Self; 4] {
        [
            Self::new(Projection::Cc, 'R'),
            Self::new(Projection::Cc, 'L'),
            Self::new(Projection::Mlo, 'R'),
            Self::new(Projection::Mlo, 'L'),
        ]
    }

    /// Writes the file into `folder`, which is made.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        let name = format!("{}-{}-{}.dcm", self.study_date, self.side, self.view());
        fs::write(folder.join(name), self.file())
    }

    fn is_breast(&self) -> bool {
        matches!(self.picture, Projection::Cc | Projection::Mlo)
    }

    fn view(&self) -> &'static str {
        match self.picture {
            Projection::ChestPa => "PA",
            Projection::ChestLateral => "LL",
            Projection::Cc => "CC",
            Projection::Mlo => "MLO",
        }
    }

    /// Columns and rows.
    fn size(&self) -> [u16; 2] {
        if self.is_breast() {
            [240, 300]
        } else {
            [300, 300]
        }
    }

    /// Patient Orientation of the stored pixels: where rows and where columns lead.
    fn patient_orientation(&self) -> (&'static str, &'static str) {
        let (row, column) = match (self.picture, self.side) {
            (Projection::ChestPa, _) => ("L", "F"),
            (Projection::ChestLateral, _) => ("P", "F"),
            (Projection::Cc, 'R') => ("P", "L"),
            (Projection::Cc, _) => ("A", "R"),
            (Projection::Mlo, 'R') => ("P", "FL"),
            (Projection::Mlo, _) => ("A", "FR"),
        };
        let mirrored = match row {
            "L" => "R",
            "P" => "A",
            _ => "P",
        };
        (if self.is_mirrored { mirrored } else { row }, column)
    }

    /// The bytes of the file.
    #[must_use]
    pub fn file(&self) -> Vec<u8> {
        let (sop_class, modality) = if self.is_breast() {
            ("1.2.840.10008.5.1.4.1.1.1.2", "MG")
        } else {
            ("1.2.840.10008.5.1.4.1.1.1.1", "DX")
        };
        let study = format!("1.2.826.0.1.3680043.10.3.{}", self.study_number);
        let number = 1 + self.picture as u32 * 2 + u32::from(self.side == 'L');
        let sop = format!("{study}.{number}.1");
        let [columns, rows] = self.size();
        let mut data = Elements::default();
        data.text(0x0008, 0x0016, *b"UI", sop_class);
        data.text(0x0008, 0x0018, *b"UI", &sop);
        data.text(0x0008, 0x0020, *b"DA", self.study_date);
        data.text(0x0008, 0x0060, *b"CS", modality);
        data.text(0x0008, 0x0068, *b"CS", "FOR PRESENTATION");
        data.text(0x0010, 0x0010, *b"PN", "Tiny^Projection");
        data.text(0x0010, 0x0020, *b"LO", "P1");
        let body_part = if self.is_breast() { "BREAST" } else { "CHEST" };
        data.text(0x0018, 0x0015, *b"CS", body_part);
        if let Some(mm) = self.pixel_mm {
            data.text(0x0018, 0x1164, *b"DS", &format!("{mm}\\{mm}"));
        }
        data.text(0x0018, 0x5101, *b"CS", self.view());
        data.text(0x0020, 0x000D, *b"UI", &study);
        data.text(0x0020, 0x000E, *b"UI", &format!("{study}.{number}"));
        data.text(0x0020, 0x0011, *b"IS", &number.to_string());
        data.text(0x0020, 0x0013, *b"IS", "1");
        let (row, column) = self.patient_orientation();
        data.text(0x0020, 0x0020, *b"CS", &format!("{row}\\{column}"));
        if self.is_breast() {
            data.text(0x0020, 0x0062, *b"CS", &self.side.to_string());
        }
        data.number(0x0028, 0x0002, 1);
        let photometric = if self.is_monochrome1 {
            "MONOCHROME1"
        } else {
            "MONOCHROME2"
        };
        data.text(0x0028, 0x0004, *b"CS", photometric);
        data.number(0x0028, 0x0010, rows);
        data.number(0x0028, 0x0011, columns);
        data.number(0x0028, 0x0100, 16);
        data.number(0x0028, 0x0101, 12);
        data.number(0x0028, 0x0102, 11);
        data.number(0x0028, 0x0103, 0);
        data.text(0x0028, 0x1050, *b"DS", "2048");
        data.text(0x0028, 0x1051, *b"DS", "4096");
        data.long(0x7FE0, 0x0010, *b"OW", &self.pixels());
        part10(sop_class, &sop, &data)
    }

    fn pixels(&self) -> Vec<u8> {
        let [columns, rows] = self.size();
        let places = (0..rows).flat_map(|y| (0..columns).map(move |x| (x, y)));
        places
            .flat_map(|(x, y)| {
                // Breasts are drawn with the chest wall on the left: a right one is the mirror image.
                let is_right_breast = self.is_breast() && self.side == 'R';
                let x = if self.is_mirrored != is_right_breast {
                    columns - 1 - x
                } else {
                    x
                };
                let value = self.value(f64::from(x), f64::from(y));
                let value = if self.is_monochrome1 {
                    4095 - value
                } else {
                    value
                };
                value.to_le_bytes()
            })
            .collect()
    }

    /// 12-bit grey, bright where more is in the way.
    fn value(&self, x: f64, y: f64) -> u16 {
        let within = |cx: f64, cy: f64, rx: f64, ry: f64| {
            ((x - cx) / rx).powi(2) + ((y - cy) / ry).powi(2) < 1.0
        };
        match self.picture {
            Projection::ChestPa => {
                let is_lung = within(95.0, 140.0, 50.0, 95.0) || within(205.0, 140.0, 50.0, 95.0);
                let is_heart = within(170.0, 190.0, 45.0, 50.0);
                let is_letter = ((270.0..274.0).contains(&x) && (12.0..32.0).contains(&y))
                    || ((270.0..284.0).contains(&x) && (28.0..32.0).contains(&y));
                match (is_letter, is_heart, is_lung) {
                    (true, ..) => 4095,
                    (_, true, _) => 3000,
                    (.., true) => 900,
                    _ if (20.0..280.0).contains(&x) => 2400,
                    _ => 0,
                }
            }
            Projection::ChestLateral => {
                let is_spine = (220.0..245.0).contains(&x);
                match (within(150.0, 130.0, 75.0, 95.0), is_spine) {
                    (_, true) => 3200,
                    (true, _) => 1000,
                    _ if (50.0..255.0).contains(&x) => 2400,
                    _ => 0,
                }
            }
            Projection::Cc | Projection::Mlo => {
                let is_muscle = self.picture == Projection::Mlo && x < 90.0 - y * 0.6;
                let is_mass = within(70.0, 95.0, 10.0, 9.0);
                match (is_muscle, is_mass, within(0.0, 150.0, 170.0, 120.0)) {
                    (_, true, true) => 3400,
                    (true, ..) => 2800,
                    (.., true) => 1600,
                    _ => 0,
                }
            }
        }
    }
}
