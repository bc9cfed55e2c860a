//! From marks to lesions: where each is seen, how large it is, and who stands for it.

use overread_base::{Laterality, LesionId, Mark, ReaderId, SeriesUid, Vec3};
use overread_scenario::{LabelId, SettledLesion, SettledView};

use crate::{MarkAnswer, ReaderMark};

/// In which space the marks of a study lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StudySpace {
    /// One space for the whole study: patient LPS.
    Patient,
    /// Each image has its own: projections.
    Images,
}

/// Where a lesion is marked in one series.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkedView {
    /// The series.
    pub series: SeriesUid,
    /// The middle, mm.
    pub centre: Vec3,
    /// Half the extent along each axis, mm; zero along all for a point.
    pub half: Vec3,
}

impl MarkedView {
    /// The place of a mark; `None` for a shape without points.
    #[must_use]
    pub fn of(mark: &Mark) -> Option<Self> {
        let (low, high) = mark.shape.bounds()?;
        Some(Self {
            series: mark.series.clone(),
            centre: (low + high) * 0.5,
            half: (high - low) * 0.5,
        })
    }

    /// Radius of the disc that has the area of the ellipse within the two greatest extents, mm; `None` for a point, which
    /// says nothing of a size.
    #[must_use]
    pub fn radius_mm(&self) -> Option<f64> {
        let mut halves = self.half.to_array();
        halves.sort_by(|a, b| b.total_cmp(a));
        let [greatest, second, _] = halves;
        let product = greatest * second;
        (product > 0.0).then(|| product.sqrt())
    }

    /// Whether it is a point.
    pub(super) fn is_point(&self) -> bool {
        self.radius_mm().is_none()
    }

    /// The middle of both; the size that is known, or the mean of both.
    pub(super) fn merged(&self, other: &Self) -> Self {
        let half = match (self.is_point(), other.is_point()) {
            (true, _) => other.half,
            (false, true) => self.half,
            (false, false) => (self.half + other.half) * 0.5,
        };
        Self {
            series: self.series.clone(),
            centre: (self.centre + other.centre) * 0.5,
            half,
        }
    }
}

/// A lesion as it was marked.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkedLesion {
    /// What it is.
    pub label: LabelId,
    /// The patient's side.
    pub laterality: Option<Laterality>,
    /// Where it is seen: one place in a patient's space, else one for each image that shows it; never empty.
    pub views: Vec<MarkedView>,
    /// Who marked it.
    pub by: Vec<ReaderId>,
}

impl MarkedLesion {
    fn of(answer: &MarkAnswer, reader: &ReaderId) -> Option<Self> {
        Some(Self {
            label: answer.label.clone(),
            laterality: answer.laterality,
            views: vec![MarkedView::of(&answer.place)?],
            by: vec![reader.clone()],
        })
    }
}

/// The lesions that a reader's marks are of.
///
/// In one space each mark is a lesion. Of several projections, marks with one label and one stated side are of one lesion
/// if no image has two of them: which of two belongs to which of another image nobody can tell.
pub(super) fn lesions_of(
    marks: &[ReaderMark],
    reader: &ReaderId,
    space: StudySpace,
) -> Vec<MarkedLesion> {
    let each = marks
        .iter()
        .filter_map(|mark| MarkedLesion::of(&mark.answer, reader));
    let alone: Vec<MarkedLesion> = each.collect();
    match space {
        StudySpace::Patient => alone,
        StudySpace::Images => joined(&alone),
    }
}

/// Marks of one lesion in several images become one lesion.
pub(super) fn joined(alone: &[MarkedLesion]) -> Vec<MarkedLesion> {
    let is_kin = |a: &MarkedLesion, b: &MarkedLesion| {
        a.laterality.is_some() && (&a.label, a.laterality) == (&b.label, b.laterality)
    };
    let is_unique = |lesion: &MarkedLesion| {
        let kin: Vec<&MarkedLesion> = alone.iter().filter(|other| is_kin(lesion, other)).collect();
        let mut series: Vec<&SeriesUid> = kin
            .iter()
            .flat_map(|other| other.views.iter().map(|view| &view.series))
            .collect();
        let n = series.len();
        series.sort();
        series.dedup();
        series.len() == n
    };
    let mut out: Vec<MarkedLesion> = Vec::new();
    for lesion in alone {
        let found = out.iter().position(|known| is_kin(known, lesion));
        match found.filter(|_| is_unique(lesion)) {
            Some(idx) => {
                if let Some(known) = out.get_mut(idx) {
                    known.views.extend(lesion.views.iter().cloned());
                    let new = lesion.by.iter().filter(|reader| !known.by.contains(reader));
                    let new: Vec<ReaderId> = new.cloned().collect();
                    known.by.extend(new);
                }
            }
            None => out.push(lesion.clone()),
        }
    }
    out
}

/// The lesions as they stand in a scenario, called `l1`, `l2`, ...; a size that nobody drew is `assumed_radius_mm`, and
/// says so.
#[must_use]
pub fn settled_lesions(
    lesions: &[MarkedLesion],
    space: StudySpace,
    assumed_radius_mm: f64,
) -> Vec<SettledLesion> {
    let settled = lesions.iter().zip(1..).filter_map(|(lesion, number)| {
        let views = lesion.views.iter().map(|view| SettledView {
            series: (space == StudySpace::Images).then(|| view.series.clone()),
            centre: view.centre,
            radius_mm: view.radius_mm().unwrap_or(assumed_radius_mm),
        });
        Some(SettledLesion {
            id: LesionId::new(format!("l{number}")).ok()?,
            finding: lesion.label.clone(),
            views: views.collect(),
            laterality: lesion.laterality,
            by: lesion.by.clone(),
            is_radius_assumed: lesion.views.iter().any(MarkedView::is_point),
        })
    });
    settled.collect()
}
