//! The examples of `scenarios/README.md`, put together into one file, are a sound scenario.

use overread_base::{LesionKind, PhantomKind};
use overread_scenario::check;

const README: &str = include_str!("../../../scenarios/README.md");

/// What every scenario has, and cases enough for the examples' quotas and cells.
const HEAD: &str = r#"schema = 1
id = "examples.readme"
title = { en = "Examples" }
mode = "concurrent"
hit = { rule = "centre-distance", least_radius_mm = 5 }
[questions]
labels = [{ id = "nodule", text = { en = "Nodule" } }]
sections = [{ id = "impression", title = { en = "Impression" } }]
"#;
const BANK: &str = r#"
[[cases]]
id = "subtle"
count = 40
title = { en = "Case" }
tags = ["subtle"]
difficulty = "hard"
phantom = { kind = "chest-ct", seed = 1, random = { count = 1, diameter_mm = [6, 8] } }
"#;

fn examples() -> Vec<&'static str> {
    let parts = README.split("```toml\n").skip(1);
    parts.filter_map(|part| part.split("```").next()).collect()
}

#[test]
fn the_examples_are_a_sound_scenario() {
    let examples = examples();
    assert!(examples.len() >= 9, "{}", examples.len());
    // The examples of planted errors are apart: a form of six cases holds fewer.
    let (planted, others): (Vec<&str>, Vec<&str>) = examples
        .iter()
        .partition(|example| example.contains("[[planted]]"));
    // So is that of practice: an examination for a certificate tells nothing after a case.
    let (practice, others): (Vec<&str>, Vec<&str>) = others
        .iter()
        .partition(|example| example.contains("[practice]"));
    assert_eq!(practice.len(), 1);
    let key = "0a".repeat(32);
    let file = |parts: &[&str]| {
        let text = [HEAD, &parts.concat(), BANK].concat();
        text.replace("<64 digits of hex: an Ed25519 public key>", &key)
            .replace("<64 digits of hex: the centre's X25519 public key>", &key)
    };
    assert_eq!(check(&file(&others)).1.all(), []);
    let service = "[simulated]\nid = \"example.simulated\"\nname = { en = \"S\" }\nversion = \"1\"\nauc = 0.9\n";
    assert_eq!(check(&file(&[service, &planted.concat()])).1.all(), []);
    assert_eq!(check(&file(&[service, &practice.concat()])).1.all(), []);
}

/// Every kind of lesion that a phantom can hold is told, in the row of its phantom.
#[test]
fn every_kind_of_lesion_is_told() {
    for phantom in PhantomKind::ALL {
        let start = format!("| `{}` |", phantom.word());
        let row = README.lines().find(|line| line.starts_with(&start));
        let row = row.unwrap_or_else(|| panic!("no row begins {start:?}"));
        let untold: Vec<&str> = LesionKind::of(phantom)
            .map(|kind| kind.word)
            .filter(|word| !row.contains(&format!("`{word}`")))
            .collect();
        assert_eq!(untold, Vec::<&str>::new(), "{}", phantom.word());
    }
}

/// Every key that the schema knows is told.
#[test]
fn every_key_is_told() {
    let schema: serde_json::Value = serde_json::from_str(&overread_scenario::schema()).unwrap();
    let mut keys = Vec::new();
    names(&schema, &mut keys);
    keys.sort();
    keys.dedup();
    let is_told = |key: &String| {
        [
            format!("`{key}`"),
            format!("`{key} ="),
            format!("{key} = "),
            format!("[{key}]"),
            format!(".{key}]"),
        ]
        .iter()
        .any(|form| README.contains(form.as_str()))
    };
    let untold: Vec<String> = keys.into_iter().filter(|key| !is_told(key)).collect();
    assert_eq!(untold, Vec::<String>::new());
}

fn names(value: &serde_json::Value, keys: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(entries) => {
            for (keyword, value) in entries {
                if let ("properties", Some(properties)) = (keyword.as_str(), value.as_object()) {
                    keys.extend(properties.keys().cloned());
                }
                names(value, keys);
            }
        }
        serde_json::Value::Array(values) => values.iter().for_each(|value| names(value, keys)),
        serde_json::Value::Null
        | serde_json::Value::Bool(_)
        | serde_json::Value::Number(_)
        | serde_json::Value::String(_) => {}
    }
}
