//! Bones of the two sides are alike, but no mirror images, and stay out of the lungs.

use super::*;
use crate::chest_ct::alteration::Alteration;
use crate::chest_ct::pose::Pose;

fn patient(seed: u64, arms: Arms) -> Anatomy {
    let pose = Pose {
        arms,
        ..Pose::default()
    };
    Anatomy::new(Seed(seed), &Alteration::default(), pose)
}

#[test]
fn sides_do_not_mirror_one_another() {
    let anatomy = patient(2, Arms::Raised);
    let all = pieces(&anatomy, Seed(2));
    let canonical: Vec<P3> = all.iter().map(|p| anatomy.canonical(p.b)).collect();
    let half = canonical.len() / 2;
    let (right, left) = canonical.split_at(half);
    let apart: Vec<f32> = right
        .iter()
        .zip(left)
        .map(|(r, l)| (p3(-r.x, r.y, r.z) - *l).length())
        .collect();
    let mean = apart.iter().sum::<f32>() / half as f32;
    assert!((1.0..9.0).contains(&mean), "sides differ by {mean} mm");
}

#[test]
fn bones_stay_out_of_the_lungs() {
    for (seed, arms) in [(1, Arms::Raised), (5, Arms::Beside)] {
        let anatomy = patient(seed, arms);
        let all = pieces(&anatomy, Seed(seed).child("bones"));
        let inside: Vec<P3> = all
            .iter()
            .map(|piece| (piece.a + piece.b) * 0.5)
            .filter(|middle| anatomy.lung_patient(middle.to_vec3()) < -1.0)
            .map(|middle| anatomy.canonical(middle))
            .collect();
        assert_eq!(inside, [], "seed {seed}");
    }
}
