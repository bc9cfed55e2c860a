//! From a credential back to its facts. What the facts do not give again, word for word, is refused.

use serde_json::Value;

use crate::certificate::{Candidate, Certificate, Conditions, Disclosure, Issuer, SessionRecord};
use crate::measure::Measure;
use crate::metric::{Metric, MetricGroup, Unit, Verdict};
use crate::multibase::key_of_did;
use crate::timestamp::Timestamp;

use super::CredentialError;
use super::wire::{self, Credential, Evidence, Proof};
use super::writing::{NO_VALUE, disclosure_word, is_uuid, language, proof_options, with_ids};

/// The facts of a document, the document without its proof, and the proof.
pub(super) fn facts(
    mut found: Credential,
) -> Result<(Certificate, Credential, Proof), CredentialError> {
    if found.context != wire::CONTEXTS {
        return Err(CredentialError::Context {
            expected: wire::CONTEXTS.map(str::to_owned).to_vec(),
            found: found.context,
        });
    }
    let proof = found
        .proof
        .take()
        .ok_or_else(|| value("proof", "a proof", "none"))?;
    let certificate = certificate(&found)?;
    certificate.check()?;
    let achievement_id = &found.credential_subject.achievement.id;
    for (place, id) in [
        ("id", &found.id),
        ("credentialSubject.achievement.id", achievement_id),
    ] {
        if !is_uuid(id) {
            return Err(value(place, "urn:uuid: and a UUID", id));
        }
    }
    let expected = with_ids(&certificate, &found.id, achievement_id);
    if expected != found {
        return Err(first_difference(&expected, &found));
    }
    let options = Proof {
        proof_value: None,
        ..proof.clone()
    };
    let expected = proof_options(&certificate);
    if expected != options {
        return Err(first_difference(&expected, &options));
    }
    Ok((certificate, found, proof))
}

fn certificate(found: &Credential) -> Result<Certificate, CredentialError> {
    let subject = &found.credential_subject;
    let achievement = &subject.achievement;
    let language = language(&achievement.in_language).ok_or_else(|| {
        value(
            "credentialSubject.achievement.inLanguage",
            "en or ru",
            &achievement.in_language,
        )
    })?;
    let key = key_of_did(&found.issuer.id).ok_or_else(|| {
        value(
            "issuer.id",
            "the did:key of an Ed25519 key",
            &found.issuer.id,
        )
    })?;
    let facts = Facts(&found.evidence);
    Ok(Certificate {
        language,
        title: found.name.clone(),
        candidate: candidate(&subject.identifier)?,
        issuer: Issuer {
            name: found.issuer.name.clone(),
            place: found
                .issuer
                .address
                .as_ref()
                .map(|address| address.address_locality.clone()),
            key,
        },
        session: SessionRecord {
            id: facts.text("session")?,
            scenario: facts.text("scenario")?,
            scenario_sha256: facts.text("scenario-sha256")?,
            journal_root: facts.text("journal-root")?,
            manifest_sha256: facts.text("manifest-sha256")?,
            software: facts.text("software")?,
            services: facts.get("services").map(str::to_owned),
        },
        conditions: Conditions {
            mode: facts.text("mode")?,
            n_cases: facts.number("cases")?,
            minutes: match facts.get("minutes") {
                Some(_) => Some(facts.number("minutes")?),
                None => None,
            },
            is_supervised: facts.is("supervised")?,
            is_locked_down: facts.is("locked-down")?,
            n_incidents: facts.number("incidents")?,
            wrong_ai: facts.share("wrong-ai")?,
            disclosure: facts.disclosure()?,
            prevalence: facts.share("prevalence")?,
        },
        metrics: metrics(&subject.result, &achievement.result_description)?,
        has_passed: facts.is("passed")?,
        issued: time("validFrom", &found.valid_from)?,
        valid_until: match &found.valid_until {
            Some(until) => Some(time("validUntil", until)?),
            None => None,
        },
    })
}

fn candidate(identifiers: &[wire::IdentityObject]) -> Result<Candidate, CredentialError> {
    let [name, number] = identifiers else {
        let found = format!("{}", identifiers.len());
        return Err(value(
            "credentialSubject.identifier",
            "name and number",
            &found,
        ));
    };
    Ok(match &name.salt {
        None => Candidate::Named {
            name: name.identity_hash.clone(),
            number: number.identity_hash.clone(),
        },
        Some(salt) => Candidate::Hashed {
            name: name.identity_hash.clone(),
            number: number.identity_hash.clone(),
            salt: salt.clone(),
        },
    })
}

fn metrics(
    results: &[wire::Result],
    descriptions: &[wire::ResultDescription],
) -> Result<Vec<Metric>, CredentialError> {
    if results.len() != descriptions.len() {
        let expected = format!("{} results", descriptions.len());
        let found = format!("{}", results.len());
        return Err(value("credentialSubject.result", &expected, &found));
    }
    results
        .iter()
        .zip(descriptions)
        .enumerate()
        .map(|(idx, (result, description))| metric(idx, result, description))
        .collect()
}

fn metric(
    idx: usize,
    result: &wire::Result,
    description: &wire::ResultDescription,
) -> Result<Metric, CredentialError> {
    let place = format!("credentialSubject.result[{idx}]");
    let fault =
        |key: &str, expected: &str, found: &str| value(&format!("{place}.{key}"), expected, found);
    let (_, code) = description
        .id
        .split_once('#')
        .ok_or_else(|| fault("resultDescription", "an id with a part", &description.id))?;
    let kinds = description
        .description
        .strip_prefix("group ")
        .and_then(|rest| rest.split_once("; unit "))
        .and_then(|(group, unit)| Some((MetricGroup::parse(group)?, Unit::parse(unit)?)));
    let (group, unit) = kinds.ok_or_else(|| {
        fault(
            "resultDescription",
            "`group GROUP; unit UNIT`",
            &description.description,
        )
    })?;
    const MEASURED: &str = "`INTERVAL; n N; METHOD; VERDICT`";
    let measured = || fault("description", MEASURED, &result.description);
    let parts: Vec<&str> = result.description.split("; ").collect();
    let [interval, n, method, verdict] = parts[..] else {
        return Err(measured());
    };
    let interval = match interval.strip_prefix("interval ") {
        None if interval == "no interval" => None,
        None => return Err(measured()),
        Some(bounds) => {
            let bounds = bounds.split_once(" to ");
            let bounds = bounds
                .and_then(|(lower, upper)| Some((Measure::parse(lower)?, Measure::parse(upper)?)));
            Some(bounds.ok_or_else(measured)?)
        }
    };
    let number = |key: &str, text: &str| {
        Measure::parse(text).ok_or_else(|| fault(key, "a number with four decimals", text))
    };
    Ok(Metric {
        code: code.to_owned(),
        title: description.name.clone(),
        group,
        unit,
        value: match result.value.as_str() {
            NO_VALUE => None,
            text => Some(number("value", text)?),
        },
        interval,
        n: n.strip_prefix("n ")
            .and_then(|n| n.parse().ok())
            .ok_or_else(measured)?,
        method: method.to_owned(),
        cut: match &description.required_value {
            Some(cut) => Some(number("requiredValue", cut)?),
            None => None,
        },
        verdict: match verdict {
            "stated only" => None,
            word => Some(Verdict::parse(word).ok_or_else(measured)?),
        },
    })
}

/// The facts that stand as evidence, by genre.
struct Facts<'a>(&'a [Evidence]);

impl Facts<'_> {
    fn get(&self, genre: &str) -> Option<&str> {
        let found = self.0.iter().find(|evidence| evidence.genre == genre)?;
        Some(&found.narrative)
    }

    fn required(&self, genre: &str) -> Result<&str, CredentialError> {
        self.get(genre)
            .ok_or_else(|| value(&format!("evidence `{genre}`"), "one", "none"))
    }

    fn text(&self, genre: &str) -> Result<String, CredentialError> {
        self.required(genre).map(str::to_owned)
    }

    fn number(&self, genre: &str) -> Result<u32, CredentialError> {
        let text = self.required(genre)?;
        let place = format!("evidence `{genre}`");
        let number = text.parse().ok();
        number.ok_or_else(|| value(&place, "a whole number", text))
    }

    fn is(&self, genre: &str) -> Result<bool, CredentialError> {
        match self.required(genre)? {
            "yes" => Ok(true),
            "no" => Ok(false),
            other => Err(value(&format!("evidence `{genre}`"), "yes or no", other)),
        }
    }

    fn share(&self, genre: &str) -> Result<Option<Measure>, CredentialError> {
        let Some(text) = self.get(genre) else {
            return Ok(None);
        };
        let place = format!("evidence `{genre}`");
        let share = Measure::parse(text)
            .ok_or_else(|| value(&place, "a number with four decimals", text))?;
        Ok(Some(share))
    }

    fn disclosure(&self) -> Result<Disclosure, CredentialError> {
        let word = self.required("disclosure")?;
        [Disclosure::AfterTheEnd, Disclosure::Never]
            .into_iter()
            .find(|&disclosure| disclosure_word(disclosure) == word)
            .ok_or_else(|| value("evidence `disclosure`", "after the end, or never", word))
    }
}

fn time(place: &str, text: &str) -> Result<Timestamp, CredentialError> {
    Timestamp::parse(text).ok_or_else(|| value(place, "a time such as 2026-11-25T20:15:00Z", text))
}

fn value(place: &str, expected: &str, found: &str) -> CredentialError {
    CredentialError::Value {
        place: place.to_owned(),
        expected: expected.to_owned(),
        found: found.chars().take(200).collect(),
    }
}

/// Where two documents of one type differ first.
fn first_difference<T: serde::Serialize>(expected: &T, found: &T) -> CredentialError {
    // Both come out of JSON with string keys, so both go into it again.
    let json = |it: &T| serde_json::to_value(it).unwrap_or(Value::Null);
    let (place, expected, found) =
        difference("", &json(expected), &json(found)).unwrap_or_default();
    value(place.trim_start_matches('.'), &expected, &found)
}

fn difference(place: &str, expected: &Value, found: &Value) -> Option<(String, String, String)> {
    if expected == found {
        return None;
    }
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            let keys = expected.keys().chain(found.keys());
            keys.into_iter().find_map(|key| {
                let at = |object: &serde_json::Map<String, Value>| {
                    object.get(key).cloned().unwrap_or(Value::Null)
                };
                difference(&format!("{place}.{key}"), &at(expected), &at(found))
            })
        }
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => expected
            .iter()
            .zip(found)
            .enumerate()
            .find_map(|(idx, (expected, found))| {
                difference(&format!("{place}[{idx}]"), expected, found)
            }),
        _ => Some((place.to_owned(), shown(expected), shown(found))),
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => format!("{} entries", items.len()),
        Value::Null => "nothing".to_owned(),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}
