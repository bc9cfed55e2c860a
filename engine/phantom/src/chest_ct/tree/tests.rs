//! Trees fill the lungs up to the pleura, stay in them, and branch as arteries do in vivo.

use super::*;
use crate::chest_ct::alteration::Alteration;
use crate::chest_ct::pose::Pose;

#[test]
fn vessels_fill_the_lungs_and_stay_inside() {
    let anatomy = Anatomy::new(Seed(8), &Alteration::default(), Pose::default());
    let tubes = grow(&anatomy, Seed(8));
    let vessels: Vec<&Tube> = tubes
        .iter()
        .filter(|t| t.kind == TubeKind::LungVessel)
        .collect();
    assert!(vessels.len() > 30_000, "{} pieces", vessels.len());
    let outside = vessels
        .iter()
        .step_by(7)
        .filter(|t| {
            let q = anatomy.canonical(t.b);
            Anatomy::cavity(q.z, q) > 0.0
        })
        .count();
    assert!(outside * 200 < vessels.len() / 7, "{outside} outside");
    // A vessel within 9 mm of nearly every place of the lungs that is more than 5 mm from the pleura.
    let mut rng = Seed(1).rng();
    let (mut places, mut reached) = (0u32, 0u32);
    while places < 200 {
        let mut draw = |low: f64, high: f64| to_f32(rng.range(low, high));
        let q = p3(draw(-130.0, 130.0), draw(-90.0, 90.0), draw(-150.0, 85.0));
        if anatomy.lung(q, &anatomy.tubes_near(q.z)) > -5.0 {
            continue;
        }
        places += 1;
        let at = anatomy.patient(q);
        let is_near = vessels.iter().any(|t| (t.b - at).length() < 9.0);
        reached += u32::from(is_near);
    }
    assert!(reached >= 192, "{reached} of 200 places");
}

#[test]
fn radii_follow_murray() {
    // In vivo exponent 2.92 ± 1.07 (Dong 2020).
    let (a, b) = (radius_of(300), radius_of(900));
    let k = libm::logf(3.0) / libm::logf(b / a);
    assert!((2.5..=3.2).contains(&k), "{k}");
}
