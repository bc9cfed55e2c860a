//! The file with every key as its reader will meet it.

use overread_base::Seed;

use super::*;
use crate::{case_order, check, summary};

fn whole() -> Scenario {
    check(include_str!("../check/whole.toml")).0.unwrap()
}

fn shown(locale: &str, has_keys: bool) -> String {
    let scenario = whole();
    let order = [CaseId::new("one").unwrap(), CaseId::new("four").unwrap()];
    preview(&scenario, &order, &Preview { locale, has_keys })
}

#[test]
fn a_reader_is_told_limits_and_questions_in_order() {
    let text = shown("en", false);
    let mut at = 0;
    for part in [
        "Everything\n\nRead on.\n\nReading mode: sequential\nCases: 3 of these 4\n",
        "Time limits: session 1 h, each case 10 min, at most 2 pauses of 5 min in all, a case should take 5 min\n",
        "Interruptions: about every 8 min\n",
        "Marks: Nodule\nRating: 0 to 100, abnormal from 50\nReport: Impression (required)\n",
        "\nCase 1 of 2: One\n  Cough.\n  - Is there a nodule? (required)\n      4 mm or more.\n      one of: Yes | No\n",
        "  - What does it look like? (only if present is yes)\n      any of: Round | Spiculated | Cavity\n",
        "      Lung-RADS v2022: 0: incomplete, cannot be rated yet | 1: ",
        "      Our grade: Low | Middle | High\n",
        "  - Volume\n      a number, 0 to 500 mL\n",
        "  - Will the service be right? (first answer only)\n      0 to 100 %\n",
        "      1 (poor) to 5 (good)\n",
        "  - Which defect? (final answer only)\n      none, a class a to e, or one of its kinds (",
        "  - Which side? (only if present is yes)\n",
        "\nCase 2 of 2: Four\n  - Is there a nodule?",
    ] {
        let found = text[at..].find(part);
        assert!(
            found.is_some(),
            "{part:?} does not follow in:\n{}",
            &text[at..]
        );
        at += found.unwrap();
    }
    assert_eq!(
        text.matches("Which side?").count(),
        1,
        "a question of one case only"
    );
}

#[test]
fn who_stands_for_the_truth_is_told_with_it() {
    let scenario = whole();
    let order = [CaseId::new("three").unwrap()];
    let told = |has_keys| {
        let wanted = Preview {
            locale: "en",
            has_keys,
        };
        preview(&scenario, &order, &wanted)
    };
    let line = "[three, 2 lesions, marked by anna and boris, decided by clara, 2026-11-26]";
    assert!(told(true).contains(line), "{}", told(true));
    assert!(!told(false).contains("anna"));
}

#[test]
fn keys_are_told_only_if_asked_for() {
    let (without, with) = (shown("en", false), shown("en", true));
    for secret in [
        "key: ",
        "[one, easy, lung, 1 lesion]",
        "A nodule.",
        "CT at three months",
        "[four, normal]",
    ] {
        assert!(!without.contains(secret), "{secret:?} is told");
    }
    for key in [
        "[one, easy, lung, 1 lesion]",
        "[four, normal]",
        "key: round, spiculated\n",
        "key: 4A\n",
        "key: 1.5\n",
        "key: CT at three months.\n",
    ] {
        assert!(with.contains(key), "{key:?} is missing in:\n{with}");
    }
    assert!(
        !with.contains("fp.") && !with.contains("planted"),
        "errors are never told before"
    );
}

#[test]
fn texts_are_in_the_language_asked_for() {
    let text = shown("ru", false);
    for part in [
        "Всё\n\nЧитайте.",
        "Case 1 of 2: Один\n  Кашель.",
        "one of: Да | Нет",
        "Доли лёгких",
    ] {
        let is_grid = part == "Доли лёгких";
        assert!(
            is_grid || text.contains(part),
            "{part:?} is missing in:\n{text}"
        );
    }
    assert!(text.contains("regions: Верхняя справа | "), "{text}");
}

#[test]
fn a_summary_names_what_is_there() {
    let text = summary(&whole());
    let expected = "exams.whole with 4 cases, mode sequential, 18 questions, simulated service example.nodules, \
        2 errors planted by 3 quotas, forms of 3 cases, session 1 h, each case 10 min, \
        at most 2 pauses of 5 min in all, 2 interruptions, crossover of unaided and sequential, \
        certificate on 4 components, hash ";
    assert!(text.starts_with(expected), "{text}");
    let first = check(include_str!(
        "../../../../scenarios/chest/first-desk/scenario.toml"
    ))
    .0;
    let text = summary(&first.unwrap());
    assert!(
        text.starts_with("chest.first-desk with 6 cases, mode sequential, hash "),
        "{text}"
    );
}

#[test]
fn shuffled_cases_follow_from_the_seed() {
    let scenario = whole();
    let orders: Vec<Vec<CaseId>> = (0..8)
        .map(|seed| case_order(&scenario, Seed(seed)))
        .collect();
    assert_eq!(orders[3], case_order(&scenario, Seed(3)));
    assert!(orders.iter().any(|order| *order != orders[0]), "{orders:?}");
    assert!(orders.iter().all(|order| order.len() == 4));
}
