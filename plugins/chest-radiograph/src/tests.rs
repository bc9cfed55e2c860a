//! The whole service on studies in memory, with a network that is a function.

use overread_sdk::testing::{FakeModel, FakeStudy, FakeTensor};
use overread_sdk::{NotRunReason, Outcome, Report, Shape};

use super::*;

const SIZE: [u32; 2] = [400, 480];

/// A picture with greys, 0.875 mm pixels: 350 x 420 mm.
fn study(attributes: &[(&str, &str)], model: FakeModel) -> FakeStudy {
    let [nx, ny] = SIZE;
    let values = (0..nx * ny).map(|idx| ((idx * 31) % 1009) as f32);
    FakeStudy::new()
        .with_attributes("DX", grid(nx, ny, 0.875), values.collect(), attributes)
        .with_model("chest-radiograph", model)
}

fn grid(nx: u32, ny: u32, spacing_mm: f64) -> Geometry {
    Geometry {
        size: Dims { x: nx, y: ny, z: 1 },
        spacing: vec3(spacing_mm, spacing_mm, 1.0),
        origin: vec3(0.0, 0.0, 0.0),
        row_dir: vec3(1.0, 0.0, 0.0),
        col_dir: vec3(0.0, 1.0, 0.0),
    }
}

/// A network that sees squares: target, first column, first row, side on the maps, and says these scores.
fn network(squares: &'static [(usize, usize, usize, usize)], answers: [f32; 10]) -> FakeModel {
    FakeModel::run_by(Vec::new(), Vec::new(), move |_| {
        let (width, height) = (160, 192);
        let mut maps = vec![0.001; 8 * width * height];
        for &(target, left, top, side) in squares {
            for y in top..top + side {
                for x in left..left + side {
                    maps[(target * height + y) * width + x] = 0.9;
                }
            }
        }
        vec![
            (
                "probability".to_owned(),
                FakeTensor::of_floats(&[1, 8, 192, 160], &maps),
            ),
            (
                "answers".to_owned(),
                FakeTensor::of_floats(&[1, 10], &answers),
            ),
        ]
    })
}

const NOTHING: [f32; 10] = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 45.0, 0.99];

fn normal() -> FakeModel {
    network(&[], NOTHING)
}

fn done(study: FakeStudy) -> Report {
    match ChestRadiograph.analyze(&Job::on(study)) {
        Ok(Outcome::Done(report)) => report,
        other => panic!("a report expected, found {other:?}"),
    }
}

#[track_caller]
fn check_refused(study: FakeStudy, reason: NotRunReason, words: &str) {
    match ChestRadiograph.analyze(&Job::on(study)) {
        Ok(Outcome::NotRun(refusal)) => {
            assert_eq!(refusal.reason, reason, "{}", refusal.message);
            assert!(
                refusal.message.contains(words),
                "{} lacks {words}",
                refusal.message
            );
        }
        other => panic!("not run expected, found {other:?}"),
    }
}

fn extra<'a>(report: &'a Report, name: &str) -> &'a str {
    let found = report.extra.iter().find(|param| param.name == name);
    found.map_or_else(|| panic!("no {name}"), |param| &param.value)
}

const PA: [(&str, &str); 1] = [("ViewPosition", "PA")];

#[test]
fn a_nodule_is_reported_where_it_lies() {
    let mut answers = NOTHING;
    answers[0] = 0.8;
    let report = done(study(&PA, network(&[(0, 30, 60, 6)], answers)));
    let [finding] = &report.findings[..] else {
        panic!("one finding expected, found {}", report.findings.len());
    };
    assert_eq!(finding.tracking_id, "nodule-1");
    assert_eq!(finding.laterality, Some(Laterality::Right));
    // A square of 6 pixels of 2.1875 mm: 4 * 172.27 / pi, the root of it.
    assert!(
        (finding.measures[0].value - 14.81).abs() < 0.01,
        "{}",
        finding.measures[0].value
    );
    let Shape::Point(point) = &finding.marks[0].shape else {
        panic!("a point expected first");
    };
    // Columns 30 to 35, rows 60 to 65 of the maps; a pixel of the image lies half a pixel of the maps further in.
    let (x, y) = (point.at.x / 2.1875, point.at.y / 2.1875);
    assert!(
        (29.0..=36.0).contains(&x) && (59.0..=66.0).contains(&y),
        "{x} {y}"
    );
    assert!(matches!(finding.marks[1].shape, Shape::Cuboid(_)));
    assert!(matches!(finding.marks[2].shape, Shape::Mask(_)));
    assert_eq!(report.heat_maps.len(), 1);
    assert_eq!(report.assessed.len(), 7);
    let mut assessed = report.assessed.iter();
    assert!(
        assessed.all(|one| one.code.value != "rib-fracture"),
        "it cannot see them"
    );
    assert_eq!(extra(&report, "score.SCT.27925004"), "0.8000");
    assert_eq!(extra(&report, "score.99OVERREAD.tuberculosis"), "0.1000");
    assert_eq!(extra(&report, "fact.cardiothoracic-ratio"), "45.0");
    assert_eq!(report.priority, Some(Priority::Routine));
    let [english, russian] = &report.draft[0].text[..] else {
        panic!("two languages expected");
    };
    assert!(
        english
            .value
            .contains("1. Nodule on the right, diameter about 15 mm.\n"),
        "{}",
        english.value
    );
    assert!(
        russian
            .value
            .contains("1. Очаг справа, диаметр около 15 мм.\n"),
        "{}",
        russian.value
    );
    assert_eq!(
        report.draft[1].text[0].value,
        "Found by the service: nodule."
    );
}

#[test]
fn absence_is_stated_with_all_scores() {
    let report = done(study(&PA, normal()));
    assert!(report.findings.is_empty());
    assert_eq!(
        report
            .extra
            .iter()
            .filter(|p| p.name.starts_with("score."))
            .count(),
        8
    );
    let probability = report.probability.as_ref().unwrap();
    assert!((probability.value - 0.1).abs() < 1e-6 && (probability.threshold - 0.5).abs() < 1e-6);
    let texts = &report.draft[0].text;
    assert!(
        texts[0]
            .value
            .contains("None of these was found.\nCardiothoracic ratio about 45 %.")
    );
    assert!(
        texts[1]
            .value
            .contains("Ничего из перечисленного не найдено.")
    );
    // 400 columns are few.
    assert_eq!(report.warnings.len(), 2, "{:?}", report.warnings);
}

#[test]
fn a_pneumothorax_is_one_finding_a_side_and_urgent() {
    let mut answers = NOTHING;
    answers[3] = 0.7;
    let squares = &[(3, 20, 20, 4), (3, 20, 60, 4), (3, 130, 20, 4)];
    let report = done(study(&PA, network(squares, answers)));
    let sides: Vec<_> = report.findings.iter().map(|f| f.laterality).collect();
    assert_eq!(sides.len(), 2);
    assert!(sides.contains(&Some(Laterality::Left)) && sides.contains(&Some(Laterality::Right)));
    assert_eq!(report.priority, Some(Priority::Urgent));
    assert_eq!(
        report.draft[1].text[1].value,
        "Найдено сервисом: пневмоторакс."
    );
}

#[test]
fn the_ratio_of_an_ap_image_is_given_with_a_warning() {
    let mut answers = NOTHING;
    (answers[4], answers[8]) = (0.9, 58.0);
    let ap = [("ViewPosition", "AP")];
    let report = done(study(&ap, network(&[(4, 60, 100, 40)], answers)));
    let finding = &report.findings[0];
    assert_eq!(finding.laterality, Some(Laterality::Midline));
    assert_eq!(
        (finding.measures[0].value, finding.measures[0].ucum.as_str()),
        (58.0, "%")
    );
    assert!(
        report
            .warnings
            .iter()
            .any(|text| text.value.starts_with("AP projection"))
    );
    assert!(
        report.draft[0].text[0]
            .value
            .ends_with("58 %, which is not valid on an AP projection.")
    );
}

#[test]
fn the_heart_of_an_ap_image_is_not_called_cardiomegaly() {
    let english = "Heart shadow looks enlarged; size cannot be judged on an AP projection.";
    let russian = "Тень сердца выглядит расширенной; в проекции AP размеры сердца не оцениваются.";
    let squares = &[(4, 60, 100, 40), (5, 30, 60, 6)];
    let report_of = |view: &str, answers: [f32; 10]| {
        done(study(&[("ViewPosition", view)], network(squares, answers)))
    };
    let mut answers = NOTHING;
    answers[4] = 0.9;
    let report = report_of("AP", answers);
    let said = |texts: &[overread_sdk::Text]| -> Vec<String> {
        texts.iter().map(|text| text.value.clone()).collect()
    };
    assert_eq!(report.findings[0].code.value, "8186001");
    assert_eq!(said(&report.findings[0].notes), [english, russian]);
    assert_eq!(said(&report.draft[1].text), [english, russian]);
    let findings = said(&report.draft[0].text);
    assert!(findings[0].contains(&format!("\n1. {english}\n")));
    assert!(findings[1].contains(&format!("\n1. {russian}\n")));
    answers[5] = 0.9;
    assert_eq!(
        said(&report_of("AP", answers).draft[1].text),
        [
            format!("Found by the service: rib fracture. {english}"),
            format!("Найдено сервисом: перелом ребра. {russian}"),
        ]
    );
    assert_eq!(
        said(&report_of("PA", answers).draft[1].text)[0],
        "Found by the service: cardiomegaly, rib fracture."
    );
}

#[test]
fn a_threshold_of_the_user_is_taken() {
    let mut answers = NOTHING;
    answers[0] = 0.8;
    let strict = study(&PA, network(&[(0, 30, 60, 6)], answers)).with_setting("threshold", "0.9");
    assert!(done(strict).findings.is_empty());
}

#[test]
fn a_lateral_beside_the_frontal_is_listed_as_not_assessed() {
    let [nx, ny] = SIZE;
    let lateral = study(&PA, normal()).with_attributes(
        "DX",
        grid(nx, ny, 0.875),
        vec![0.0; (nx * ny) as usize],
        &[("ViewPosition", "LL")],
    );
    let report = done(lateral);
    assert!(
        report
            .warnings
            .iter()
            .any(|text| text.value == "The lateral projection was not assessed.")
    );
    assert!(
        report
            .assessed
            .iter()
            .all(|assessment| assessment.series == 0)
    );
}

#[test]
fn pixels_that_show_no_frontal_chest_are_refused() {
    let mut answers = NOTHING;
    answers[9] = 0.2;
    let labelled = [("ViewPosition", "PA"), ("BodyPartExamined", "CHEST")];
    let head = study(&labelled, network(&[], answers));
    check_refused(head, NotRunReason::OutOfScope, "does not look like one");
    let uniform = FakeStudy::new()
        .with_attributes("CR", grid(400, 480, 0.875), vec![7.0; 400 * 480], &PA)
        .with_model("chest-radiograph", normal());
    check_refused(uniform, NotRunReason::BadInput, "one grey level");
    let values = (0..400 * 480).map(|idx| if idx < 400 * 160 { 500.0 } else { 0.0 });
    let cut = FakeStudy::new()
        .with_attributes("CR", grid(400, 480, 0.875), values.collect(), &PA)
        .with_model("chest-radiograph", normal());
    check_refused(cut, NotRunReason::BadInput, "found 33 %");
    check_refused(
        FakeStudy::new(),
        NotRunReason::MissingSeries,
        "without series",
    );
}

#[test]
fn a_missing_model_or_a_strange_answer_is_a_failure() {
    let [nx, ny] = SIZE;
    let values = (0..nx * ny).map(|idx| (idx % 1009) as f32);
    let bare = FakeStudy::new().with_attributes("DX", grid(nx, ny, 0.875), values.collect(), &PA);
    let fault = ChestRadiograph.analyze(&Job::on(bare)).unwrap_err();
    assert_eq!(fault.kind, FailureKind::ModelMissing);
    let mut answers = NOTHING;
    answers[2] = f32::NAN;
    let fault = ChestRadiograph
        .analyze(&Job::on(study(&PA, network(&[], answers))))
        .unwrap_err();
    assert_eq!(fault.kind, FailureKind::Model);
}

#[test]
fn it_stops_when_asked() {
    let stopped = study(&PA, normal()).stopping_after(2);
    let fault = ChestRadiograph.analyze(&Job::on(stopped)).unwrap_err();
    assert_eq!(fault.kind, FailureKind::Cancelled);
}

/// What the network is given of a picture.
fn asked(values: Vec<f32>, photometric: &str) -> Vec<f32> {
    let seen = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let keep = std::rc::Rc::clone(&seen);
    let model = FakeModel::run_by(Vec::new(), Vec::new(), move |inputs| {
        assert_eq!(inputs[0].0, "image");
        *keep.borrow_mut() = inputs[0].1.floats();
        let maps = vec![0.001; 8 * 192 * 160];
        vec![
            (
                "probability".to_owned(),
                FakeTensor::of_floats(&[1, 8, 192, 160], &maps),
            ),
            (
                "answers".to_owned(),
                FakeTensor::of_floats(&[1, 10], &NOTHING),
            ),
        ]
    });
    let attributes = [
        ("ViewPosition", "PA"),
        ("PhotometricInterpretation", photometric),
    ];
    let [nx, ny] = SIZE;
    let study = FakeStudy::new()
        .with_attributes("DX", grid(nx, ny, 0.875), values, &attributes)
        .with_model("chest-radiograph", model);
    done(study);
    seen.take()
}

#[test]
fn monochrome1_is_seen_as_monochrome2_is() {
    let [nx, ny] = SIZE;
    let plain: Vec<f32> = (0..nx * ny).map(|idx| ((idx * 31) % 1009) as f32).collect();
    let inverted = plain.iter().map(|v| 4095.0 - v).collect();
    let (a, b) = (asked(plain, "MONOCHROME2"), asked(inverted, "MONOCHROME1"));
    assert_eq!(a.len(), 6 * 192 * 160);
    let off = a
        .iter()
        .zip(&b)
        .map(|(a, b)| (a - b).abs())
        .fold(0.0, f32::max);
    // The fake host rounds the reduced picture to whole values, of which about 950 make 2.
    assert!(off < 0.005, "{off}");
}
