//! The figure of one reader by hand, and that nothing is drawn on too little.

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use overread_base::{CaseId, LesionId, Millis};
use overread_exam::{
    AiOutcome, AiScore, Call, CaseGrade, CaseScore, CaseTimes, LesionSwitches, ReadScore,
    VerdictCounts,
};

use super::{Reading, curve_ui, graded};
use crate::Language;
use crate::words::Words;

fn read(is_abnormal: bool, rating: u8) -> ReadScore {
    let is_positive = rating >= 50;
    let lesion = LesionId::new("l1").unwrap();
    ReadScore {
        hit: Vec::new(),
        missed: if is_abnormal {
            vec![lesion]
        } else {
            Vec::new()
        },
        false_positives: 0,
        rating: Some(rating),
        call: if is_positive {
            Call::Positive
        } else {
            Call::Negative
        },
        is_call_right: is_positive == is_abnormal,
    }
}

fn case(number: u64, is_abnormal: bool, [first, last]: [u8; 2]) -> CaseScore {
    CaseScore {
        case: CaseId::new(format!("c{number}")).unwrap(),
        grade: CaseGrade::Graded {
            first: read(is_abnormal, first),
            last: read(is_abnormal, last),
            ai: AiScore {
                outcome: AiOutcome::Done,
                read: None,
            },
            verdicts: VerdictCounts::default(),
            switches: LesionSwitches::default(),
        },
        times: CaseTimes {
            case: Some(Millis(20_000 + number * 1000)),
            to_reveal: Some(Millis(10_000)),
            after_reveal: None,
            overrun: None,
        },
        slice_coverage: None,
        n_hints: 0,
    }
}

/// First answers 60, 40 against 50, 20: 3 of 4 pairs; final ones 60, 55 against 45, 20: all.
fn cases() -> Vec<CaseScore> {
    vec![
        case(1, true, [60, 60]),
        case(2, true, [40, 55]),
        case(3, false, [50, 45]),
        case(4, false, [20, 20]),
    ]
}

#[test]
fn areas_and_points_are_those_by_hand() {
    let cases = cases();
    let first = Reading::of(&graded(&cases, |grade| grade.0)).unwrap();
    assert!((first.reads.area() - 0.75).abs() < 1e-12);
    // One of two abnormal cases and one of two normal ones are called positive.
    assert_eq!(first.point, [0.5, 0.5]);
    let last = Reading::of(&graded(&cases, |grade| grade.1)).unwrap();
    assert!((last.reads.area() - 1.0).abs() < 1e-12);
    assert_eq!(last.point, [0.0, 1.0]);
    assert!(Reading::of(&graded(&cases[..3], |grade| grade.0)).is_none());
}

fn texts(language: Language, cases: Vec<CaseScore>) -> (Vec<String>, usize) {
    let words = Words::new(language);
    let harness = Harness::new_ui(move |ui| curve_ui(ui, &words, &cases));
    let labels = harness.query_all_by_role(Role::Label);
    let texts = labels
        .filter_map(|node| node.accesskit_node().value())
        .collect();
    (texts, harness.query_all_by_role(Role::Image).count())
}

#[test]
fn the_figure_says_its_areas_in_both_languages() {
    let (en, images) = texts(Language::En, cases());
    let en = en.join("\n");
    assert_eq!(images, 1);
    assert!(en.contains("area 0.750"), "{en}");
    assert!(
        en.contains("area 1.000 (an area of 0 or 1 has no interval)"),
        "{en}"
    );
    assert!(en.contains("times as long as to the AI result"), "{en}");
    let (ru, _) = texts(Language::Ru, cases());
    assert!(ru.join("\n").contains("площадь 0,750"), "{ru:?}");
    let (none, images) = texts(Language::En, cases().split_off(2));
    assert!(none.is_empty() && images == 0, "{none:?}");
}
