//! The grids of this crate: what they are for and that their regions lie apart.

use overread_base::{SeriesUid, StudyUid};

use super::*;
use crate::SeriesSpace;

pub(super) fn facts(modality: &str, body_part: Option<&str>, view: Option<&str>) -> SeriesFacts {
    SeriesFacts {
        body_part: body_part.map(str::to_owned),
        view: view.map(str::to_owned),
        ..SeriesFacts::new(
            SeriesUid::new("1").unwrap(),
            StudyUid::new("1").unwrap(),
            modality,
            SeriesSpace::Detector,
        )
    }
}

#[track_caller]
fn check(modality: &str, body_part: Option<&str>, view: Option<&str>, expected: &[&str]) {
    let facts = facts(modality, body_part, view);
    let levels: Vec<&str> = RegionGrid::built_in()
        .iter()
        .filter(|grid| grid.suits(&facts))
        .flat_map(|grid| grid.levels_for(&facts))
        .map(|(_, level)| level.id.as_str())
        .collect();
    assert_eq!(levels, expected, "{modality} {body_part:?} {view:?}");
}

#[test]
fn grids_are_offered_where_they_suit() {
    check(
        "CT",
        Some("HEAD"),
        None,
        &["aspects-ganglionic", "aspects-supraganglionic"],
    );
    check("CT", Some("CHEST"), None, &[]);
    check("DX", Some("CHEST"), Some("pa"), &["lung-zones-frontal"]);
    check("DX", Some("CHEST"), Some("LL"), &[]);
    check("DX", Some("CHEST"), None, &[]);
    check("MG", None, Some("CC"), &["breast-cc"]);
    check("MG", None, Some("MLO"), &["breast-mlo"]);
    check("MG", None, None, &[]);
}

#[test]
fn aspects_has_ten_regions_a_side() {
    let aspects = &RegionGrid::built_in()[0];
    for side in [Laterality::Right, Laterality::Left] {
        let mut labels: Vec<&str> = aspects
            .levels
            .iter()
            .flat_map(|level| &level.regions)
            .filter(|region| region.side == Some(side))
            .map(|region| region.id.as_str())
            .collect();
        labels.sort_unstable();
        assert_eq!(
            labels,
            ["C", "I", "IC", "L", "M1", "M2", "M3", "M4", "M5", "M6"]
        );
    }
    assert_eq!(aspects.full_score, Some(10));
    let zones = &RegionGrid::built_in()[1].levels[0];
    assert_eq!(zones.regions.len(), 6);
}

#[test]
fn drafts_say_that_they_are_drafts() {
    assert_eq!(RegionGrid::built_in().len(), 3);
    for grid in RegionGrid::built_in() {
        assert_eq!(grid.status, GridStatus::Unverified, "{}", grid.id);
    }
}

/// A place of the square is in one region at most, and every region is found at its own middle.
#[test]
fn regions_of_a_level_lie_apart() {
    for level in RegionGrid::built_in().iter().flat_map(|grid| &grid.levels) {
        let mut found = vec![0_u32; level.regions.len()];
        for u in 0..200_u32 {
            for v in 0..200_u32 {
                let at = [f64::from(u) / 200.0 + 0.001, f64::from(v) / 200.0 + 0.001];
                let inside: Vec<usize> = (0..level.regions.len())
                    .filter(|&r| place::holds(&level.regions[r].outline, at))
                    .collect();
                assert!(inside.len() < 2, "{}: {inside:?} at {at:?}", level.id);
                inside.iter().for_each(|&r| found[r] += 1);
            }
        }
        assert!(found.iter().all(|&n| n > 20), "{}: {found:?}", level.id);
    }
}
