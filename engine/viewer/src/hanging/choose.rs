//! Which of the candidates a rule means. Places and pictures are not its matter.

use std::cmp::Ordering;

use overread_base::Vec3;
use overread_image::Plane;

use crate::SeriesSpace;
use crate::hanging::{
    Applies, Candidate, Preference, Protocol, SeriesRule, Sharpness, kernel_sharpness,
};
use crate::words::in_capitals;

/// The candidates of a case, with its priors in the order that rules count them.
pub(super) struct Chooser<'a> {
    candidates: &'a [Candidate<'a>],
    applies: &'a Applies,
    /// [`SeriesFacts::prior`](crate::SeriesFacts) of the priors that the protocol is for, the newest first.
    priors: Vec<u32>,
}

impl<'a> Chooser<'a> {
    pub(super) fn new(candidates: &'a [Candidate<'a>], protocol: &'a Protocol) -> Self {
        let applies = &protocol.applies;
        let current = candidates
            .iter()
            .find(|c| c.facts.prior == 0 && applies.to(c.facts));
        // A prior of another body part is no prior, where both are known; so is one of another modality.
        let is_alike = |candidate: &&Candidate<'_>| {
            let Some(current) = current else { return true };
            let parts =
                [current, *candidate].map(|c| c.facts.body_part.as_deref().map(in_capitals));
            match parts {
                [Some(current), Some(prior)] => current == prior || !applies.body_parts.is_empty(),
                [None, _] | [_, None] => true,
            }
        };
        let older = candidates.iter().filter(|c| c.facts.prior > 0);
        let mut priors: Vec<u32> = older
            .filter(|c| applies.to(c.facts))
            .filter(is_alike)
            .map(|c| c.facts.prior)
            .collect();
        priors.sort_unstable();
        priors.dedup();
        Self {
            candidates,
            applies,
            priors,
        }
    }

    pub(super) fn candidate(&self, idx: usize) -> Candidate<'a> {
        self.candidates[idx]
    }

    /// The series of the study to be read, in the order given; raw images last.
    pub(super) fn current(&self) -> Vec<usize> {
        let mut current: Vec<usize> = (0..self.candidates.len())
            .filter(|&idx| self.candidates[idx].facts.prior == 0)
            .collect();
        current.sort_by_key(|&idx| self.candidates[idx].facts.is_for_processing);
        current
    }

    /// Any candidate, for a case that has no current study.
    pub(super) fn any(&self) -> Option<usize> {
        (!self.candidates.is_empty()).then_some(0)
    }

    /// The best candidate that fits the rule.
    pub(super) fn find(&self, rule: &SeriesRule) -> Option<usize> {
        let study = match rule.prior.checked_sub(1) {
            None => 0,
            Some(nth) => *self.priors.get(nth as usize)?,
        };
        let fitting = (0..self.candidates.len()).filter(|&idx| {
            self.candidates[idx].facts.prior == study && self.fits(&self.candidates[idx], rule)
        });
        // Of equals the first given is taken.
        fitting.reduce(|best, idx| match self.compare(idx, best, rule) {
            Ordering::Greater => idx,
            Ordering::Less | Ordering::Equal => best,
        })
    }

    fn fits(&self, candidate: &Candidate<'_>, rule: &SeriesRule) -> bool {
        let facts = candidate.facts;
        let modality = in_capitals(&facts.modality);
        let modalities = if rule.modalities.is_empty() {
            &self.applies.modalities
        } else {
            &rule.modalities
        };
        (modalities.is_empty() || modalities.contains(&modality))
            && (rule.views.is_empty() || view_rank(candidate, rule).is_some())
            && rule
                .laterality
                .is_none_or(|side| facts.laterality == Some(side))
            && rule.space.is_none_or(|space| facts.space == space)
    }

    /// Which of two fitting candidates is the better one: [`Ordering::Greater`] if `a` is.
    fn compare(&self, a: usize, b: usize, rule: &SeriesRule) -> Ordering {
        const AT_LAST: [Preference; 4] = [
            Preference::ForPresentation,
            Preference::MostSlices,
            Preference::Newest,
            Preference::MostPixels,
        ];
        let (a, b) = (&self.candidates[a], &self.candidates[b]);
        let views = view_rank(b, rule).cmp(&view_rank(a, rule));
        let preferences = rule.prefer.iter().chain(&AT_LAST);
        preferences
            .fold(views, |order, &preference| {
                order.then_with(|| score(a, preference).total_cmp(&score(b, preference)))
            })
            // A repeated image comes later in the study.
            .then(a.facts.number.cmp(&b.facts.number))
    }
}

/// Where the candidate's view stands in the rule's list; the least is the best.
fn view_rank(candidate: &Candidate<'_>, rule: &SeriesRule) -> Option<usize> {
    let view = in_capitals(candidate.facts.view.as_deref()?);
    rule.views.iter().position(|wanted| *wanted == view)
}

/// How well a candidate meets a preference; more is better, unknown stands between or last.
fn score(candidate: &Candidate<'_>, preference: Preference) -> f64 {
    let facts = candidate.facts;
    let [columns, rows, slices] = candidate.geometry.size.map(f64::from);
    let sharpness = || facts.kernel.as_deref().and_then(kernel_sharpness);
    let towards = |wanted: Sharpness| match sharpness() {
        Some(found) if found == wanted => 1.0,
        Some(_) => -1.0,
        None => 0.0,
    };
    let thickness_mm = facts.thickness_mm.filter(|mm| mm.is_finite() && *mm > 0.0);
    match preference {
        Preference::ForPresentation => f64::from(!facts.is_for_processing),
        Preference::Stack => f64::from(slices >= 8.0),
        Preference::Acquired(plane) => f64::from(acquired_plane(candidate) == Some(plane)),
        Preference::SoftKernel => towards(Sharpness::Soft),
        Preference::SharpKernel => towards(Sharpness::Sharp),
        Preference::MostSlices => slices,
        Preference::Thin => thickness_mm.map_or(f64::NEG_INFINITY, |mm| -mm),
        Preference::Thick => thickness_mm.unwrap_or(f64::NEG_INFINITY),
        Preference::Newest => facts
            .study_date
            .as_deref()
            .and_then(|date| date.trim().parse::<u32>().ok())
            .map_or(f64::NEG_INFINITY, f64::from),
        Preference::MostPixels => columns * rows,
    }
}

/// The anatomical plane that the slices of a volume are nearest to; `None` for images that are no volume.
fn acquired_plane(candidate: &Candidate<'_>) -> Option<Plane> {
    if candidate.facts.space != SeriesSpace::Patient {
        return None;
    }
    let Vec3 { x, y, z } = candidate.geometry.slice_dir;
    let (x, y, z) = (x.abs(), y.abs(), z.abs());
    Some(if z >= x && z >= y {
        Plane::Axial
    } else if y >= x {
        Plane::Coronal
    } else {
        Plane::Sagittal
    })
}

#[cfg(test)]
mod tests;
