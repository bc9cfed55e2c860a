//! Mammograms: places by view and side, mirrored files, missing, doubled and unknown views, priors.

use overread_base::Laterality;

use super::*;

const CUSTOMARY: [(&str, Laterality, (&str, &str)); 4] = [
    ("CC", Laterality::Right, ("P", "L")),
    ("CC", Laterality::Left, ("A", "R")),
    ("MLO", Laterality::Right, ("P", "FL")),
    ("MLO", Laterality::Left, ("A", "FR")),
];

fn breast(view: &str, side: Laterality, (rows, columns): (&str, &str)) -> Made {
    made("MG", [2000, 3000, 1]).of(|f| {
        f.view = Some(view.to_owned());
        f.laterality = Some(side);
        f.patient_orientation = Some((rows.to_owned(), columns.to_owned()));
    })
}

fn four() -> Vec<Made> {
    CUSTOMARY
        .map(|(view, side, letters)| breast(view, side, letters))
        .into()
}

const FOUR_STAGES: [&str; 7] = [
    "mammography-four-views: 0 1 / 2 3",
    "mammography-mlo: 2 3",
    "mammography-cc: 0 1",
    "mammography-single: 0",
    "mammography-single: 1",
    "mammography-single: 2",
    "mammography-single: 3",
];

#[test]
fn four_views_hang_with_the_chest_walls_together() {
    let layouts = check(&four(), "mammography", &FOUR_STAGES);
    let first = &layouts[0];
    for cell in &first.cells {
        let hung = cell.hung.as_ref().unwrap();
        let expected = if cell.column == 0 {
            Align::Right
        } else {
            Align::Left
        };
        assert_eq!(hung.align, expected);
        assert_eq!(hung.scale, Scale::SameMm);
        assert!(!hung.is_flipped && !hung.is_upside_down);
    }
    assert!(first.links.window && first.links.zoom && !first.links.scroll);
}

#[test]
fn mirrored_files_are_mirrored_back() {
    let mut series = four();
    for (made, letters) in series
        .iter_mut()
        .zip([("A", "L"), ("P", "R"), ("A", "FL"), ("P", "FR")])
    {
        made.facts.patient_orientation = Some((letters.0.to_owned(), letters.1.to_owned()));
    }
    let layouts = check(&series, "mammography", &FOUR_STAGES);
    for cell in layouts.iter().flat_map(|layout| &layout.cells) {
        let hung = cell.hung.as_ref().unwrap();
        assert!(hung.is_flipped && !hung.is_upside_down);
    }
}

#[test]
fn a_view_upside_down_is_turned_over() {
    let mut series = four();
    for (made, letters) in series
        .iter_mut()
        .zip([("P", "R"), ("A", "L"), ("P", "HL"), ("A", "HR")])
    {
        made.facts.patient_orientation = Some((letters.0.to_owned(), letters.1.to_owned()));
    }
    let layouts = check(&series, "mammography", &FOUR_STAGES);
    for cell in &layouts[0].cells {
        let hung = cell.hung.as_ref().unwrap();
        assert!(hung.is_upside_down && !hung.is_flipped);
    }
}

#[test]
fn without_letters_the_tissue_tells_the_side() {
    let mut series = four();
    for made in &mut series {
        made.facts.patient_orientation = None;
        made.tissue = Some(ScreenSide::Left);
    }
    let layouts = check(&series, "mammography", &FOUR_STAGES);
    let flipped: Vec<bool> = layouts[0]
        .cells
        .iter()
        .map(|cell| cell.hung.as_ref().unwrap().is_flipped)
        .collect();
    assert_eq!(flipped, [true, false, true, false]);
}

#[test]
fn a_missing_view_leaves_its_place_with_its_name() {
    let mut series = four();
    series.remove(2);
    let layouts = check(
        &series,
        "mammography",
        &[
            "mammography-four-views: 0 1 / - 2",
            "mammography-mlo: - 2",
            "mammography-cc: 0 1",
            "mammography-single: 0",
            "mammography-single: 1",
            "mammography-single: 2",
        ],
    );
    assert_eq!(layouts[0].cells[2].wanted, "R MLO");
}

#[test]
fn of_two_alike_the_better_hangs_and_the_other_follows() {
    let check_second = |change: fn(&mut Made), hung: &str, other: &str| {
        let mut series = four();
        let mut second = breast("CC", Laterality::Right, ("P", "L"));
        change(&mut second);
        series.push(second);
        let told: Vec<String> = hang_built_in(&series).1.iter().map(told).collect();
        assert_eq!(told[0], hung);
        assert_eq!(told[told.len() - 1], other);
    };
    let (first, second) = (
        "mammography-four-views: 0 1 / 2 3",
        "mammography-four-views: 4 1 / 2 3",
    );
    let (left_first, left_second) = ("further-series: 4", "further-series: 0");
    check_second(|_| {}, first, left_first);
    check_second(|m| m.facts.number = Some(7), second, left_second);
    check_second(|m| m.geometry.size = [2100, 3000, 1], second, left_second);
    check_second(|m| m.geometry.size = [1000, 900, 1], first, left_first);
    check_second(
        |m| m.facts.study_date = Some("20260102".to_owned()),
        second,
        left_second,
    );
    check_second(
        |m| {
            m.facts.is_for_processing = true;
            m.facts.number = Some(7);
        },
        first,
        left_first,
    );
}

#[test]
fn priors_hang_below_the_current_views() {
    let mut series = four();
    let prior = |n: u32, skip: usize| {
        let mut made = four();
        made.remove(skip);
        made.into_iter().map(move |m| m.of(|f| f.prior = n))
    };
    series.extend(prior(1, 3));
    series.extend(prior(2, 0));
    let told: Vec<String> = hang_built_in(&series).1.iter().map(told).collect();
    assert_eq!(told[3], "mammography-eight-views: 0 1 2 3 / 4 5 6 -");
    assert!(
        !told.iter().any(|stage| stage.starts_with("further")),
        "{told:?}"
    );
}

#[test]
fn with_everything_unknown_the_images_hang_in_their_order() {
    let series: Vec<Made> = (0..5).map(|_| made("MG", [2000, 3000, 1])).collect();
    check(
        &series,
        "mammography",
        &["further-series: 0 1 / 2 3", "further-series: 4"],
    );
}
