//! Lesions in words, and runs of cases with a prevalence.

use super::*;

fn refused(kind: PhantomKind, text: &str, reason: &str) {
    let error = parse_wish(kind, text).unwrap_err();
    assert!(error.contains(reason), "{error}");
}

#[test]
fn lesions_are_read_from_words() {
    let kind = PhantomKind::Mammography;
    let found = parse_wish(kind, "mass=12.5@upper-outer:left").unwrap();
    assert_eq!(
        found,
        LesionWish {
            kind: LesionKind::named(kind, "mass").unwrap(),
            amount: Some(12.5),
            side: Some(Laterality::Left),
            place: Some("upper-outer"),
        }
    );
    for lesion in PhantomKind::ALL.into_iter().flat_map(LesionKind::of) {
        let found = parse_wish(lesion.phantom, lesion.word).unwrap();
        assert_eq!(found, LesionWish::any(lesion));
    }
    let right = parse_wish(PhantomKind::HeadCt, "epidural:right").unwrap();
    assert_eq!(right.side, Some(Laterality::Right));
}

#[test]
fn what_the_catalogue_does_not_have_is_refused_with_the_choice() {
    let kind = PhantomKind::HeadCt;
    refused(kind, "mass", "has no \"mass\": expected one of epidural,");
    refused(
        kind,
        "epidural=0.5",
        "volume must be 2 to 80 mL, found \"0.5\"",
    );
    refused(kind, "epidural=much", "volume must be");
    refused(kind, "epidural=NaN", "volume must be");
    refused(kind, "epidural@putamen", "places to choose from are none");
    refused(kind, "intraparenchymal@knee", "putamen, thalamus");
    refused(kind, "epidural:up", "left or right");
    refused(kind, "streaks:left", "has no side");
}

#[test]
fn prevalence_is_met_in_every_run_of_seeds_and_a_case_keeps_its_state() {
    for prevalence in [0.0, 0.1, 0.3, 0.5, 0.9, 1.0] {
        for first in [1, 500, 70_000, u64::MAX - 39] {
            let n = (0..40)
                .filter(|i| is_abnormal(Seed(first.wrapping_add(*i)), prevalence))
                .count();
            let expected = 40.0 * prevalence;
            assert!(
                (n as f64 - expected).abs() <= 3.0,
                "{n} of 40 at {prevalence}"
            );
        }
    }
}

#[test]
fn the_abnormal_do_not_stand_in_a_plain_pattern() {
    let states: Vec<bool> = (0..200).map(|i| is_abnormal(Seed(i), 0.5)).collect();
    for period in 1..8 {
        let n_alike = (period..200)
            .filter(|&i| states[i] == states[i - period])
            .count();
        assert!(n_alike < 195 - period, "period {period}: {n_alike}");
    }
}

#[test]
fn a_case_has_its_priors_after_it() {
    let kind = PhantomKind::ChestCt;
    let recipe = Recipe {
        kind,
        difficulty: Difficulty::Hard,
        content: Content::Drawn {
            prevalence: 1.0,
            among: vec![LesionKind::named(kind, "solid-nodule").unwrap()],
        },
        acquisition: Acquisition::default(),
        priors_days: vec![365, 730],
    };
    let requests = recipe.requests(Seed(3));
    let days: Vec<u32> = requests.iter().map(|r| r.days_before).collect();
    assert_eq!(days, [0, 365, 730]);
    assert!(
        requests
            .iter()
            .all(|r| r.seed == Seed(3) && r.difficulty == Difficulty::Hard)
    );
    assert!(requests.iter().all(|r| r.lesions == requests[0].lesions));
    assert_eq!(requests[0].lesions.len(), 1);
}

#[test]
fn the_table_of_lesions_names_all_of_a_kind() {
    for kind in PhantomKind::ALL {
        let table = lesion_table(kind);
        assert_eq!(table.lines().count(), LesionKind::of(kind).count() + 2);
    }
    assert!(
        lesion_table(PhantomKind::HeadCt)
            .contains("| `calcified-pallidum` | Calcified globus pallidus (imitator) | diameter 3 to 12 mm | `:left`, `:right` |")
    );
}
