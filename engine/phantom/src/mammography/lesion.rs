//! The lesions of a case: what each is, and what it does to a view.

mod body;
mod calcium;
mod place;
mod truth;
mod wish;

use overread_base::{Difficulty, LesionKind, LesionRole, Seed};

use crate::mammography::patch::Patch;
use crate::mammography::strands::Vessel;
use crate::mammography::tissue::{Change, ChangeKind};
use crate::mammography::view::View;
use crate::num::P3;

pub(super) use place::resolve;
pub(super) use truth::lesions as truth;
pub(super) use wish::draw;

/// What the lesions of a breast do to one view.
#[derive(Debug, Clone, Default)]
pub(super) struct Lesions {
    /// Where tissue is otherwise than it would be.
    pub(super) changes: Vec<Change>,
    /// What is added.
    pub(super) layers: Vec<Layer>,
}

/// What a lesion adds to a view, mm of thickness.
#[derive(Debug, Clone, Default)]
pub(super) struct Layer {
    /// Solid tissue, which takes the place of what was there.
    pub(super) body: Patch,
    /// Its attenuation, in parts of that of gland.
    pub(super) density: f32,
    /// Strands, as gland.
    pub(super) lines: Patch,
    /// Calcium oxalate.
    pub(super) calcium: Patch,
}

/// A lesion with all that was asked or drawn for it.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) kind: &'static LesionKind,
    pub(super) seed: Seed,
    pub(super) difficulty: Difficulty,
    /// 0 right, 1 left.
    pub(super) breast: usize,
    /// Its middle in the breast at rest.
    pub(super) site: P3,
    /// In the unit of its kind, at the time of the study.
    pub(super) amount: f32,
    pub(super) look: Look,
}

/// What it looks like.
#[derive(Debug, Clone)]
pub(in crate::mammography) enum Look {
    Mass(Mass),
    Grains(Vec<calcium::Grain>),
    Distortion,
    Asymmetry,
}

/// A mass or a lymph node.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mass {
    /// Half axes in the breast at rest, in parts of half the diameter.
    pub(super) axes: P3,
    pub(super) margin: Margin,
    /// Attenuation in parts of that of gland.
    pub(super) density: f32,
}

/// The margin of a mass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Margin {
    /// Sharp; `Halo` has a thin dark rim besides.
    Circumscribed,
    Halo,
    Microlobulated,
    Indistinct,
    Spiculated,
    /// Sharp, with a hilum of fat.
    Hilum,
}

impl Placed {
    pub(super) fn is_finding(&self) -> bool {
        self.kind.role == LesionRole::Finding
    }

    /// Half the extent in the plane of a view, mm.
    pub(super) fn radius_mm(&self) -> f32 {
        0.5 * self.amount
    }

    /// What it adds to a view.
    pub(super) fn layer(&self, view: &View) -> Layer {
        match &self.look {
            Look::Mass(mass) => body::mass(self, mass, view),
            Look::Grains(grains) => calcium::layer(self, grains, view),
            Look::Distortion => body::distortion(self, view),
            Look::Asymmetry => Layer::default(),
        }
    }

    /// How it changes the tissue of a view.
    pub(super) fn change(&self, view: &View) -> Option<Change> {
        let at = view.project(self.site);
        let radius = self.radius_mm();
        let of = |easy: f32, medium: f32, hard: f32| match self.difficulty {
            Difficulty::Easy => easy,
            Difficulty::Medium => medium,
            Difficulty::Hard => hard,
        };
        match &self.look {
            Look::Distortion => Some(Change {
                at,
                radius: (0.75 * radius, (0.75 * radius).min(0.3 * view.thickness_mm)),
                kind: ChangeKind::Pulled(of(0.42, 0.34, 0.27) * radius),
            }),
            Look::Asymmetry => Some(Change {
                at,
                radius: (radius, (0.7 * radius).min(0.32 * view.thickness_mm)),
                kind: ChangeKind::Denser(of(3.4, 2.7, 2.1)),
            }),
            Look::Mass(_) | Look::Grains(_) => None,
        }
    }
}

/// What the lesions do to a view of their breast.
pub(super) fn in_view(placed: &[Placed], breast: usize, view: &View) -> Lesions {
    let own = || placed.iter().filter(move |lesion| lesion.breast == breast);
    Lesions {
        changes: own().filter_map(|lesion| lesion.change(view)).collect(),
        layers: own().map(|lesion| lesion.layer(view)).collect(),
    }
}

/// What placing a lesion needs to know of its breast.
pub(super) struct Room<'a> {
    /// Both views of the breast.
    pub(super) views: [&'a View; 2],
    pub(super) tissue: &'a crate::mammography::tissue::Tissue,
    pub(super) tile: &'a crate::mammography::tile::Tile,
    pub(super) vessels: &'a [Vessel],
}
