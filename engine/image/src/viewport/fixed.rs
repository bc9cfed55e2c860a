//! The integers of the renderer: places between voxels in 1/256, values in 1/65536. Equal on every machine.

/// The places that are told apart between two voxel centres: the rounding stays below half a grey.
pub(super) const PLACES: i32 = 256;

/// Two neighbouring samples along one axis and the weight of the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tap {
    /// Index of the first sample.
    pub(super) low: usize,
    /// Index of the second, the first again where it has no weight.
    pub(super) high: usize,
    /// Weight of the second in 1/256, 0 to 255.
    pub(super) weight: i32,
}

impl Tap {
    /// The taps at a voxel coordinate; `None` beyond the outer faces of an axis of `size` voxels.
    ///
    /// The coordinate is rounded to a place first, so that one a rounding error off a voxel centre reads that voxel
    /// alone, and one a rounding error off an outer face is on it.
    pub(super) fn at(coordinate: f64, size: usize) -> Option<Self> {
        let last = (size as f64 - 1.0) * f64::from(PLACES);
        let half = f64::from(PLACES / 2);
        let place = (coordinate * f64::from(PLACES)).round();
        let is_inside = -half <= place && place <= last + half;
        is_inside.then(|| Self::at_place(to_index(place.clamp(0.0, last))))
    }

    /// The taps at a place in 1/256 of a voxel, which is on the axis.
    pub(super) fn at_place(place: usize) -> Self {
        let (low, weight) = (place >> 8, to_weight(place & 0xff));
        let high = if weight == 0 { low } else { low + 1 };
        Self { low, high, weight }
    }

    /// The blend of the two samples, in 1/256.
    pub(super) fn mix(self, low: i16, high: i16) -> i32 {
        mix(i32::from(low), i32::from(high), self.weight)
    }
}

/// `256 x` the blend of two values. Samples blended twice still fit: -2^15 x 2^16 is the least `i32`.
pub(super) fn mix(low: i32, high: i32, weight: i32) -> i32 {
    low * (PLACES - weight) + high * weight
}

/// The blend of two values in 1/65536, in 1/65536 again.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a weighted mean of i32 values is an i32 again"
)]
pub(super) fn mix_faces(low: i32, high: i32, weight: i32) -> i32 {
    let sum = i64::from(low) * i64::from(PLACES - weight) + i64::from(high) * i64::from(weight);
    ((sum + 128) >> 8) as i32
}

/// The sample nearest to a value in 1/65536.
pub(super) fn rounded(value: i32) -> i16 {
    ((value + (1 << 15)) >> 16) as i16
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to a grid by the callers"
)]
pub(super) fn to_index(coordinate: f64) -> usize {
    coordinate as usize
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "a remainder below 256"
)]
fn to_weight(remainder: usize) -> i32 {
    remainder as i32
}
