//! What a beam meets: millimetres of soft tissue, fat and bone behind each place of the detector.

use crate::chest_ct::bones::axial;
use crate::chest_ct::tubes::{Tube, TubeKind, wall_mm};
use crate::num::{p3, smooth_step};
use crate::radiograph::erect::Erect;
use crate::radiograph::exposure::Exposure;
use crate::radiograph::map::Map;
use crate::radiograph::skeleton::{Bone, Skeleton};
use crate::radiograph::stroke::{self, Knot};
use crate::radiograph::view::{Projection, View, chords};

/// Thicknesses in mm behind each place; metal counts as bone.
#[derive(Debug, Clone)]
pub(crate) struct Object {
    pub(crate) soft: Map,
    pub(crate) fat: Map,
    pub(crate) bone: Map,
    /// Length of the rays in the lungs.
    pub(crate) lung: Map,
}

/// Share of bone in a cortex.
const CORTEX: f32 = 0.72;

/// Half the depth of a patient that rays are followed through, mm.
const REACH_MM: f32 = 170.0;
const REACH_LATERAL_MM: f32 = 235.0;

impl Object {
    /// The chest without lesions.
    pub(crate) fn of(
        erect: &Erect,
        skeleton: &Skeleton,
        vessels: &[Tube],
        exposure: &Exposure,
    ) -> Self {
        let grid = grid(exposure);
        let mut object = Self {
            soft: Map::like(&grid),
            fat: Map::like(&grid),
            bone: Map::like(&grid),
            lung: grid,
        };
        object.body(erect, exposure);
        object.lungs(erect, exposure);
        object.tubes(erect, vessels, exposure);
        object.texture(erect);
        object.spine(erect, exposure);
        object.bones(skeleton, &exposure.view);
        object
    }

    fn body(&mut self, erect: &Erect, exposure: &Exposure) {
        let view = &exposure.view;
        let (mut all, mut lean) = (coarse(exposure, 4.0), coarse(exposure, 4.0));
        let are_arms_down = exposure.projection != Projection::Lateral;
        let reach = reach(exposure);
        let fat = erect.fat_mm();
        for y in 0..all.ny {
            let v = all.v(y);
            for x in 0..all.nx {
                let ray = view.ray(all.u(x), v, reach, reach);
                let [body, inner] = chords(&ray, [0.0, fat], [8.0, 40.0], |p| {
                    erect.body(p, are_arms_down)
                });
                all.cells[y * all.nx + x] = body;
                lean.cells[y * all.nx + x] = inner;
            }
        }
        self.soft.add(&lean, 1.0);
        self.fat.add(&all, 1.0);
        self.fat.add(&lean, -1.0);
        for map in [&mut self.soft, &mut self.fat] {
            for cell in &mut map.cells {
                *cell = cell.max(0.0);
            }
        }
    }

    fn lungs(&mut self, erect: &Erect, exposure: &Exposure) {
        let view = &exposure.view;
        let mut lung = coarse(exposure, 2.0);
        let mut missing = Map::like(&lung);
        let reach = reach(exposure) - 45.0;
        for y in 0..lung.ny {
            let v = lung.v(y);
            for x in 0..lung.nx {
                let ray = view.ray(lung.u(x), v, reach, reach);
                let [length] = chords(&ray, [0.0], [5.0, 30.0], |p| erect.lung(p));
                let share = erect.lung_share(ray.at(0.5 * (ray.near + ray.far)));
                lung.cells[y * lung.nx + x] = length;
                missing.cells[y * lung.nx + x] = length * (1.0 - share);
            }
        }
        self.lung.add(&lung, 1.0);
        self.soft.add(&missing, -1.0);
        let top = erect.of_soft(p3(60.0, 0.0, erect.anatomy.dome_left + 6.0));
        let (_, v0, _) = view.project(top);
        let (low, high) = ([-150.0, v0], [150.0, v0 + 150.0]);
        let mut gas = Map::over(low, high, exposure.pixel_mm.max(1.4));
        gas.fill(|u, v| {
            let ray = view.ray(u, v, reach, reach);
            let [length] = chords(&ray, [0.0], [3.5, 30.0], |p| erect.gas(p));
            length
        });
        self.soft.add(&gas, -1.0);
    }

    /// Vessels and airways of the lungs, and the air in the windpipe.
    fn tubes(&mut self, erect: &Erect, vessels: &[Tube], exposure: &Exposure) {
        let view = &exposure.view;
        for (kind, chain) in chains(vessels) {
            let at = chain[0].at;
            let share = erect.lung_share(at);
            // Standing, the lower vessels are wider.
            let fall = if erect.is_supine {
                0.95
            } else {
                0.9 - 0.002 * at.z
            };
            match kind {
                TubeKind::LungVessel => {
                    let knots: Vec<Knot> = chain
                        .iter()
                        .map(|knot| Knot::round(knot.at, knot.wide * fall))
                        .collect();
                    stroke::vessel(&mut self.soft, view, &knots, 0.0, 1.0 - share);
                }
                TubeKind::Airway => {
                    let wall = wall_mm(chain[0].wide);
                    let knots: Vec<Knot> = chain
                        .iter()
                        .map(|knot| Knot::round(knot.at, knot.wide + wall))
                        .collect();
                    stroke::vessel(&mut self.soft, view, &knots, 0.0, 1.0 - share);
                    stroke::vessel(&mut self.soft, view, &knots, wall, -1.0);
                }
                TubeKind::GreatVessel => {}
            }
        }
        let top = |tube: &Tube| tube.a.z.max(tube.b.z);
        let is_airway = |tube: &&Tube| tube.kind == TubeKind::Airway;
        let airways = || erect.anatomy.central.iter().filter(is_airway);
        let highest = airways().map(top).fold(0.0, f32::max);
        for tube in airways() {
            // The uppermost piece goes on into the neck, by pieces as long as the others.
            let beyond = if top(tube) >= highest { 11u8 } else { 0 };
            let knots: Vec<Knot> = (0..=beyond)
                .rev()
                .map(|i| tube.a + p3(0.0, -0.5, 10.0) * f32::from(i))
                .map(|at| Knot::round(erect.of_soft(at), tube.ra))
                .chain([Knot::round(erect.of_soft(tube.b), tube.rb)])
                .collect();
            stroke::vessel(&mut self.soft, view, &knots, 0.0, -0.9);
        }
    }

    /// What is too fine or too irregular for shapes: fat between muscles, the lungs' small structures.
    fn texture(&mut self, erect: &Erect) {
        let texture = &erect.anatomy.texture;
        for y in 0..self.soft.ny {
            let v = self.soft.v(y);
            for x in 0..self.soft.nx {
                let u = self.soft.u(x);
                let at = y * self.soft.nx + x;
                let broad = texture.at(p3(u * 0.21 + 3.0, 7.0, v * 0.17));
                let fine = texture.at(p3(u * 1.7, 23.0 + 0.02 * v, v * 1.6));
                let lung = self.lung.cells[at];
                let soft = self.soft.cells[at];
                self.soft.cells[at] =
                    (soft + 0.011 * soft * broad + 0.4 * fine * smooth_step(10.0, 120.0, lung))
                        .max(0.0);
            }
        }
    }

    fn spine(&mut self, erect: &Erect, exposure: &Exposure) {
        let view = &exposure.view;
        let marrow = 0.075 - 0.0006 * (erect.anatomy.age - 40.0);
        let step = exposure.pixel_mm.max(1.1);
        let half_v = 0.5 * view.size_mm[1];
        // The depths between which the spine lies; from the side the breast bone is met as well.
        let (boxes, near, far) = if exposure.projection == Projection::Lateral {
            (vec![[0.0, 150.0], [-150.0, -60.0]], 54.0, 54.0)
        } else {
            let (a, b) = (
                view.depth(p3(0.0, 134.0, 0.0)),
                view.depth(p3(0.0, 22.0, 0.0)),
            );
            (vec![[-62.0, 62.0]], -a.min(b), a.max(b))
        };
        for [from, to] in boxes {
            let shift = view.project(p3(0.0, 0.0, 0.0)).0;
            let mut bone = Map::over([shift + from, -half_v], [shift + to, half_v], step);
            let mut displaced = Map::like(&bone);
            for y in 0..bone.ny {
                let v = bone.v(y);
                for x in 0..bone.nx {
                    let ray = view.ray(bone.u(x), v, near, far);
                    let [all, inner] = chords(&ray, [0.0, 1.0], [3.0, 7.0], |p| {
                        axial(&erect.anatomy, erect.bony(p)).bone
                    });
                    bone.cells[y * bone.nx + x] = 0.26 * (all - inner) + marrow * inner;
                    displaced.cells[y * bone.nx + x] = all;
                }
            }
            self.bone.add(&bone, 1.0);
            self.soft.add(&displaced, -0.35);
        }
        for cell in &mut self.bone.cells {
            *cell = cell.max(0.0);
        }
    }

    fn bones(&mut self, skeleton: &Skeleton, view: &View) {
        for bone in &skeleton.bones {
            self.bone(bone, view);
        }
        for plate in &skeleton.plates {
            let outline: Vec<[f32; 2]> = plate
                .outline
                .iter()
                .map(|&p| {
                    let (u, v, _) = view.project(p);
                    [u, v]
                })
                .collect();
            let axis = |k: usize| {
                let low = outline.iter().map(|p| p[k]).fold(f32::MAX, f32::min);
                let high = outline.iter().map(|p| p[k]).fold(f32::MIN, f32::max);
                (low, high)
            };
            let ((u0, u1), (v0, v1)) = (axis(0), axis(1));
            stroke::over(&mut self.bone, [u0, v0], [u1, v1], |u, v| {
                plate.thick * smooth_step(0.4, -0.8, stroke::polygon(&outline, u, v))
            });
        }
    }

    /// One tubular bone: the cortex is what the outer surface has more than the inner one.
    pub(crate) fn bone(&mut self, bone: &Bone, view: &View) {
        stroke::tube(&mut self.bone, view, &bone.knots, 0.0, CORTEX);
        stroke::tube(
            &mut self.bone,
            view,
            &bone.knots,
            bone.cortex,
            bone.marrow - CORTEX,
        );
        // The muscles between the ribs make up for half of the tissue a rib displaces.
        stroke::tube(&mut self.soft, view, &bone.knots, 0.0, -0.4);
    }
}

fn reach(exposure: &Exposure) -> f32 {
    if exposure.projection == Projection::Lateral {
        REACH_LATERAL_MM
    } else {
        REACH_MM
    }
}

/// Pieces that go on from one another, as curves of round knots.
fn chains(tubes: &[Tube]) -> Vec<(TubeKind, Vec<Knot>)> {
    let mut out: Vec<(TubeKind, Vec<Knot>)> = Vec::new();
    for tube in tubes {
        // Vessel and bronchus of a branch are drawn by turns.
        let recent = out.len().saturating_sub(2);
        let open = out[recent..].iter_mut().find(|(kind, knots)| {
            *kind == tube.kind && knots.last().is_some_and(|knot| knot.at == tube.a)
        });
        let end = Knot::round(tube.b, tube.rb);
        match open {
            Some((_, knots)) => knots.push(end),
            None => out.push((tube.kind, vec![Knot::round(tube.a, tube.ra), end])),
        }
    }
    out
}

/// The grid on which thin things are drawn: two pixels a cell at full size.
pub(crate) fn grid(exposure: &Exposure) -> Map {
    let by = fine_factor(exposure);
    let (nx, ny) = (exposure.nx as usize / by, exposure.ny as usize / by);
    let shift = 0.5 * (by as f32 - 1.0) * exposure.pixel_mm;
    let [u, v] = exposure.start();
    Map::new(
        nx.max(1),
        ny.max(1),
        exposure.pixel_mm * by as f32,
        [u + shift, v + shift],
    )
}

/// Pixels a side of a cell of the fine grid.
pub(crate) fn fine_factor(exposure: &Exposure) -> usize {
    if exposure.pixel_mm < 0.25 { 2 } else { 1 }
}

/// An empty map over the whole detector with about this step.
fn coarse(exposure: &Exposure, step: f32) -> Map {
    let half = [
        0.5 * exposure.view.size_mm[0],
        0.5 * exposure.view.size_mm[1],
    ];
    Map::over([-half[0], -half[1]], half, step.max(exposure.pixel_mm))
}
