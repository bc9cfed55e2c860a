//! Persons are plainly synthetic, the same for a seed, and as varied as a practice is.

use std::collections::BTreeSet;

use super::*;

fn people(kind: PhantomKind) -> Vec<SyntheticPatient> {
    (0..400)
        .map(|seed| SyntheticPatient::of(kind, Seed(seed)))
        .collect()
}

#[test]
fn a_name_says_that_the_person_is_synthetic_and_fits_dicom() {
    for person in PhantomKind::ALL.into_iter().flat_map(people) {
        assert!(person.name.starts_with("SYNTHETIC-"), "{}", person.name);
        assert_eq!(person.name.matches('^').count(), 1);
        // Person Name holds 64 characters, Patient ID as many (PS3.5 6.2).
        assert!(person.name.len() <= 64 && person.name.is_ascii());
        assert!(person.id.starts_with("SYN-"));
        assert!(person.comment.starts_with("SYNTHETIC"));
    }
}

#[test]
fn people_differ_in_every_subgroup() {
    for kind in PhantomKind::ALL {
        let people = people(kind);
        let names: BTreeSet<_> = people.iter().map(|p| &p.name).collect();
        assert!(names.len() > 300, "{}", names.len());
        let groups: BTreeSet<_> = people.iter().map(SyntheticPatient::age_group).collect();
        let builds: BTreeSet<_> = people.iter().map(SyntheticPatient::habitus).collect();
        assert_eq!((groups.len(), builds.len()), (3, 3), "{kind:?}");
        let n_women = people.iter().filter(|p| p.sex == Sex::Female).count();
        match kind {
            PhantomKind::Mammography => assert_eq!(n_women, people.len()),
            PhantomKind::ChestCt | PhantomKind::HeadCt | PhantomKind::ChestRadiograph => {
                assert!((150..250).contains(&n_women), "{n_women}");
            }
        }
    }
}

#[test]
fn height_and_weight_are_those_of_adults() {
    for person in PhantomKind::ALL.into_iter().flat_map(people) {
        assert!((140..=195).contains(&person.height_cm), "{person:?}");
        let height_m = f64::from(person.height_cm) / 100.0;
        let index = f64::from(person.weight_kg) / (height_m * height_m);
        assert!((16.0..45.0).contains(&index), "{person:?}: {index}");
    }
}

#[test]
fn a_person_is_the_same_one_some_days_earlier_and_younger_by_whole_years() {
    for seed in (0..200).map(Seed) {
        let now = SyntheticPatient::of(PhantomKind::Mammography, seed);
        assert_eq!(now.clone().earlier(seed, 0), now);
        let before = |days| now.clone().earlier(seed, days);
        let two_years = before(731);
        assert!((2..=3).contains(&(now.age_years - two_years.age_years)));
        assert!(now.age_years - before(100).age_years <= 1);
        assert_eq!(
            SyntheticPatient {
                age_years: now.age_years,
                ..two_years
            },
            now
        );
    }
}

#[test]
fn scanners_have_their_share_and_do_not_follow_the_person() {
    let drawn: Vec<Scanner> = (0..1000)
        .map(|seed| Scanner::of(PhantomKind::HeadCt, Seed(seed)))
        .collect();
    for (model, share) in Scanner::MODELS.into_iter().zip([500, 300, 200]) {
        let n = drawn.iter().filter(|s| s.model == model).count();
        assert!(n.abs_diff(share) < 60, "{model}: {n}");
    }
    assert_eq!(
        Scanner::of(PhantomKind::HeadCt, Seed(7)),
        Scanner::of(PhantomKind::HeadCt, Seed(7))
    );
    let keywords: Vec<_> = drawn[0].attributes().into_iter().map(|a| a.0).collect();
    assert_eq!(keywords, ["ManufacturerModelName", "DeviceSerialNumber"]);
}
