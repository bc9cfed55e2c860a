//! A short run of the fuzz targets: valid inputs with seeded changes. `tests/fuzz` has the long one.

#[path = "../../../../tests/fuzz/src/bodies.rs"]
#[allow(unreachable_pub, reason = "public for the fuzz targets")]
mod bodies;

use overread_base::{Rng, Seed};
use overread_bundle::{PackOptions, pack};

use super::guests;

/// Words that turn a valid manifest into an odd one.
const WORDS: [&str; 12] = [
    "..",
    "\"",
    "[",
    "]",
    "=",
    "\n",
    "-1",
    "99999999999999999999",
    "nan",
    "\u{202e}",
    "{}",
    "/",
];

/// `valid` with one to four changes.
fn changed(valid: &[u8], random: &mut Rng) -> Vec<u8> {
    let mut bytes = valid.to_vec();
    for _ in 0..=random.below(4) {
        let length = bytes.len() as u64;
        let at = usize::try_from(random.below(length + 1)).unwrap();
        let end = usize::try_from((at as u64 + random.below(40)).min(length)).unwrap();
        match random.below(6) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let part = bytes[at..end].to_vec();
                let to = usize::try_from(random.below(length + 1)).unwrap();
                bytes.splice(to..to, part);
            }
            3 => bytes.truncate(at),
            _ => {
                let word = WORDS[usize::try_from(random.below(WORDS.len() as u64)).unwrap()];
                bytes.splice(at..end.min(at + 3), word.bytes());
            }
        }
    }
    bytes
}

#[track_caller]
fn check(name: &str, valid: &[u8], n_cases: u64, mut body: impl FnMut(&[u8]) -> bool) {
    assert!(body(valid), "the valid {name} is refused");
    let mut n_refused = 0;
    for case in 0..n_cases {
        let mut random = Seed(case).child(name).rng();
        n_refused += u64::from(!body(&changed(valid, &mut random)));
    }
    assert!(
        n_refused > n_cases / 4,
        "only {n_refused} of {n_cases} changes were noticed"
    );
}

const MORE: &str = r#"contact = "support@example.org"
[clinical]
intended-use = { en = "Training only.", ru = "Только для обучения." }
modalities = ["CT"]
body-parts = ["CHEST"]
findings = ["RID50149"]
training-only = true
[wants]
attributes = ["KVP", "PatientAge"]
prior-studies = true
gpu = "optional"
[limits]
memory-mib = 256
analyze-seconds = 120
host-memory-mib = 1536
[settings.threshold]
type = "number"
default = 0.42
min = 0.0
max = 1.0
"#;

#[test]
fn changed_manifests_are_read_or_refused() {
    let folder = tempfile::tempdir().unwrap();
    guests::bundle(folder.path(), &guests::component("good_report"), MORE);
    let text = std::fs::read(folder.path().join("plugin.toml")).unwrap();
    check("manifest", &text, 4000, bodies::manifest);
}

#[test]
fn changed_packed_plugins_are_opened_or_refused() {
    let folder = tempfile::tempdir().unwrap();
    let from = folder.path().join("plugin");
    guests::bundle(&from, &guests::component("empty_report"), MORE);
    std::fs::create_dir(from.join("locales")).unwrap();
    std::fs::write(from.join("locales/en.ftl"), "hello = Hello\n").unwrap();
    let packed = folder.path().join("packed");
    pack(&from, &packed, &PackOptions::default()).unwrap();
    let valid = std::fs::read(&packed).unwrap();
    let file = folder.path().join("changed.orp");
    check("bundle", &valid, 2000, |bytes| bodies::bundle(bytes, &file));
}
