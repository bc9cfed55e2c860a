//! The JSON Schema of scenario files: it takes every sound file, knows every key, and refuses what an editor can see.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here")]

#[path = "support/validator.rs"]
mod validator;

use std::io::Write as _;
use std::process::{Command, Stdio};

use overread_base::Seed;
use overread_scenario::{check, schema};
use serde_json::{Value, json};
use toml::de::{DeTable, DeValue};
use validator::Validator;

const WHOLE: &str = include_str!("../src/check/whole.toml");
const PHANTOMS: &str = include_str!("../src/check/phantoms.toml");

macro_rules! files {
    ($folder:literal, $($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!($folder, $name, ".toml")))),*]
    };
}

/// Scenarios that come with the program.
const BUNDLED: [(&str, &str); 13] = files!(
    "../../../scenarios/",
    "chest/first-desk/scenario",
    "chest/many-marks/scenario",
    "chest/silent-service/scenario",
    "chest/real-ct/scenario",
    "exams/linear/scenario",
    "exams/adaptive/scenario",
    "exams/rapids/scenario",
    "exams/test-set-60/scenario",
    "exams/short-12/scenario",
    "exams/shift-4h/scenario",
    "exams/long-shift-65/scenario",
    "exams/ai-audit-80/scenario",
    "exams/certification/scenario",
);

/// Files with faults that an editor can see.
const BROKEN: [(&str, &str); 31] = files!(
    "../src/check/faulty/",
    "case-without-images",
    "cut-above-one",
    "cut-of-a-difference-by-judges",
    "cut-of-another-method",
    "drawn-without-prevalence",
    "form-without-cells",
    "interruption-of-an-unknown-kind",
    "key-of-another-kind",
    "key-of-another-rule",
    "kind-missing",
    "kind-misspelt",
    "lesion-in-an-unknown-place",
    "lesion-misspelt",
    "lesion-of-another-phantom",
    "lesion-too-large",
    "lesion-without-sides-has-one",
    "likert-of-one-step",
    "nodules-in-a-head",
    "one-option",
    "own-scale-without-source",
    "pauses-misspelt",
    "phantom-of-an-unknown-kind",
    "phantom-of-two-contents",
    "planted-count-and-share",
    "planted-unknown-kind",
    "simulated-with-two-operating-points",
    "slices-of-a-radiograph",
    "title-missing",
    "unknown-mode",
    "unknown-table",
    "weight-of-nothing",
);

/// A file as the JSON that an editor's checker sees.
fn to_json(text: &str) -> Value {
    let table = DeTable::parse(text).unwrap();
    of_table(table.get_ref())
}

fn of_table(table: &DeTable<'_>) -> Value {
    let entries = table.iter();
    Value::Object(
        entries
            .map(|(key, value)| (key.get_ref().to_string(), of_value(value.get_ref())))
            .collect(),
    )
}

fn of_value(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => json!(text),
        DeValue::Integer(number) => {
            let found = i128::from_str_radix(number.as_str(), number.radix()).unwrap();
            u64::try_from(found).map_or_else(
                |_| json!(i64::try_from(found).unwrap_or(i64::MIN)),
                |n| json!(n),
            )
        }
        DeValue::Float(number) => json!(number.as_str().parse::<f64>().unwrap()),
        DeValue::Boolean(value) => json!(value),
        DeValue::Datetime(datetime) => json!(datetime.to_string()),
        DeValue::Array(values) => values
            .iter()
            .map(|value| of_value(value.get_ref()))
            .collect(),
        DeValue::Table(table) => of_table(table),
    }
}

#[test]
fn sound_files_are_valid_and_every_key_is_known() {
    let validator = Validator::new(&schema());
    let digests = format!("[exam]\ndigests = [\"{}\"]", "0a".repeat(32));
    // What a file sets in one of two ways stands in a file each.
    let others = [
        BUNDLED[4].1.replacen("[exam]", &digests, 1),
        WHOLE.replace(
            "rule = \"inside-mask\"\nmargin_mm = 2.5",
            "rule = \"centre-distance\"\nleast_radius_mm = 5",
        ),
        WHOLE.replace("sensitivity = 0.9\nspecificity = 0.8", "auc = 0.9"),
        WHOLE.replace(
            "by_difficulty = { easy = 0.95, hard = 0.6 }",
            "by_difficulty = { medium = 0.9 }",
        ),
        WHOLE.replace("pauses = { most = 2, total_s = 300 }", "pauses = \"never\""),
    ];
    let all = BUNDLED
        .iter()
        .map(|(name, text)| (*name, (*text).to_owned()));
    let others = others.into_iter().map(|text| ("changed", text));
    let own =
        [("whole", WHOLE), ("phantoms", PHANTOMS)].map(|(name, text)| (name, text.to_owned()));
    for (name, text) in all.chain(others).chain(own) {
        assert_eq!(check(&text).1.all(), [], "{name}");
        assert_eq!(
            validator.faults(&to_json(&text)),
            Vec::<String>::new(),
            "{name}"
        );
    }
    assert_eq!(
        validator.unmet(),
        Vec::<String>::new(),
        "no file has these keys"
    );
}

#[test]
fn faults_that_an_editor_can_see_are_refused() {
    let validator = Validator::new(&schema());
    for (name, text) in BROKEN {
        assert!(check(text).0.is_none(), "{name}");
        assert!(
            !validator.faults(&to_json(text)).is_empty(),
            "{name} is valid"
        );
    }
}

/// The schema never stands in an author's way: what the program reads is valid.
#[test]
fn what_is_read_is_valid() {
    let validator = Validator::new(&schema());
    let mut n_read = 0;
    for seed in 0..1_500 {
        let mut rng = Seed(seed).rng();
        let mut lines: Vec<&str> = WHOLE.lines().collect();
        for _ in 0..=rng.below(3) {
            let idx = usize::try_from(rng.below(lines.len() as u64)).unwrap();
            let other = usize::try_from(rng.below(lines.len() as u64)).unwrap();
            match rng.below(3) {
                0 => drop(lines.remove(idx)),
                1 => lines.insert(idx, lines[other]),
                _ => lines.swap(idx, other),
            }
        }
        let text = lines.join("\n");
        if check(&text).0.is_some() {
            n_read += 1;
            assert_eq!(
                validator.faults(&to_json(&text)),
                Vec::<String>::new(),
                "seed {seed}"
            );
        }
    }
    assert!(n_read > 50, "{n_read}");
}

/// Both know the same limits: a number out of range for the one is out of range for the other.
#[test]
fn limits_are_the_same() {
    let validator = Validator::new(&schema());
    let n_refused = [WHOLE, PHANTOMS].map(|text| n_refused_by_both(&validator, text));
    assert!(n_refused[0] > 100 && n_refused[1] > 50, "{n_refused:?}");
}

/// How often another number in a sound file is out of range, for both alike.
fn n_refused_by_both(validator: &Validator, sound: &str) -> usize {
    let mut n_refused = 0;
    for (at, _) in sound.match_indices("= ") {
        let start = at + 2;
        let is_end = |letter: char| !(letter.is_ascii_digit() || matches!(letter, '.' | '-'));
        let n = sound[start..].find(is_end).unwrap_or(0);
        if n == 0 {
            continue;
        }
        for put in [
            "-1",
            "0",
            "0.001",
            "0.5",
            "1",
            "7",
            "120",
            "4000",
            "1000000",
            "10000000000",
        ] {
            let text = format!("{}{put}{}", &sound[..start], &sound[start + n..]);
            let (scenario, found) = check(&text);
            let faults = validator.faults(&to_json(&text));
            let key = sound[..at].rsplit('\n').next().unwrap_or_default();
            if scenario.is_some() {
                assert_eq!(faults, Vec::<String>::new(), "{key}= {put}");
            }
            // The key of a case is judged by its question, which a schema cannot.
            let is_range = |message: &str| {
                message.starts_with("expected ")
                    && message.contains(" to ")
                    && message.contains(", found ")
            };
            let out_of_range = found
                .all()
                .iter()
                .any(|fault| is_range(&fault.message) && !fault.place.contains(".key."));
            if out_of_range {
                n_refused += 1;
                assert!(!faults.is_empty(), "{key}= {put}: {:?}", found.all());
            }
        }
    }
    n_refused
}

/// The same by the reference implementation, where Python has it; patterns are checked here alone.
#[test]
fn an_independent_validator_agrees() {
    const SCRIPT: &str = "\
import json, sys
try:
    import jsonschema
except ImportError:
    sys.exit(3)
given = json.load(sys.stdin)
kind = jsonschema.Draft202012Validator
kind.check_schema(given['schema'])
checker = kind(given['schema'])
for name, file in given['good'].items():
    for fault in checker.iter_errors(file):
        sys.exit(f'{name}: {fault.json_path}: {fault.message}')
for name, file in given['bad'].items():
    if checker.is_valid(file):
        sys.exit(f'{name} is valid')
print(len(given['good']), len(given['bad']))
";
    let of = |files: &[(&str, &str)]| -> Value {
        let entries = files
            .iter()
            .map(|(name, text)| ((*name).to_owned(), to_json(text)));
        Value::Object(entries.collect())
    };
    let mut good = of(&BUNDLED);
    good["whole"] = to_json(WHOLE);
    good["phantoms"] = to_json(PHANTOMS);
    let mut bad = of(&BROKEN);
    bad["id with a space"] = to_json(&WHOLE.replace("exams.whole", "exams whole"));
    bad["code with a space"] = to_json(&WHOLE.replace("code = \"low\"", "code = \"very low\""));
    bad["path out of the folder"] = to_json(&WHOLE.replace("chest/three", "../three"));
    bad["key in capitals"] = to_json(&WHOLE.replace("ffeeddccbbaa", "FFEEDDCCBBAA"));
    let n_of = |files: &Value| files.as_object().unwrap().len();
    let expected = format!("{} {}", n_of(&good), n_of(&bad));
    let given = json!({
        "schema": serde_json::from_str::<Value>(&schema()).unwrap(),
        "good": good,
        "bad": bad,
    });
    let started = Command::new("python3")
        .args(["-c", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut python) = started else {
        eprintln!("SKIPPED an_independent_validator_agrees: there is no python3");
        return;
    };
    let fed = python
        .stdin
        .take()
        .unwrap()
        .write_all(given.to_string().as_bytes());
    let output = python.wait_with_output().unwrap();
    if output.status.code() == Some(3) {
        eprintln!("SKIPPED an_independent_validator_agrees: Python has no jsonschema");
        return;
    }
    fed.unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), expected);
}
