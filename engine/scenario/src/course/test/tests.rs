//! Forms that seeds draw from a small bank.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::course::item::{ItemKey, ItemSource};

fn module() -> CourseModule {
    let item = |topic: &str, n: usize, set| CourseItem {
        id: format!("{topic}-{n}"),
        set,
        topic: Some(topic.to_owned()),
        text: Vec::new(),
        options: Vec::new(),
        key: ItemKey::One("a".to_owned()),
        explanation: Vec::new(),
        page: None,
        source: ItemSource::Unverified,
    };
    let topics = ["roc", "ct", "law"].into_iter();
    let mut items: Vec<CourseItem> = topics
        .flat_map(|topic| (0..5).map(move |n| item(topic, n, ItemSet::Knowledge)))
        .collect();
    items.push(item("roc", 9, ItemSet::Review));
    CourseModule {
        id: "m9".to_owned(),
        folder: "m9".to_owned(),
        minutes: 10,
        title: Vec::new(),
        goals: Vec::new(),
        steps: Vec::new(),
        items,
        pages: BTreeMap::new(),
        certification: None,
    }
}

fn spec() -> TestSpec {
    let topic = |topic: &str, count| TopicCount {
        topic: topic.to_owned(),
        count,
    };
    TestSpec {
        minutes: 10,
        draw: vec![topic("roc", 2), topic("law", 3), topic("none", 1)],
        most_attempts: None,
        wait_days: 0,
    }
}

fn ids(seed: u64) -> Vec<String> {
    let module = module();
    let drawn = spec().drawn(&module, ItemSet::Knowledge, Seed(seed));
    drawn.iter().map(|item| item.id.clone()).collect()
}

#[test]
fn each_form_meets_the_blueprint_and_each_question_comes_up_as_often_as_its_topic_wants() {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    const N_FORMS: u32 = 2000;
    for seed in 0..u64::from(N_FORMS) {
        let ids = ids(seed);
        let of = |topic: &str| ids.iter().filter(|id| id.starts_with(topic)).count();
        assert_eq!((of("roc"), of("law"), of("ct")), (2, 3, 0), "{ids:?}");
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 5);
        for id in ids {
            *counts.entry(id).or_default() += 1;
        }
    }
    assert!(!counts.contains_key("roc-9"), "of another set");
    for (id, count) in counts {
        let expected = if id.starts_with("roc") { 0.4 } else { 0.6 };
        let n = f64::from(N_FORMS);
        // Four standard errors of a binomial share, on fixed seeds.
        let error = (expected * (1.0 - expected) / n).sqrt();
        let share = f64::from(count) / n;
        assert!((share - expected).abs() < 4.0 * error, "{id}: {share}");
    }
}

#[test]
fn equal_seeds_draw_equal_tests_and_others_differ() {
    assert_eq!(ids(7), ids(7));
    assert_ne!(ids(7), ids(8));
    assert_eq!(spec().n_items(), 6);
}
