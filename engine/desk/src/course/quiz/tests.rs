//! Rows of questions, answered right, wrong and not at all.

use overread_scenario::{ItemOption, ItemSource};

use super::*;

fn item(id: &str, key: ItemKey) -> CourseItem {
    let option = |id: &str| ItemOption {
        id: id.to_owned(),
        text: Vec::new(),
    };
    CourseItem {
        id: id.to_owned(),
        set: ItemSet::SelfAssessment,
        topic: None,
        text: Vec::new(),
        options: ["a", "b", "c", "d"].map(option).to_vec(),
        key,
        explanation: Vec::new(),
        page: None,
        source: ItemSource::Unverified,
    }
}

fn asked(id: &str) -> Asked {
    Asked {
        module: "m0".to_owned(),
        item: id.to_owned(),
        given: None,
    }
}

#[test]
fn a_row_is_judged_after_its_last_question() {
    let one = item("one", ItemKey::One("b".to_owned()));
    let number = ItemKey::Number {
        value: 2.5,
        tolerance: 0.1,
        unit: String::new(),
    };
    let number = item("number", number);
    let mut quiz = Quiz::new(vec![asked("one"), asked("number")], false, Some(50));
    assert_eq!(quiz.give(&one), None, "nothing is chosen");
    quiz.choose(&one, "a");
    quiz.choose(&one, "b");
    assert_eq!(quiz.give(&one).unwrap().1, 1.0);
    assert_eq!(quiz.position(), (2, 2));
    quiz.number = "two".to_owned();
    assert_eq!(quiz.give(&number), None);
    // A decimal comma is as good as a point.
    quiz.number = " 2,8 ".to_owned();
    assert_eq!(quiz.give(&number).unwrap().1, 0.0);
    assert_eq!(quiz.current(), None);
    assert_eq!(quiz.share(), Some(0.5));
    assert_eq!(quiz.is_passed(), Some(true));
}

#[test]
fn an_answer_that_was_judged_stays() {
    let several = item("s", ItemKey::Several(vec!["a".to_owned(), "c".to_owned()]));
    let mut quiz = Quiz::new(vec![asked("s")], true, None);
    for option in ["a", "b", "c", "b"] {
        quiz.choose(&several, option);
    }
    assert_eq!(quiz.give(&several).unwrap().1, 1.0);
    quiz.choose(&several, "d");
    assert_eq!(quiz.chosen, ["a", "c"]);
    assert_eq!(quiz.give(&several), None);
    assert!(quiz.current().is_some(), "the explanation is read first");
    quiz.go_on();
    assert!(quiz.current().is_none() && quiz.chosen.is_empty());
    assert_eq!(quiz.is_passed(), None);
}
