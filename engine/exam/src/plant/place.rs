//! Places in the images: inside their corners, away from lesions, on one side of the midline. No anatomy is known here.

use overread_base::{CaseTruth, Laterality, Lesion, Rng, SeriesUid, Vec3};

use crate::hit::{inside, place_inside};

/// A place closer to a lesion's edge than this is not away from it, mm; the usual least radius of acceptance twice.
const AWAY_MM: f64 = 10.0;
/// How often a place is drawn before it is given up.
const MAX_TRIES: u32 = 64;

/// The two corners of the images, sorted; a corner that is not finite counts as the origin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bounds {
    pub(crate) low: Vec3,
    pub(crate) high: Vec3,
}

impl Bounds {
    pub(crate) fn of((a, b): (Vec3, Vec3)) -> Self {
        let finite = |corner: Vec3| {
            if corner.is_finite() {
                corner
            } else {
                Vec3::default()
            }
        };
        let (a, b) = (finite(a), finite(b));
        Self {
            low: a.min(b),
            high: a.max(b),
        }
    }

    pub(crate) fn size(self) -> Vec3 {
        self.high - self.low
    }

    pub(crate) fn middle(self) -> Vec3 {
        (self.low + self.high) * 0.5
    }

    /// Whether the images are a detector plane.
    pub(crate) fn is_plane(self) -> bool {
        self.size().z <= 0.0
    }

    pub(crate) fn clamp(self, place: Vec3) -> Vec3 {
        place.max(self.low).min(self.high)
    }

    pub(crate) fn contains(self, place: Vec3) -> bool {
        self.clamp(place) == place
    }

    /// The patient's side of a place: x grows to the patient's left in volumes, and so it does on a frontal projection
    /// that hangs as usual. `None` within `margin_mm` of the midline.
    pub(crate) fn side(self, place: Vec3, margin_mm: f64) -> Option<Laterality> {
        let off = place.x - self.middle().x;
        if off > margin_mm {
            Some(Laterality::Left)
        } else if off < -margin_mm {
            Some(Laterality::Right)
        } else {
            None
        }
    }

    /// A place where a mark of that reach is plausible and nothing is: off the midline, off the edges, away from the
    /// spheres that are `taken`.
    ///
    /// `None` if they leave no room, or the images have no size.
    pub(crate) fn away_from(
        self,
        taken: &[(Vec3, f64)],
        reach_mm: f64,
        rng: &mut Rng,
    ) -> Option<Vec3> {
        let (middle, size) = (self.middle(), self.size());
        let is_away = |place: Vec3| is_away(place, reach_mm, taken);
        for _ in 0..MAX_TRIES {
            // Paired organs lie off the midline; images show some air or table at their edges.
            let off = rng.range(0.12, 0.33) * if rng.unit() < 0.5 { -1.0 } else { 1.0 };
            let place = Vec3::new(
                middle.x + off * size.x,
                middle.y + rng.range(-0.2, 0.2) * size.y,
                middle.z + rng.range(-0.3, 0.3) * size.z,
            );
            if is_away(place) && size.x > 0.0 && size.y > 0.0 {
                return Some(place);
            }
        }
        None
    }
}

/// The spheres of the lesions: centre and radius. Of projections the discs of all images together: what is away from
/// all of them is away from each.
pub(crate) fn spheres(truth: Option<&CaseTruth>) -> Vec<(Vec3, f64)> {
    let lesions = truth.map_or(&[][..], |truth| &truth.lesions);
    let of = |lesion: &Lesion| {
        if lesion.views.is_empty() {
            return vec![(lesion.centre, lesion.radius_mm)];
        }
        let views = lesion.views.iter();
        views.map(|view| (view.centre, view.radius_mm)).collect()
    };
    lesions.iter().flat_map(of).collect()
}

/// Whether something that could lie in the patient lies well away from all spheres, in every image that would show it.
pub(crate) fn lies_away(decoy: &Lesion, taken: &[(Vec3, f64)]) -> bool {
    if decoy.views.is_empty() {
        return is_away(place_inside(decoy), decoy.radius_mm, taken);
    }
    let mut views = decoy.views.iter();
    views.all(|view| {
        is_away(
            inside(view.centre, view.mask.as_ref()),
            view.radius_mm,
            taken,
        )
    })
}

/// Where a decoy lies in the images of a series; `None` where they do not show it.
pub(crate) fn place_in(decoy: &Lesion, series: &SeriesUid) -> Option<Vec3> {
    if decoy.views.is_empty() {
        return Some(place_inside(decoy));
    }
    let view = decoy.views.iter().find(|view| view.series == *series)?;
    Some(inside(view.centre, view.mask.as_ref()))
}

/// Whether something of that reach lies well away from all spheres.
pub(crate) fn is_away(place: Vec3, reach_mm: f64, taken: &[(Vec3, f64)]) -> bool {
    taken
        .iter()
        .all(|&(centre, radius_mm)| place.distance(centre) > radius_mm + reach_mm + AWAY_MM)
}
