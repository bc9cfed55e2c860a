//! From distances to shares of tissue and HU, at one place. No lattice, no noise.

use crate::head_ct::anatomy::Head;
use crate::head_ct::field::{self, Fields};
use crate::num::{coverage, lerp, smooth_step};

/// Shares of tissue at a place, each 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Tissue {
    /// Share inside the cranial cavity; those below are shares of it.
    pub(crate) cavity: f32,
    /// Cerebrospinal fluid: cisterns, sulci and ventricles.
    pub(crate) csf: f32,
    /// Grey matter.
    pub(crate) grey: f32,
    /// White matter.
    pub(crate) white: f32,
    /// Dura: falx and tentorium.
    pub(crate) dura: f32,
    /// Ventricles; part of `csf`.
    pub(crate) ventricle: f32,
    /// Cerebellum and brain stem, a part of grey and white.
    pub(crate) hind: f32,
}

/// Half the thickness of falx and tentorium, mm.
const DURA_MM: f32 = 0.6;
/// Thickness of the cortex, mm (reference 2.1: 2.5-3).
const CORTEX_MM: f32 = 2.9;

/// Distance from the gap between the hemispheres, positive in it.
fn fissure(f: &Fields) -> f32 {
    1.1 + 0.35 * f[field::SULCUS] - f[field::MIDLINE].abs()
}

/// Distance to the cerebrum with the fissure between the hemispheres cut out.
fn cerebrum(f: &Fields) -> f32 {
    f[field::CEREBRUM].max(fissure(f))
}

/// The slit of the third ventricle; its half width hides in the lattice's outline.
fn third(f: &Fields) -> f32 {
    (f[field::MIDLINE].abs() - f[field::THIRD_HALF]).max(f[field::THIRD])
}

/// Distance to the surface of the falx.
fn falx_distance(f: &Fields) -> f32 {
    let sheet = f[field::MIDLINE].abs() - DURA_MM;
    let edge = 3.5 - f[field::CORE];
    sheet.max(edge).max(1.0 - f[field::TENTORIUM])
}

/// Distance to the surface of the tentorium.
fn tentorium_distance(f: &Fields) -> f32 {
    (f[field::TENTORIUM].abs() - DURA_MM).max(-f[field::TENTORIUM_EDGE])
}

/// Distance to the nearest sulcus and to its end in the depth, as a share of a place `depth` mm deep in the cerebrum.
fn sulcus(f: &Fields, depth: f32) -> (f32, f32) {
    let end = depth - f[field::DEPTH];
    let taper = (1.0 - depth.max(0.0) / f[field::DEPTH])
        .clamp(0.0, 1.0)
        .sqrt();
    let beside = f[field::FOLD].abs() - f[field::SULCUS] * taper;
    // The insula's own fissure: a sheet along the insula and one from it to the side of the brain.
    let open = f[field::SULCUS] * 0.8 + 0.5;
    let along = (f[field::INSULA].abs() - open).max(f[field::SYLVIAN_REGION]);
    let aside = (f[field::SYLVIAN].abs() - open)
        .max(-f[field::INSULA])
        .max(f[field::SYLVIAN_REGION] - 6.0);
    let sylvian = along.min(aside);
    // Folds end before the insula and do not cut the core.
    let inner = 2.5 - f[field::INSULA] - 1.3 * f[field::SYLVIAN_REGION].max(0.0);
    let end = end.max(inner);
    let fluid = beside.max(end).min(sylvian);
    let corner = |a: f32, b: f32| {
        let (a, b) = (a.max(0.0), b.max(0.0));
        (a * a + b * b).sqrt()
    };
    (fluid, corner(beside, end).min(sylvian.max(0.0)))
}

/// What is at a place, at a resolution of `width` mm.
pub(crate) fn of(f: &Fields, width: f32) -> Tissue {
    let mut tissue = Tissue {
        cavity: coverage(f[field::INNER], width),
        ..Tissue::default()
    };
    if tissue.cavity <= 0.0 {
        return tissue;
    }
    let cerebrum = cerebrum(f);
    let (core, hind) = (f[field::CORE], f[field::CEREBELLUM]);
    let brain = cerebrum.min(core).min(hind);
    let mut fluid = coverage(-brain, width);
    let mut grey = 0.0;
    if cerebrum < width && cerebrum < hind {
        let (gap, near) = sulcus(f, -cerebrum);
        let open = coverage(gap, width) * coverage(cerebrum, width) * coverage(-core, 3.0);
        fluid = fluid.max(open);
        let depth = near.min(-cerebrum);
        // Inside what joins the hemispheres there is no cortex.
        grey = coverage(depth - CORTEX_MM, 1.0) * smooth_step(-1.0, 1.0, core);
    } else if hind < width && hind < core {
        let stack = f[field::FOLIA] * 0.2;
        let phase = (stack - libm::floorf(stack) - 0.5).abs() * 5.0;
        let depth = (-hind).max(0.0);
        let narrow = (0.25 + 0.22 * f[field::SULCUS]) * (1.0 - depth / 9.0);
        fluid = fluid.max(0.85 * coverage(phase - narrow, 1.0) * coverage(hind, width));
        grey = 0.75 * coverage(depth - 9.0, 6.0);
        tissue.hind = 1.0;
    } else if f[field::TENTORIUM] < 0.0 {
        tissue.hind = 1.0;
    }
    let deep = coverage(f[field::DEEP_GREY], width.max(1.0));
    grey = grey.max(deep);
    // The septum between the lateral ventricles.
    let septum =
        coverage(f[field::MIDLINE].abs() - 0.65, width) * smooth_step(-1.0, 1.0, f[field::THIRD]);
    let lateral = coverage(f[field::VENTRICLE], width) * (1.0 - septum);
    tissue.ventricle = lateral.max(coverage(third(f), width));
    tissue.csf = fluid.max(tissue.ventricle);
    tissue.dura = coverage(falx_distance(f).min(tentorium_distance(f)), width);
    let rest = 1.0 - tissue.csf;
    tissue.grey = rest * grey;
    tissue.white = rest * (1.0 - grey);
    tissue
}

/// HU of a place inside the cranial cavity, without fine vessels and lesions.
pub(crate) fn brain_hu(head: &Head, tissue: &Tissue, f: &Fields, grain: f32, width: f32) -> f32 {
    // Object values; the point spread brings grey and white together to 5.5 HU (reference 1.1).
    let csf = 9.0;
    let grey = 37.0;
    let white = 29.2 - f[field::LOW] * smooth_step(0.0, 2.0, f[field::DEEP_GREY]);
    let hind = 1.5 * tissue.hind;
    let brain = tissue.csf * csf + tissue.grey * grey + tissue.white * (white + hind) + 0.9 * grain;
    let hu = lerp(brain, 52.0, tissue.dura);
    lerp(hu, head.blood_hu(), coverage(sinus(f), width))
}

/// Distance to the dural sinuses: sagittal, straight and transverse.
fn sinus(f: &Fields) -> f32 {
    let inner = f[field::INNER];
    if inner < -11.0 && f[field::MIDLINE].abs() > 4.0 {
        return 10.0;
    }
    let round = |a: f32, b: f32| (a * a + b * b).sqrt();
    let (mid, tent) = (f[field::MIDLINE], f[field::TENTORIUM]);
    let is_behind = f[field::TENTORIUM_EDGE];
    // Triangular, its base on the bone.
    let sagittal = (round(mid * (1.15 - 0.07 * inner.max(-6.0)), (inner + 3.0) * 0.85) - 3.3)
        .max(-tent)
        .max(-f[field::CORE] + 12.0);
    let straight = (round(mid, tent - 1.0) - 1.8).max(4.0 - is_behind);
    // The right one is usually the larger.
    let size = if mid < 0.0 { 3.0 } else { 2.4 };
    let transverse = (round(tent, (inner + 3.0) * 0.9) - size).max(16.0 - is_behind);
    sagittal.min(straight).min(transverse)
}
