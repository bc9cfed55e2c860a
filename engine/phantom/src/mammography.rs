//! Mammograms of both breasts in two views.
//!
//! One breast at rest is projected twice: from above and obliquely. Lesions have one place in it, so both views show
//! them at the same distance behind the nipple. The two sides share their form and most of their
//! pattern: healthy breasts are much alike.

mod film;
mod image;
mod lesion;
mod marker;
mod outline;
mod patch;
mod person;
mod show;
mod strands;
mod study;
mod tile;
mod tissue;
mod view;

use std::sync::Arc;

use overread_base::{Difficulty, LesionKind, LesionWish, Seed};

use crate::case::CaseRequest;
use crate::error::PhantomError;
use crate::mammography::image::Scene;
use crate::mammography::lesion::{Placed, Room};
use crate::mammography::person::Person;
use crate::mammography::strands::Vessel;
use crate::mammography::tile::Tile;
use crate::mammography::tissue::Tissue;
use crate::mammography::view::{Projection, View};
use crate::study::SyntheticStudy;

/// A planned case.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    study: SyntheticStudy,
    /// Right and left from above, right and left obliquely.
    views: Vec<View>,
    /// Of the right and the left breast.
    tissues: Vec<Tissue>,
    vessels: Vec<Vec<Vessel>>,
    tile: Arc<Tile>,
    lesions: Vec<Placed>,
}

/// All shapes of a case, ready to be rendered.
pub(crate) fn plan(request: &CaseRequest) -> Result<Plan, PhantomError> {
    bare(request)
}

/// The plan without what only rendering needs, which is nothing: study and truth are those of [`plan`].
pub(crate) fn bare(request: &CaseRequest) -> Result<Plan, PhantomError> {
    let seed = request.seed.child("mammography");
    let person = Person::draw(seed);
    let tile = Tile::new(seed.child("tile"));
    let exam = seed.child("exam");
    let size = request.acquisition.size;
    let current = views_of(&person, exam, size)?;
    let tissues: Vec<Tissue> = person
        .breasts
        .iter()
        .zip(&current)
        .map(|(breast, view)| Tissue::new(breast, person.seed, view, &tile))
        .collect();
    let vessels: Vec<Vec<Vessel>> = person.breasts.iter().map(strands::vessels).collect();
    let shares = tissues.iter().zip(&current);
    let share = shares
        .map(|(tissue, view)| tissue.share(view, &tile))
        .sum::<f32>()
        / 2.0;
    // Placed in the current images, so that a prior has its lesions in the same places.
    let room = |breast: usize| Room {
        views: [&current[breast], &current[breast + 2]],
        tissue: &tissues[breast],
        tile: &tile,
        vessels: &vessels[breast],
    };
    let lesions = lesion::resolve(request, seed, &[room(0), room(1)])?;
    let views = match request.days_before {
        0 => current,
        days => views_of(&person, exam.index(u64::from(days)), size)?,
    };
    let study = study::study(request, &person, &views, share, &lesions)?;
    Ok(Plan {
        study,
        views,
        tissues,
        vessels,
        tile: Arc::new(tile),
        lesions,
    })
}

/// Both breasts from above, then both obliquely, as they lay in one examination.
fn views_of(person: &Person, exam: Seed, size: Option<u32>) -> Result<Vec<View>, PhantomError> {
    let mut views = Vec::new();
    for projection in [Projection::Craniocaudal, Projection::Oblique] {
        for (i, breast) in (0u64..).zip(&person.breasts) {
            let exam = exam.child("side").index(i);
            views.push(View::new(person, breast, projection, size, exam)?);
        }
    }
    Ok(views)
}

impl Plan {
    /// All of the study but its pixels.
    pub(crate) fn study(&self) -> &SyntheticStudy {
        &self.study
    }

    /// The stored samples of a slice, x fastest; empty where there is none.
    pub(crate) fn render(&self, series: usize, slice: u32) -> Vec<i16> {
        let Some(view) = self.views.get(series).filter(|_| slice == 0) else {
            return Vec::new();
        };
        let breast = series % 2;
        image::render(&Scene {
            view,
            tissue: &self.tissues[breast],
            tile: &self.tile,
            vessels: &self.vessels[breast],
            lesions: lesion::in_view(&self.lesions, breast, view),
        })
    }
}

/// The lesions of a case that leaves them to the seed.
pub(crate) fn draw(
    seed: Seed,
    _difficulty: Difficulty,
    is_abnormal: bool,
    among: &[&'static LesionKind],
) -> Vec<LesionWish> {
    lesion::draw(seed, is_abnormal, among)
}

#[cfg(test)]
mod tests;
