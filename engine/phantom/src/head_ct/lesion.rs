//! The lesions of a head: what they do to the anatomy, to the HU of the object, and to the truth.

mod artery;
mod bleed;
mod blood;
mod cap;
mod draw;
mod extra_axial;
mod fluid;
mod fracture;
mod ischaemia;
mod lattice;
mod mass_effect;
mod parenchymal;
mod reach;
mod region;
mod truth;
mod wish;

use overread_base::{Lesion, LesionKind, TruthFact, VolumeGeometry};

use crate::case::CaseRequest;
use crate::error::PhantomError;
use crate::head_ct::anatomy::Head;
use crate::head_ct::tissue::Tissue;
use crate::num::{P3, p3};
use crate::texture::Texture;

use artery::DenseArtery;
use bleed::Bleed;
use fluid::FluidBlood;
use fracture::Fracture;
use ischaemia::Infarct;
use mass_effect::{MassEffect, Push};
use reach::Reach;
use region::Region;
use wish::{Wanted, What};

pub(crate) use draw::draw;

/// HU that fluid on the brain lacks to brain.
const FLUID_TO_BRAIN_HU: f32 = 24.0;

/// What brain attenuates on the whole, HU.
const BRAIN_HU: f32 = 34.0;

/// All lesions of a study. Positions are head mm.
#[derive(Debug, Clone, Default)]
pub(crate) struct LesionSet {
    effect: MassEffect,
    bleeds: Vec<Bleed>,
    scars: Vec<Bleed>,
    fluids: Vec<FluidBlood>,
    infarcts: Vec<Infarct>,
    arteries: Vec<DenseArtery>,
    fractures: Vec<Fracture>,
    bounds: Option<(P3, P3)>,
    reach: Reach,
}

/// An amount that nobody wished for is less where a small head has no room for it.
fn with_room<T>(
    wanted: &Wanted,
    mut draw: impl FnMut(&Wanted) -> Result<T, String>,
) -> Result<T, String> {
    let mut less = wanted.clone();
    for _ in 0..4 {
        match draw(&less) {
            Err(_) if !wanted.is_amount_wished => less.amount *= 0.75,
            drawn => return drawn,
        }
    }
    draw(&less)
}

impl LesionSet {
    /// Places the wished lesions that are ours in a head; wishes with other words are checked and passed over.
    pub(crate) fn place(head: &Head, request: &CaseRequest) -> Result<Self, PhantomError> {
        let wanted = wish::settle(
            request.seed,
            request.difficulty,
            request.days_before,
            &request.lesions,
        )
        .map_err(|faults| PhantomError { faults })?;
        let mut set = Self::default();
        let mut refused: Vec<(&Wanted, String)> = Vec::new();
        let mut pushes = Vec::new();
        // What pushes the brain comes first: the rest lies where the brain is then.
        for wanted in &wanted {
            match with_room(wanted, |wanted| set.add_mass(head, wanted)) {
                Ok(more) => pushes.extend(more),
                Err(reason) => refused.push((wanted, reason)),
            }
        }
        set.effect = MassEffect::new(head, &pushes, &head.texture);
        for wanted in &wanted {
            if let Err(reason) = with_room(wanted, |wanted| set.add_fluid(head, wanted)) {
                refused.push((wanted, reason));
            }
        }
        set.bounds = set.find_bounds();
        if let Some(bounds) = set.bounds {
            set.reach = Reach::new(bounds, |p, radius| set.is_near(&head.texture, p, radius));
        }
        if refused.is_empty() {
            return Ok(set);
        }
        refused.sort_by_key(|(wanted, _)| wanted.lesion);
        let faults = refused
            .into_iter()
            .map(|(wanted, reason)| wanted.fault(reason));
        Err(PhantomError {
            faults: faults.collect(),
        })
    }

    fn add_mass(&mut self, head: &Head, wanted: &Wanted) -> Result<Vec<Push>, String> {
        let grain = &head.texture;
        match wanted.what {
            What::Epidural | What::Subdural => {
                let (bleed, pushes) = extra_axial::make(head, wanted, grain)?;
                self.bleeds.push(bleed);
                Ok(pushes)
            }
            What::Intraparenchymal => {
                let (bleed, pushes) = parenchymal::make(head, wanted, grain)?;
                self.bleeds.push(bleed);
                Ok(pushes)
            }
            What::Infarct => {
                let (infarct, pushes) = Infarct::new(head, wanted)?;
                self.infarcts.push(infarct);
                Ok(pushes)
            }
            What::OldInfarct => {
                self.scars.push(ischaemia::scar(head, wanted, grain)?);
                Ok(Vec::new())
            }
            What::DenseArtery => {
                self.arteries.push(DenseArtery::new(head, wanted)?);
                Ok(Vec::new())
            }
            What::Fracture => {
                // The vessel was torn by the bone.
                let torn = self.bleeds.iter().find(|bleed| {
                    bleed.wanted.what == What::Epidural && bleed.wanted.side == wanted.side
                });
                let beside = torn.map(|bleed| bleed.region.centroid);
                self.fractures.push(Fracture::new(head, wanted, beside));
                Ok(Vec::new())
            }
            What::Subarachnoid | What::Intraventricular => Ok(Vec::new()),
        }
    }

    fn add_fluid(&mut self, head: &Head, wanted: &Wanted) -> Result<(), String> {
        let (effect, grain) = (&self.effect, &head.texture);
        if wanted.what == What::Subarachnoid {
            let blood = fluid::subarachnoid(head, wanted, effect, grain)?;
            self.fluids.push(blood);
        } else if wanted.what == What::Intraventricular {
            let blood = fluid::intraventricular(head, wanted, effect, grain)?;
            self.fluids.push(blood);
        }
        Ok(())
    }

    /// Where the anatomy that now lies at `at` came from. Head mm. The skull does not move.
    pub(crate) fn displace(&self, at: P3) -> P3 {
        self.effect.source(at)
    }

    /// The box outside which [`Self::blend`] changes nothing, head mm; `None` where there is nothing.
    pub(crate) fn bounds(&self) -> Option<(P3, P3)> {
        self.bounds
    }

    /// Whether [`Self::blend`] may change something at `at`, head mm. Quick.
    pub(crate) fn concerns(&self, at: P3) -> bool {
        self.reach.holds(at)
    }

    /// Whether anything touches a ball about `p`, or what it does to fluid is seen there.
    fn is_near(&self, grain: &Texture, p: P3, radius: f32) -> bool {
        // Distances are of first order: they may be off by some.
        let reach = 1.7 * radius + 1.5;
        let holds = |region: &Region, p: P3, reach: f32| {
            region.touches(p, radius) && region.distance(p).is_none_or(|d| d < reach)
        };
        let source = self.effect.source(p);
        self.effect.tightness(p) > 0.03
            || (self.bleeds.iter()).any(|b| holds(&b.region, p, reach + b.reach_mm()))
            || (self.fluids.iter()).any(|b| holds(&b.region, p, reach + 3.0))
            || (self.scars.iter()).any(|s| holds(&s.region, source, 1.5 * reach + 3.0))
            || (self.infarcts.iter()).any(|i| holds(&i.space, source, 1.5 * reach + 6.0))
            || (self.arteries.iter()).any(|a| a.distance(source) < 1.5 * reach)
            || (self.fractures.iter()).any(|f| f.may_touch(p, reach, grain))
    }

    /// Whether there are lesions that lie where the anatomy was before it was pushed.
    fn is_any_at_rest(&self) -> bool {
        !(self.infarcts.is_empty() && self.scars.is_empty() && self.arteries.is_empty())
    }

    fn find_bounds(&self) -> Option<(P3, P3)> {
        // Mass effect moves what lies at rest, by a centimetre or two.
        let moved = |(low, high): (P3, P3)| {
            let reach = p3(20.0, 20.0, 20.0);
            (low - reach, high + reach)
        };
        let boxes = (self.bleeds.iter().map(|b| b.region.bounds()))
            .chain(self.fluids.iter().map(|b| b.region.bounds()))
            .chain(self.scars.iter().map(|b| moved(b.region.bounds())))
            .chain(self.infarcts.iter().map(|i| moved(i.space.bounds())))
            .chain(self.arteries.iter().map(|a| moved(a.bounds())))
            .chain(self.fractures.iter().map(Fracture::bounds))
            .chain(self.effect.bounds());
        boxes.reduce(|(low, high), (l, h)| {
            (
                p3(low.x.min(l.x), low.y.min(l.y), low.z.min(l.z)),
                p3(high.x.max(h.x), high.y.max(h.y), high.z.max(h.z)),
            )
        })
    }

    /// HU of the object at `at` (head mm, not displaced) with the lesions, before point spread and noise.
    pub(crate) fn blend(&self, head: &Head, hu: f32, at: P3, tissue: &Tissue) -> f32 {
        if self.bounds.is_none() {
            return hu;
        }
        let grain = &head.texture;
        let mut hu = hu;
        for fracture in &self.fractures {
            hu = fracture.blend(head, hu, at, grain);
        }
        if tissue.cavity <= 0.0 {
            return hu;
        }
        let fluid = (tissue.csf - tissue.ventricle).max(0.0) * (1.0 - tissue.dura);
        if fluid > 0.0 {
            let closed = tissue.cavity * self.effect.tightness(at) * fluid * FLUID_TO_BRAIN_HU;
            hu = (hu + closed).min(hu.max(BRAIN_HU));
        }
        let source = if self.is_any_at_rest() {
            self.effect.source(at)
        } else {
            at
        };
        for infarct in &self.infarcts {
            hu = infarct.blend(hu, source, tissue, grain);
        }
        for scar in &self.scars {
            hu = ischaemia::blend_scar(scar, hu, source, grain);
        }
        for artery in &self.arteries {
            hu = artery.blend(hu, source, grain);
        }
        for blood in &self.fluids {
            hu = blood.blend(hu, at, tissue, grain);
        }
        for bleed in &self.bleeds {
            hu = bleed.blend(hu, at, grain);
        }
        hu
    }

    /// The lesions of the truth with masks on the grid, and the facts that follow from them.
    pub(crate) fn truth(
        &self,
        head: &Head,
        geometry: &VolumeGeometry,
        thickness_mm: f32,
    ) -> (Vec<Lesion>, Vec<TruthFact>) {
        (
            truth::lesions(self, head, geometry, thickness_mm),
            truth::facts(self, head),
        )
    }
}

/// Whether this module places a kind.
pub(crate) fn is_ours(kind: &LesionKind) -> bool {
    What::of(kind.word).is_some()
}

#[cfg(test)]
mod tests;
