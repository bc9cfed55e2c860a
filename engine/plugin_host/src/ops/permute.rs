//! Turning and flipping a grid so that its axes run along named patient directions.

use overread_base::{Vec3, VolumeGeometry};

use crate::lazy::Region;

/// For each axis of the result: the axis of the source that it runs along, and whether backwards.
pub(crate) type Axes = [(usize, bool); 3];

/// The axes for three letters of `L R P A H F`; `None` if they do not name three different directions
/// that form a right-handed system.
pub(crate) fn axes_for(source: &VolumeGeometry, letters: &str) -> Option<Axes> {
    let directions: Vec<Vec3> = letters
        .chars()
        .map(|letter| match letter {
            'L' => Some(Vec3::new(1.0, 0.0, 0.0)),
            'R' => Some(Vec3::new(-1.0, 0.0, 0.0)),
            'P' => Some(Vec3::new(0.0, 1.0, 0.0)),
            'A' => Some(Vec3::new(0.0, -1.0, 0.0)),
            'H' | 'S' => Some(Vec3::new(0.0, 0.0, 1.0)),
            'F' | 'I' => Some(Vec3::new(0.0, 0.0, -1.0)),
            _ => None,
        })
        .collect::<Option<_>>()?;
    let wanted: [Vec3; 3] = directions.try_into().ok()?;
    // Of the six ways to pair axes, the one that turns least.
    let own = [source.row_dir, source.col_dir, source.slice_dir];
    let ways = [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ];
    let fit = |way: &[usize; 3]| -> f64 { (0..3).map(|a| own[way[a]].dot(wanted[a]).abs()).sum() };
    let best = ways.iter().max_by(|a, b| fit(a).total_cmp(&fit(b)))?;
    // Three different directions, and right-handed: the contract has no third direction of its own.
    let is_usable = wanted[0].cross(wanted[1]).dot(wanted[2]) > 0.5;
    is_usable.then(|| std::array::from_fn(|a| (best[a], own[best[a]].dot(wanted[a]) < 0.0)))
}

/// The grid of the result.
pub(crate) fn geometry(source: &VolumeGeometry, axes: Axes) -> VolumeGeometry {
    let own = [source.row_dir, source.col_dir, source.slice_dir];
    let spacing = source.spacing.to_array();
    let dir = |a: usize| own[axes[a].0] * if axes[a].1 { -1.0 } else { 1.0 };
    let first: [f64; 3] = std::array::from_fn(|own_axis| {
        let is_backwards = axes.iter().any(|&(from, back)| from == own_axis && back);
        if is_backwards {
            f64::from(source.size[own_axis]) - 1.0
        } else {
            0.0
        }
    });
    VolumeGeometry {
        size: std::array::from_fn(|a| source.size[axes[a].0]),
        spacing: Vec3::from_array(std::array::from_fn(|a| spacing[axes[a].0])),
        origin: source.patient_from_voxel(Vec3::from_array(first)),
        row_dir: dir(0),
        col_dir: dir(1),
        slice_dir: dir(2),
    }
}

/// The region of the source that a region of the result takes.
pub(crate) fn source_region(source_size: [u32; 3], axes: Axes, region: Region) -> Region {
    let mut wanted = Region {
        first: [0; 3],
        size: [0; 3],
    };
    for (a, &(from, is_backwards)) in axes.iter().enumerate() {
        wanted.size[from] = region.size[a];
        wanted.first[from] = if is_backwards {
            source_size[from] - region.first[a] - region.size[a]
        } else {
            region.first[a]
        };
    }
    wanted
}

/// Copies a source region, turned and flipped, into the result region; both ordered x fastest.
pub(crate) fn copy(
    from: &[f32],
    from_size: [u32; 3],
    axes: Axes,
    to_size: [u32; 3],
    to: &mut [f32],
) {
    let strides = [
        1,
        from_size[0] as usize,
        from_size[0] as usize * from_size[1] as usize,
    ];
    let [nx, ny, nz] = to_size.map(|n| n as usize);
    let offset = |a: usize, idx: usize| {
        let (own, is_backwards) = axes[a];
        let along = if is_backwards {
            to_size[a] as usize - 1 - idx
        } else {
            idx
        };
        along * strides[own]
    };
    for z in 0..nz {
        for y in 0..ny {
            let line = &mut to[(z * ny + y) * nx..][..nx];
            let base = offset(2, z) + offset(1, y);
            for (x, out) in line.iter_mut().enumerate() {
                *out = from[base + offset(0, x)];
            }
        }
    }
}
