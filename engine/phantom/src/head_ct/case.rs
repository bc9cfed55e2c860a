//! A CT of the head as one kind of synthetic case: from the common request to a plan and its study.

use overread_base::{LesionKind, PhantomKind, Seed, StudyFact, Vec3, VolumeGeometry};

use crate::case::CaseRequest;
use crate::error::{Fault, PhantomError};
use crate::head_ct::anatomy::Head;
use crate::head_ct::beam::BeamModel;
use crate::head_ct::imitator;
use crate::head_ct::lattice::Lattice;
use crate::head_ct::lesion::{self, LesionSet};
use crate::head_ct::motion::Motion;
use crate::head_ct::parts::{self, Part};
use crate::head_ct::render;
use crate::num::{P3, p3, to_f32};
use crate::patient::{Scanner, SyntheticPatient, indication};
use crate::physics::ct_noise::{CtNoise, NoiseAnchor};
use crate::physics::kernel::Kernel;
use crate::study::{Modality, SyntheticSeries, SyntheticStudy, series_uid, study_uid};

pub(crate) use lesion::draw;

/// Side of the field of view, mm.
const FOV_MM: f64 = 230.0;
/// Range of the scan along z, mm: from below the foramen magnum to above the vertex.
const RANGE_MM: f64 = 160.0;
/// Middle of the range, patient mm.
const MIDDLE_MM: f64 = 11.0;

/// A planned case.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    study: SyntheticStudy,
    pub(crate) head: Head,
    pub(crate) lattice: Lattice,
    pub(crate) parts: Vec<Part>,
    pub(crate) lesions: LesionSet,
    pub(crate) noise: CtNoise,
    pub(crate) beam: BeamModel,
    /// How much of the beam hardening the scanner leaves in.
    pub(crate) beam_share: f32,
    pub(crate) kernel: Kernel,
    /// How sharp the scanner is, 1 as usual.
    pub(crate) sharpness: f32,
    /// Whether the patient moved.
    pub(crate) motion: Motion,
    /// How far back the head lies on its rest, patient mm.
    pub(crate) back_mm: f32,
}

/// How a head is scanned.
#[derive(Debug, Clone, Copy)]
struct Scan {
    size: u32,
    slices: u32,
    increment_mm: f64,
    thickness_mm: f64,
    kernel: Kernel,
    dose_mas: f64,
    scanner: Scanner,
}

impl Scan {
    fn new(request: &CaseRequest) -> Result<Self, PhantomError> {
        let asked = &request.acquisition;
        let mut faults = Vec::new();
        let mut check = |name: &'static str, found: f64, low: f64, high: f64| {
            // NaN fails the comparison and is refused.
            if !(low..=high).contains(&found) {
                faults.push(Fault::Parameter {
                    name,
                    low,
                    high,
                    found,
                });
            }
        };
        let size = asked.size.unwrap_or(512);
        let thickness = asked.thickness_mm;
        check("size", f64::from(size), 16.0, 1024.0);
        check("slices", f64::from(asked.slices.unwrap_or(1)), 1.0, 512.0);
        check("thickness_mm", thickness.unwrap_or(5.0), 0.4, 10.0);
        if !faults.is_empty() {
            return Err(PhantomError { faults });
        }
        // Thin slices lie as close as they are thick, so that the whole head is covered.
        let usual = (RANGE_MM / thickness.unwrap_or(5.0)).min(512.0);
        let slices = asked.slices.unwrap_or_else(|| {
            u32::try_from(crate::num::index_in(to_f32(usual), 512)).unwrap_or(32)
        });
        let increment_mm = RANGE_MM / f64::from(slices.max(1));
        let mut rng = request.day().child("acquisition").rng();
        Ok(Self {
            size,
            slices,
            increment_mm,
            thickness_mm: thickness.unwrap_or(increment_mm.min(5.0)),
            kernel: asked.kernel.unwrap_or(Kernel::Soft),
            dose_mas: (rng.range(110.0, 230.0)).round(),
            scanner: Scanner::of(PhantomKind::HeadCt, request.seed),
        })
    }

    fn geometry(&self) -> Result<VolumeGeometry, PhantomError> {
        let pixel = FOV_MM / f64::from(self.size);
        let half = 0.5 * (FOV_MM - pixel);
        let half_z = 0.5 * (f64::from(self.slices) - 1.0) * self.increment_mm;
        VolumeGeometry::new(
            [self.size, self.size, self.slices],
            Vec3::new(pixel, pixel, self.increment_mm),
            Vec3::new(-half, -half - 4.0, MIDDLE_MM - half_z),
            Vec3::new(1.0, 0.0, 0.0),
            Vec3::new(0.0, 1.0, 0.0),
        )
        .map_err(|e| PhantomError {
            faults: vec![e.into()],
        })
    }
}

/// All shapes of a case, ready to be rendered.
pub(crate) fn plan(request: &CaseRequest) -> Result<Plan, PhantomError> {
    let mut plan = bare(request)?;
    let geometry = &plan.study.series[0].geometry;
    let half_z = to_f32(0.5 * (RANGE_MM + 12.0));
    let middle = to_f32(MIDDLE_MM);
    let edge = to_f32(geometry.origin.y);
    let low = p3(-94.0, edge, middle - half_z);
    let high = p3(94.0, edge + to_f32(FOV_MM), middle + half_z);
    plan.lattice = Lattice::new(&plan.head, &plan.lesions, low, high, plan.pixel_mm());
    plan.noise = plan.noise.ready();
    Ok(plan)
}

/// The plan without what only rendering needs: study and truth are those of [`plan`].
pub(crate) fn bare(request: &CaseRequest) -> Result<Plan, PhantomError> {
    let scan = Scan::new(request)?;
    let geometry = scan.geometry()?;
    unknown_wishes(request)?;
    let head = Head::new(request.seed);
    let lesions = LesionSet::place(&head, request)?;
    let mut parts = parts::all(&head, request.seed);
    let beam_share = imitator::add(&head, request, &mut parts)?;
    let study = study(request, &scan, &geometry, &head, &lesions)?;
    let back = head.to_patient(head.from_canonical(p3(0.0, 93.0, 0.0))).y + head.scalp_mm;
    let noise = CtNoise {
        fov_mm: FOV_MM,
        thickness_mm: scan.thickness_mm,
        increment_mm: scan.increment_mm,
        // Noise falls with the square root of dose.
        dose_mas: scan.dose_mas / f64::from(scan.scanner.noise_factor * scan.scanner.noise_factor),
        ..CtNoise::new(
            request.day().child("noise"),
            scan.size as usize,
            scan.kernel,
            NoiseAnchor::HEAD,
        )
    };
    Ok(Plan {
        study,
        head,
        lattice: Lattice::default(),
        parts,
        lesions,
        noise,
        beam: BeamModel::new(),
        beam_share,
        kernel: scan.kernel,
        sharpness: scan.scanner.sharpness,
        motion: Motion::draw(request.day().child("acquisition/motion")),
        back_mm: back,
    })
}

/// Every wish must be ours or a lesion's.
fn unknown_wishes(request: &CaseRequest) -> Result<(), PhantomError> {
    let faults: Vec<Fault> = request
        .lesions
        .iter()
        .enumerate()
        .filter(|(_, wish)| !lesion::is_ours(wish.kind) && !imitator::is_ours(wish.kind))
        .map(|(lesion, wish)| Fault::Lesion {
            lesion,
            word: wish.kind.word,
            reason: "a CT of the head cannot hold it".to_owned(),
        })
        .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(PhantomError { faults })
    }
}

fn study(
    request: &CaseRequest,
    scan: &Scan,
    geometry: &VolumeGeometry,
    head: &Head,
    lesions: &LesionSet,
) -> Result<SyntheticStudy, PhantomError> {
    let seed = request.seed;
    let no_uid = || PhantomError {
        faults: vec![Fault::NoSuchPhantom { kind: "head-ct" }],
    };
    let (found, mut facts) = lesions.truth(head, geometry, to_f32(scan.thickness_mm));
    facts.push(StudyFact::EvansIndex.number(f64::from(head.evans_index())));
    let kernel = match scan.kernel {
        Kernel::Soft => "BRAIN",
        Kernel::Standard => "STANDARD",
        Kernel::Lung => "BONE",
    };
    let patient = SyntheticPatient::draw(seed, head.female, head.age);
    let kinds = found.iter().filter_map(|lesion| {
        let mut kinds = LesionKind::of(PhantomKind::HeadCt);
        let kind = kinds.find(|kind| kind.code().is_same_concept(&lesion.code))?;
        Some((kind, lesion.laterality))
    });
    let present: Vec<_> = kinds.collect();
    let mut attributes = vec![
        ("KVP", "120".to_owned()),
        ("Exposure", format!("{:.0}", scan.dose_mas)),
        ("ConvolutionKernel", kernel.to_owned()),
    ];
    attributes.extend(scan.scanner.attributes());
    Ok(SyntheticStudy {
        uid: study_uid(seed).ok_or_else(no_uid)?,
        indication: indication(PhantomKind::HeadCt, seed, &patient, &present),
        patient,
        description: "Synthetic head CT".to_owned(),
        series: vec![SyntheticSeries {
            uid: series_uid(seed, 0).ok_or_else(no_uid)?,
            modality: Modality::Ct,
            body_part: "HEAD",
            description: format!("Synthetic head CT {} {} mm", kernel, scan.thickness_mm),
            geometry: geometry.clone(),
            thickness_mm: Some(scan.thickness_mm),
            view: None,
            orientation: None,
            laterality: None,
            is_inverted: false,
            bits_stored: 16,
            windows: windows(scan.kernel),
            attributes,
        }],
        truth: overread_base::CaseTruth {
            lesions: found,
            facts,
        },
    })
}

fn windows(kernel: Kernel) -> Vec<(&'static str, f32, f32)> {
    let brain = ("BRAIN", 35.0, 80.0);
    let bone = ("BONE", 500.0, 2500.0);
    let more = [("SUBDURAL", 75.0, 200.0), ("STROKE", 34.0, 32.0)];
    let mut all = if kernel == Kernel::Lung {
        vec![bone, brain]
    } else {
        vec![brain, bone]
    };
    all.extend(more);
    all
}

impl Plan {
    /// All of the study but its pixels.
    pub(crate) fn study(&self) -> &SyntheticStudy {
        &self.study
    }

    /// The stored samples of a slice, x fastest; empty where there is none.
    pub(crate) fn render(&self, series: usize, slice: u32) -> Vec<i16> {
        if series == 0 {
            render::slice(self, slice)
        } else {
            Vec::new()
        }
    }

    /// Number of slices.
    pub(crate) fn slices(&self) -> u32 {
        self.study.series[0].geometry.size[2]
    }

    /// Columns and rows of a slice.
    pub(crate) fn side(&self) -> usize {
        self.study.series[0].geometry.size[0] as usize
    }

    /// Distance between pixel centres, mm.
    pub(crate) fn pixel_mm(&self) -> f32 {
        to_f32(self.study.series[0].geometry.spacing.x)
    }

    /// What a slice averages over, mm.
    pub(crate) fn thickness_mm(&self) -> f32 {
        to_f32(self.noise.thickness_mm)
    }

    /// The centre of a voxel, patient mm.
    pub(crate) fn voxel_at(&self, x: usize, y: usize, z: u32) -> P3 {
        let at = Vec3::new(x as f64, y as f64, f64::from(z));
        P3::from_vec3(self.study.series[0].geometry.patient_from_voxel(at))
    }
}

/// A seed of a part of the acquisition.
pub(crate) fn acquisition_seed(seed: Seed) -> Seed {
    seed.child("acquisition/beam")
}

#[cfg(test)]
mod tests;
