//! The analysis by hand, on the published study of Van Dyke, and on studies that cannot be analysed.

use overread_exam::ReadPhase;
use overread_scenario::ReadingMode;
use overread_stats::{Counted, NotEstimable, RelianceMeasure};

use super::comparison::{Comparison, ComparisonMethod, FigureOfMerit};
use super::{Analysis, analyse};
use crate::study::{Advice, Answer, Condition, Read, ReadMark, Study};

pub(crate) fn condition(phase: ReadPhase) -> Condition {
    Condition {
        mode: ReadingMode::Sequential,
        phase,
    }
}

/// A read with a rating from 0 to 100, called positive from 50 on.
pub(crate) fn read(reader: &str, case: &str, phase: ReadPhase, truth: bool, rating: f64) -> Read {
    Read {
        session: format!("session of {reader}"),
        scenario: "test.set".to_owned(),
        started_unix_s: 1,
        reader: reader.to_owned(),
        case: case.to_owned(),
        condition: condition(phase),
        truth: Some(truth),
        rating: Some(rating),
        call: Some(rating >= 50.0),
        marks: Vec::new(),
        n_missed: usize::from(truth),
        time_ms: None,
        advice: None,
        answers: Vec::new(),
    }
}

/// The ratings of the cases a1, a2 (abnormal) and n1, n2 (normal).
pub(crate) fn reads(reader: &str, phase: ReadPhase, [a1, a2, n1, n2]: [f64; 4]) -> Vec<Read> {
    [("a1", a1), ("a2", a2), ("n1", n1), ("n2", n2)]
        .into_iter()
        .map(|(case, rating)| read(reader, case, phase, case.starts_with('a'), rating))
        .collect()
}

/// Two readers, four cases, both conditions.
///
/// Areas by hand: reader-1 60, 40 against 50, 20: won pairs 2 + 1 of 4, 0.75, then 60, 55 against 45, 20: 1.
/// reader-2 30, 30 against 10, 30: 1 + 0.5 + 1 + 0.5 of 4, 0.75, then 70, 20 against 60, 10: 2 + 1 of 4, 0.75.
pub(crate) fn small() -> Vec<Read> {
    let mut all = reads("reader-1", ReadPhase::First, [60.0, 40.0, 50.0, 20.0]);
    all.extend(reads(
        "reader-1",
        ReadPhase::Final,
        [60.0, 55.0, 45.0, 20.0],
    ));
    all.extend(reads(
        "reader-2",
        ReadPhase::First,
        [30.0, 30.0, 10.0, 30.0],
    ));
    all.extend(reads(
        "reader-2",
        ReadPhase::Final,
        [70.0, 20.0, 60.0, 10.0],
    ));
    all
}

fn of(reads: Vec<Read>) -> Analysis {
    analyse(&Study::of(reads))
}

fn comparison(analysis: &Analysis, figure: FigureOfMerit) -> &Comparison {
    let mut all = analysis.comparisons.iter();
    all.find(|found| found.figure == figure).unwrap()
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9, "{found}, not {expected}");
}

#[test]
fn areas_and_rates_are_those_by_hand() {
    let analysis = of(small());
    assert_eq!(analysis.compared, Ok([0, 1]));
    let areas = |condition: usize| -> Vec<f64> {
        let readers = analysis.roc[condition].readers.iter();
        readers.map(|of| *of.area.value.as_ref().unwrap()).collect()
    };
    assert_eq!(areas(0), [0.75, 0.75]);
    assert_eq!(areas(1), [1.0, 0.75]);
    // An area of 1 has a value and no interval.
    let perfect = &analysis.roc[1].readers[0].area;
    assert!(matches!(
        perfect.estimate,
        Err(NotEstimable::Degenerate { .. })
    ));
    let found = comparison(&analysis, FigureOfMerit::Area);
    assert_eq!(found.method, ComparisonMethod::ObuchowskiRockette);
    near(*found.means[0].value.as_ref().unwrap(), 0.75);
    near(*found.means[1].value.as_ref().unwrap(), 0.875);
    // Positive from 50: reader-1 a1 of a1, a2, then both; reader-2 none, then a1.
    let first = &analysis.accuracy[0].readers[0].table;
    assert_eq!([first.true_positives, first.false_negatives], [1, 1]);
    assert_eq!([first.false_positives, first.true_negatives], [1, 1]);
    let sensitivity = comparison(&analysis, FigureOfMerit::Sensitivity);
    near(*sensitivity.means[0].value.as_ref().unwrap(), 0.25);
    near(*sensitivity.means[1].value.as_ref().unwrap(), 0.75);
}

#[test]
fn reliance_times_marks_and_measures_are_those_by_hand() {
    let mut all = small();
    for read in &mut all {
        let is_final = read.condition.phase == ReadPhase::Final;
        // The AI calls a1, a2 and n1 positive: right, right, wrong; n2 negative: right.
        read.advice = is_final.then_some(Advice {
            call: Some(read.case != "n2"),
        });
        read.time_ms = Some(if is_final { 20_000.0 } else { 10_000.0 });
        if read.case == "n1" && is_final {
            read.time_ms = Some(40_000.0);
        }
        if read.case == "a1" {
            let lesion = Some("l1".to_owned());
            read.marks = vec![ReadMark {
                rating: 80.0,
                lesion,
            }];
            read.n_missed = 0;
            read.answers = vec![Answer {
                question: "diameter".to_owned(),
                number: Some(if is_final { 12.0 } else { 11.0 }),
                unit: Some("mm".to_owned()),
                key: Some(if read.reader == "reader-1" {
                    10.0
                } else {
                    11.0
                }),
                share: Some(1.0),
            }];
        }
    }
    let analysis = of(all);
    let reliance = &analysis.reliance;
    assert!(reliance.is_within_sitting);
    assert_eq!((reliance.n, reliance.n_ai_right), (8, 6));
    // First wrong and AI right: reader-1 a2, reader-2 a1 and a2; in the end right: reader-1 a2, reader-2 a1.
    let share = |measure| {
        let mut all = reliance.all.iter();
        all.find(|(found, _)| *found == measure).unwrap().1.clone()
    };
    near(
        share(RelianceMeasure::RelativeAiReliance).unwrap().value,
        2.0 / 3.0,
    );
    // First right and AI wrong: reader-2 n1 alone, who gave it up: one reader is no cluster.
    assert!(share(RelianceMeasure::OverReliance).is_err());
    let second = &reliance.readers[1].reliance;
    near(second.over_reliance.unwrap().value, 1.0);
    // reader-1: a2 and n1 get right; reader-2: a1 gets right, n1 wrong.
    assert_eq!(reliance.moves, [3, 1]);
    // Ratios of one reader: 2, 2, 4, 2; their geometric mean is 2^(5/4). Both alike: no spread over readers.
    let times = &analysis.times;
    near(
        times.readers[0].ratio.as_ref().unwrap().estimate.value,
        libm::pow(2.0, 1.25),
    );
    assert!(times.is_cumulative);
    assert!(matches!(times.ratio, Err(NotEstimable::Constant { .. })));
    // One of two lesions marked by both, nothing else.
    let marks = analysis.localisation.as_ref().unwrap();
    assert_eq!((marks.n_cases, marks.n_lesions), (4, 2));
    near(
        *marks.conditions[0].readers[0]
            .found_lesions
            .as_ref()
            .unwrap(),
        0.5,
    );
    near(
        *marks.conditions[0].readers[0].false_marks.as_ref().unwrap(),
        0.0,
    );
    // First answers less the right ones: 11 - 10 and 11 - 11.
    let against = &analysis.measurements[0];
    assert_eq!(against.pairs.len(), 2);
    near(against.limits.as_ref().unwrap().bias.value, 0.5);
}

/// The published study as if treatment 1 were read first and treatment 2 after the AI.
///
/// Source of the expected values: Obuchowski-Rockette-Hillis as the programs OR-DBM MRMC and `RJafroc` print them.
#[test]
fn van_dyke_comes_out_as_published() {
    let beside = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("OVERREAD_SHARED").map_or(beside, std::path::PathBuf::from);
    let Ok(text) = std::fs::read_to_string(folder.join("stats/vandyke_roc.csv")) else {
        eprintln!("SKIPPED van_dyke_comes_out_as_published: no ../shared/stats");
        return;
    };
    let reads = text.lines().skip(1).map(|line| {
        let fields: Vec<&str> = line.split(',').collect();
        let phase = if fields[1].trim_matches('"') == "1" {
            ReadPhase::First
        } else {
            ReadPhase::Final
        };
        let rating: f64 = fields[4].parse().unwrap();
        let is_abnormal = fields[3].trim_matches('"') == "1";
        let mut read = read(fields[0], fields[2], phase, is_abnormal, rating);
        read.call = Some(rating >= 3.0);
        read
    });
    let analysis = of(reads.collect());
    let areas = comparison(&analysis, FigureOfMerit::Area);
    near(*areas.means[0].value.as_ref().unwrap(), 0.897_037_037_0);
    let difference = areas.difference.as_ref().unwrap();
    near(difference.estimate.value, 0.043_800_322_1);
    near(difference.estimate.lower, -0.000_358_854_4);
    near(difference.estimate.upper, 0.087_959_498_6);
    near(difference.p.unwrap(), 0.051_665_685_82);
    let sensitivity = comparison(&analysis, FigureOfMerit::Sensitivity);
    let p = sensitivity.difference.as_ref().unwrap().p.unwrap();
    assert!((p - 0.020_088_22).abs() < 1e-7, "{p}");
}

#[test]
fn one_reader_is_a_study_of_that_reader() {
    let mut all = reads("alone", ReadPhase::First, [60.0, 40.0, 50.0, 20.0]);
    all.extend(reads("alone", ReadPhase::Final, [60.0, 55.0, 51.0, 20.0]));
    let analysis = of(all);
    let areas = comparison(&analysis, FigureOfMerit::Area);
    assert_eq!(areas.method, ComparisonMethod::OneReader);
    near(*areas.means[0].value.as_ref().unwrap(), 0.75);
    assert!(matches!(
        analysis.agreement[0].pairs,
        Err(NotEstimable::TooFew {
            what: Counted::Readers,
            ..
        })
    ));
    assert!(analysis.items[0].alpha.is_err());
}

#[test]
fn readers_with_different_cases_are_compared_by_u_statistics() {
    let mut all = Vec::new();
    for (reader, offset) in [("r1", 0), ("r2", 2), ("r3", 4)] {
        for number in 0..8 {
            let case = format!("c{}", number + offset);
            let is_abnormal = (number + offset) % 2 == 0;
            let own = f64::from((number * 37 + offset * 11) % 60);
            let base = if is_abnormal { own + 30.0 } else { own };
            all.push(read(reader, &case, ReadPhase::First, is_abnormal, base));
            let better = if is_abnormal { base + 10.0 } else { base };
            all.push(read(reader, &case, ReadPhase::Final, is_abnormal, better));
        }
    }
    let analysis = of(all);
    let areas = comparison(&analysis, FigureOfMerit::Area);
    assert_eq!(areas.method, ComparisonMethod::UStatistics);
    assert!(areas.means[1].value.as_ref().unwrap() >= areas.means[0].value.as_ref().unwrap());
    let calls = comparison(&analysis, FigureOfMerit::Sensitivity);
    assert_eq!(calls.method, ComparisonMethod::Clustered);
    assert!(matches!(
        analysis.items[0].no_statistics,
        Some(NotEstimable::MissingCell { .. })
    ));
}

#[test]
fn what_cannot_be_estimated_says_why() {
    let nothing = of(Vec::new());
    assert!(nothing.compared.is_err());
    assert!(nothing.localisation.is_err());

    let alone = of(reads("r", ReadPhase::First, [60.0, 40.0, 50.0, 20.0]));
    assert!(matches!(
        alone.compared,
        Err(NotEstimable::TooFew {
            what: Counted::Conditions,
            needed: 2,
            found: 1
        })
    ));
    assert!(alone.comparisons.is_empty());
    assert_eq!(alone.reliance.n, 0);

    let one_class: Vec<Read> = small()
        .into_iter()
        .filter(|r| r.truth == Some(true))
        .collect();
    let one_class = of(one_class);
    assert!(matches!(
        one_class.roc[0].readers[0].curve,
        Err(NotEstimable::TooFew {
            what: Counted::NormalCases,
            ..
        })
    ));
    assert!(
        comparison(&one_class, FigureOfMerit::Area)
            .difference
            .is_err()
    );
    assert!(one_class.accuracy[0].rates.specificity.is_err());

    let mut constant = small();
    for read in &mut constant {
        read.rating = Some(50.0);
        read.call = Some(true);
    }
    let constant = of(constant);
    assert!(
        comparison(&constant, FigureOfMerit::Area)
            .difference
            .is_err()
    );
    assert!(constant.agreement[0].median.is_err());

    assert!(matches!(
        of(small()).localisation,
        Err(NotEstimable::Degenerate {
            reason: "no reader set a mark"
        })
    ));
}

#[test]
fn the_pair_with_most_common_cases_is_compared() {
    let mut all = small();
    for (case, rating) in [("a1", 70.0), ("n1", 10.0)] {
        let mut read = read("reader-1", case, ReadPhase::Final, case == "a1", rating);
        read.condition.mode = ReadingMode::Unaided;
        all.push(read);
    }
    let study = Study::of(all);
    let words: Vec<String> = study.conditions().iter().map(|c| c.word()).collect();
    assert_eq!(words, ["unaided", "sequential-first", "sequential"]);
    assert_eq!(analyse(&study).compared, Ok([1, 2]));
}

/// The small study, read with the service as first reader: its result is on screen for both answers.
pub(crate) fn first_reader() -> Vec<Read> {
    let mut all = small();
    for read in &mut all {
        read.condition.mode = ReadingMode::AiFirstReader;
        read.advice = Some(Advice {
            call: Some(read.case != "n2"),
        });
    }
    all
}

#[test]
fn a_study_with_the_ai_as_first_reader_has_no_condition_without_ai() {
    let study = Study::of(first_reader());
    let words: Vec<String> = study.conditions().iter().map(|c| c.word()).collect();
    assert_eq!(words, ["ai-first-reader-first", "ai-first-reader"]);
    let analysis = analyse(&study);
    let none = NotEstimable::TooFew {
        what: Counted::Conditions,
        needed: 2,
        found: 1,
    };
    assert_eq!(analysis.compared, Err(none));
    assert_eq!(analysis.reliance.n, 0);
}

#[test]
fn beside_reading_alone_the_signed_answer_of_a_first_reader_study_is_compared() {
    let mut all = first_reader();
    for mut read in small() {
        if read.condition.phase == ReadPhase::Final {
            read.condition.mode = ReadingMode::Unaided;
            all.push(read);
        }
    }
    let study = Study::of(all);
    let words: Vec<String> = study.conditions().iter().map(|c| c.word()).collect();
    assert_eq!(
        words,
        ["unaided", "ai-first-reader-first", "ai-first-reader"]
    );
    assert_eq!(analyse(&study).compared, Ok([0, 2]));
}
