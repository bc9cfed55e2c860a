//! Facts go into a credential and come out of it again.

use super::{Proof, credential, proof_options, read};
use crate::certificate::examples::{NAME, NUMBER, passed};
use crate::certificate::{Candidate, Certificate, Identity};
use crate::metric::Verdict;
use crate::words::Language;

#[track_caller]
fn round_trip(certificate: &Certificate) {
    let mut document = credential(certificate);
    let proof = Proof {
        proof_value: Some("z1".to_owned()),
        ..proof_options(certificate)
    };
    document.proof = Some(proof.clone());
    let json = serde_json::to_string(&document).unwrap();
    let (read, without_proof, read_proof) = read(json.as_bytes()).unwrap();
    assert_eq!(read, *certificate);
    assert_eq!(read_proof, proof);
    document.proof = None;
    assert_eq!(without_proof, document);
}

#[test]
fn facts_come_out_as_they_went_in() {
    round_trip(&passed(Language::En));
    round_trip(&passed(Language::Ru));
}

#[test]
fn what_is_unknown_stays_unknown() {
    let mut certificate = passed(Language::En);
    certificate.issuer.place = None;
    certificate.session.services = None;
    certificate.conditions.minutes = None;
    certificate.conditions.wrong_ai = None;
    certificate.conditions.prevalence = None;
    certificate.conditions.is_supervised = false;
    certificate.valid_until = None;
    certificate.metrics[2].interval = None;
    round_trip(&certificate);
}

/// A result that was not passed can be stated; only certificates of it are not issued.
#[test]
fn verdicts_come_out_as_they_went_in() {
    let mut certificate = passed(Language::En);
    certificate.has_passed = false;
    certificate.metrics[1].verdict = Some(Verdict::NotMet);
    certificate.metrics[2].verdict = Some(Verdict::TooFew);
    certificate.metrics[3].verdict = Some(Verdict::NoOpportunity);
    certificate.metrics[3].value = None;
    certificate.metrics[3].interval = None;
    certificate.metrics[3].n = 0;
    round_trip(&certificate);
}

#[test]
fn identities_come_out_as_they_went_in() {
    let salt = [0xab; 16];
    let mut certificate = passed(Language::En);
    certificate.candidate = Candidate::of(NAME, NUMBER, Identity::Hashed { salt });
    round_trip(&certificate);
    assert!(certificate.candidate.is(NAME, NUMBER));
    assert!(!certificate.candidate.is(NAME, "RC-2026-0418"));
}

/// Another session, candidate or time is another credential; the achievement stays the same.
#[test]
fn ids_follow_from_the_facts() {
    let first = credential(&passed(Language::En));
    let other = |change: &dyn Fn(&mut Certificate)| {
        let mut certificate = passed(Language::En);
        change(&mut certificate);
        credential(&certificate)
    };
    assert_eq!(first, other(&|_| ()));
    let later = other(&|it| it.issued = it.issued.plus_days(1).unwrap());
    let others = [
        other(&|it| it.candidate = Candidate::of("A B", NUMBER, Identity::Plain)),
        other(&|it| it.session.id = "another".to_owned()),
        later,
    ];
    for other in others {
        assert_ne!(other.id, first.id);
        assert_eq!(
            other.credential_subject.achievement,
            first.credential_subject.achievement
        );
    }
}
