//! Verifies a session's files: journal, manifest, signatures, services, orders. Shares no code with what wrote them.

use serde_json::Value;

use crate::canonical::canonical_sha256;
use crate::difference::first_difference;
use crate::error::SealError;
use crate::facts::{Facts, Header, shown};
use crate::hex::{hex, sha256_hex};
use crate::journal::{FaultReason, Leaves, leaves};
use crate::keys::PublicKey;
use crate::manifest::{JournalFact, Manifest, SealInput, ServiceFact, SignedManifest, header_of};
use crate::order::{Order, check_order};
use crate::report::{Check, CheckName, Report, Verdict};
use crate::session_files::SessionFiles;

/// Why nothing can be said of a manifest.
const NOT_SEALED: &str = "the session is not sealed: there is no manifest";

/// Checks a session's files. Every check is in the report, also those that could not be made.
#[must_use]
pub fn verify(files: &SessionFiles, trusted: &[PublicKey]) -> Report {
    let found = leaves(&files.journal);
    let facts = Facts::of(&found);
    let header = header_of(&found);
    let sealed = files.manifest.as_deref().map(SignedManifest::parse);
    let mut checks = vec![
        journal_check(&found, files.manifest.is_some()),
        chain_check(&found),
        payload_check(&header, &facts),
    ];
    checks.extend(manifest_checks(
        &sealed,
        &found,
        header.as_ref().ok(),
        trusted,
    ));
    checks.push(scenario_check(&sealed, files.scenario.as_deref()));
    if let Ok(header) = &header {
        checks.extend(session_checks(header, &facts, files.manifest.is_some()));
    }
    checks.push(score_hash_check(&sealed));
    Report { checks }
}

/// Compares the score that was computed again with the sealed one.
#[must_use]
pub fn check_score(manifest: &Manifest, recomputed_json: &str) -> Check {
    let name = CheckName::Score;
    let Some(sealed) = &manifest.score else {
        return Check::not_checked(name, "no score was sealed");
    };
    let recomputed: Value = match serde_json::from_str(recomputed_json) {
        Ok(value) => value,
        Err(error) => {
            return Check::failed(name, format!("the computed score is no JSON: {error}"));
        }
    };
    match first_difference(&recomputed, &sealed.value) {
        None => Check::passed(name, format!("computed again, {}", sealed.sha256)),
        Some(difference) => Check::failed(
            name,
            format!("a changed score: {difference} in the manifest"),
        ),
    }
}

fn is_of_chain(reason: FaultReason) -> bool {
    match reason {
        FaultReason::BrokenChain | FaultReason::WrongOrder(_) => true,
        FaultReason::Empty
        | FaultReason::TornEnd(_)
        | FaultReason::WrongLength
        | FaultReason::CheckSum => false,
    }
}

fn faults_of(found: &Leaves<'_>, of_chain: bool) -> Vec<String> {
    let faults = found.faults.iter();
    faults
        .filter(|fault| is_of_chain(fault.reason) == of_chain)
        .map(ToString::to_string)
        .collect()
}

fn journal_check(found: &Leaves<'_>, is_sealed: bool) -> Check {
    let sound = format!("{} records, {} bytes", found.leaves.len(), found.n_bytes);
    // A session that goes on may have been killed: taking it up again cuts the torn record off. A sealed one may not.
    let is_torn_alone = matches!(
        found.faults.as_slice(),
        [fault] if matches!(fault.reason, FaultReason::TornEnd(_)) && !found.leaves.is_empty()
    );
    let verdict = if is_torn_alone && !is_sealed {
        Verdict::Flagged
    } else {
        Verdict::Failed
    };
    Check::told(CheckName::Journal, verdict, faults_of(found, false), sound)
}

fn chain_check(found: &Leaves<'_>) -> Check {
    let faults = faults_of(found, true);
    Check::told(CheckName::Chain, Verdict::Failed, faults, hex(&found.chain))
}

fn payload_check(header: &Result<Header, String>, facts: &Facts) -> Check {
    let told = header.as_ref().err().cloned().into_iter();
    let events = facts.not_events.iter();
    let told = told.chain(events.map(|(record, what)| format!("record {record}: {what}")));
    Check::told(
        CheckName::Payloads,
        Verdict::Failed,
        told.collect(),
        "a header and events",
    )
}

/// Root, facts, signatures and keys.
fn manifest_checks(
    sealed: &Option<Result<SignedManifest, SealError>>,
    found: &Leaves<'_>,
    header: Option<&Header>,
    trusted: &[PublicKey],
) -> Vec<Check> {
    let names = [
        CheckName::Root,
        CheckName::Facts,
        CheckName::Signatures,
        CheckName::KnownKeys,
    ];
    let signed = match sealed {
        None => {
            return names
                .map(|name| Check::not_checked(name, NOT_SEALED))
                .to_vec();
        }
        Some(Err(error)) => {
            let told = error.to_string();
            return names.map(|name| Check::failed(name, told.clone())).to_vec();
        }
        Some(Ok(signed)) => signed,
    };
    let mut checks = vec![
        root_check(signed.manifest(), found),
        facts_check(signed.manifest(), found, header),
    ];
    checks.extend(signature_checks(signed, trusted));
    checks
}

fn root_check(manifest: &Manifest, found: &Leaves<'_>) -> Check {
    let (sealed, found) = (&manifest.journal, JournalFact::of(found));
    let mut told = Vec::new();
    let mut compare = |what: &str, expected: &str, found: &str| {
        if expected != found {
            told.push(format!(
                "{what}: expected {}, found {found}: not the journal that was sealed",
                shown(expected)
            ));
        }
    };
    compare(
        "records",
        &sealed.n_records.to_string(),
        &found.n_records.to_string(),
    );
    compare(
        "bytes",
        &sealed.n_bytes.to_string(),
        &found.n_bytes.to_string(),
    );
    compare("hash chain", &sealed.chain_sha256, &found.chain_sha256);
    compare("merkle root", &sealed.merkle_root, &found.merkle_root);
    Check::told(CheckName::Root, Verdict::Failed, told, found.merkle_root)
}

/// Makes the manifest again out of the journal, and compares.
fn facts_check(manifest: &Manifest, found: &Leaves<'_>, header: Option<&Header>) -> Check {
    let name = CheckName::Facts;
    let Some(header) = header else {
        return Check::failed(name, "the journal has no header to compare with");
    };
    let known = |case: &crate::manifest::CaseFact| Some((case.id.clone(), case.sha256.clone()?));
    let input = SealInput {
        case_sha256: manifest.cases.iter().filter_map(known).collect(),
        truth_sha256: manifest.truth_sha256.clone(),
        score: manifest.score.clone(),
        sealed_unix_s: manifest.sealed_unix_s,
    };
    let copy_sha256 = manifest.scenario.copy_sha256.clone();
    let mut again = Manifest::from_parts(found, header, copy_sha256, input);
    // The root has a check of its own.
    again.journal = manifest.journal.clone();
    let json = |manifest: &Manifest| serde_json::to_value(manifest).unwrap_or_default();
    match first_difference(&json(&again), &json(manifest)) {
        Some(difference) => Check::failed(name, difference.to_string()),
        None => Check::passed(
            name,
            format!(
                "it says of session {} what its journal says",
                manifest.session
            ),
        ),
    }
}

pub(crate) fn signature_checks(signed: &SignedManifest, trusted: &[PublicKey]) -> [Check; 2] {
    let (name, known) = (CheckName::Signatures, CheckName::KnownKeys);
    let proofs = match signed.signatures() {
        Ok(proofs) => proofs,
        Err(error) => {
            let told = error.to_string();
            return [
                Check::failed(name, told.clone()),
                Check::not_checked(known, told),
            ];
        }
    };
    if proofs.is_empty() {
        let told = "the manifest is not signed";
        return [Check::failed(name, told), Check::failed(known, told)];
    }
    let invalid = proofs.iter().filter(|proof| !proof.is_valid);
    let told = invalid
        .map(|proof| {
            format!(
                "the signature by {} does not hold: the manifest or the signature was changed",
                proof.key.hex()
            )
        })
        .collect();
    let count = match proofs.len() {
        1 => "one signature holds".to_owned(),
        n => format!("{n} signatures hold"),
    };
    let signatures = Check::told(name, Verdict::Failed, told, count);
    if trusted.is_empty() {
        let keys: Vec<String> = proofs.iter().map(|proof| proof.key.hex()).collect();
        let told = format!("no trusted keys were given; signed by {}", keys.join(", "));
        return [signatures, Check::not_checked(known, told)];
    }
    let valid = proofs.iter().filter(|proof| proof.is_valid);
    let (of_trusted, of_others): (Vec<_>, Vec<_>) =
        valid.partition(|proof| trusted.contains(&proof.key));
    let list = |proofs: &[&crate::proof::CheckedProof]| {
        let keys: Vec<String> = proofs.iter().map(|proof| proof.key.hex()).collect();
        keys.join(", ")
    };
    let keys = if of_trusted.is_empty() {
        Check::failed(
            known,
            format!(
                "none of the {} trusted keys signed; signed by {}",
                trusted.len(),
                list(&of_others)
            ),
        )
    } else if of_others.is_empty() {
        Check::passed(known, format!("signed by {}", list(&of_trusted)))
    } else {
        let told = vec![
            format!("signed by {}", list(&of_trusted)),
            format!("and by keys that are not known: {}", list(&of_others)),
        ];
        Check::new(known, Verdict::Flagged, told)
    };
    [signatures, keys]
}

fn scenario_check(
    sealed: &Option<Result<SignedManifest, SealError>>,
    copy: Option<&[u8]>,
) -> Check {
    let name = CheckName::Scenario;
    let Some(Ok(signed)) = sealed else {
        return Check::not_checked(name, NOT_SEALED);
    };
    let Some(copy) = copy else {
        return Check::failed(name, "the copy of the scenario is missing");
    };
    let (expected, found) = (&signed.manifest().scenario.copy_sha256, sha256_hex(copy));
    if *expected == found {
        Check::passed(name, found)
    } else {
        let expected = shown(expected);
        Check::failed(
            name,
            format!("another scenario: expected SHA-256 {expected}, found {found}"),
        )
    }
}

fn score_hash_check(sealed: &Option<Result<SignedManifest, SealError>>) -> Check {
    let name = CheckName::ScoreHash;
    let Some(Ok(signed)) = sealed else {
        return Check::not_checked(name, NOT_SEALED);
    };
    let Some(score) = &signed.manifest().score else {
        return Check::not_checked(name, "no score was sealed");
    };
    match canonical_sha256(&score.value) {
        Ok(hash) if hex(&hash) == score.sha256 => Check::passed(name, score.sha256.clone()),
        Ok(hash) => Check::failed(
            name,
            format!(
                "a changed score: expected SHA-256 {}, found {}",
                shown(&score.sha256),
                hex(&hash)
            ),
        ),
        Err(error) => Check::failed(name, error.to_string()),
    }
}

/// What the events say by themselves.
fn session_checks(header: &Header, facts: &Facts, is_sealed: bool) -> Vec<Check> {
    let (orders, accepted) = order_check(header, facts);
    let clock = facts.clock.clone();
    let incidents = facts.incidents.clone();
    vec![
        service_check(header, facts),
        orders,
        start_check(header, facts, &accepted),
        end_check(facts, &accepted, is_sealed),
        Check::told(
            CheckName::Clock,
            Verdict::Flagged,
            clock,
            "it never went back or jumped",
        ),
        Check::told(CheckName::Incidents, Verdict::Flagged, incidents, "none"),
    ]
}

fn service_check(header: &Header, facts: &Facts) -> Check {
    let name = CheckName::Services;
    let (mut swapped, mut renamed) = (Vec::new(), Vec::new());
    for result in &facts.results {
        let (record, case) = (result.record, shown(&result.case));
        let (Some(expected), Some(found)) = (header.service_of(&result.case), &result.service)
        else {
            swapped.push(format!(
                "record {record}: case {case} has a result of a service that the plan does not name"
            ));
            continue;
        };
        if expected == *found {
            continue;
        }
        let (expected_words, found_words) = (service_words(&expected), service_words(found));
        let of_one_version = ServiceFact {
            version: expected.version.clone(),
            ..found.clone()
        };
        if of_one_version != expected {
            swapped.push(format!(
                "record {record}: case {case} was answered by a swapped plugin: expected {expected_words}, found {found_words}"
            ));
        } else if !facts.version_changed.contains(&result.case) {
            // Planted on purpose it is named in the debriefing, unless the case was never closed.
            renamed.push(format!(
                "record {record}: case {case} was answered under another version: expected {expected_words}, found {found_words}"
            ));
        }
    }
    if !swapped.is_empty() {
        return Check::new(name, Verdict::Failed, swapped);
    }
    let n_results = facts.results.len();
    let sound = format!("{n_results} results, each of the service that the plan names");
    Check::told(name, Verdict::Flagged, renamed, sound)
}

fn service_words(service: &ServiceFact) -> String {
    let bundle = service.bundle_sha256.as_deref().unwrap_or("none");
    let mut words = format!(
        "{} {} (bundle {}",
        shown(&service.id),
        shown(&service.version),
        shown(bundle)
    );
    for (name, hash) in &service.models_sha256 {
        words = format!("{words}, model {} {}", shown(name), shown(hash));
    }
    format!("{words})")
}

/// An order that counts, with its record.
struct Accepted {
    record: u64,
    order: Order,
}

fn order_check(header: &Header, facts: &Facts) -> (Check, Vec<Accepted>) {
    let (session, supervisors) = (header.text("session"), header.supervisors());
    let (mut accepted, mut told, mut gaps) = (Vec::new(), Vec::new(), Vec::new());
    let mut last_number = 0;
    for fact in &facts.orders {
        let record = fact.record;
        let Some(signed) = &fact.signed else {
            told.push(format!("record {record}: it has not the form of an order"));
            continue;
        };
        if let Err(error) = check_order(&session, signed, &supervisors, last_number) {
            told.push(format!("record {record}: {error}"));
            continue;
        }
        if signed.number > last_number + 1 {
            gaps.push(format!(
                "record {record}: order {} follows order {last_number}",
                signed.number
            ));
        }
        last_number = signed.number;
        accepted.push(Accepted {
            record,
            order: signed.order,
        });
    }
    let name = CheckName::Orders;
    let check = if told.is_empty() {
        let sound = format!("{} signed orders", accepted.len());
        Check::told(name, Verdict::Flagged, gaps, sound)
    } else {
        Check::new(name, Verdict::Failed, told)
    };
    (check, accepted)
}

fn start_check(header: &Header, facts: &Facts, accepted: &[Accepted]) -> Check {
    let name = CheckName::SignedStart;
    if !header.needs_signed_start() {
        return Check::passed(name, "the terms ask for none");
    }
    let start = accepted.iter().find(|order| order.order == Order::Start);
    match (start, facts.first_opened) {
        (None, _) => Check::failed(
            name,
            "the terms ask for a supervisor's start, and there is none",
        ),
        (Some(start), Some(opened)) if opened < start.record => Check::failed(
            name,
            format!(
                "the first case was opened in record {opened}, before the supervisor's start in record {}",
                start.record
            ),
        ),
        (Some(start), _) => Check::passed(name, format!("record {}", start.record)),
    }
}

fn end_check(facts: &Facts, accepted: &[Accepted], is_sealed: bool) -> Check {
    let name = CheckName::Ended;
    let Some((record, end)) = &facts.ended else {
        let told = "the session has not ended".to_owned();
        let verdict = if is_sealed {
            Verdict::Failed
        } else {
            Verdict::Flagged
        };
        return Check::new(name, verdict, vec![told]);
    };
    if !facts.answers_after_end.is_empty() {
        let records: Vec<String> = facts
            .answers_after_end
            .iter()
            .map(ToString::to_string)
            .collect();
        return Check::failed(
            name,
            format!(
                "the session ended in record {record}, and was answered after it in {}",
                records.join(", ")
            ),
        );
    }
    let is_ordered = accepted.iter().any(|order| order.order == Order::Seal);
    match end.as_str() {
        "complete" => Check::passed(name, format!("complete, record {record}")),
        "sealed" if is_ordered => Check::passed(
            name,
            format!("sealed by a supervisor's order, record {record}"),
        ),
        other => Check::new(
            name,
            Verdict::Flagged,
            vec![format!("ended as {}, record {record}", shown(other))],
        ),
    }
}

#[cfg(test)]
mod tests;
