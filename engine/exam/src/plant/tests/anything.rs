//! Whatever a service said, planting ends, and never makes an unsound result of a sound one.

use overread_base::{
    AiReport, AiResult, AiStatus, Category, Code, Finding, HeatMap, Laterality, LocalText, Mark,
    MaskRle, Measure, Priority, ReportSection, Rng, Seed, Shape, StudyProbability, Vec3,
    VolumeGeometry,
};
use overread_scenario::{AiErrorKind, ErrorSeverity};
use proptest::prelude::*;

use super::super::samples::error;
use super::super::sound::is_sound;
use super::super::{PlantCase, plant};
use crate::fixture;

fn pick<T: Copy>(rng: &mut Rng, from: &[T]) -> T {
    from[usize::try_from(rng.below(from.len() as u64)).unwrap()]
}

/// Mostly of the images, now and then anything that is finite.
fn number(rng: &mut Rng) -> f64 {
    match rng.below(12) {
        0 => pick(rng, &[0.0, -0.0, 1e300, -1e300, 1e-300, f64::MAX, 1e9]),
        _ => rng.range(-200.0, 200.0),
    }
}

fn place(rng: &mut Rng) -> Vec3 {
    Vec3::new(number(rng), number(rng), number(rng))
}

fn mask(rng: &mut Rng) -> MaskRle {
    let size = pick(
        rng,
        &[[8, 6, 4], [1, 1, 1], [64, 64, 1], [16_384, 16_384, 16_384]],
    );
    let spacing = Vec3::new(
        rng.range(0.1, 5.0),
        rng.range(0.1, 5.0),
        rng.range(0.1, 9.0),
    );
    let (row, column) = pick(
        rng,
        &[
            (Vec3::new(1.0, 0.0, 0.0), Vec3::new(0.0, 1.0, 0.0)),
            (Vec3::new(0.0, 1.0, 0.0), Vec3::new(0.0, 0.0, -1.0)),
            (Vec3::new(0.6, 0.8, 0.0), Vec3::new(-0.8, 0.6, 0.0)),
        ],
    );
    let origin = Vec3::new(rng.range(-50.0, 50.0), rng.range(-50.0, 50.0), 0.0);
    let geometry = VolumeGeometry::new(size, spacing, origin, row, column).unwrap();
    let mut left = geometry.voxel_count();
    let mut runs = Vec::new();
    while left > 0 {
        let most = left.min(pick(rng, &[1, 3, 50, 5_000, u64::from(u32::MAX)]));
        let run = if runs.len() > 200 {
            left.min(u64::from(u32::MAX))
        } else {
            rng.below(most + 1)
        };
        // Once there are many, only the runs of zeros go on.
        let run = if runs.len() > 200 && runs.len() % 2 == 1 {
            0
        } else {
            run
        };
        runs.push(u32::try_from(run).unwrap());
        left -= run;
    }
    MaskRle { geometry, runs }
}

fn shape(rng: &mut Rng) -> Shape {
    match rng.below(6) {
        0 => Shape::Point(place(rng)),
        1 => {
            let (a, b) = (place(rng), place(rng));
            Shape::Cuboid {
                low: a.min(b),
                high: a.max(b),
            }
        }
        2 => Shape::Ellipse {
            centre: place(rng),
            half_axis_a: place(rng),
            half_axis_b: place(rng),
        },
        3 => Shape::Polyline((0..2 + rng.below(3)).map(|_| place(rng)).collect()),
        4 => Shape::Polygon((0..3 + rng.below(3)).map(|_| place(rng)).collect()),
        _ => Shape::Mask(mask(rng)),
    }
}

/// Texts of the words that texts are parted and found by.
fn text(rng: &mut Rng) -> String {
    let words = [
        "1. ",
        "2. ",
        "3) ",
        "10. ",
        "\n",
        "\n\n",
        ". ",
        ". A",
        "Nodule",
        "nodules",
        "right",
        "Left",
        "правом",
        "Слева",
        "8.0 mm",
        "8,0 мм",
        "8",
        " ",
        "…",
        "4A",
        "4",
        "очаг",
        "🫁",
        "found: 2.",
        "-",
        "",
        "1.",
        ".",
        "0.0",
    ];
    (0..rng.below(14)).map(|_| pick(rng, &words)).collect()
}

fn texts(rng: &mut Rng) -> Vec<LocalText> {
    let locales = pick(
        rng,
        &[
            &["en", "ru"][..],
            &["en"],
            &["de"],
            &["ru-RU", "en-GB", "fr"],
            &[],
        ],
    );
    locales
        .iter()
        .map(|locale| LocalText {
            locale: (*locale).to_owned(),
            value: text(rng),
        })
        .collect()
}

fn finding(rng: &mut Rng, nth: u64) -> Finding {
    let stem = pick(rng, &["nodule-", "f", "7", "находка-", "x-9-"]);
    let value = pick(rng, &[8.0, 0.0, -3.0, 1e308, 4.04]);
    Finding {
        id: fixture::finding_id(&format!("{stem}{nth}")),
        code: pick(rng, &[0, 1])
            .eq(&0)
            .then(Code::nodule)
            .unwrap_or_else(|| Code::new("SCT", "4147007", "Mass")),
        site: (rng.below(2) == 0).then(|| Code::new("SCT", "10200004", "Liver")),
        laterality: pick(
            rng,
            &[None, Some(Laterality::Left), Some(Laterality::Midline)],
        ),
        probability: pick(rng, &[None, Some(0.0), Some(0.6), Some(1.0)]),
        certainty: None,
        category: (rng.below(2) == 0).then(|| Category {
            scale: pick(rng, &["lung-rads-v2022", "own", "ct-0-4"]).to_owned(),
            value: pick(rng, &["4A", "3", "0", "high", "18446744073709551615"]).to_owned(),
        }),
        marks: (0..rng.below(3))
            .map(|_| Mark {
                series: fixture::series(),
                shape: shape(rng),
            })
            .collect(),
        measures: (0..rng.below(3))
            .map(|_| Measure {
                name: Code::diameter(),
                value,
                ucum: pick(rng, &["mm", "mL", "[hnsf'U]", "1"]).to_owned(),
            })
            .collect(),
        notes: texts(rng),
    }
}

fn map(rng: &mut Rng) -> HeatMap {
    let geometry = MaskRle {
        ..mask(&mut Seed(rng.below(9)).rng())
    }
    .geometry;
    // One in three has too few values.
    let whole = usize::try_from(geometry.voxel_count().min(10_000)).unwrap();
    HeatMap {
        name: "map".to_owned(),
        series: fixture::series(),
        geometry,
        values: vec![90; pick(rng, &[whole, whole, 3])],
    }
}

fn result(rng: &mut Rng) -> AiResult {
    let n = rng.below(4);
    let report = AiReport {
        probability: pick(
            rng,
            &[
                None,
                Some((0.0, 0.0)),
                Some((1.0, 1.0)),
                Some((0.7, 0.5)),
                Some((0.1, 0.5)),
            ],
        )
        .map(|(value, threshold)| StudyProbability { value, threshold }),
        findings: (0..n).map(|nth| finding(rng, nth)).collect(),
        draft: (0..rng.below(4))
            .map(|_| ReportSection {
                section: pick(rng, &["findings", "impression", "technique", "Impression"])
                    .to_owned(),
                text: texts(rng),
            })
            .collect(),
        priority: pick(rng, &[None, Some(Priority::Routine), Some(Priority::Stat)]),
        heat_maps: (0..rng.below(2)).map(|_| map(rng)).collect(),
        ..AiReport::default()
    };
    let mut result = fixture::with_status(AiStatus::Done(report));
    result.service.version = pick(rng, &["1.0.0", "", "v2", "1.4294967295", "3.x"]).to_owned();
    result
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn planting_ends_well(
        seed in any::<u64>(),
        severity in 0usize..3,
        has_other in any::<bool>(),
    ) {
        let mut rng = Seed(seed).rng();
        let (result, other) = (result(&mut rng), result(&mut rng));
        let xs = [number(&mut rng), rng.range(-100.0, 100.0)];
        let truth = fixture::truth(&xs[..pick(&mut rng, &[0, 1, 2])]);
        let id = fixture::case("c1");
        let other_study = overread_base::StudyUid::new("1.7").unwrap();
        let other = AiResult { study: other_study, ..other };
        let corner = |rng: &mut Rng| if rng.below(8) == 0 { place(rng) } else {
            Vec3::new(rng.range(50.0, 300.0), rng.range(50.0, 300.0), pick(rng, &[0.0, 200.0]))
        };
        let high = corner(&mut rng);
        let case = PlantCase {
            case: &id,
            truth: (rng.below(5) > 0).then_some(&truth),
            study: &result.study,
            series: &fixture::series(),
            bounds: (-high, high),
            decoys: &[],
            other: has_other.then_some(&other),
        };
        for &kind in AiErrorKind::ALL {
            let planted = plant(&result, &error(kind, ErrorSeverity::ALL[severity], seed), &case);
            prop_assert!(!is_sound(&result) || is_sound(&planted.result), "{kind:?}");
            if planted.record.is_void {
                prop_assert_eq!(&planted.result, &result);
            } else {
                prop_assert!(planted.result != result, "{kind:?}");
            }
        }
    }
}
