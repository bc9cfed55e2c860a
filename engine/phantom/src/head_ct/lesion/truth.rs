//! The truth about lesions: voxels, volumes, sides, and the facts of the study. From the functions that are drawn.

use overread_base::{
    Code, Laterality, Lesion, LesionId, MaskRle, StudyFact, TruthFact, Vec3, VolumeGeometry,
};

use crate::head_ct::anatomy::Head;
use crate::num::{P3, coverage, index_in, p3, to_f32};

use super::LesionSet;
use super::wish::Wanted;

/// One lesion as the truth sees it.
struct Shape<'a> {
    wanted: &'a Wanted,
    laterality: Laterality,
    volume_mm3: f32,
    /// Its middle, head mm, where it lies now.
    centroid: P3,
    /// The box that holds it, head mm.
    bounds: (P3, P3),
    /// Distance to its surface, mm, negative inside; `None` far off.
    distance: Box<dyn Fn(P3) -> Option<f32> + 'a>,
}

/// The lesions that make the study abnormal, in the order of the request.
pub(super) fn lesions(
    set: &LesionSet,
    head: &Head,
    geometry: &VolumeGeometry,
    thickness_mm: f32,
) -> Vec<Lesion> {
    let mut shapes = shapes(set, head);
    shapes.sort_by_key(|shape| shape.wanted.lesion);
    let weight = 1.0 / (shapes.len().max(1) as f64);
    let grid = Grid::new(head, geometry, thickness_mm);
    shapes
        .iter()
        .enumerate()
        .filter_map(|(i, shape)| {
            let radius = libm::cbrtf(shape.volume_mm3 * 0.75 / std::f32::consts::PI);
            Some(Lesion {
                id: LesionId::new(format!("l{}", i + 1)).ok()?,
                code: code(shape.wanted),
                centre: head.to_patient(shape.centroid).to_vec3(),
                radius_mm: f64::from(radius),
                nodule_type: None,
                laterality: Some(shape.laterality),
                category: None,
                weight,
                mask: Some(grid.mask(shape)),
                views: Vec::new(),
            })
        })
        .collect()
}

fn code(wanted: &Wanted) -> Code {
    wanted.wish.kind.code()
}

fn shapes<'a>(set: &'a LesionSet, head: &'a Head) -> Vec<Shape<'a>> {
    let grain = &head.texture;
    let mut shapes = Vec::new();
    for bleed in &set.bleeds {
        shapes.push(Shape {
            wanted: &bleed.wanted,
            laterality: bleed.wanted.laterality(),
            volume_mm3: bleed.region.volume_mm3,
            centroid: bleed.region.centroid,
            bounds: bleed.region.bounds(),
            distance: Box::new(|p| bleed.region.distance(p)),
        });
    }
    for blood in &set.fluids {
        let centroid = blood.region.centroid;
        let middle = head.midline_x(centroid);
        shapes.push(Shape {
            wanted: &blood.wanted,
            // Blood in fluid seldom keeps to a side.
            laterality: if middle.abs() < 7.0 {
                Laterality::Bilateral
            } else {
                crate::head_ct::region::side(middle)
            },
            volume_mm3: blood.region.volume_mm3,
            centroid,
            bounds: blood.region.bounds(),
            distance: Box::new(|p| blood.region.distance(p)),
        });
    }
    for infarct in &set.infarcts {
        let (low, high) = infarct.space.bounds();
        shapes.push(Shape {
            wanted: &infarct.wanted,
            laterality: infarct.wanted.laterality(),
            volume_mm3: infarct.space.volume_mm3,
            centroid: set.effect.target(infarct.space.centroid),
            bounds: (low - p3(12.0, 12.0, 12.0), high + p3(12.0, 12.0, 12.0)),
            distance: Box::new(|p| infarct.space.distance(set.effect.source(p))),
        });
    }
    for artery in &set.arteries {
        let (volume_mm3, centroid) = artery.measure();
        let (low, high) = artery.bounds();
        shapes.push(Shape {
            wanted: &artery.wanted,
            laterality: artery.wanted.laterality(),
            volume_mm3,
            centroid: set.effect.target(centroid),
            bounds: (low - p3(12.0, 12.0, 12.0), high + p3(12.0, 12.0, 12.0)),
            distance: Box::new(|p| Some(artery.distance(set.effect.source(p)))),
        });
    }
    for fracture in &set.fractures {
        let (volume_mm3, centroid) = fracture.measure(head);
        shapes.push(Shape {
            wanted: &fracture.wanted,
            laterality: fracture.wanted.laterality(),
            volume_mm3,
            centroid,
            bounds: fracture.bounds(),
            distance: Box::new(|p| Some(fracture.distance(head, p, grain))),
        });
    }
    shapes
}

/// The facts that follow from the lesions.
pub(super) fn facts(set: &LesionSet, head: &Head) -> Vec<TruthFact> {
    let blood_mm3: f32 = (set.bleeds.iter().map(|b| b.region.volume_mm3))
        .chain(set.fluids.iter().map(|b| b.region.volume_mm3))
        .fold(0.0, |sum, volume| sum + volume);
    let mut regions: Vec<String> = set.infarcts.iter().flat_map(|i| i.names()).collect();
    regions.sort();
    regions.dedup();
    // Each side has a score of its own; the worse one is the study's.
    let on = |side: &str| regions.iter().filter(|name| name.starts_with(side)).count();
    let score = 10 - on("L:").max(on("R:")).min(10);
    vec![
        StudyFact::HaemorrhageVolume.number(f64::from(blood_mm3) / 1000.0),
        StudyFact::MidlineShift.number(f64::from(midline_shift(set, head))),
        StudyFact::Aspects.number(score as f64),
        StudyFact::AspectsRegions.parts(regions),
    ]
}

/// How far the septum between the frontal horns has moved off the plane of the falx, mm.
fn midline_shift(set: &LesionSet, head: &Head) -> f32 {
    // At the foramen of Monro and before it.
    [(-38.0, 8.0), (-30.0, 11.0), (-22.0, 12.0)]
        .into_iter()
        .map(|(y, z)| {
            let at = head.from_canonical(p3(0.0, y, z));
            let on_plane = at - p3(head.midline_x(at), 0.0, 0.0);
            head.midline_x(set.effect.target(on_plane)).abs()
        })
        .fold(0.0, f32::max)
}

/// A voxel grid as seen from the head.
struct Grid<'a> {
    geometry: &'a VolumeGeometry,
    origin: P3,
    /// From voxel to voxel, head mm.
    steps: [P3; 3],
    pixel: f32,
    /// Offsets within a voxel's thickness at which it is sampled, head mm.
    depths: Vec<P3>,
}

impl<'a> Grid<'a> {
    fn new(head: &Head, geometry: &'a VolumeGeometry, thickness_mm: f32) -> Self {
        let at = |x: f64, y: f64, z: f64| {
            let patient = geometry.patient_from_voxel(Vec3::new(x, y, z));
            head.to_head(P3::from_vec3(patient))
        };
        let origin = at(0.0, 0.0, 0.0);
        let steps = [
            at(1.0, 0.0, 0.0) - origin,
            at(0.0, 1.0, 0.0) - origin,
            at(0.0, 0.0, 1.0) - origin,
        ];
        let n = index_in(thickness_mm / 1.25 + 0.5, 8).max(1);
        let up = steps[2].unit_or(p3(0.0, 0.0, 1.0)) * thickness_mm;
        let depths = (0..n)
            .map(|i| up * ((i as f32 + 0.5) / n as f32 - 0.5))
            .collect();
        Self {
            geometry,
            origin,
            steps,
            pixel: to_f32(geometry.spacing.x),
            depths,
        }
    }

    fn at(&self, x: usize, y: usize, z: usize) -> P3 {
        self.origin + self.steps[0] * x as f32 + self.steps[1] * y as f32 + self.steps[2] * z as f32
    }

    /// The share of a voxel that the lesion takes.
    fn share(&self, shape: &Shape<'_>, at: P3) -> f32 {
        let sum: f32 = self
            .depths
            .iter()
            .map(|&off| (shape.distance)(at + off).map_or(0.0, |d| coverage(d, self.pixel)))
            .sum();
        sum / self.depths.len().max(1) as f32
    }

    /// The voxels of which a lesion takes half; of one too thin to fill any, half of what it takes at most.
    fn mask(&self, shape: &Shape<'_>) -> MaskRle {
        const BLOCK: usize = 4;
        let [nx, ny, nz] = self.geometry.size.map(|n| n as usize);
        let mut shares: Vec<(u64, f32)> = Vec::new();
        let [(x0, x1), (y0, y1), (z0, z1)] = self.voxel_box(shape.bounds);
        let half = 0.5 * (BLOCK - 1) as f32;
        let thick = self.depths.last().map_or(0.0, |d| d.length());
        // Distances are of first order and bent by noise: a wide margin keeps their errors out.
        let margin = 1.6 * (1.5 * half * self.pixel + thick) + self.pixel;
        for z in z0..=z1.min(nz - 1) {
            for by in (y0..=y1).step_by(BLOCK) {
                for bx in (x0..=x1).step_by(BLOCK) {
                    let middle = self.at(bx, by, z) + (self.steps[0] + self.steps[1]) * half;
                    let near = (shape.distance)(middle);
                    if near.is_none_or(|d| d > margin) && !self.is_at_rim(shape, middle, margin) {
                        continue;
                    }
                    let full = near.is_some_and(|d| d < -margin);
                    for y in by..(by + BLOCK).min(y1 + 1).min(ny) {
                        for x in bx..(bx + BLOCK).min(x1 + 1).min(nx) {
                            let share = if full {
                                1.0
                            } else {
                                self.share(shape, self.at(x, y, z))
                            };
                            if share > 0.02 {
                                shares.push((((z * ny + y) * nx + x) as u64, share));
                            }
                        }
                    }
                }
            }
        }
        let most = shares
            .iter()
            .fold(0.0f32, |most, &(_, share)| most.max(share));
        let enough = 0.5f32.min(0.6 * most);
        shares.retain(|&(_, share)| share >= enough);
        shares.sort_unstable_by_key(|&(at, _)| at);
        self.runs(&shares)
    }

    /// Whether a block may touch the box of a shape whose distance ends at that box.
    fn is_at_rim(&self, shape: &Shape<'_>, middle: P3, margin: f32) -> bool {
        (shape.distance)(middle).is_none() && {
            let (low, high) = shape.bounds;
            let reach = p3(margin, margin, margin);
            let clamped = p3(
                middle.x.clamp(low.x, high.x),
                middle.y.clamp(low.y, high.y),
                middle.z.clamp(low.z, high.z),
            );
            (middle - clamped).length() < reach.x
                && (shape.distance)(clamped).is_some_and(|d| d < margin)
        }
    }

    fn runs(&self, voxels: &[(u64, f32)]) -> MaskRle {
        let mut runs: Vec<u32> = Vec::new();
        let mut end = 0u64;
        for &(at, _) in voxels {
            match runs.last_mut() {
                Some(last) if at == end => *last += 1,
                _ => {
                    runs.push(u32::try_from(at - end).unwrap_or(u32::MAX));
                    runs.push(1);
                }
            }
            end = at + 1;
        }
        runs.push(u32::try_from(self.geometry.voxel_count() - end).unwrap_or(u32::MAX));
        MaskRle {
            geometry: self.geometry.clone(),
            runs,
        }
    }

    /// The voxels that a box of the head touches, along each axis first and last.
    fn voxel_box(&self, (low, high): (P3, P3)) -> [(usize, usize); 3] {
        let mut out = [(usize::MAX, 0usize); 3];
        for corner in 0..8u8 {
            let pick = |bit: u8, a: f32, b: f32| if corner & bit == 0 { a } else { b };
            let p = p3(
                pick(1, low.x, high.x),
                pick(2, low.y, high.y),
                pick(4, low.z, high.z),
            ) - self.origin;
            for (axis, range) in out.iter_mut().enumerate() {
                let step = self.steps[axis];
                let v = p.dot(step) / step.dot(step).max(1e-9);
                let last = self.geometry.size[axis] as usize - 1;
                range.0 = range.0.min(index_in(v - 1.0, last));
                range.1 = range.1.max(index_in(v + 2.0, last));
            }
        }
        out
    }
}
