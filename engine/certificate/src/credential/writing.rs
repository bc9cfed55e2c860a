//! From facts to the credential: every id and every fixed word follows from the facts.

use sha2::{Digest as _, Sha256};

use crate::certificate::{Candidate, Certificate, Disclosure};
use crate::measure::Measure;
use crate::metric::{Metric, Verdict};
use crate::multibase::{did_key, hex};
use crate::words::{Language, Words};

use super::wire::{
    Achievement, Address, CONTEXTS, CRYPTOSUITE, Credential, Criteria, Evidence, IdentityObject,
    Profile, Proof, Result, ResultDescription, Subject,
};

/// What stands in place of a value where there was no opportunity.
pub(super) const NO_VALUE: &str = "no opportunity";

/// The credential without its proof.
pub(crate) fn credential(certificate: &Certificate) -> Credential {
    let id = credential_id(certificate);
    with_ids(certificate, &id, &achievement_id(certificate))
}

/// The credential with these ids: a document that is read keeps its own, so that a changed name is a matter of the
/// proof and not of the form.
pub(super) fn with_ids(certificate: &Certificate, id: &str, achievement_id: &str) -> Credential {
    let words = certificate.language.words();
    Credential {
        context: CONTEXTS.map(str::to_owned).to_vec(),
        kind: list(&["VerifiableCredential", "OpenBadgeCredential"]),
        name: certificate.title.clone(),
        description: words.standing.to_owned(),
        issuer: Profile {
            id: did_key(&certificate.issuer.key),
            kind: list(&["Profile"]),
            name: certificate.issuer.name.clone(),
            address: certificate.issuer.place.as_ref().map(|place| Address {
                id: format!("{id}#place"),
                kind: list(&["Address"]),
                address_locality: place.clone(),
            }),
        },
        valid_from: certificate.issued.to_string(),
        valid_until: certificate.valid_until.map(|until| until.to_string()),
        credential_subject: subject(certificate, id, achievement_id, words),
        evidence: evidence(certificate, id, words),
        proof: None,
        id: id.to_owned(),
    }
}

/// What a proof says beside its value.
pub(crate) fn proof_options(certificate: &Certificate) -> Proof {
    let did = did_key(&certificate.issuer.key);
    let key = did.trim_start_matches("did:key:");
    Proof {
        kind: "DataIntegrityProof".to_owned(),
        cryptosuite: CRYPTOSUITE.to_owned(),
        created: certificate.issued.to_string(),
        verification_method: format!("{did}#{key}"),
        proof_purpose: "assertionMethod".to_owned(),
        proof_value: None,
    }
}

fn subject(certificate: &Certificate, id: &str, achievement_id: &str, words: &Words) -> Subject {
    let achievement = achievement(certificate, achievement_id, words);
    let result = certificate
        .metrics
        .iter()
        .zip(&achievement.result_description)
        .map(|(metric, description)| Result {
            id: format!("{id}#result-{}", metric.code),
            kind: list(&["Result"]),
            result_description: description.id.clone(),
            value: metric
                .value
                .map_or_else(|| NO_VALUE.to_owned(), |value| value.to_string()),
            description: measured(metric),
        })
        .collect();
    Subject {
        id: format!("{id}#candidate"),
        kind: list(&["AchievementSubject"]),
        identifier: identifiers(&certificate.candidate, id),
        achievement,
        result,
    }
}

fn identifiers(candidate: &Candidate, id: &str) -> Vec<IdentityObject> {
    let (is_hashed, name, number, salt) = match candidate {
        Candidate::Named { name, number } => (false, name, number, None),
        Candidate::Hashed { name, number, salt } => (true, name, number, Some(salt)),
    };
    [("name", "name", name), ("number", "identifier", number)]
        .map(|(part, kind, identity)| IdentityObject {
            id: format!("{id}#candidate-{part}"),
            kind: "IdentityObject".to_owned(),
            hashed: is_hashed,
            identity_hash: identity.clone(),
            identity_type: kind.to_owned(),
            salt: salt.cloned(),
        })
        .to_vec()
}

fn achievement(certificate: &Certificate, id: &str, words: &Words) -> Achievement {
    let result_description = certificate
        .metrics
        .iter()
        .map(|metric| {
            let (least, greatest) = metric.unit.range();
            let text = |value: i64| Measure::of_ten_thousandths(value).map(|it| it.to_string());
            ResultDescription {
                id: format!("{id}#{}", metric.code),
                kind: list(&["ResultDescription"]),
                name: metric.title.clone(),
                description: format!("group {}; unit {}", metric.group.word(), metric.unit.word()),
                result_type: "RawScore".to_owned(),
                required_value: metric.cut.map(|cut| cut.to_string()),
                value_min: text(least).unwrap_or_default(),
                value_max: greatest.and_then(text),
            }
        })
        .collect();
    Achievement {
        kind: list(&["Achievement"]),
        achievement_type: "Certificate".to_owned(),
        name: certificate.title.clone(),
        description: words.standing.to_owned(),
        in_language: certificate.language.word().to_owned(),
        criteria: Criteria {
            id: format!("{id}#criteria"),
            narrative: words.criteria.to_owned(),
        },
        result_description,
        id: id.to_owned(),
    }
}

/// Interval, opportunities, method and verdict, in one line of one form.
fn measured(metric: &Metric) -> String {
    let interval = metric.interval.map_or_else(
        || "no interval".to_owned(),
        |(lower, upper)| format!("interval {lower} to {upper}"),
    );
    let verdict = metric.verdict.map_or("stated only", Verdict::word);
    format!("{interval}; n {}; {}; {verdict}", metric.n, metric.method)
}

fn evidence(certificate: &Certificate, id: &str, words: &Words) -> Vec<Evidence> {
    let session = &certificate.session;
    let conditions = &certificate.conditions;
    let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
    let facts = [
        ("session", Some(session.id.clone())),
        ("scenario", Some(session.scenario.clone())),
        ("scenario-sha256", Some(session.scenario_sha256.clone())),
        ("journal-root", Some(session.journal_root.clone())),
        ("manifest-sha256", Some(session.manifest_sha256.clone())),
        ("software", Some(session.software.clone())),
        ("services", session.services.clone()),
        ("mode", Some(conditions.mode.clone())),
        ("cases", Some(conditions.n_cases.to_string())),
        ("minutes", conditions.minutes.map(|it| it.to_string())),
        ("supervised", Some(yes(conditions.is_supervised))),
        ("locked-down", Some(yes(conditions.is_locked_down))),
        ("incidents", Some(conditions.n_incidents.to_string())),
        ("wrong-ai", conditions.wrong_ai.map(|it| it.to_string())),
        (
            "disclosure",
            Some(disclosure_word(conditions.disclosure).to_owned()),
        ),
        ("prevalence", conditions.prevalence.map(|it| it.to_string())),
        ("passed", Some(yes(certificate.has_passed))),
    ];
    facts
        .into_iter()
        .filter_map(|(genre, narrative)| {
            Some(Evidence {
                id: format!("{id}#{genre}"),
                kind: list(&["Evidence"]),
                genre: genre.to_owned(),
                name: words.fact(genre).to_owned(),
                narrative: narrative?,
            })
        })
        .collect()
}

pub(super) fn disclosure_word(disclosure: Disclosure) -> &'static str {
    match disclosure {
        Disclosure::AfterTheEnd => "after the end",
        Disclosure::Never => "never",
    }
}

/// The same for every candidate of one scenario and centre.
fn achievement_id(certificate: &Certificate) -> String {
    uuid(&[
        "achievement",
        &hex(&certificate.issuer.key),
        &certificate.session.scenario,
        &certificate.session.scenario_sha256,
        certificate.language.word(),
    ])
}

/// The same session certified again at another time or to another name is another credential.
fn credential_id(certificate: &Certificate) -> String {
    let (name, number) = match &certificate.candidate {
        Candidate::Named { name, number } | Candidate::Hashed { name, number, .. } => {
            (name, number)
        }
    };
    uuid(&[
        "credential",
        &hex(&certificate.issuer.key),
        &certificate.session.id,
        &certificate.session.journal_root,
        &certificate.issued.to_string(),
        name,
        number,
    ])
}

/// An UUID of version 8 (RFC 9562, section 5.8) out of the SHA-256 of `parts`, each with its length before it.
fn uuid(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_string().as_bytes());
        hash.update(b":");
        hash.update(part.as_bytes());
    }
    let mut digits: Vec<char> = hex(&hash.finalize()).chars().take(32).collect();
    digits[12] = '8';
    // The variant's two bits are 10: of the 16 digits, 8 to b.
    digits[16] = match digits[16] {
        '0'..='3' => '8',
        '4'..='7' => '9',
        '8'..='b' => 'a',
        _ => 'b',
    };
    let part = |from: usize, to: usize| digits[from..to].iter().collect::<String>();
    format!(
        "urn:uuid:{}-{}-{}-{}-{}",
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32)
    )
}

/// Whether `id` has the form that [`uuid`] gives: nothing else may stand in a statement's name.
pub(super) fn is_uuid(id: &str) -> bool {
    let dashes = [8, 13, 18, 23];
    id.strip_prefix("urn:uuid:").is_some_and(|digits| {
        digits.len() == 36
            && digits.bytes().enumerate().all(|(idx, digit)| {
                if dashes.contains(&idx) {
                    digit == b'-'
                } else {
                    matches!(digit, b'0'..=b'9' | b'a'..=b'f')
                }
            })
    })
}

fn list(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

/// The language of a word that [`Language::word`] gives.
pub(super) fn language(word: &str) -> Option<Language> {
    [Language::En, Language::Ru]
        .into_iter()
        .find(|language| language.word() == word)
}
