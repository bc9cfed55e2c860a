//! Masks hold what the implicit functions hold; twins differ only where pathology is; bits do not depend on the order.

use overread_base::{Laterality, LesionKind, LesionWish, PhantomKind, Seed};

use crate::case::{Acquisition, CaseRequest};
use crate::chest_ct::case::{bare, plan};
use crate::chest_ct::plan::ChestCtPlan;
use crate::chest_ct::{Organ, render_labels, render_slice, render_slice_without_noise};

fn request(seed: u64, size: u32, slices: u32, wishes: &[(&str, f64)]) -> CaseRequest {
    let wish = |&(word, amount): &(&str, f64)| LesionWish {
        amount: Some(amount),
        ..LesionWish::any(LesionKind::named(PhantomKind::ChestCt, word).unwrap())
    };
    CaseRequest {
        lesions: wishes.iter().map(wish).collect(),
        acquisition: Acquisition {
            size: Some(size),
            slices: Some(slices),
            ..Acquisition::default()
        },
        ..CaseRequest::new(PhantomKind::ChestCt, Seed(seed))
    }
}

/// Voxels of the first lesion's mask.
fn is_in_mask(plan: &ChestCtPlan) -> Vec<bool> {
    let truth = plan.truth();
    let mask = truth.lesions[0].mask.as_ref().unwrap();
    let runs = mask.runs.iter().enumerate();
    runs.flat_map(|(i, &run)| std::iter::repeat_n(i % 2 == 1, run as usize))
        .collect()
}

#[track_caller]
fn mask_holds_its_volume(word: &str, amount: f64, margin: f64) {
    let plan = bare(&request(21, 256, 128, &[(word, amount)])).unwrap();
    let truth = plan.truth();
    let lesion = &truth.lesions[0];
    let mask = lesion.mask.as_ref().unwrap();
    let spacing = mask.geometry.spacing;
    let found = mask.voxel_count() as f64 * spacing.x * spacing.y * spacing.z;
    let wanted = 4.0 / 3.0 * std::f64::consts::PI * lesion.radius_mm.powi(3);
    assert!(
        (found / wanted - 1.0).abs() < margin,
        "{word}: mask {found:.0} mm³, function {wanted:.0} mm³"
    );
}

#[test]
fn masks_hold_their_volumes() {
    mask_holds_its_volume("effusion", 300.0, 0.02);
    mask_holds_its_volume("pneumothorax", 25.0, 0.02);
    mask_holds_its_volume("infiltrates", 25.0, 0.02);
    mask_holds_its_volume("consolidation", 60.0, 0.02);
    mask_holds_its_volume("emphysema", 15.0, 0.03);
    mask_holds_its_volume("aortic-dilatation", 50.0, 0.02);
    mask_holds_its_volume("trunk-dilatation", 38.0, 0.02);
    // The broken body is some five slices high.
    mask_holds_its_volume("vertebral-fracture", 40.0, 0.07);
    mask_holds_its_volume("low-bone-density", 60.0, 0.03);
}

/// Mean HU without noise inside the mask, and how many voxels differ from the twin
/// where they should not, as a share of the mask: by more than the soft edge of haze in flat places.
fn inside_and_outside(word: &str, amount: f64) -> (f64, f64) {
    let size = 96usize;
    let wide = |wishes: &[(&str, f64)]| plan(&request(5, 96, 20, wishes)).unwrap();
    let (with, without) = (wide(&[(word, amount)]), wide(&[]));
    let mask = is_in_mask(&with);
    let is_pleural = matches!(word, "effusion" | "pneumothorax");
    let is_left = with.truth().lesions[0].laterality == Some(Laterality::Left);
    let (mut sum, mut n, mut far) = (0.0, 0u32, 0u32);
    for z in 0..20u32 {
        let a = render_slice_without_noise(&with, z);
        let b = render_slice_without_noise(&without, z);
        let here = &mask[z as usize * size * size..][..size * size];
        // A voxel is inside if its neighbours are, too, and near if any of those around it is in the mask.
        let around = |idx: usize, reach: usize| {
            let (x, y) = (idx % size, idx / size);
            let rows = y.saturating_sub(reach)..=(y + reach).min(size - 1);
            rows.flat_map(move |v| {
                (x.saturating_sub(reach)..=(x + reach).min(size - 1)).map(move |u| v * size + u)
            })
        };
        for idx in 0..size * size {
            if around(idx, 1).all(|i| here[i]) {
                sum += f64::from(a[idx]);
                n += 1;
            }
            // Fluid and air press the lung of their own side.
            let is_away = if is_pleural {
                (idx % size < size / 2 - 4) == is_left && (idx % size).abs_diff(size / 2) > 4
            } else {
                !around(idx, 5).any(|i| here[i])
            };
            if (a[idx] - b[idx]).abs() > 25.0 && is_away {
                far += 1;
            }
        }
    }
    let all = mask.iter().filter(|&&is_set| is_set).count();
    (sum / f64::from(n), f64::from(far) / all as f64)
}

#[track_caller]
fn looks_as_it_should(word: &str, amount: f64, low: f64, high: f64) {
    let (mean, far) = inside_and_outside(word, amount);
    assert!(
        (low..=high).contains(&mean),
        "{word}: {mean:.0} HU, expected {low} to {high}"
    );
    // Where the top of the diaphragm lies in a slice, voxels hold a little lung over a wide area.
    assert!(far < 0.03, "{word}: {far} of its voxels differ far from it");
}

#[test]
fn fluid_and_air_have_their_hu() {
    // Transudate to exudate: 5 - 2 x 3.4 to 15 + 2 x 5 HU.
    looks_as_it_should("effusion", 900.0, -5.0, 30.0);
    looks_as_it_should("pneumothorax", 40.0, -1000.0, -960.0);
}

#[test]
fn filled_lung_has_its_hu() {
    // Airless lung 20 to 50 HU, with the air of its bronchi.
    looks_as_it_should("consolidation", 90.0, -120.0, 55.0);
    looks_as_it_should("infiltrates", 60.0, -720.0, -400.0);
}

#[test]
fn emphysema_takes_the_share_of_the_images_that_is_stated() {
    let mut wanted = request(5, 320, 10, &[("emphysema", 15.0)]);
    wanted.acquisition.thickness_mm = Some(2.0);
    let plan = plan(&wanted).unwrap();
    let (mut low, mut all) = (0u32, 0u32);
    for z in 0..10 {
        let hu = render_slice_without_noise(&plan, z);
        for (hu, organ) in hu.iter().zip(render_labels(&plan, z)) {
            if matches!(organ, Organ::RightLung | Organ::LeftLung) {
                all += 1;
                low += u32::from(*hu <= -950.0);
            }
        }
    }
    let found = 100.0 * f64::from(low) / f64::from(all);
    // Ten slices of 128 see a part of it only.
    assert!(
        (12.5..=17.5).contains(&found),
        "found {found:.1} %, stated 15 %"
    );
}

#[test]
fn sides_are_kept() {
    for side in [Laterality::Right, Laterality::Left] {
        for (word, amount) in [("effusion", 300.0), ("pneumothorax", 25.0)] {
            let mut request = request(9, 64, 24, &[(word, amount)]);
            request.lesions[0].side = Some(side);
            let truth = bare(&request).unwrap().truth();
            let lesion = &truth.lesions[0];
            assert_eq!(lesion.laterality, Some(side), "{word}");
            let is_right = lesion.centre.x < 0.0;
            assert_eq!(is_right, side == Laterality::Right, "{word}");
        }
    }
}

#[test]
fn bits_do_not_depend_on_the_order() {
    let wishes = [
        ("effusion", 300.0),
        ("emphysema", 10.0),
        ("infiltrates", 15.0),
        ("coronary-calcium", 300.0),
        ("calcified-nodule", 8.0),
        ("perifissural-nodule", 6.0),
    ];
    let first = plan(&request(7, 64, 8, &wishes)).unwrap();
    let second = plan(&request(7, 64, 8, &wishes)).unwrap();
    let forward: Vec<Vec<i16>> = (0..8).map(|z| render_slice(&first, z)).collect();
    let mut backward: Vec<Vec<i16>> = (0..8).rev().map(|z| render_slice(&second, z)).collect();
    backward.reverse();
    assert_eq!(forward, backward);
}

#[test]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "voxels inside the volume"
)]
fn what_looks_like_a_nodule_lies_where_it_is_said_to() {
    let wishes = [("calcified-nodule", 8.0), ("perifissural-nodule", 6.0)];
    let found = plan(&request(7, 128, 60, &wishes)).unwrap();
    let said = found.pathology.imitations();
    let words: Vec<&str> = said.iter().map(|one| one.kind.word).collect();
    assert_eq!(words, ["calcified-nodule", "perifissural-nodule"]);
    assert!(found.truth().lesions.is_empty());
    for one in said {
        let voxel = found.geometry.voxel_from_patient(one.centre);
        let slice = render_slice(&found, voxel.z.round() as u32);
        let hu = slice[voxel.y.round() as usize * 128 + voxel.x.round() as usize];
        assert!(
            hu > -500,
            "{} HU at {:?}, {:?}",
            hu,
            one.kind.word,
            one.centre
        );
    }
}
