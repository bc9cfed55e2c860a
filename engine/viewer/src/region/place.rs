//! A level of a grid in its place on an image: landmarks, outlines in the patient, and which region a place is in.

use overread_base::{Laterality, Vec3, VolumeGeometry};

use crate::region::{GridAxis, GridLevel};
use crate::{SeriesFacts, SeriesSpace, Sheet};

/// A level laid over an image.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedLevel {
    /// The plane that it lies on; seen where a drawing there would be seen.
    pub sheet: Sheet,
    /// Where the landmarks are, in the order of [`GridLevel::landmarks`]; mm in the space of the series.
    landmarks: Vec<Vec3>,
}

impl PlacedLevel {
    /// A level laid over the whole image on a plane, its axes along those of the patient as far as they are known,
    /// else along the screen's.
    #[must_use]
    pub fn over(
        level: &GridLevel,
        sheet: Sheet,
        facts: &SeriesFacts,
        geometry: &VolumeGeometry,
    ) -> Self {
        let [first, second] = level.axes.map(|axis| {
            let way = way_of(axis, facts, geometry)?;
            // What of it lies in the plane; a direction across the plane is none.
            let normal = sheet.normal();
            let in_plane = way - normal * way.dot(normal);
            in_plane.normalized().filter(|_| in_plane.length() > 0.5)
        });
        let (first, second) = match (first, second) {
            (Some(first), Some(second)) if first.dot(second).abs() < 0.5 => (first, second),
            (Some(first), _) => (first, nearer(sheet, first, sheet.down)),
            (None, Some(second)) => (nearer(sheet, second, sheet.right), second),
            (None, None) => (sheet.right, sheet.down),
        };
        let half = [first, second].map(|way| way * (extent_mm(geometry, way) * 0.5));
        let centre = sheet.onto(geometry.centre());
        let place =
            |[u, v]: [f64; 2]| centre + half[0] * (2.0 * u - 1.0) + half[1] * (2.0 * v - 1.0);
        Self {
            sheet,
            landmarks: level.landmarks.iter().map(|l| place(l.at)).collect(),
        }
    }

    /// A level by landmarks that are known, in the order of the level's; `None` if their number is another or one of
    /// them is no place.
    #[must_use]
    pub fn at(level: &GridLevel, sheet: Sheet, landmarks: &[Vec3]) -> Option<Self> {
        let is_sound =
            landmarks.len() == level.landmarks.len() && landmarks.iter().all(|l| l.is_finite());
        is_sound.then(|| Self {
            sheet,
            landmarks: landmarks.iter().map(|l| sheet.onto(*l)).collect(),
        })
    }

    /// Where the landmarks are.
    #[must_use]
    pub fn landmarks(&self) -> &[Vec3] {
        &self.landmarks
    }

    /// Drags a landmark to another place of the plane; nothing happens for one that is not there.
    pub fn drag(&mut self, landmark: usize, to: Vec3) {
        if let Some(place) = self.landmarks.get_mut(landmark)
            && to.is_finite()
        {
            *place = self.sheet.onto(to);
        }
    }

    /// The outlines of the level's regions, in their order; empty while the landmarks lie on one line.
    #[must_use]
    pub fn outlines(&self, level: &GridLevel) -> Vec<Vec<Vec3>> {
        let Some(map) = self.map(level) else {
            return Vec::new();
        };
        let outline = |points: &[[f64; 2]]| points.iter().map(|p| map.place(*p)).collect();
        level.regions.iter().map(|r| outline(&r.outline)).collect()
    }

    /// The region that a place of the plane is in; the first one where they overlap.
    #[must_use]
    pub fn region_at(&self, level: &GridLevel, place: Vec3) -> Option<usize> {
        let at = self.map(level)?.square(place)?;
        level.regions.iter().position(|r| holds(&r.outline, at))
    }

    /// The even stretching and shearing of the square that comes nearest to the landmarks (least squares).
    fn map(&self, level: &GridLevel) -> Option<Map> {
        let mut matrix = [[0.0_f64; 3]; 3];
        let mut sums = [Vec3::default(); 3];
        for (landmark, place) in level.landmarks.iter().zip(&self.landmarks) {
            let row = [1.0, landmark.at[0], landmark.at[1]];
            for i in 0..3 {
                sums[i] = sums[i] + *place * row[i];
                for j in 0..3 {
                    matrix[i][j] += row[i] * row[j];
                }
            }
        }
        let inverse = inverted(matrix)?;
        let solved =
            |i: usize| sums[0] * inverse[i][0] + sums[1] * inverse[i][1] + sums[2] * inverse[i][2];
        let map = Map {
            origin: solved(0),
            axes: [solved(1), solved(2)],
        };
        (map.axes[0].cross(map.axes[1]).length() > 1e-6).then_some(map)
    }
}

/// From the square of a grid to places.
struct Map {
    origin: Vec3,
    axes: [Vec3; 2],
}

impl Map {
    fn place(&self, [u, v]: [f64; 2]) -> Vec3 {
        self.origin + self.axes[0] * u + self.axes[1] * v
    }

    fn square(&self, place: Vec3) -> Option<[f64; 2]> {
        let [a, b] = self.axes;
        let from = place - self.origin;
        let (aa, ab, bb) = (a.dot(a), a.dot(b), b.dot(b));
        let determinant = aa * bb - ab * ab;
        if determinant <= 0.0 || !place.is_finite() {
            return None;
        }
        let (fa, fb) = (from.dot(a), from.dot(b));
        Some([
            (fa * bb - fb * ab) / determinant,
            (fb * aa - fa * ab) / determinant,
        ])
    }
}

/// Whether a point lies in a closed line: crossed an odd number of times on the way out.
pub(super) fn holds(outline: &[[f64; 2]], [u, v]: [f64; 2]) -> bool {
    let ends = outline.iter().cycle().skip(1);
    let crossings = outline
        .iter()
        .zip(ends)
        .filter(|(a, b)| (a[1] <= v) != (b[1] <= v))
        .filter(|(a, b)| a[0] + (v - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) > u);
    crossings.count() % 2 == 1
}

/// The inverse of a symmetric 3 x 3 matrix; `None` if it has none.
fn inverted(m: [[f64; 3]; 3]) -> Option<[[f64; 3]; 3]> {
    let minor = |r: [usize; 2], c: [usize; 2]| {
        m[r[0]][c[0]] * m[r[1]][c[1]] - m[r[0]][c[1]] * m[r[1]][c[0]]
    };
    let others = [[1, 2], [0, 2], [0, 1]];
    let sign = |i: usize, j: usize| if (i + j).is_multiple_of(2) { 1.0 } else { -1.0 };
    let determinant: f64 = (0..3)
        .map(|j| m[0][j] * sign(0, j) * minor(others[0], others[j]))
        .sum();
    if determinant.abs() < 1e-12 || !determinant.is_finite() {
        return None;
    }
    Some(std::array::from_fn(|i| {
        std::array::from_fn(|j| sign(i, j) * minor(others[j], others[i]) / determinant)
    }))
}

/// Whichever direction of the screen is not the given one, of the sign of the customary one.
fn nearer(sheet: Sheet, taken: Vec3, customary: Vec3) -> Vec3 {
    let free = if sheet.right.dot(taken).abs() > sheet.down.dot(taken).abs() {
        sheet.down
    } else {
        sheet.right
    };
    if free.dot(customary) < 0.0 {
        -free
    } else {
        free
    }
}

/// The direction of an axis of a grid in the space of a series; `None` where the files do not tell.
fn way_of(axis: GridAxis, facts: &SeriesFacts, geometry: &VolumeGeometry) -> Option<Vec3> {
    let letter = match (axis, facts.laterality) {
        (GridAxis::Left, _) | (GridAxis::Middle, Some(Laterality::Right)) => 'L',
        (GridAxis::Middle, Some(Laterality::Left)) => 'R',
        (GridAxis::Middle, _) => return None,
        (GridAxis::Back, _) => 'P',
        (GridAxis::Front, _) => 'A',
        (GridAxis::Feet, _) => 'F',
    };
    let (opposite, in_patient) = match letter {
        'L' => ('R', Vec3::new(1.0, 0.0, 0.0)),
        'R' => ('L', Vec3::new(-1.0, 0.0, 0.0)),
        'P' => ('A', Vec3::new(0.0, 1.0, 0.0)),
        'A' => ('P', Vec3::new(0.0, -1.0, 0.0)),
        _ => ('H', Vec3::new(0.0, 0.0, -1.0)),
    };
    if facts.space == SeriesSpace::Patient {
        return Some(in_patient);
    }
    let (rows, columns) = facts.patient_orientation.as_ref()?;
    let of = |letters: &str, way: Vec3| {
        // Only the first letter: the others say how it is aslant.
        match letters.trim().chars().next()? {
            found if found == letter => Some(way),
            found if found == opposite => Some(-way),
            _ => None,
        }
    };
    of(rows, geometry.row_dir).or_else(|| of(columns, geometry.col_dir))
}

/// How far a grid reaches along a direction, mm.
fn extent_mm(geometry: &VolumeGeometry, way: Vec3) -> f64 {
    let axes = [geometry.row_dir, geometry.col_dir, geometry.slice_dir];
    let spacing = geometry.spacing.to_array();
    (0..3)
        .map(|a| axes[a].dot(way).abs() * spacing[a] * f64::from(geometry.size[a]))
        .sum()
}

#[cfg(test)]
mod tests;
