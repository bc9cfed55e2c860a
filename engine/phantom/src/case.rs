//! A synthetic case of any kind: what is asked for, and the study that comes of it.

use overread_base::{Difficulty, LesionKind, LesionWish, PhantomKind, Seed, Vec3};

use crate::chest_ct::{self, ChestCtParams, ChestCtPlan, NoduleSpec};
use crate::error::PhantomError;
use crate::head_ct;
use crate::mammography;
use crate::physics::kernel::Kernel;
use crate::radiograph;
use crate::study::SyntheticStudy;

/// What a case is asked to be. Equal requests give equal bits everywhere.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseRequest {
    /// The kind of study.
    pub kind: PhantomKind,
    /// Anatomy, noise and all that is not stated follow from it.
    pub seed: Seed,
    /// How hard its lesions are to see, and how cluttered their surroundings.
    pub difficulty: Difficulty,
    /// What is put in. A study with and one without lesions are twins: anatomy and noise depend on the seed alone.
    pub lesions: Vec<LesionWish>,
    /// How the images are made.
    pub acquisition: Acquisition,
    /// How many days before the current study this one was made; 0 for the current one. The same seed gives the same
    /// person, whose lesions are smaller or not there yet.
    pub days_before: u32,
}

impl CaseRequest {
    /// A study without lesions, of medium difficulty, made in the usual way.
    #[must_use]
    pub fn new(kind: PhantomKind, seed: Seed) -> Self {
        Self {
            kind,
            seed,
            difficulty: Difficulty::Medium,
            lesions: Vec::new(),
            acquisition: Acquisition::default(),
            days_before: 0,
        }
    }

    /// What the day of the examination is drawn from.
    pub(crate) fn day(&self) -> Seed {
        day(self.seed, self.days_before)
    }
}

/// What is drawn anew for each examination of a person: noise, exposure, motion. The current study is of the person's own
/// seed, so that it is the same with and without priors.
pub(crate) fn day(seed: Seed, days_before: u32) -> Seed {
    match days_before {
        0 => seed,
        days => seed.child("before").index(u64::from(days)),
    }
}

/// How images are made; what is `None` follows from the seed or is usual for the kind.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Acquisition {
    /// Columns and rows of a CT slice; projections scale their pixel size alike. For quick tests.
    pub size: Option<u32>,
    /// Number of CT slices; the same range is covered.
    pub slices: Option<u32>,
    /// Slice thickness of a CT, mm.
    pub thickness_mm: Option<f64>,
    /// Reconstruction kernel of a CT.
    pub kernel: Option<Kernel>,
    /// Whether contrast medium was given before a CT.
    pub is_enhanced: Option<bool>,
}

/// What is harmless in a study, looks like a finding, and so stands in no truth: services are trained to leave it alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Imitation {
    /// What it is.
    pub kind: &'static LesionKind,
    /// Its middle, patient LPS mm.
    pub centre: Vec3,
    /// The radius of the sphere of equal volume.
    pub radius_mm: f64,
}

/// A planned case, ready to be rendered slice by slice on any thread.
#[derive(Debug, Clone)]
pub struct Phantom {
    study: SyntheticStudy,
    plan: Plan,
}

/// The plans of the kinds.
#[derive(Debug, Clone)]
enum Plan {
    ChestCt(Box<ChestCtPlan>),
    HeadCt(Box<head_ct::Plan>),
    ChestRadiograph(Box<radiograph::Plan>),
    Mammography(Box<mammography::Plan>),
}

impl Phantom {
    /// Draws all shapes of a case; no pixels yet.
    ///
    /// # Errors
    /// [`PhantomError`] lists all faults of the request.
    pub fn plan(request: &CaseRequest) -> Result<Self, PhantomError> {
        let current = Self::of_request(request)?;
        Ok(Self {
            study: current
                .study
                .made_earlier(request.kind, request.seed, request.days_before),
            ..current
        })
    }

    fn of_request(request: &CaseRequest) -> Result<Self, PhantomError> {
        match request.kind {
            PhantomKind::ChestCt => Self::of_chest(request.seed, chest_ct::case::plan(request)?),
            PhantomKind::HeadCt => {
                let plan = head_ct::plan(request)?;
                Ok(Self {
                    study: plan.study().clone(),
                    plan: Plan::HeadCt(Box::new(plan)),
                })
            }
            PhantomKind::ChestRadiograph => {
                let plan = radiograph::plan(request)?;
                Ok(Self {
                    study: plan.study().clone(),
                    plan: Plan::ChestRadiograph(Box::new(plan)),
                })
            }
            PhantomKind::Mammography => {
                let plan = mammography::plan(request)?;
                Ok(Self {
                    study: plan.study().clone(),
                    plan: Plan::Mammography(Box::new(plan)),
                })
            }
        }
    }

    /// A chest CT with nodules to the millimetre.
    ///
    /// # Errors
    /// [`PhantomError`] lists all faults of parameters and nodules.
    pub fn chest_ct(
        seed: Seed,
        params: &ChestCtParams,
        nodules: &[NoduleSpec],
    ) -> Result<Self, PhantomError> {
        Self::of_chest(seed, chest_ct::plan(seed, params, nodules)?)
    }

    fn of_chest(seed: Seed, plan: ChestCtPlan) -> Result<Self, PhantomError> {
        Ok(Self {
            study: chest_ct::case::study(seed, &plan)?,
            plan: Plan::ChestCt(Box::new(plan)),
        })
    }

    /// All of the study but its pixels.
    #[must_use]
    pub fn study(&self) -> &SyntheticStudy {
        &self.study
    }

    /// Calcified and perifissural nodules of a chest CT; empty for other kinds.
    #[must_use]
    pub fn imitations(&self) -> Vec<Imitation> {
        let Plan::ChestCt(plan) = &self.plan else {
            return Vec::new();
        };
        plan.pathology.imitations()
    }

    /// The stored samples of a slice of a series, x fastest; empty where there is none. A projection has slice 0 only.
    #[must_use]
    pub fn render(&self, series: usize, slice: u32) -> Vec<i16> {
        if series >= self.study.series.len() {
            return Vec::new();
        }
        match &self.plan {
            Plan::ChestCt(plan) => chest_ct::render_slice(plan, slice),
            Plan::HeadCt(plan) => plan.render(series, slice),
            Plan::ChestRadiograph(plan) => plan.render(series, slice),
            Plan::Mammography(plan) => plan.render(series, slice),
        }
    }

    /// The [`chest_ct::Organ`] of each voxel of a slice of a chest CT as its number, x fastest; empty for other kinds.
    #[must_use]
    pub fn organs(&self, series: usize, slice: u32) -> Vec<u8> {
        let Plan::ChestCt(plan) = &self.plan else {
            return Vec::new();
        };
        if series > 0 {
            return Vec::new();
        }
        let labels = chest_ct::render_labels(plan, slice);
        labels.into_iter().map(|organ| organ as u8).collect()
    }
}

/// The study of a case with its truth, equal to that of [`Phantom::plan`] and made in a small part of its time.
///
/// # Errors
/// As [`Phantom::plan`].
pub fn ground(request: &CaseRequest) -> Result<SyntheticStudy, PhantomError> {
    let study = match request.kind {
        PhantomKind::ChestCt => {
            let plan = chest_ct::case::bare(request)?;
            chest_ct::case::study(request.seed, &plan)?
        }
        PhantomKind::HeadCt => head_ct::bare(request)?.study().clone(),
        PhantomKind::ChestRadiograph => radiograph::bare(request)?.study().clone(),
        PhantomKind::Mammography => mammography::bare(request)?.study().clone(),
    };
    Ok(study.made_earlier(request.kind, request.seed, request.days_before))
}

/// As [`ground`], of a chest CT with nodules to the millimetre.
///
/// # Errors
/// As [`Phantom::chest_ct`].
pub fn ground_of_chest(
    seed: Seed,
    params: &ChestCtParams,
    nodules: &[NoduleSpec],
) -> Result<SyntheticStudy, PhantomError> {
    let plan = chest_ct::plan::bare(seed, params, nodules)?;
    chest_ct::case::study(seed, &plan)
}

/// Draws the lesions of a case: of `among`, or of all kinds of the phantom where it is empty.
///
/// An abnormal case holds at least one finding; imitators may stand in both.
#[must_use]
pub fn draw_lesions(
    kind: PhantomKind,
    seed: Seed,
    difficulty: Difficulty,
    is_abnormal: bool,
    among: &[&'static LesionKind],
) -> Vec<LesionWish> {
    match kind {
        PhantomKind::ChestCt => chest_ct::case::draw(seed, difficulty, is_abnormal, among),
        PhantomKind::HeadCt => head_ct::draw(seed, difficulty, is_abnormal, among),
        PhantomKind::ChestRadiograph => radiograph::draw(seed, difficulty, is_abnormal, among),
        PhantomKind::Mammography => mammography::draw(seed, difficulty, is_abnormal, among),
    }
}

#[cfg(test)]
mod tests;
