//! On what two readers of one case agree: marks of one lesion are paired, all else is a difference that a consensus decides.

use std::fmt;

use overread_base::{CaseId, ReaderId, SeriesUid};
use overread_scenario::StudyState;

use super::MarkedCase;
use super::lesion::{MarkedLesion, MarkedView, StudySpace, lesions_of};

/// When marks of two readers are held to be of one lesion. They have the same label, and no two different sides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum AgreementRule {
    /// The distance of their middles is at most the larger of their radii, and always enough within `least_radius_mm`.
    CentreDistance {
        /// Within this distance marks are of one lesion however small they are, mm; > 0.
        least_radius_mm: f64,
    },
    /// Their boxes overlap: intersection over union is at least this, > 0 to 1. A point overlaps the box that it lies in.
    Overlap {
        /// The least intersection over union.
        least_iou: f64,
    },
}

impl fmt::Display for AgreementRule {
    /// As it stands in the truth that was agreed by it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CentreDistance { least_radius_mm } => write!(
                f,
                "centre-distance: middles within the larger radius, or within {least_radius_mm} mm"
            ),
            Self::Overlap { least_iou } => {
                write!(f, "overlap: intersection over union at least {least_iou}")
            }
        }
    }
}

impl AgreementRule {
    /// How far apart two places in one space are by this rule, 0 for the best fit; `None` beyond it.
    fn gap(self, a: &MarkedView, b: &MarkedView) -> Option<f64> {
        match self {
            Self::CentreDistance { least_radius_mm } => {
                let radius = |view: &MarkedView| view.radius_mm().unwrap_or(0.0);
                let reach = radius(a).max(radius(b)).max(least_radius_mm);
                let distance = a.centre.distance(b.centre);
                (distance <= reach).then_some(distance)
            }
            Self::Overlap { least_iou } => {
                let overlap = overlap(a, b);
                (overlap >= least_iou).then_some(1.0 - overlap)
            }
        }
    }
}

/// Intersection over union of two boxes, over the axes along which both have an extent; along the others they have to
/// meet. 0 where they do not.
fn overlap(a: &MarkedView, b: &MarkedView) -> f64 {
    let [a_centre, a_half] = [a.centre.to_array(), a.half.to_array()];
    let [b_centre, b_half] = [b.centre.to_array(), b.half.to_array()];
    let (mut both, mut of_a, mut of_b) = (1.0_f64, 1.0_f64, 1.0_f64);
    for axis in 0..3 {
        let low = (a_centre[axis] - a_half[axis]).max(b_centre[axis] - b_half[axis]);
        let high = (a_centre[axis] + a_half[axis]).min(b_centre[axis] + b_half[axis]);
        if high < low {
            return 0.0;
        }
        if a_half[axis] > 0.0 && b_half[axis] > 0.0 {
            both *= high - low;
            of_a *= 2.0 * a_half[axis];
            of_b *= 2.0 * b_half[axis];
        }
    }
    both / (of_a + of_b - both)
}

/// On what two readers differ.
#[derive(Debug, Clone, PartialEq)]
pub enum Difference {
    /// A reader did not sign the case.
    NotSigned(ReaderId),
    /// One reader alone marked a lesion.
    OnlyOne(ReaderId),
    /// They say different things of the study.
    States,
    /// A reader calls it abnormal and marks nothing.
    AbnormalWithoutMark(ReaderId),
    /// A reader marks a lesion and does not call the study abnormal.
    MarkWithoutAbnormal(ReaderId),
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSigned(reader) => write!(f, "{reader} did not sign it"),
            Self::OnlyOne(reader) => write!(f, "{reader} alone marked a lesion"),
            Self::States => f.write_str("they say different things of the study as a whole"),
            Self::AbnormalWithoutMark(reader) => {
                write!(f, "{reader} calls it abnormal and marks nothing")
            }
            Self::MarkWithoutAbnormal(reader) => {
                write!(
                    f,
                    "{reader} marks a lesion and does not call the study abnormal"
                )
            }
        }
    }
}

/// What two readers made of one case.
#[derive(Debug, Clone, PartialEq)]
pub struct TruthAgreement {
    /// The case.
    pub case: CaseId,
    /// All lesions, first those that both marked.
    pub lesions: Vec<MarkedLesion>,
    /// On what they differ; nothing where the case is settled.
    pub differences: Vec<Difference>,
    /// What each says of the study.
    pub states: [Option<StudyState>; 2],
}

impl TruthAgreement {
    /// Whether nothing is left to decide.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.differences.is_empty()
    }

    /// Whether both hold that nobody can tell from these images: the case then has no truth.
    #[must_use]
    pub fn is_unusable(&self) -> bool {
        self.states == [Some(StudyState::Unusable); 2]
    }
}

/// Compares what two readers said of one case.
///
/// Marks are paired one to one, the closest first; of a pair the middle is taken. A lesion of several projections is
/// paired by any image in which both marked it, and keeps the images in which one of them did.
#[must_use]
pub fn agree(
    first: &MarkedCase,
    second: &MarkedCase,
    space: StudySpace,
    rule: AgreementRule,
) -> TruthAgreement {
    let of = |case: &MarkedCase| lesions_of(&case.marks, &case.reader, space);
    let (mut of_first, mut of_second) = (of(first), of(second));
    let mut differences = Vec::new();
    for case in [first, second] {
        let reader = || case.reader.clone();
        let is_abnormal = case.state == Some(StudyState::Abnormal);
        if !case.is_signed {
            differences.push(Difference::NotSigned(reader()));
        } else if is_abnormal && case.marks.is_empty() {
            differences.push(Difference::AbnormalWithoutMark(reader()));
        } else if !is_abnormal && !case.marks.is_empty() {
            differences.push(Difference::MarkWithoutAbnormal(reader()));
        }
    }
    if first.state != second.state {
        differences.push(Difference::States);
    }
    let mut lesions = Vec::new();
    while let Some((a, b)) = closest(&of_first, &of_second, space, rule) {
        let (a, b) = (of_first.remove(a), of_second.remove(b));
        lesions.push(merged(&a, &b, space));
    }
    for lesion in of_first.into_iter().chain(of_second) {
        differences.extend(lesion.by.iter().cloned().map(Difference::OnlyOne));
        lesions.push(lesion);
    }
    TruthAgreement {
        case: first.case.clone(),
        lesions,
        differences,
        states: [first.state, second.state],
    }
}

/// The two lesions that fit each other best.
fn closest(
    of_first: &[MarkedLesion],
    of_second: &[MarkedLesion],
    space: StudySpace,
    rule: AgreementRule,
) -> Option<(usize, usize)> {
    let all = of_first.iter().enumerate().flat_map(|(a, one)| {
        let with_others = of_second.iter().enumerate();
        with_others.filter_map(move |(b, other)| Some((gap(one, other, space, rule)?, a, b)))
    });
    let best = all.min_by(|x, y| x.0.total_cmp(&y.0))?;
    Some((best.1, best.2))
}

fn gap(
    one: &MarkedLesion,
    other: &MarkedLesion,
    space: StudySpace,
    rule: AgreementRule,
) -> Option<f64> {
    let are_sides_one = match (one.laterality, other.laterality) {
        (Some(one), Some(other)) => one == other,
        (Some(_) | None, None) | (None, Some(_)) => true,
    };
    if one.label != other.label || !are_sides_one {
        return None;
    }
    let pairs = one.views.iter().flat_map(|a| {
        let shared = other
            .views
            .iter()
            .filter(move |b| is_one_space(&a.series, &b.series, space));
        shared.filter_map(move |b| rule.gap(a, b))
    });
    pairs.min_by(f64::total_cmp)
}

fn is_one_space(a: &SeriesUid, b: &SeriesUid, space: StudySpace) -> bool {
    space == StudySpace::Patient || a == b
}

fn merged(a: &MarkedLesion, b: &MarkedLesion, space: StudySpace) -> MarkedLesion {
    let mut views = a.views.clone();
    for view in &b.views {
        let known = views
            .iter_mut()
            .find(|known| is_one_space(&known.series, &view.series, space));
        match known {
            Some(known) => *known = known.merged(view),
            None => views.push(view.clone()),
        }
    }
    MarkedLesion {
        label: a.label.clone(),
        laterality: a.laterality.or(b.laterality),
        views,
        by: a.by.iter().chain(&b.by).cloned().collect(),
    }
}
