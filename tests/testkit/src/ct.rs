//! A tiny CT series as DICOM files, byte by byte: explicit VR, little endian, nothing but what a CT needs.

use std::fs;
use std::io;
use std::path::Path;

use crate::part10::{Elements, part10};

/// A stack of axial slices of air with a soft-tissue block in the middle. The first voxel lies at the origin.
#[derive(Debug, Clone)]
pub struct TinyCt {
    /// Study Instance UID.
    pub study: String,
    /// Series Instance UID.
    pub series: String,
    /// Columns and rows.
    pub side: u16,
    /// Slices.
    pub n_slices: u16,
    /// Distance of voxels in all directions, mm.
    pub spacing_mm: f64,
}

impl TinyCt {
    /// 16 x 16 x 16 voxels of 5 mm; `number` makes the UIDs.
    #[must_use]
    pub fn numbered(number: u32) -> Self {
        Self {
            study: format!("1.2.826.0.1.3680043.10.1.{number}"),
            series: format!("1.2.826.0.1.3680043.10.1.{number}.1"),
            side: 16,
            n_slices: 16,
            spacing_mm: 5.0,
        }
    }

    /// Writes the series into `folder`, which is made: `1.dcm`, `2.dcm`, ... from the feet to the head.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        for number in 1..=self.n_slices {
            fs::write(folder.join(format!("{number}.dcm")), self.file(number))?;
        }
        Ok(())
    }

    /// The bytes of the file with this instance number, from 1.
    #[must_use]
    pub fn file(&self, number: u16) -> Vec<u8> {
        const CT_IMAGE: &str = "1.2.840.10008.5.1.4.1.1.2";
        let sop = format!("{}.{number}", self.series);
        let z_mm = f64::from(number - 1) * self.spacing_mm;
        let mut data = Elements::default();
        data.text(0x0008, 0x0016, *b"UI", CT_IMAGE);
        data.text(0x0008, 0x0018, *b"UI", &sop);
        data.text(0x0008, 0x0020, *b"DA", "20200101");
        data.text(0x0008, 0x0060, *b"CS", "CT");
        data.text(0x0008, 0x103E, *b"LO", "Tiny");
        data.text(0x0010, 0x0010, *b"PN", "Tiny^Test");
        data.text(0x0010, 0x0020, *b"LO", "T1");
        data.text(0x0018, 0x0015, *b"CS", "CHEST");
        data.text(0x0018, 0x0050, *b"DS", &self.spacing_mm.to_string());
        data.text(0x0020, 0x000D, *b"UI", &self.study);
        data.text(0x0020, 0x000E, *b"UI", &self.series);
        data.text(0x0020, 0x0011, *b"IS", "1");
        data.text(0x0020, 0x0013, *b"IS", &number.to_string());
        data.text(0x0020, 0x0032, *b"DS", &format!("0\\0\\{z_mm}"));
        data.text(0x0020, 0x0037, *b"DS", "1\\0\\0\\0\\1\\0");
        data.text(0x0020, 0x0052, *b"UI", &format!("{}.9", self.study));
        data.number(0x0028, 0x0002, 1);
        data.text(0x0028, 0x0004, *b"CS", "MONOCHROME2");
        data.number(0x0028, 0x0010, self.side);
        data.number(0x0028, 0x0011, self.side);
        let spacing = self.spacing_mm;
        data.text(0x0028, 0x0030, *b"DS", &format!("{spacing}\\{spacing}"));
        data.number(0x0028, 0x0100, 16);
        data.number(0x0028, 0x0101, 16);
        data.number(0x0028, 0x0102, 15);
        data.number(0x0028, 0x0103, 1);
        data.text(0x0028, 0x1050, *b"DS", "-600");
        data.text(0x0028, 0x1051, *b"DS", "1500");
        data.text(0x0028, 0x1052, *b"DS", "0");
        data.text(0x0028, 0x1053, *b"DS", "1");
        data.long(0x7FE0, 0x0010, *b"OW", &self.pixels());
        part10(CT_IMAGE, &sop, &data)
    }

    fn pixels(&self) -> Vec<u8> {
        let middle = self.side / 4..self.side - self.side / 4;
        let rows = (0..self.side).flat_map(|y| (0..self.side).map(move |x| (x, y)));
        rows.flat_map(|(x, y)| {
            let is_tissue = middle.contains(&x) && middle.contains(&y);
            let value: i16 = if is_tissue { 40 } else { -1000 };
            value.to_le_bytes()
        })
        .collect()
    }
}
