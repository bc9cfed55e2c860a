//! Voxel masks put onto the pixels of frames, by geometry. No objects.

use overread_base::{MaskRle, Vec3};

use super::AiWriteError;
use super::place::OnFrame;

/// The most voxels of the box around a mask: 256 MiB of bits.
const MAX_VOXELS: u64 = 1 << 31;

/// The set voxels of a mask, in the box that holds them.
#[derive(Debug)]
pub(super) struct MaskVoxels<'a> {
    mask: &'a MaskRle,
    /// First voxel of the box, along x, y, z.
    low: [u32; 3],
    /// Voxels of the box along x, y, z; all 0 if none is set.
    size: [u32; 3],
    bits: Vec<u64>,
}

impl<'a> MaskVoxels<'a> {
    /// Decodes a mask.
    ///
    /// # Errors
    /// [`AiWriteError::Voxels`] if the runs do not fill the grid, [`AiWriteError::TooLarge`] if the box around the set
    /// voxels holds more than 2^31.
    pub(super) fn decode(mask: &'a MaskRle, place: &str) -> Result<Self, AiWriteError> {
        let expected = mask.geometry.voxel_count();
        let found: u64 = mask.runs.iter().map(|&n| u64::from(n)).sum();
        if found != expected {
            return Err(AiWriteError::Voxels {
                what: "runs of a mask do not fill its grid",
                expected,
                found,
                place: place.to_owned(),
            });
        }
        let mut low = [u32::MAX; 3];
        let mut high = [0_u32; 3];
        for piece in Pieces::of(mask) {
            for (axis, (from, to)) in [
                (piece.x, piece.x + piece.len - 1),
                (piece.y, piece.y),
                (piece.z, piece.z),
            ]
            .into_iter()
            .enumerate()
            {
                low[axis] = low[axis].min(from);
                high[axis] = high[axis].max(to);
            }
        }
        if low[0] == u32::MAX {
            return Ok(Self {
                mask,
                low: [0; 3],
                size: [0; 3],
                bits: Vec::new(),
            });
        }
        let size = [0, 1, 2].map(|axis| high[axis] - low[axis] + 1);
        let n_voxels: u64 = size.iter().map(|&n| u64::from(n)).product();
        if n_voxels > MAX_VOXELS {
            return Err(AiWriteError::TooLarge {
                what: "voxels of the box around a mask",
                limit: MAX_VOXELS,
                found: n_voxels,
                place: place.to_owned(),
            });
        }
        let words = usize::try_from(n_voxels.div_ceil(64)).unwrap_or(usize::MAX);
        let mut voxels = Self {
            mask,
            low,
            size,
            bits: vec![0; words],
        };
        for piece in Pieces::of(mask) {
            for x in piece.x..piece.x + piece.len {
                let bit = voxels.bit([x - low[0], piece.y - low[1], piece.z - low[2]]);
                voxels.bits[bit / 64] |= 1 << (bit % 64);
            }
        }
        Ok(voxels)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.size[0] == 0
    }

    fn bit(&self, [x, y, z]: [u32; 3]) -> usize {
        let [nx, ny, _] = self.size.map(|n| n as usize);
        (z as usize * ny + y as usize) * nx + x as usize
    }

    fn is_set(&self, voxel: Vec3) -> bool {
        let mut inside = [0_u32; 3];
        for (axis, v) in voxel.to_array().into_iter().enumerate() {
            let nearest = (v + 0.5).floor() - f64::from(self.low[axis]);
            if !(0.0 <= nearest && nearest < f64::from(self.size[axis])) {
                return false;
            }
            inside[axis] = whole(nearest);
        }
        let bit = self.bit(inside);
        self.bits[bit / 64] >> (bit % 64) & 1 == 1
    }

    /// The pixels of a frame, row by row from 0, whose centres' nearest voxel is set; in rising order.
    pub(super) fn pixels_on(&self, frame: &OnFrame<'_>) -> Vec<u32> {
        let mut pixels = Vec::new();
        if self.is_empty() {
            return pixels;
        }
        let [columns, rows] = frame.place.frame.size;
        let ((x0, x1), (y0, y1)) = self.reach_on(frame);
        for row in y0..y1.min(rows) {
            for column in x0..x1.min(columns) {
                let at = frame.pixel_centre(column, row);
                if self.is_set(self.mask.geometry.voxel_from_patient(at)) {
                    pixels.push(row * columns + column);
                }
            }
        }
        pixels
    }

    /// The columns and the rows of a frame that may meet the box, as half-open ranges.
    fn reach_on(&self, frame: &OnFrame<'_>) -> ((u32, u32), (u32, u32)) {
        let mut low = [f64::INFINITY; 2];
        let mut high = [f64::NEG_INFINITY; 2];
        for corner in 0..8_usize {
            let pick = |axis: usize| {
                let first = f64::from(self.low[axis]) - 0.5;
                let far = corner >> axis & 1 == 1;
                first + if far { f64::from(self.size[axis]) } else { 0.0 }
            };
            let corner = Vec3::new(pick(0), pick(1), pick(2));
            let [x, y] = frame.pixel(self.mask.geometry.patient_from_voxel(corner));
            low = [low[0].min(x), low[1].min(y)];
            high = [high[0].max(x), high[1].max(y)];
        }
        let range = |axis: usize| {
            let most = f64::from(u16::MAX) + 1.0;
            (
                whole((low[axis] - 1.0).floor().clamp(0.0, most)),
                whole((high[axis] + 1.0).ceil().clamp(0.0, most)),
            )
        };
        (range(0), range(1))
    }

    /// Whether the pixels of the frame are voxels of the mask's grid, or lie between its planes.
    pub(super) fn is_grid_of(&self, frame: &OnFrame<'_>) -> bool {
        let voxel = |column, row| {
            let at = frame.pixel_centre(column, row);
            self.mask.geometry.voxel_from_patient(at)
        };
        let is_near = |a: Vec3, b: Vec3| a.distance(b) < 1e-3;
        let first = voxel(0, 0);
        let rounded = Vec3::from_array(first.to_array().map(|v| (v + 0.5).floor()));
        is_near(first, rounded)
            && is_near(voxel(1, 0) - first, Vec3::new(1.0, 0.0, 0.0))
            && is_near(voxel(0, 1) - first, Vec3::new(0.0, 1.0, 0.0))
    }
}

/// A part of a run that lies in one row.
struct Piece {
    x: u32,
    y: u32,
    z: u32,
    len: u32,
}

/// The set voxels, row by row.
struct Pieces<'a> {
    runs: std::slice::Iter<'a, u32>,
    columns: u64,
    rows: u64,
    at: u64,
    end: u64,
    is_set: bool,
}

impl<'a> Pieces<'a> {
    fn of(mask: &'a MaskRle) -> Self {
        let [columns, rows, _] = mask.geometry.size.map(u64::from);
        Self {
            runs: mask.runs.iter(),
            columns,
            rows,
            at: 0,
            end: 0,
            // The first run is of unset voxels.
            is_set: true,
        }
    }
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        while self.at >= self.end || !self.is_set {
            self.at = self.end;
            self.end += u64::from(*self.runs.next()?);
            self.is_set = !self.is_set;
        }
        let row = self.at / self.columns;
        let row_end = (row + 1) * self.columns;
        let len = self.end.min(row_end) - self.at;
        let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        let piece = Piece {
            x: small(self.at % self.columns),
            y: small(row % self.rows),
            z: small(row / self.rows),
            len: small(len),
        };
        self.at += len;
        Some(piece)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the caller has it within 0 and 2^17"
)]
fn whole(number: f64) -> u32 {
    number as u32
}
