//! What is signed of a credential: the statements that its contexts make of it, and those of the proof's options.
//!
//! The words are those of the contexts `credentials/v2` and Open Badges 3.0.3, which are never loaded: their meaning
//! for this one shape stands here, and tests compare it with that of a JSON-LD processor.

use crate::n_quads::{RDF_TYPE, Statements, Term, XSD_DATE_TIME, iri, literal, typed};

use super::wire::{Achievement, Credential, Profile, Proof, Result, ResultDescription, Subject};

macro_rules! credentials {
    ($word:literal) => {
        concat!("https://www.w3.org/2018/credentials#", $word)
    };
}
macro_rules! badges {
    ($word:literal) => {
        concat!("https://purl.imsglobal.org/spec/vc/ob/vocab.html#", $word)
    };
}
macro_rules! schema {
    ($word:literal) => {
        concat!("https://schema.org/", $word)
    };
}
macro_rules! security {
    ($word:literal) => {
        concat!("https://w3id.org/security#", $word)
    };
}

/// The context of badges names these two datatypes with `https`, and so has to be followed.
const ANY_URI: &str = "https://www.w3.org/2001/XMLSchema#anyURI";
const BOOLEAN: &str = "https://www.w3.org/2001/XMLSchema#boolean";

/// The statements of the document; a proof in it is left out.
pub(crate) fn document_statements(document: &Credential) -> Statements {
    let mut all = Statements::default();
    let node = iri(&document.id);
    of_type(&mut all, &node, credentials!("VerifiableCredential"));
    of_type(&mut all, &node, badges!("OpenBadgeCredential"));
    named(&mut all, &node, &document.name, &document.description);
    all.add(&node, credentials!("issuer"), &iri(&document.issuer.id));
    profile(&mut all, &document.issuer);
    all.add(
        &node,
        credentials!("validFrom"),
        &typed(&document.valid_from, XSD_DATE_TIME),
    );
    if let Some(until) = &document.valid_until {
        all.add(
            &node,
            credentials!("validUntil"),
            &typed(until, XSD_DATE_TIME),
        );
    }
    all.add(
        &node,
        credentials!("credentialSubject"),
        &iri(&document.credential_subject.id),
    );
    subject(&mut all, &document.credential_subject);
    for evidence in &document.evidence {
        let fact = iri(&evidence.id);
        all.add(&node, credentials!("evidence"), &fact);
        of_type(&mut all, &fact, badges!("Evidence"));
        all.add(&fact, schema!("genre"), &literal(&evidence.genre));
        all.add(&fact, schema!("name"), &literal(&evidence.name));
        all.add(&fact, badges!("narrative"), &literal(&evidence.narrative));
    }
    all
}

/// The statements of the options of a proof.
pub(crate) fn proof_statements(proof: &Proof) -> Statements {
    let mut all = Statements::default();
    let node = Term::Blank;
    of_type(&mut all, &node, security!("DataIntegrityProof"));
    all.add(
        &node,
        security!("cryptosuite"),
        &typed(&proof.cryptosuite, security!("cryptosuiteString")),
    );
    all.add(
        &node,
        "http://purl.org/dc/terms/created",
        &typed(&proof.created, XSD_DATE_TIME),
    );
    all.add(
        &node,
        security!("verificationMethod"),
        &iri(&proof.verification_method),
    );
    all.add(
        &node,
        security!("proofPurpose"),
        &iri(security!("assertionMethod")),
    );
    all
}

fn profile(all: &mut Statements, profile: &Profile) {
    let node = iri(&profile.id);
    of_type(all, &node, badges!("Profile"));
    all.add(&node, schema!("name"), &literal(&profile.name));
    if let Some(address) = &profile.address {
        let place = iri(&address.id);
        all.add(&node, badges!("address"), &place);
        of_type(all, &place, badges!("Address"));
        all.add(
            &place,
            schema!("addressLocality"),
            &literal(&address.address_locality),
        );
    }
}

fn subject(all: &mut Statements, subject: &Subject) {
    let node = iri(&subject.id);
    of_type(all, &node, badges!("AchievementSubject"));
    for identity in &subject.identifier {
        let part = iri(&identity.id);
        all.add(&node, badges!("identifier"), &part);
        of_type(all, &part, badges!("IdentityObject"));
        let is_hashed = if identity.hashed { "true" } else { "false" };
        all.add(&part, badges!("hashed"), &typed(is_hashed, BOOLEAN));
        all.add(
            &part,
            badges!("identityHash"),
            &literal(&identity.identity_hash),
        );
        all.add(
            &part,
            badges!("identityType"),
            &literal(&identity.identity_type),
        );
        if let Some(salt) = &identity.salt {
            all.add(&part, badges!("salt"), &literal(salt));
        }
    }
    all.add(&node, badges!("achievement"), &iri(&subject.achievement.id));
    achievement(all, &subject.achievement);
    for result in &subject.result {
        all.add(&node, badges!("result"), &iri(&result.id));
        add_result(all, result);
    }
}

fn add_result(all: &mut Statements, result: &Result) {
    let node = iri(&result.id);
    of_type(all, &node, badges!("Result"));
    all.add(
        &node,
        badges!("resultDescription"),
        &typed(&result.result_description, ANY_URI),
    );
    all.add(&node, schema!("value"), &literal(&result.value));
    all.add(&node, schema!("description"), &literal(&result.description));
}

fn achievement(all: &mut Statements, achievement: &Achievement) {
    let node = iri(&achievement.id);
    of_type(all, &node, badges!("Achievement"));
    all.add(
        &node,
        badges!("achievementType"),
        &literal(&achievement.achievement_type),
    );
    named(all, &node, &achievement.name, &achievement.description);
    all.add(
        &node,
        schema!("inLanguage"),
        &literal(&achievement.in_language),
    );
    let criteria = iri(&achievement.criteria.id);
    all.add(&node, badges!("Criteria"), &criteria);
    all.add(
        &criteria,
        badges!("narrative"),
        &literal(&achievement.criteria.narrative),
    );
    for description in &achievement.result_description {
        all.add(&node, badges!("resultDescription"), &iri(&description.id));
        result_description(all, description);
    }
}

fn result_description(all: &mut Statements, description: &ResultDescription) {
    let node = iri(&description.id);
    of_type(all, &node, badges!("ResultDescription"));
    named(all, &node, &description.name, &description.description);
    all.add(
        &node,
        badges!("resultType"),
        &literal(&description.result_type),
    );
    if let Some(required) = &description.required_value {
        all.add(&node, badges!("requiredValue"), &literal(required));
    }
    all.add(&node, badges!("valueMin"), &literal(&description.value_min));
    if let Some(most) = &description.value_max {
        all.add(&node, badges!("valueMax"), &literal(most));
    }
}

fn of_type(all: &mut Statements, node: &Term, kind: &str) {
    all.add(node, RDF_TYPE, &iri(kind));
}

fn named(all: &mut Statements, node: &Term, name: &str, description: &str) {
    all.add(node, schema!("name"), &literal(name));
    all.add(node, schema!("description"), &literal(description));
}
