//! Attempts at a test of three questions, and what they came to.

use std::collections::BTreeMap;

use overread_base::ScenarioId;
use overread_scenario::{
    CourseItem, CourseModule, CourseStep, ItemKey, ItemOption, ItemSet, ItemSource, TopicCount,
};

use super::*;

fn item(n: u32) -> CourseItem {
    let option = |id: &str| ItemOption {
        id: id.to_owned(),
        text: Vec::new(),
    };
    CourseItem {
        id: format!("q{n}"),
        set: ItemSet::Knowledge,
        topic: Some("t".to_owned()),
        text: Vec::new(),
        options: ["a", "b", "c", "d"].map(option).to_vec(),
        key: ItemKey::One("b".to_owned()),
        explanation: Vec::new(),
        page: None,
        source: ItemSource::Unverified,
    }
}

fn spec() -> TestSpec {
    TestSpec {
        minutes: 5,
        draw: vec![TopicCount {
            topic: "t".to_owned(),
            count: 3,
        }],
        most_attempts: Some(2),
        wait_days: 28,
    }
}

fn course() -> Course {
    let step = CourseStep {
        id: "knowledge".to_owned(),
        title: Vec::new(),
        kind: StepKind::Items {
            set: ItemSet::Knowledge,
            pass_percent: Some(70),
            test: Some(spec()),
        },
    };
    let module = CourseModule {
        id: "m9".to_owned(),
        folder: "m9".to_owned(),
        minutes: 10,
        title: Vec::new(),
        goals: Vec::new(),
        steps: vec![step],
        items: (0..6).map(item).collect(),
        pages: BTreeMap::new(),
        certification: None,
    };
    Course {
        id: ScenarioId::new("test.course").unwrap(),
        version: "1.2.0".to_owned(),
        licence: "MIT".to_owned(),
        languages: Vec::new(),
        title: Vec::new(),
        about: Vec::new(),
        tasks: BTreeMap::new(),
        modules: vec![module],
        cases: BTreeMap::new(),
        scores: BTreeMap::new(),
        blocks: BTreeMap::new(),
    }
}

fn step() -> StepId {
    StepId {
        course: ScenarioId::new("test.course").unwrap(),
        module: "m9".to_owned(),
        step: "knowledge".to_owned(),
    }
}

fn answers(seed: u64, options: [Option<&str>; 3]) -> Vec<(String, Option<ItemAnswer>)> {
    let course = course();
    let drawn = spec().drawn(&course.modules[0], ItemSet::Knowledge, Seed(seed));
    let answer = |option: &str| ItemAnswer::Options(vec![option.to_owned()]);
    drawn
        .iter()
        .zip(options)
        .map(|(item, option)| (item.id.clone(), option.map(answer)))
        .collect()
}

#[test]
fn a_test_is_worth_what_its_answers_are_by_the_keys_of_the_course() {
    let given = answers(3, [Some("b"), Some("a"), None]);
    let record = test_record(&course(), &step(), 3, given.clone(), 61.5, true).unwrap();
    // One right, one wrong, one not given: a third.
    assert_eq!(record.share, 1.0 / 3.0);
    assert_eq!((record.cut, record.version.as_str()), (0.7, "1.2.0"));
    assert!(record.is_time_up);
    // Answers of another seed, in another order, or to fewer questions are not those of this test.
    assert_eq!(
        test_record(&course(), &step(), 4, given.clone(), 1.0, false),
        None
    );
    let mut turned = given.clone();
    turned.reverse();
    assert_eq!(test_record(&course(), &step(), 3, turned, 1.0, false), None);
    assert_eq!(
        test_record(&course(), &step(), 3, given[..2].to_vec(), 1.0, false),
        None
    );
    let mut other = step();
    other.step = "gone".to_owned();
    assert_eq!(test_record(&course(), &other, 3, given, 1.0, false), None);
}

#[test]
fn attempts_are_counted_from_their_beginning_and_have_to_wait() {
    const DAY: u64 = 86_400;
    let begun = |day: u64| LearnerEvent {
        at_unix_s: day * DAY,
        act: LearnerAct::TestBegun {
            step: step(),
            seed: day,
        },
    };
    let seat = |events: &[LearnerEvent], day| test_seat(events, &step(), &spec(), day * DAY);
    assert_eq!(seat(&[], 0), Ok(1));
    let once = [begun(10)];
    let early = TestRefusal::TooEarly {
        from_unix_s: 38 * DAY,
    };
    assert_eq!(seat(&once, 37), Err(early));
    assert_eq!(seat(&once, 38), Ok(2));
    let twice = [begun(10), begun(50)];
    assert_eq!(
        seat(&twice, 500),
        Err(TestRefusal::NoAttemptLeft { most: 2 })
    );
    // Attempts at another step do not count.
    let mut other = step();
    other.step = "other".to_owned();
    assert_eq!(test_seat(&twice, &other, &spec(), 0), Ok(1));
}
