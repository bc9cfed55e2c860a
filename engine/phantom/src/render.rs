//! Slices of a planned chest CT: tissues by coverage, point spread, noise. Pure; the shapes stand elsewhere.

use crate::anatomy::{Anatomy, FIELDS, field};
use crate::bones;
use crate::noise;
use crate::num::{P3, coverage, floor_i32, index_in, lerp, p3, smooth_step, to_f32};
use crate::plan::ChestCtPlan;
use crate::raster::{self, Layers, Plane};

/// What a voxel of a phantom belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Organ {
    /// Air and couch around the patient.
    Outside,
    /// The patient, unless named below.
    Body,
    /// Right lung with its vessels and nodules.
    RightLung,
    /// Left lung with its vessels and nodules.
    LeftLung,
    /// Heart without the great vessels.
    Heart,
    /// Aorta, caval veins, pulmonary trunk and their large branches.
    GreatVessel,
    /// Liver.
    Liver,
    /// Spleen.
    Spleen,
    /// Vertebrae and sternum.
    Bone,
    /// Fat under the skin.
    SubcutaneousFat,
}

/// Renders a slice: HU, x fastest; empty past the last slice. Equal bits whatever the thread.
#[must_use]
pub fn render_slice(plan: &ChestCtPlan, z: u32) -> Vec<i16> {
    let Some((mut hu, map)) = clean(plan, z) else {
        return Vec::new();
    };
    add_noise(plan, z, &map, &mut hu);
    hu.into_iter().map(to_stored).collect()
}

/// A slice as [`render_slice`] gives it, in HU, before the noise.
#[must_use]
pub fn render_slice_without_noise(plan: &ChestCtPlan, z: u32) -> Vec<f32> {
    clean(plan, z).map_or_else(Vec::new, |(hu, _)| hu)
}

/// What each voxel of a slice belongs to, x fastest; empty past the last slice.
#[must_use]
pub fn render_labels(plan: &ChestCtPlan, z: u32) -> Vec<Organ> {
    let Some(slice) = Slice::new(plan, z) else {
        return Vec::new();
    };
    let layers = raster::draw(plan, slice.plane, slice.z);
    let mut labels = vec![Organ::Outside; slice.plane.side * slice.plane.side];
    slice.each_pixel(|idx, at, f, _| labels[idx] = organ(plan, at, f, &layers, idx));
    labels
}

/// How far a nodule's voxels stand above the lung around it in the noise-free slices, HU.
///
/// The mean over voxels of the truth mask minus the mean over the lung 2 to 6 mm outside the surface; `None` if there is
/// no such nodule or it covers no voxel. Renders every slice that the nodule touches.
#[must_use]
pub fn realised_contrast_hu(plan: &ChestCtPlan, nodule: usize) -> Option<f64> {
    let nodule = plan.nodules.get(nodule)?;
    let [(x0, x1), (y0, y1), (z0, z1)] = plan.voxel_box(nodule);
    let (mut inside, mut around) = ((0.0f64, 0u32), (0.0f64, 0u32));
    for z in z0..=z1 {
        let slice = render_slice_without_noise(plan, u32::try_from(z).ok()?);
        for y in y0..=y1 {
            for x in x0..=x1 {
                let at = plan.voxel_at(x, y, z);
                let hu = f64::from(slice[y * plan.params.size as usize + x]);
                let d = nodule.distance(at, &plan.anatomy.texture);
                if nodule.share(at, plan.voxel_extent(), &plan.anatomy.texture) >= 0.5 {
                    inside = (inside.0 + hu, inside.1 + 1);
                } else if (2.0..6.0).contains(&d) && plan.anatomy.lung_patient(at.to_vec3()) < -1.0
                {
                    around = (around.0 + hu, around.1 + 1);
                }
            }
        }
    }
    (inside.1 > 0 && around.1 > 0)
        .then(|| inside.0 / f64::from(inside.1) - around.0 / f64::from(around.1))
}

/// One slice's distances on a lattice of a few millimetres, interpolated to pixels.
struct Slice {
    plane: Plane,
    z: f32,
    step: usize,
    nodes: usize,
    /// Per node the distances, then the width over which the lungs' border lies in this slice.
    lattice: Vec<[f32; FIELDS + 1]>,
}

impl Slice {
    fn new(plan: &ChestCtPlan, z: u32) -> Option<Self> {
        if z >= plan.params.slices {
            return None;
        }
        let side = plan.params.size as usize;
        let origin = plan.voxel_at(0, 0, z as usize);
        let pixel = to_f32(plan.params.pixel_mm());
        let step = index_in(2.6 / pixel, 8).max(1);
        let nodes = side.div_ceil(step) + 1;
        let anatomy = &plan.anatomy;
        let quarter = 0.25 * plan.voxel_extent().z;
        let heights = [origin.z - quarter, origin.z + quarter];
        let tubes = heights.map(|h| anatomy.tubes_near(h / anatomy.scale.z));
        let mut lattice = Vec::with_capacity(nodes * nodes);
        for iy in 0..nodes {
            for ix in 0..nodes {
                let x = origin.x + (ix * step) as f32 * pixel;
                let y = origin.y + (iy * step) as f32 * pixel;
                let [low, high] = [0, 1]
                    .map(|i| anatomy.fields(anatomy.canonical(p3(x, y, heights[i])), &tubes[i]));
                let mut node = [0.0f32; FIELDS + 1];
                for i in 0..FIELDS {
                    node[i] = 0.5 * (low[i] + high[i]);
                }
                node[FIELDS] = pixel + 2.0 * (high[field::LUNG] - low[field::LUNG]).abs().min(4.0);
                lattice.push(node);
            }
        }
        Some(Self {
            plane: Plane {
                origin,
                pixel,
                side,
            },
            z: origin.z,
            step,
            nodes,
            lattice,
        })
    }

    /// Calls `draw(index, position, distances, lung border width)` for every pixel in or near the body.
    fn each_pixel(&self, mut draw: impl FnMut(usize, P3, &[f32; FIELDS], f32)) {
        let step = self.step as f32;
        let mut row = vec![[0.0f32; FIELDS + 1]; self.nodes];
        for y in 0..self.plane.side {
            let (iy, ty) = (y / self.step, (y % self.step) as f32 / step);
            let (upper, lower) = (
                &self.lattice[iy * self.nodes..][..self.nodes],
                &self.lattice[(iy + 1) * self.nodes..][..self.nodes],
            );
            for ((out, a), b) in row.iter_mut().zip(upper).zip(lower) {
                for i in 0..=FIELDS {
                    out[i] = lerp(a[i], b[i], ty);
                }
            }
            let py = self.plane.origin.y + y as f32 * self.plane.pixel;
            for cell in 0..self.nodes - 1 {
                let (a, b) = (&row[cell], &row[cell + 1]);
                if a[field::BODY] > 4.0 && b[field::BODY] > 4.0 {
                    continue;
                }
                for sub in 0..self
                    .step
                    .min(self.plane.side.saturating_sub(cell * self.step))
                {
                    let x = cell * self.step + sub;
                    let t = sub as f32 / step;
                    let mut f = [0.0f32; FIELDS];
                    for i in 0..FIELDS {
                        f[i] = lerp(a[i], b[i], t);
                    }
                    let at = p3(
                        self.plane.origin.x + x as f32 * self.plane.pixel,
                        py,
                        self.z,
                    );
                    draw(
                        y * self.plane.side + x,
                        at,
                        &f,
                        lerp(a[FIELDS], b[FIELDS], t),
                    );
                }
            }
        }
    }
}

/// HU before noise, and the map of the noise's strength on a coarse grid.
fn clean(plan: &ChestCtPlan, z: u32) -> Option<(Vec<f32>, Vec<f32>)> {
    let slice = Slice::new(plan, z)?;
    let mut hu = vec![-1000.0f32; slice.plane.side * slice.plane.side];
    couch(plan, slice.plane, &mut hu);
    let layers = raster::draw(plan, slice.plane, slice.z);
    slice.each_pixel(|idx, at, f, lung_width| {
        hu[idx] = tissue(plan, at, f, lung_width, &layers, idx, hu[idx])
    });
    // Before the nodules: twins share their noise.
    let map = noise_map(plan, &hu);
    draw_nodules(plan, z as usize, &mut hu);
    blur(
        &mut hu,
        slice.plane.side,
        noise::psf_sigma_mm(plan.params.kernel) / slice.plane.pixel,
    );
    Some((hu, map))
}

fn organ(plan: &ChestCtPlan, at: P3, f: &[f32; FIELDS], layers: &Layers, idx: usize) -> Organ {
    if f[field::BODY] >= 0.0 {
        return Organ::Outside;
    }
    if f[field::LUNG] < 0.0 {
        return if at.x < 0.0 {
            Organ::RightLung
        } else {
            Organ::LeftLung
        };
    }
    if bones::axial(plan.anatomy.canonical(at)).bone < 0.0 || layers.bone[idx] > 0.5 {
        return Organ::Bone;
    }
    if layers.great_vessel[idx] >= 0.5 {
        return Organ::GreatVessel;
    }
    let named = [
        (field::HEART, Organ::Heart),
        (field::LIVER, Organ::Liver),
        (field::SPLEEN, Organ::Spleen),
    ];
    for (i, organ) in named {
        if f[i] < 0.0 && (i == field::HEART) == (f[field::ABDOMEN] > 0.0) {
            return organ;
        }
    }
    if f[field::MUSCLE] > 0.0 && f[field::CAVITY] > 8.0 && f[field::BODY] < -3.0 {
        Organ::SubcutaneousFat
    } else {
        Organ::Body
    }
}

/// HU of a voxel from its distances and the shares of tubes and bones.
fn tissue(
    plan: &ChestCtPlan,
    at: P3,
    f: &[f32; FIELDS],
    lung_width: f32,
    layers: &Layers,
    idx: usize,
    outside: f32,
) -> f32 {
    let anatomy = &plan.anatomy;
    let pixel = plan.voxel_extent().x;
    let soft = pixel * 1.3;
    let q = anatomy.canonical(at);
    let grain = anatomy.texture.at(p3(q.x * 0.9, q.y * 0.9, q.z * 0.8));
    let mottle = anatomy
        .texture
        .at(p3(q.y * 0.37 + 9.0, q.x * 0.33, q.z * 0.35));
    let enhancement = to_f32(plan.params.enhancement_hu);
    let fat = -106.0 + 5.0 * grain;
    let muscle = 52.0 + 3.0 * grain + 3.0 * mottle;
    let mut hu = lerp(fat, muscle, coverage(f[field::MUSCLE], soft));
    hu = lerp(hu, fat + 12.0, 0.9 * coverage(f[field::FAT_PLANE], 1.6));
    if anatomy.female {
        hu = gland(q, f, hu, mottle);
    }
    hu = lerp(hu, 25.0, coverage(-f[field::BODY] - 1.7, soft));
    if f[field::CAVITY] < 4.0 {
        hu = lerp(
            hu,
            inner(plan, q, f, grain, mottle, soft),
            coverage(f[field::CAVITY] - 0.6, soft),
        );
    }
    if f[field::LUNG] < 6.0 {
        let mut lung = anatomy.lung_hu(q);
        let sheet = |d: f32| 105.0 * crate::anatomy::gauss(d / 0.8);
        lung += sheet(f[field::MAJOR_FISSURE]);
        if at.x < 0.0 && f[field::MAJOR_FISSURE] > 0.0 {
            lung += sheet(f[field::MINOR_FISSURE]);
        }
        hu = lerp(hu, lung, coverage(f[field::LUNG], lung_width));
    }
    hu = axial_bone(anatomy, q, hu, grain, soft);
    let cortex = 820.0 + 60.0 * mottle;
    let marrow = 170.0 + 35.0 * grain;
    hu = lerp(
        hu,
        85.0 + 90.0 * (anatomy.texture.at(q * 1.9) - 1.0).max(0.0),
        layers.cartilage[idx],
    );
    hu = lerp(hu, cortex, layers.bone[idx]);
    hu = lerp(hu, marrow, layers.marrow[idx]);
    let blood = 43.0 + enhancement;
    hu = lerp(hu, blood, layers.great_vessel[idx]);
    // Bronchi do not run through the heart.
    let in_lung_or_fat = smooth_step(0.0, 2.0, f[field::HEART]);
    let in_lung = coverage(f[field::LUNG] - 8.0, 4.0);
    hu = hu.max(lerp(
        hu,
        38.0 + 0.9 * enhancement,
        layers.lung_vessel[idx] * in_lung,
    ));
    hu = lerp(hu, 25.0, layers.airway_wall[idx] * in_lung_or_fat);
    hu = lerp(hu, -985.0, layers.airway[idx] * in_lung_or_fat);
    lerp(hu, outside, coverage(-f[field::BODY], pixel))
}

/// Glandular tissue in the fat of a breast.
fn gland(q: P3, f: &[f32; FIELDS], hu: f32, mottle: f32) -> f32 {
    let off = p3(
        (q.x.abs() - 80.0) / 40.0,
        (q.y + 96.0) / 22.0,
        (q.z + 52.0) / 40.0,
    );
    let inside = 1.0 - off.dot(off);
    if inside <= 0.0 || f[field::MUSCLE] < 2.0 || f[field::BODY] > -6.0 {
        return hu;
    }
    lerp(
        hu,
        30.0,
        0.75 * smooth_step(0.0, 0.4, inside) * smooth_step(-0.2, 0.9, mottle),
    )
}

/// What fills the rib cage where there is no lung.
fn inner(plan: &ChestCtPlan, q: P3, f: &[f32; FIELDS], grain: f32, mottle: f32, soft: f32) -> f32 {
    let enhancement = to_f32(plan.params.enhancement_hu);
    // Mediastinal fat holds strands and small nodes.
    let mut hu = -98.0 + 7.0 * grain + 26.0 * (mottle - 0.6).max(0.0);
    hu = lerp(hu, 36.0, coverage(f[field::SOFT], soft));
    // A rim of muscle and pleura along the wall.
    hu = lerp(hu, 20.0, {
        let low = lerp(-2.2, -6.0, smooth_step(4.0, 0.0, f[field::ABDOMEN]));
        smooth_step(low, low + 1.4, f[field::CAVITY])
    });
    let heart = f[field::HEART];
    let pericardium = (heart - 3.4).abs() - 0.8;
    hu = lerp(hu, 20.0, 0.3 * coverage(pericardium, 1.2));
    // Fat in the grooves between the chambers.
    let groove = smooth_step(-9.0, -1.0, heart) * smooth_step(0.75, 1.5, mottle);
    let myocardium = 45.0 + 0.8 * enhancement + 2.0 * mottle;
    hu = lerp(hu, lerp(myocardium, -70.0, groove), coverage(heart, soft));
    let below = coverage(f[field::ABDOMEN], 2.2);
    if below > 0.0 {
        let mut under = -101.0 + 6.0 * grain + 20.0 * (mottle - 0.9).max(0.0);
        let stomach = f[field::STOMACH];
        let gas = coverage(q.y + 38.0, 1.0);
        let content = lerp(
            24.0 + 14.0 * grain,
            -970.0,
            gas * coverage(stomach + 4.0, soft),
        );
        under = lerp(
            under,
            lerp(42.0, content, coverage(stomach + 3.5, 1.6)),
            coverage(stomach, soft),
        );
        under = lerp(
            under,
            50.0 + 2.5 * grain + 0.4 * enhancement,
            coverage(f[field::SPLEEN], soft),
        );
        let vein = plan
            .anatomy
            .texture
            .at(p3(q.x * 0.5, q.y * 0.5 + 40.0, q.z * 0.5))
            .abs();
        let liver = 58.0 + 3.0 * grain - 9.0 * smooth_step(0.14, 0.02, vein) + 0.3 * enhancement;
        under = lerp(under, liver, coverage(f[field::LIVER], soft));
        let muscle = smooth_step(-3.2, -2.4, f[field::ABDOMEN]);
        hu = lerp(hu, lerp(under, 48.0, muscle), below);
    }
    hu
}

/// Spine and sternum over what is there.
fn axial_bone(anatomy: &Anatomy, q: P3, hu: f32, grain: f32, soft: f32) -> f32 {
    if q.x.abs() > 50.0 {
        return hu;
    }
    let axial = bones::axial(q);
    let mut hu = lerp(hu, 78.0, coverage(axial.disc, soft));
    if axial.bone < 3.0 {
        // Trabecular bone loses 2.5 HU a year.
        let marrow =
            240.0 - 2.0 * (anatomy.age - 30.0) + 42.0 * anatomy.texture.at(q * 2.1) + 10.0 * grain;
        let cortex = 640.0 + 70.0 * anatomy.texture.at(q * 0.7);
        let bone = lerp(cortex, marrow, coverage(axial.bone + 1.25, 1.2));
        hu = lerp(hu, bone, coverage(axial.bone, soft));
    }
    // Fluid and cord behind a rim of fat.
    let cord = lerp(16.0, 34.0, coverage(axial.canal + 4.2, 1.5));
    let canal = lerp(-25.0, cord, coverage(axial.canal + 0.9, 1.2));
    lerp(hu, canal, coverage(axial.canal, soft))
}

/// The couch: a curved shell with foam inside, under the back.
fn couch(plan: &ChestCtPlan, plane: Plane, hu: &mut [f32]) {
    // The body's back lies on a mat.
    let back = plan.anatomy.scale.y * 131.0;
    for y in 0..plane.side {
        let py = plane.origin.y + y as f32 * plane.pixel;
        if py < back - 40.0 {
            continue;
        }
        for x in 0..plane.side {
            let px = plane.origin.x + x as f32 * plane.pixel;
            let top = back + 16.0 - px * px * 0.00075;
            let under = top + 26.0 - px * px * 0.0004;
            let edge = coverage(px.abs() - 212.0, plane.pixel);
            let upper = coverage((py - top).abs() - 0.9, plane.pixel);
            let lower = coverage((py - under).abs() - 0.9, plane.pixel);
            let foam = coverage((top - py).max(py - under), plane.pixel);
            let value = (-1000.0f32)
                .max(lerp(-1000.0, -935.0, foam))
                .max(lerp(-1000.0, -120.0, upper))
                .max(lerp(-1000.0, -180.0, lower));
            hu[y * plane.side + x] = lerp(-1000.0, value, edge);
        }
    }
}

fn draw_nodules(plan: &ChestCtPlan, z: usize, hu: &mut [f32]) {
    let texture = &plan.anatomy.texture;
    for nodule in &plan.nodules {
        let [(x0, x1), (y0, y1), (z0, z1)] = plan.voxel_box(nodule);
        if !(z0..=z1).contains(&z) {
            continue;
        }
        for y in y0..=y1 {
            for x in x0..=x1 {
                let at = plan.voxel_at(x, y, z);
                let share = nodule.share(at, plan.voxel_extent(), texture);
                if share > 0.0 {
                    let idx = y * plan.params.size as usize + x;
                    hu[idx] = nodule.blend(hu[idx], at, share, texture);
                }
            }
        }
    }
}

/// A Gaussian blur along rows and columns, edges repeated.
fn blur(hu: &mut [f32], side: usize, sigma: f32) {
    let radius = index_in(3.0 * sigma + 1.0, 12);
    let mut taps: Vec<f32> = (0..=radius)
        .map(|i| libm::expf(-0.5 * (i as f32 / sigma.max(0.05)) * (i as f32 / sigma.max(0.05))))
        .collect();
    let total = taps[0] + 2.0 * taps[1..].iter().sum::<f32>();
    taps.iter_mut().for_each(|t| *t /= total);
    let mut line = vec![0.0f32; side + 2 * radius];
    for row in hu.chunks_exact_mut(side) {
        line[..radius].fill(row[0]);
        line[radius..radius + side].copy_from_slice(row);
        line[radius + side..].fill(row[side - 1]);
        for (x, out) in row.iter_mut().enumerate() {
            let middle = x + radius;
            *out = taps[1..]
                .iter()
                .zip(1..)
                .fold(taps[0] * line[middle], |sum, (t, i)| {
                    sum + t * (line[middle - i] + line[middle + i])
                });
        }
    }
    let source = hu.to_vec();
    for (y, out) in hu.chunks_exact_mut(side).enumerate() {
        let row = |y: usize| &source[y * side..][..side];
        for (o, s) in out.iter_mut().zip(row(y)) {
            *o = taps[0] * s;
        }
        for (i, t) in taps.iter().enumerate().skip(1) {
            let (up, down) = (row(y.saturating_sub(i)), row((y + i).min(side - 1)));
            for ((o, a), b) in out.iter_mut().zip(up).zip(down) {
                *o += t * (a + b);
            }
        }
    }
}

/// Cells a side of the noise map.
const MAP: usize = 32;

/// SD of the noise in HU on a coarse grid: where rays are weakened most, noise is strongest.
fn noise_map(plan: &ChestCtPlan, hu: &[f32]) -> Vec<f32> {
    const DIRECTIONS: u8 = 12;
    const MU_WATER_PER_MM: f32 = 0.019;
    let side = plan.params.size as usize;
    let mut density = vec![(0.0f32, 0.0f32); MAP * MAP];
    let stride = (side / 256).max(1);
    for y in (0..side).step_by(stride) {
        for x in (0..side).step_by(stride) {
            let cell = &mut density[(y * MAP / side) * MAP + x * MAP / side];
            *cell = (
                cell.0 + (1.0 + hu[y * side + x] * 0.001).max(0.0),
                cell.1 + 1.0,
            );
        }
    }
    let cell_mm = to_f32(plan.params.fov_mm) / MAP as f32;
    let at = |x: f32, y: f32| {
        let inside = (0.0..MAP as f32).contains(&x) && (0.0..MAP as f32).contains(&y);
        if !inside {
            return 0.0;
        }
        let (sum, n) = density[index_in(y, MAP - 1) * MAP + index_in(x, MAP - 1)];
        sum / n.max(1.0)
    };
    let params = &plan.params;
    let sigma = 10.0
        * noise::relative_sigma(params.kernel)
        * (100.0 / params.dose_mas * 5.0 / params.slice_thickness_mm).sqrt();
    let base = to_f32(sigma);
    let mut map = Vec::with_capacity(MAP * MAP);
    for y in 0..MAP {
        for x in 0..MAP {
            let mut sum = 0.0;
            for direction in 0..DIRECTIONS {
                let angle = f32::from(direction) * (std::f32::consts::PI / f32::from(DIRECTIONS));
                let (s, c) = (libm::sinf(angle), libm::cosf(angle));
                let mut path = 0.0;
                for step in -32i8..=32 {
                    let t = f32::from(step);
                    path += at(x as f32 + 0.5 + t * c, y as f32 + 0.5 + t * s);
                }
                sum += libm::expf((path * cell_mm - 270.0) * MU_WATER_PER_MM);
            }
            map.push(base * (sum / f32::from(DIRECTIONS)).sqrt().clamp(0.35, 2.2));
        }
    }
    map
}

/// Adds the slice's noise: three tiles mixed, so that neighbouring slices share some of it when they overlap.
fn add_noise(plan: &ChestCtPlan, z: u32, map: &[f32], hu: &mut [f32]) {
    let side = plan.params.size as usize;
    let tile = plan.noise_side;
    // The slice profile reaches into the neighbours where slices lie closer than they are thick.
    let overlap = (plan.params.slice_thickness_mm / plan.params.increment_mm).min(3.0);
    let aside = to_f32(0.22 * smoothed(overlap));
    let middle = (1.0 - 2.0 * aside * aside).sqrt();
    let sources = [(0i64, aside), (1, middle), (2, aside)].map(|(off, weight)| {
        let mut rng = plan
            .noise_seed
            .child("slice")
            .index(u64::from(z) + off.unsigned_abs())
            .rng();
        let mut draw = |n: usize| usize::try_from(rng.below(n as u64)).unwrap_or(0);
        (
            &plan.noise[draw(noise::TILES)],
            draw(tile),
            draw(tile),
            weight,
        )
    });
    for y in 0..side {
        let fy = ((y as f32 + 0.5) * MAP as f32 / side as f32 - 0.5).clamp(0.0, MAP as f32 - 1.001);
        let iy = index_in(fy, MAP - 2);
        let ty = fy - iy as f32;
        for x in 0..side {
            let fx =
                ((x as f32 + 0.5) * MAP as f32 / side as f32 - 0.5).clamp(0.0, MAP as f32 - 1.001);
            let ix = index_in(fx, MAP - 2);
            let tx = fx - ix as f32;
            let row = |iy: usize| lerp(map[iy * MAP + ix], map[iy * MAP + ix + 1], tx);
            let sigma = lerp(row(iy), row(iy + 1), ty);
            let mut value = 0.0;
            for &(values, dx, dy, weight) in &sources {
                value += weight * values[((y + dy) & (tile - 1)) * tile + ((x + dx) & (tile - 1))];
            }
            hu[y * side + x] += sigma * value;
        }
    }
}

/// 0 for slices apart, 1 for slices that touch, a little more for slices that overlap.
fn smoothed(overlap: f64) -> f64 {
    if overlap < 0.5 { 0.0 } else { overlap.min(2.0) }
}

/// A stored sample: HU rounded to the nearest, within what CT stores.
fn to_stored(hu: f32) -> i16 {
    let rounded = floor_i32(hu.clamp(-1024.0, 3071.0) + 0.5);
    i16::try_from(rounded).unwrap_or(0)
}

#[cfg(test)]
mod tests;
