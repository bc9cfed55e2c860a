//! Epidural and subdural haemorrhage: collections between bone, dura and brain.
//!
//! Extents by volume after InSilicoICH: height of the collection in the body's axis, and chord against central area.

use overread_base::{Difficulty, Rng};

use crate::head_ct::anatomy::Head;
use crate::num::{P3, p3, smooth_min, to_f32};
use crate::texture::Texture;

use super::bleed::Bleed;
use super::blood::Blood;
use super::cap::{Cap, CapShape};
use super::mass_effect::{Push, beside_falx};
use super::region::{Fit, Region, Where, step_for};
use super::wish::{Wanted, What};

/// A collection, and how it pushes.
pub(super) type Made = (Bleed, Vec<Push>);

/// Draws an epidural or subdural haemorrhage; `Err` says why there is none.
pub(super) fn make(head: &Head, wanted: &Wanted, grain: &Texture) -> Result<Made, String> {
    match (wanted.what, place(wanted)) {
        (What::Epidural, _) => epidural(head, wanted, grain),
        (_, "falx") => along_sheet(head, wanted, grain, Sheet::Falx),
        (_, "tentorium") => along_sheet(head, wanted, grain, Sheet::Tentorium),
        _ => subdural(head, wanted, grain),
    }
}

/// Where a subdural haemorrhage lies: as wished, else nine in ten over the convexity.
fn place(wanted: &Wanted) -> &'static str {
    if let Some(place) = wanted.wish.place {
        return place;
    }
    // Falx and tentorium hold little.
    let elsewhere = wanted.by(0.0, 0.12, 0.3);
    let mut rng = wanted.seed.child("place").rng();
    match rng.unit() {
        u if wanted.amount > 12.0 || u >= elsewhere => "convexity",
        u if u < 0.6 * elsewhere => "falx",
        _ => "tentorium",
    }
}

fn epidural(head: &Head, wanted: &Wanted, grain: &Texture) -> Result<Made, String> {
    let mut rng = wanted.seed.child("shape").rng();
    let mut draw = |low: f64, high: f64| to_f32(rng.range(low, high));
    let volume = wanted.amount;
    // Large ones are taller than the rule has it: sutures keep them from growing along the vault.
    let tall = 10.2 * libm::logf(volume) + 19.0 + 0.14 * (volume - 50.0).max(0.0);
    let area = volume * 1000.0 / (0.66 * tall);
    // InSilicoICH has 4; small ones are flatter than that under a real dura.
    let chord = (draw(4.6, 6.4) * area).sqrt().min(90.0);
    let at = if volume > 45.0 { 0.0 } else { draw(0.0, 1.0) };
    // Most lie under the temporal and parietal bone, over the middle meningeal artery.
    let towards = if at < 0.7 {
        p3(1.0, draw(-0.12, 0.22), draw(-0.06, 0.3))
    } else if at < 0.85 {
        p3(0.62, -0.75, draw(0.05, 0.3))
    } else {
        p3(0.62, 0.55, draw(0.3, 0.6))
    };
    let shape = CapShape {
        towards: p3(towards.x * wanted.side, towards.y, towards.z),
        turn: draw(-0.3, 0.3),
        half: [0.52 * chord, 0.5 * tall],
        height: area / (0.66 * chord),
        power: 1.0,
        wobble: 0.07,
        phase: p3(draw(0.0, 64.0), draw(0.0, 64.0), draw(0.0, 64.0)),
    };
    let cap = Cap::new(head, &shape);
    let bone = Bone::of(head.canonical(cap.middle()));
    // The dura comes off less and less towards a suture, where it is held.
    let held = |p: P3| -2.2 * bone.distance(head.canonical(p));
    let across = |p: P3| {
        bone.distance(head.canonical(p))
            .max(2.0 - head.tentorium(p))
    };
    let region = under_vault(head, &cap, volume, grain, held, across)?;
    let (low, high) = wanted.by((63.0, 72.0), (59.0, 68.0), (53.0, 61.0));
    let hu = to_f32(rng.range(low, high));
    let mut blood = Blood::clot(hu, 2.6, &mut rng);
    // Active bleeding swirls, in large ones most.
    if rng.unit() < if volume > 20.0 { 0.4 } else { 0.15 } {
        blood = blood.with_swirl(to_f32(rng.range(0.8, 1.5)));
    }
    let shift = 0.22 * shape.height;
    Ok(made(head, wanted, cap, region, blood, shift))
}

fn subdural(head: &Head, wanted: &Wanted, grain: &Texture) -> Result<Made, String> {
    let mut rng = wanted.seed.child("shape").rng();
    let mut draw = |low: f64, high: f64| to_f32(rng.range(low, high));
    let volume = wanted.amount;
    let tall = 11.4 * libm::logf(volume) + 26.0;
    let area = volume * 1000.0 / (0.68 * tall);
    // InSilicoICH has 11; a crescent needs to be longer than that to keep to the curve of the vault.
    let chord = (draw(14.0, 20.0) * area).sqrt();
    let long = (0.56 * chord).min(108.0);
    let shape = CapShape {
        towards: p3(wanted.side, draw(-0.28, 0.26), draw(0.1, 0.5)),
        turn: draw(-0.22, 0.22),
        half: [long, 0.5 * tall],
        height: area / (1.45 * long),
        power: 0.42,
        wobble: 0.13,
        phase: p3(draw(0.0, 64.0), draw(0.0, 64.0), draw(0.0, 64.0)),
    };
    let cap = Cap::new(head, &shape);
    let side = wanted.side;
    let sheets = |p: P3| {
        let falx = 1.2 - side * head.midline_x(p);
        falx.max(-head.tentorium(p) + 0.8)
    };
    // Nothing holds it but the sheets of the dura.
    let region = under_vault(head, &cap, volume, grain, |_| 200.0, sheets)?;
    let blood = subdural_blood(wanted, region.centroid.y, &mut rng);
    // Thickness and shift of acute ones 0.93 (Moussa 2018), of old ones less (0.8 mm for 10 mL).
    let share = if blood.core_hu > 50.0 {
        rng.range(0.35, 0.75)
    } else {
        rng.range(0.15, 0.35)
    };
    let shift = to_f32(share) * shape.height;
    Ok(made(head, wanted, cap, region, blood, shift))
}

/// Attenuation by age: acute, mixed with a level, or like the brain beside it.
fn subdural_blood(wanted: &Wanted, middle_y: f32, rng: &mut Rng) -> Blood {
    let age = rng.unit();
    let mut range = |low: f64, high: f64| to_f32(rng.range(low, high));
    // One that is as bright as the brain is found by what it pushes: a small one would be invisible.
    let is_large = wanted.amount >= 18.0;
    let fresh = wanted.by(0.75, 0.65, 0.7);
    if age < fresh || !is_large {
        let (low, high) = wanted.by((60.0, 70.0), (57.0, 66.0), (53.0, 62.0));
        let hu = range(low, high);
        let blood = Blood::clot(hu, 2.8, rng);
        return if rng.unit() < 0.2 && wanted.difficulty != Difficulty::Easy {
            blood.with_swirl(1.2)
        } else {
            blood
        };
    }
    if age < fresh + 0.18 {
        // Cells below 60, plasma above 25 HU (unverified).
        let level = middle_y + range(-6.0, 12.0);
        return Blood::clot(range(52.0, 62.0), 2.5, rng).with_layer(level, 27.0);
    }
    let hu = if wanted.difficulty == Difficulty::Easy {
        range(12.0, 20.0)
    } else {
        // Weeks old: 38.0 +- 6.9 HU at 20 to 30 days (Lee 1997), lower where it has not bled again.
        range(21.0, 33.0)
    };
    Blood::clot(hu, 1.8, rng)
}

/// The space under the vault that a cap and `most` leave thick enough.
fn under_vault(
    head: &Head,
    cap: &Cap,
    volume_ml: f32,
    grain: &Texture,
    most: impl Fn(P3) -> f32,
    border: impl Fn(P3) -> f32,
) -> Result<Region, String> {
    let volume = volume_ml * 1000.0;
    let mut room = 0.0;
    // Sutures, falx and tentorium may leave so little that the rest must stand much thicker than drawn.
    for share in [0.45, 1.1] {
        let slack = share * cap.height + 0.5;
        let fit = Fit {
            bounds: cap.bounds(head, slack),
            step: step_for(volume),
            volume_mm3: volume,
            slack,
        };
        let fitted = Region::fit(fit, |p| {
            let inner = head.inner_skull(p);
            if inner > 8.0 {
                // Outside the skull nothing matters.
                return Where {
                    shape: 40.0,
                    border: inner,
                };
            }
            Where {
                shape: cap.depth(p, -inner) - smooth_min(cap.thickness(p, grain), most(p), 10.0),
                border: (inner + 0.4).max(border(p)),
            }
        });
        match fitted {
            Ok(region) => return Ok(region),
            Err(found) => room = found,
        }
    }
    Err(no_room(room))
}

fn made(
    head: &Head,
    wanted: &Wanted,
    cap: Cap,
    region: Region,
    blood: Blood,
    shift_mm: f32,
) -> Made {
    let level = region.level();
    let at = region.centroid;
    let across = Push::Across {
        at,
        amount: if head.midline_x(at) > 0.0 {
            shift_mm
        } else {
            -shift_mm
        },
    };
    let bleed = Bleed::new(wanted, region, blood);
    (bleed, vec![Push::Cap { cap, level }, across])
}

/// A fold of the dura that blood may line.
#[derive(Debug, Clone, Copy)]
enum Sheet {
    Falx,
    Tentorium,
}

/// A thin layer on one side of the falx, or on the tentorium.
fn along_sheet(
    head: &Head,
    wanted: &Wanted,
    grain: &Texture,
    sheet: Sheet,
) -> Result<Made, String> {
    let mut rng = wanted.seed.child("shape").rng();
    let mut draw = |low: f64, high: f64| to_f32(rng.range(low, high));
    let volume = wanted.amount * 1000.0;
    let long = (20.0 * libm::cbrtf(wanted.amount)).clamp(20.0, 46.0);
    let across = match sheet {
        Sheet::Falx => 0.42 * long,
        Sheet::Tentorium => 0.6 * long,
    };
    let height = 2.0 * volume / (std::f32::consts::PI * long * across);
    let middle = head.from_canonical(match sheet {
        // Mostly the back part, as of contrecoup and of a shaken head.
        Sheet::Falx => p3(0.0, draw(-10.0, 52.0), draw(48.0, 58.0)),
        Sheet::Tentorium => p3(wanted.side * draw(20.0, 26.0), draw(44.0, 54.0), 4.0),
    });
    let phase = p3(draw(0.0, 64.0), draw(0.0, 64.0), draw(0.0, 64.0));
    let side = wanted.side;
    let reach = p3(1.7 * long, 1.7 * long, 1.7 * long);
    let thickness = |u: f32, v: f32| {
        let noise = grain.at(p3(u, v, 0.0) * 0.16 + phase);
        let rim = 1.0 + 0.16 * noise;
        let square = (u * u / (long * long) + v * v / (across * across)) / (rim * rim);
        height * (1.0 + 0.25 * grain.at(p3(v, u, 3.0) * 0.3 + phase)) * (1.0 - square)
    };
    let region = Region::fit(
        Fit {
            bounds: (middle - reach, middle + reach),
            step: step_for(volume).min(1.2),
            volume_mm3: volume,
            slack: 0.6 * height + 0.5,
        },
        |p| {
            let inner = head.inner_skull(p) + 0.6;
            let off = side * head.midline_x(p);
            if inner > 8.0 || off < -8.0 {
                return Where {
                    shape: 40.0,
                    border: inner.max(-off),
                };
            }
            match sheet {
                Sheet::Falx => {
                    let on_falx = p3(p.x - head.midline_x(p), p.y, p.z);
                    Where {
                        shape: off - 0.7 - thickness(p.y - middle.y, p.z - middle.z),
                        border: inner.max(0.7 - off).max(beside_falx(head, on_falx) - 1.0),
                    }
                }
                Sheet::Tentorium => {
                    let above = head.tentorium(p);
                    Where {
                        shape: above - 0.7 - thickness(p.y - middle.y, p.x - middle.x),
                        border: inner
                            .max(2.0 - off)
                            .max(0.7 - above)
                            .max(-head.tentorium_edge(p)),
                    }
                }
            }
        },
    )
    .map_err(no_room)?;
    let (low, high) = wanted.by((60.0, 70.0), (56.0, 66.0), (52.0, 60.0));
    let hu = to_f32(rng.range(low, high));
    let blood = Blood::clot(hu, 2.0, &mut rng);
    Ok((Bleed::new(wanted, region, blood), Vec::new()))
}

/// The words for a volume that finds no place.
pub(super) fn no_room(room_mm3: f32) -> String {
    format!("no room: {:.0} mL at most there", room_mm3 / 1000.0)
}

/// The bone over an epidural haemorrhage, whose sutures hold the dura. Canonical mm.
#[derive(Debug, Clone, Copy)]
enum Bone {
    Frontal,
    ParietalAndTemporal,
    Occipital,
}

impl Bone {
    fn of(c: P3) -> Self {
        if coronal(c) < 0.0 {
            Self::Frontal
        } else if lambdoid(c) > 0.0 {
            Self::Occipital
        } else {
            Self::ParietalAndTemporal
        }
    }

    /// Distance to its sutures, negative under it.
    fn distance(self, c: P3) -> f32 {
        match self {
            Self::Frontal => coronal(c),
            Self::ParietalAndTemporal => (-coronal(c)).max(lambdoid(c)),
            Self::Occipital => -lambdoid(c),
        }
    }
}

/// How far behind the coronal suture; the lines are those of [`Head::plate`].
fn coronal(c: P3) -> f32 {
    (c.y + 26.0 - 0.42 * (c.z - 20.0)) * 0.92
}

/// How far behind the lambdoid suture.
fn lambdoid(c: P3) -> f32 {
    (c.y - 62.0 + 0.42 * c.x.abs() - 0.35 * (c.z - 20.0)) * 0.85
}
