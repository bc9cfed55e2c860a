//! The two signed files of a trust folder as text: the store `trust.toml` and the list `revoked.toml`. Each begins with
//! a line that holds the site's signature of all that follows.

use std::collections::BTreeMap;

use overread_base::Diagnostics;
use toml::de::DeTable;

use super::TrustStore;
use super::revocations::Revocations;
use super::rules::{AnyOf, Role, Rule, Rules};
use crate::hex::{bytes_of_hex, hex};
use crate::keys::{KeyBytes, PublicKey, SecretKey};
use crate::manifest::is_sha256;
use crate::section::{Section, Source};

/// The most bytes of either file.
pub(crate) const MAX_FILE_BYTES: u64 = 1 << 20;
const MAX_KEYS: usize = 1000;
const MAX_REVOKED: usize = 4000;
const MAX_REASON_BYTES: usize = 200;

/// Which of the files, so that a signature for one is none for the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signed {
    Store,
    Revocations,
}

impl Signed {
    fn message(self, body: &str) -> Vec<u8> {
        let context = match self {
            Self::Store => "overread trust store 1\n",
            Self::Revocations => "overread revocation list 1\n",
        };
        [context, body].concat().into_bytes()
    }
}

/// The file: a line with the signature, then `body`.
pub(crate) fn sealed(what: Signed, key: &SecretKey, body: &str) -> String {
    let signature = hex(&key.sign(&what.message(body)));
    let public = key.public().bytes.hex();
    format!("signature = \"ed25519 {public} {signature}\"\n{body}")
}

/// The key that signed the file, and what it signed; the signature holds.
pub(crate) fn unsealed(what: Signed, text: &str) -> Result<(KeyBytes, &str), String> {
    let (line, body) = text
        .split_once('\n')
        .ok_or("line 1 must hold the signature")?;
    let parsed = line
        .strip_prefix("signature = \"ed25519 ")
        .and_then(|rest| rest.strip_suffix('"'))
        .and_then(|rest| rest.split_once(' '))
        .and_then(|(key, signature)| Some((KeyBytes::from_hex(key)?, bytes_of_hex(signature)?)));
    let Some((key, signature)) = parsed else {
        return Err("line 1 must be `signature = \"ed25519 KEY SIGNATURE\"`".to_owned());
    };
    if !key.verifies(&what.message(body), &signature) {
        return Err(format!(
            "the signature by key {} is not one of this file: it was changed by hand or damaged",
            key.id()
        ));
    }
    Ok((key, body))
}

/// The body of the store's file; `seen` is the highest version of a revocation list that the site has seen.
pub(crate) fn store_body(store: &TrustStore, seen: u64) -> String {
    let mut body = format!("schema = 1\nrevocations-seen = {seen}\nkeys = [\n");
    for key in &store.keys {
        body.push_str(&format!("    \"{}\",\n", key.line()));
    }
    body.push_str("]\n");
    for (name, rule) in [
        ("training", &store.rules.training),
        ("exam", &store.rules.exam),
    ] {
        body.push_str(&format!(
            "\n[rules.{name}]\nall-of = {}\n",
            list(&rule.all_of)
        ));
        if let Some(any_of) = &rule.any_of {
            let roles = list(&any_of.roles);
            body.push_str(&format!("any-of = {roles}\nminimum = {}\n", any_of.minimum));
        }
    }
    body
}

fn list(roles: &[Role]) -> String {
    let quoted: Vec<String> = roles
        .iter()
        .map(|role| format!("\"{}\"", role.word()))
        .collect();
    format!("[{}]", quoted.join(", "))
}

/// Reads the store, without the revocations, and the highest version of their list that was seen.
pub(crate) fn read_store(file: &str, text: &str) -> Result<(TrustStore, u64), Diagnostics> {
    parsed(file, text, |root| {
        root.text("signature");
        let seen = root.required_whole_number("revocations-seen");
        let mut keys: Vec<PublicKey> = Vec::new();
        let lines = root.texts("keys");
        if lines.len() > MAX_KEYS {
            root.fault_at(
                "keys",
                format!("at most {MAX_KEYS} keys, found {}", lines.len()),
            );
        }
        for line in lines.iter().take(MAX_KEYS) {
            match PublicKey::parse(line) {
                Ok(key) if keys.iter().any(|known| known.bytes == key.bytes) => {
                    root.fault_at("keys", format!("key {} stands twice", key.bytes.id()));
                }
                Ok(key) => keys.push(key),
                Err(error) => root.fault_at("keys", error.to_string()),
            }
        }
        let rules = root.required_section("rules");
        let rule = |name: &str| {
            let section = rules.as_ref()?.required_section(name)?;
            rule(&section, name == "exam")
        };
        let (training, exam) = (rule("training"), rule("exam"));
        if let Some(rules) = &rules {
            rules.finish();
        }
        let store = TrustStore {
            keys,
            rules: Rules {
                training: training?,
                exam: exam?,
            },
            revocations: Revocations::none(),
        };
        Some((store, seen?))
    })
}

fn rule(section: &Section<'_>, is_exam: bool) -> Option<Rule> {
    let roles = |key: &str| -> Vec<Role> {
        let words = section.texts(key);
        let role = |word: &String| {
            let role = Role::parse(word);
            if role.is_none() {
                section.fault_at(key, format!("`{word}` is no role"));
            }
            role
        };
        words.iter().filter_map(role).collect()
    };
    let all_of = roles("all-of");
    let any_of = section.has("any-of").then(|| AnyOf {
        roles: roles("any-of"),
        minimum: section
            .required_whole_number("minimum")
            .and_then(|n| usize::try_from(n).ok())
            .unwrap_or_default(),
    });
    section.finish();
    let rule = Rule { all_of, any_of };
    match rule.fault(is_exam) {
        Some(fault) => {
            section.fault(fault);
            None
        }
        None => Some(rule),
    }
}

/// The body of the revocations' file.
pub(crate) fn revocations_body(list: &Revocations) -> String {
    let expires = list.expires_unix_s.unwrap_or_default();
    let mut body = format!(
        "schema = 1\nversion = {}\nexpires-unix-s = {expires}\n",
        list.version
    );
    let keys = list.keys.iter().map(|(key, reason)| (key.hex(), reason));
    let digests = list
        .digests
        .iter()
        .map(|(digest, reason)| (digest.clone(), reason));
    for (name, entries) in [
        ("keys", keys.collect::<Vec<_>>()),
        ("digests", digests.collect()),
    ] {
        body.push_str(&format!("\n[{name}]\n"));
        for (what, reason) in entries {
            let reason = toml::Value::String(reason.clone());
            body.push_str(&format!("{what} = {reason}\n"));
        }
    }
    body
}

pub(crate) fn read_revocations(file: &str, text: &str) -> Result<Revocations, Diagnostics> {
    parsed(file, text, |root| {
        root.text("signature");
        let version = root.required_whole_number("version");
        let expires = root.required_whole_number("expires-unix-s");
        let keys = revoked(root, "keys", KeyBytes::from_hex);
        let digests = revoked(root, "digests", |text| {
            is_sha256(text).then(|| text.to_owned())
        });
        Some(Revocations {
            version: version?,
            expires_unix_s: Some(expires?),
            keys,
            digests,
        })
    })
}

fn revoked<K: Ord>(
    root: &Section<'_>,
    name: &str,
    parse: impl Fn(&str) -> Option<K>,
) -> BTreeMap<K, String> {
    let mut revoked = BTreeMap::new();
    let Some(section) = root.required_section(name) else {
        return revoked;
    };
    let keys = section.keys();
    if keys.len() > MAX_REVOKED {
        section.fault(format!(
            "at most {MAX_REVOKED} entries, found {}",
            keys.len()
        ));
        return revoked;
    }
    for key in keys {
        let reason = section.text(&key).unwrap_or_default();
        match parse(&key) {
            Some(what) => {
                revoked.insert(what, reason);
            }
            None => section.fault_at(&key, format!("`{}` is none of {name}", key.escape_debug())),
        }
    }
    revoked
}

/// A reason in a list: one line of a bounded length.
pub(crate) fn reason(text: &str) -> Result<String, String> {
    if text.is_empty() || text.len() > MAX_REASON_BYTES || text.chars().any(char::is_control) {
        return Err(format!(
            "a reason has 1 to {MAX_REASON_BYTES} bytes on one line"
        ));
    }
    Ok(text.to_owned())
}

fn parsed<T>(
    file: &str,
    text: &str,
    read: impl FnOnce(&Section<'_>) -> Option<T>,
) -> Result<T, Diagnostics> {
    let source = Source::new(file, text);
    let (table, syntax) = DeTable::parse_recoverable(text);
    if !syntax.is_empty() {
        for error in syntax {
            let offset = error.span().map_or(0, |span| span.start);
            source.fault(offset, error.message().to_owned());
        }
        return Err(source.into_found());
    }
    let value = {
        let root = Section::new(&source, table.get_ref(), "the file", 0);
        match root.required_whole_number("schema") {
            Some(1) | None => {}
            Some(other) => root.fault_at(
                "schema",
                format!("schema {other} is not known, this version reads schema 1"),
            ),
        }
        let value = read(&root);
        root.finish();
        value
    };
    let found = source.into_found();
    match value {
        Some(value) if !found.has_errors() => Ok(value),
        Some(_) | None => Err(found),
    }
}
