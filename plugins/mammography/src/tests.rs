//! The whole service on studies in memory, with models that are functions.

use overread_sdk::space::vec3;
use overread_sdk::testing::{FakeModel, FakeStudy, FakeTensor};
use overread_sdk::{Dims, FailureKind, Geometry, Report};

use super::*;

const PIXEL_MM: f64 = 0.4;
const SIZE: [u32; 2] = [250, 300];

/// Half an ellipse of 100, 60 mm deep, its middle at 60 mm; a square of 400 from column 60, row 140, 20 pixels a side.
fn pixels(is_right: bool, has_mass: bool, is_inverted: bool) -> Vec<f32> {
    let mut values = Vec::new();
    for y in 0..SIZE[1] {
        for x in 0..SIZE[0] {
            let column = if is_right { SIZE[0] - 1 - x } else { x };
            let (a, b) = (
                f64::from(column) * PIXEL_MM / 60.0,
                (f64::from(y) * PIXEL_MM - 60.0) / 45.0,
            );
            let is_mass = has_mass && (60..80).contains(&column) && (140..160).contains(&y);
            let value = match () {
                () if is_mass => 400.0,
                () if a * a + b * b < 1.0 => 100.0,
                () => 0.0,
            };
            values.push(if is_inverted { 4000.0 - value } else { value });
        }
    }
    values
}

fn grid() -> Geometry {
    Geometry {
        size: Dims {
            x: SIZE[0],
            y: SIZE[1],
            z: 1,
        },
        spacing: vec3(PIXEL_MM, PIXEL_MM, 1.0),
        origin: vec3(0.0, 0.0, 0.0),
        row_dir: vec3(1.0, 0.0, 0.0),
        col_dir: vec3(0.0, 1.0, 0.0),
    }
}

/// A view by its name, e.g. `R CC`.
fn with(study: FakeStudy, view: &str, has_mass: bool, photometric: &str) -> FakeStudy {
    let (side, projection) = view.split_once(' ').unwrap();
    let attributes = [
        ("ImageLaterality", side),
        ("ViewPosition", projection),
        ("BodyPartExamined", "BREAST"),
        ("PhotometricInterpretation", photometric),
    ];
    let values = pixels(side == "R", has_mass, photometric == "MONOCHROME1");
    study.with_attributes("MG", grid(), values, &attributes)
}

/// A network that says 0.9 in `channel` of `n` where its first plane is brighter than `level`.
fn brighter(n: u32, channel: u32, level: f32) -> FakeModel {
    FakeModel::run_by(Vec::new(), Vec::new(), move |inputs| {
        let (_, image) = &inputs[0];
        let [_, _, height, width] = SHAPES
            .iter()
            .find(|shape| shape.iter().product::<u32>() as usize == image.floats().len())
            .copied()
            .unwrap_or_else(|| panic!("an unexpected input of {} numbers", image.floats().len()));
        let plane = (height * width) as usize;
        let mut values = vec![0.0; plane * n as usize];
        for (idx, &value) in image.floats().iter().take(plane).enumerate() {
            if value > level {
                values[channel as usize * plane + idx] = 0.9;
            }
        }
        let answer = FakeTensor::of_floats(&[1, n, height, width], &values);
        vec![("probability".to_owned(), answer)]
    })
}

/// The inputs of the three networks: 170 used columns in multiples of 16; twice as many in multiples of 8; a quarter.
const SHAPES: [[u32; 4]; 3] = [[1, 5, 304, 176], [1, 3, 600, 344], [1, 1, 76, 64]];

fn networks(study: FakeStudy) -> FakeStudy {
    study
        .with_model("tissue", brighter(3, 0, 0.6))
        .with_model("calcium", brighter(1, 0, 99.0))
        .with_model("density", brighter(1, 0, 99.0))
        // Low enough for a map of 0.9, whatever line of calibration the training chose.
        .with_setting("threshold", "0.15")
}

fn analyze(study: FakeStudy) -> Outcome {
    Mammography.analyze(&Job::on(study)).unwrap()
}

fn done(study: FakeStudy) -> Report {
    done_by(networks(study))
}

/// With the study's own models.
fn done_by(study: FakeStudy) -> Report {
    match analyze(study) {
        Outcome::Done(report) => report,
        other => panic!("a report expected, found {other:?}"),
    }
}

fn extra<'a>(report: &'a Report, name: &str) -> &'a str {
    let mut extra = report.extra.iter();
    let found = extra.find(|param| param.name == name);
    &found.unwrap_or_else(|| panic!("no {name}")).value
}

fn right_breast(photometric: &str) -> FakeStudy {
    let study = with(FakeStudy::new(), "R CC", true, photometric);
    with(study, "R MLO", true, photometric)
}

#[test]
fn a_mass_in_both_views_is_one_finding_with_marks_in_the_images_own_space() {
    let report = done(right_breast("MONOCHROME2"));
    let [finding] = &report.findings[..] else {
        panic!("one finding expected, found {}", report.findings.len());
    };
    assert_eq!(finding.code.value, "129788004");
    assert_eq!(finding.laterality, Some(Laterality::Right));
    assert_eq!(finding.marks.len(), 6, "point, box and mask in two views");
    assert_eq!([finding.marks[0].series, finding.marks[3].series], [0, 1]);
    let Shape::Point(point) = &finding.marks[0].shape else {
        panic!("a point expected");
    };
    // Columns 170 to 189, whose middle lies at 71.8 mm; rows 140 to 159, whose middle lies at 59.8 mm.
    assert!((point.at.x - 71.8).abs() < 0.5, "{:?}", point.at);
    assert!((point.at.y - 59.8).abs() < 0.5, "{:?}", point.at);
    let Shape::Cuboid(mark) = &finding.marks[1].shape else {
        panic!("a box expected");
    };
    // The outer edges of the columns.
    assert!((mark.low.x - 67.8).abs() < 0.1, "{mark:?}");
    assert!((mark.high.x - 75.8).abs() < 0.1, "{mark:?}");
    // 20 pixels of 0.4 mm.
    assert_eq!(finding.measures[0].value, 8.0);
    assert!(report.warnings[0].value.contains("L CC, L MLO"));
    assert_eq!(extra(&report, "category.bi-rads-5"), "0");
    assert_eq!(
        extra(&report, "breast.R"),
        extra(&report, "score.SCT.129788004")
    );
    assert!(report.extra.iter().all(|param| param.name != "breast.L"));
    assert_eq!(report.assessed.len(), 8, "four targets in two images");
    assert_eq!(report.heat_maps.len(), 2);
}

#[test]
fn inverted_greys_read_the_same() {
    let report = done(right_breast("MONOCHROME1"));
    assert_eq!(report.findings, done(right_breast("MONOCHROME2")).findings);
}

#[test]
fn absence_is_stated_with_scores() {
    let study = with(FakeStudy::new(), "L MLO", false, "MONOCHROME2");
    let report = without_findings(study);
    assert!(report.findings.is_empty());
    for target in Target::ALL {
        let name = format!("score.{}.{}", target.code().scheme, target.code().value);
        assert!(
            extra(&report, &name).parse::<f64>().unwrap() < 0.15,
            "{name}"
        );
    }
    assert_eq!(extra(&report, "fact.glandular-share"), "0.0");
    assert_eq!(extra(&report, "category.bi-rads-density-5"), "a");
    let findings = &report.draft[0].text;
    assert!(findings[0].value.ends_with("None of these found."));
    assert!(
        findings[1]
            .value
            .ends_with("Перечисленные изменения не найдены.")
    );
    assert!(findings[0].value.contains("in: L MLO;"));
}

/// Nothing is found in these views.
fn without_findings(study: FakeStudy) -> Report {
    done_by(networks(study).with_model("tissue", brighter(3, 0, 99.0)))
}

#[test]
fn nothing_found_is_category_1_only_where_all_four_views_were_read() {
    let study = |views: &[&str]| {
        let with = |study, view: &&str| with(study, view, false, "MONOCHROME2");
        views.iter().fold(FakeStudy::new(), with)
    };
    let check = |study: FakeStudy, category: &str, english: &str, russian: &str| {
        let report = without_findings(study);
        assert_eq!(extra(&report, "category.bi-rads-5"), category);
        let impression = &report.draft[1].text;
        let begin = "No finding of the kinds searched for.";
        assert_eq!(impression[0].value, format!("{begin} {english}"));
        let begin = "Искомые изменения не найдены.";
        assert_eq!(impression[1].value, format!("{begin} {russian}"));
        report
    };
    let whole = study(&["R CC", "R MLO", "L CC", "L MLO"]);
    let (english, russian) = (
        "Category 1 by the service.",
        "Категория 1 по оценке сервиса.",
    );
    check(whole, "1", english, russian);
    let (english, russian) = (
        "Category 0: not all views were read.",
        "Категория 0: прочитаны не все проекции.",
    );
    // Of one breast there is nothing.
    check(study(&["R CC", "R MLO"]), "0", english, russian);
    // The fourth view shows no breast.
    let grey = vec![100.0; (SIZE[0] * SIZE[1]) as usize];
    let attributes = [("ImageLaterality", "L"), ("ViewPosition", "MLO")];
    let refused = study(&["R CC", "R MLO", "L CC"]);
    let refused = refused.with_attributes("MG", grid(), grey, &attributes);
    let report = check(refused, "0", english, russian);
    let warnings: Vec<&str> = report.warnings.iter().map(|w| w.value.as_str()).collect();
    assert!(
        warnings.contains(
            &"L MLO was not read: no breast: expected an image with contrast, found one grey."
        ),
        "{warnings:?}"
    );
    assert!(
        warnings.contains(
            &"Проекция L MLO не прочитана, молочная железа не найдена: ожидалось изображение с контрастом, найден один уровень серого."
        ),
        "{warnings:?}"
    );
}

#[test]
fn the_draft_names_lesions_in_both_languages() {
    let report = done(right_breast("MONOCHROME2"));
    let [english, russian] = &report.draft[0].text[..] else {
        panic!("two languages expected");
    };
    assert!(
        english.value.contains("1. Mass in the right breast, 8 mm,"),
        "{}",
        english.value
    );
    assert!(
        english.value.contains("seen in CC and MLO, probability 0."),
        "{}",
        english.value
    );
    assert!(
        russian
            .value
            .contains("1. Образование в правой молочной железе, 8 мм,"),
        "{}",
        russian.value
    );
    assert!(
        russian
            .value
            .contains("мм кзади от соска, определяется в проекциях CC и MLO, вероятность 0,"),
        "{}",
        russian.value
    );
    let right: f64 = extra(&report, "breast.R").parse().unwrap();
    let score = format!("{right:.2}");
    assert!(
        english
            .value
            .contains(&format!("Score, 0 to 1: right {score}.\n"))
    );
    let score = score.replace('.', ",");
    assert!(
        russian
            .value
            .contains(&format!("Оценка от 0 до 1: правая {score}.\n"))
    );
    let impression = &report.draft[1].text;
    assert_eq!(
        impression[0].value,
        "Findings of the service in the right breast: 1. Category 0: further assessment."
    );
    assert_eq!(
        impression[1].value,
        "Находки сервиса в правой молочной железе: 1. Категория 0: требуется дообследование."
    );
}

#[test]
fn the_density_has_the_cuts_of_the_operating_point() {
    let [b, c, d] = DENSITY_CUTS;
    assert!(0.0 < b && b < c && c < d && d < 1.0);
    assert_eq!([0.0, b, c, d].map(letter), ["a", "b", "c", "d"]);
}

#[test]
fn an_image_without_a_breast_is_out_of_scope_whatever_its_tags_say() {
    let body = vec![100.0; (SIZE[0] * SIZE[1]) as usize];
    let head: Vec<f32> = (0..SIZE[0] * SIZE[1])
        .map(|idx| {
            let (x, y) = (f64::from(idx % SIZE[0]), f64::from(idx / SIZE[0]));
            if (x - 125.0).hypot(y - 150.0) < 110.0 {
                100.0
            } else {
                0.0
            }
        })
        .collect();
    let attributes = [("ImageLaterality", "R"), ("ViewPosition", "CC")];
    for (values, part) in [(body, "one grey"), (head, "meets one border")] {
        let study = FakeStudy::new().with_attributes("MG", grid(), values, &attributes);
        let Outcome::NotRun(not_run) = analyze(study) else {
            panic!("not run expected");
        };
        assert_eq!(not_run.reason, NotRunReason::OutOfScope);
        assert!(not_run.message.contains(part), "{}", not_run.message);
    }
}

#[test]
fn other_modalities_are_out_of_scope() {
    let values = pixels(false, false, false);
    let Outcome::NotRun(not_run) = analyze(FakeStudy::new().with_series("DX", grid(), values))
    else {
        panic!("not run expected");
    };
    assert_eq!(not_run.message, "expected modality MG, found DX");
}

#[test]
fn a_missing_model_is_returned_as_it_is() {
    let study = with(FakeStudy::new(), "R CC", false, "MONOCHROME2");
    let failure = Mammography.analyze(&Job::on(study)).unwrap_err();
    assert_eq!(failure.kind, FailureKind::ModelMissing);
}

#[test]
fn the_manifest_names_the_same_threshold() {
    let manifest = include_str!("../plugin.toml");
    for key in ["default", "threshold"] {
        let line = format!("{key} = {THRESHOLD}\n");
        assert!(manifest.contains(&line), "{line}");
    }
}

/// The image by formula of `models/mammography/test_service.py`, 900 x 1100 pixels of 0.1 mm.
fn by_formula() -> FakeStudy {
    let mut values = Vec::new();
    for y in 0..1100_u16 {
        for x in 0..900_u16 {
            let (a, b) = (f64::from(x) / 600.0, (f64::from(y) - 550.0) / 450.0);
            let grain = if x % 97 == 50 && y % 89 == 40 { 300 } else { 0 };
            let pattern = 200 + (7 * u32::from(x) + 13 * u32::from(y)) % 64 + grain;
            let is_breast = a * a + b * b < 1.0;
            values.push(if is_breast { pattern as f32 } else { 0.0 });
        }
    }
    let geometry = Geometry {
        size: Dims {
            x: 900,
            y: 1100,
            z: 1,
        },
        spacing: vec3(0.1, 0.1, 1.0),
        ..grid()
    };
    let attributes = [("ImageLaterality", "L"), ("ViewPosition", "CC")];
    FakeStudy::new().with_attributes("MG", geometry, values, &attributes)
}

#[test]
fn an_image_gives_the_numbers_of_the_training() {
    let job = Job::on(by_formula());
    let views = scope::views(&job.series()).unwrap();
    let breast = breast::read(&job, &views[0]).unwrap().unwrap();
    assert_eq!(breast.nipple, (149.0, 137.0));
    let sum = |plane: &Plane, width: usize| -> f64 {
        let rows = plane.values.chunks_exact(plane.width);
        rows.flat_map(|row| &row[..width])
            .map(|&v| f64::from(v))
            .sum()
    };
    let [contrast, peak, grey] = networks::calcium_input(&breast);
    let used = 2 * breast.used_columns();
    let found = [
        sum(&breast.coarse, breast.coarse.width),
        sum(&contrast, used),
        sum(&peak, used),
        sum(&grey, used),
    ];
    let planes = networks::tissue_input(&breast, None);
    assert!(planes[1].values.iter().all(|&v| v == -1.0));
    assert!(planes[4].values.iter().all(|&v| v == 0.0));
    let above_least = planes[3].map(|v| v + 1.0);
    let of_tissue = [
        sum(&planes[2], breast.used_columns()),
        sum(&above_least, breast.used_columns()),
    ];
    // From `test_service.py`, which keeps the calcium planes as float16.
    let expected = [25811.06, 7726.41, 42891.39, 19480.18, 5634.83, 16738.56];
    for (found, expected) in found.into_iter().chain(of_tissue).zip(expected) {
        assert!(
            (found / expected - 1.0).abs() < 1e-3,
            "{found}, not {expected}"
        );
    }
}
