//! The published vector of Open Badges 3.0: both texts, both hashes and the signature.

use std::path::{Path, PathBuf};

use super::{is_signed, sha256};
use crate::credential::{Proof, proof_statements};
use crate::multibase::{bytes_of_multibase, hex};
use crate::n_quads::{Statements, Term};

/// 1EdTech, Open Badges 3.0, appendix on proofs: key, digests and signature of the example.
const KEY: &str = "4bdeafde2ea8beefadd8c699b5c7e0704cf51154d52e17b20b71337ca04cc5a5";
const OPTIONS: &str = "d34009cea0dbc1ca941e09dc01c8c9d3e3ce3c5b853f67ee44698dcea10f5d19";
const DOCUMENT: &str = "87f65a76d40146205e3b3e06cb0fbd153f97f9ce70372390f52566bb7f9e0773";
const SIGNATURE: &str = "f7a017acf7d27983267ec362657c0fb08e955549f49dac5bf36a03c4f2c3a4f1\
                         e3738a6c5ecd7ffba7135cb9cd754e6196f4b73082ea8df8e703c8ecd4333503";

/// The folder of the vector; `None` after naming the skipped test.
fn folder(test: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let found = std::env::var_os("OVERREAD_SHARED")
        .map_or(beside, PathBuf::from)
        .join("stats/ob3_rdfc");
    if found.is_dir() {
        return Some(found);
    }
    eprintln!("SKIPPED {test}: no ../shared/stats/ob3_rdfc");
    None
}

fn bytes<const N: usize>(digits: &str) -> [u8; N] {
    let byte = |idx: usize| u8::from_str_radix(&digits[idx * 2..idx * 2 + 2], 16).unwrap();
    std::array::from_fn(byte)
}

fn term(text: &str) -> Term {
    if text.starts_with("_:") {
        return Term::Blank;
    }
    if let Some(iri) = text.strip_prefix('<') {
        return Term::Iri(iri.trim_end_matches('>').to_owned());
    }
    let (text, datatype) = text[1..].rsplit_once('"').unwrap();
    let datatype = datatype.strip_prefix("^^<").map(|iri| {
        let iri: &'static str = iri.trim_end_matches('>').to_owned().leak();
        iri
    });
    Term::Literal {
        text: text.to_owned(),
        datatype,
    }
}

/// The statements of `text`, which has no escapes, written by us, in another order.
fn rewritten(text: &str) -> String {
    let mut all = Statements::default();
    for line in text.lines().rev() {
        let (subject, rest) = line.split_once(' ').unwrap();
        let (predicate, object) = rest.split_once(' ').unwrap();
        let predicate = predicate.trim_matches(['<', '>']);
        all.add(
            &term(subject),
            predicate,
            &term(object.trim_end_matches(" .")),
        );
    }
    all.canonical()
}

#[test]
fn the_published_vector_is_reproduced() {
    let Some(folder) = folder("the_published_vector_is_reproduced") else {
        return;
    };
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let document = rewritten(&read("document-canon.nq"));
    assert_eq!(document, read("document-canon.nq"));
    assert_eq!(hex(&sha256(&document)), DOCUMENT);

    let options = read("proof-canon.nq");
    let method = options.lines().last().unwrap().rsplit_once('<').unwrap().1;
    let method = method.trim_end_matches("> .");
    let proof = Proof {
        kind: "DataIntegrityProof".to_owned(),
        cryptosuite: "eddsa-rdfc-2022".to_owned(),
        created: "2010-01-01T19:23:24Z".to_owned(),
        verification_method: method.to_owned(),
        proof_purpose: "assertionMethod".to_owned(),
        proof_value: None,
    };
    let ours = proof_statements(&proof).canonical();
    assert_eq!(ours, options);
    assert_eq!(hex(&sha256(&ours)), OPTIONS);

    // The method names the key itself.
    let (_, named) = method.split_once('#').unwrap();
    assert_eq!(hex(&bytes_of_multibase(named).unwrap()[2..]), KEY);
    let message = [sha256(&ours), sha256(&document)].concat();
    assert!(is_signed(&message, &bytes(SIGNATURE), &bytes(KEY)));
}

#[test]
fn another_message_key_or_signature_does_not_hold() {
    let message = [bytes::<32>(OPTIONS), bytes::<32>(DOCUMENT)].concat();
    let (signature, key) = (bytes::<64>(SIGNATURE), bytes::<32>(KEY));
    assert!(is_signed(&message, &signature, &key));
    assert!(!is_signed(&message[1..], &signature, &key));
    for place in 0..64 {
        let mut other = signature;
        other[place] ^= 1;
        assert!(!is_signed(&message, &other, &key));
    }
    for place in 0..32 {
        let mut other = key;
        other[place] ^= 1;
        assert!(!is_signed(&message, &signature, &other));
    }
    // The neutral point signs everything.
    let mut weak = [0; 32];
    weak[0] = 1;
    let mut forged = [0; 64];
    forged[0] = 1;
    assert!(!is_signed(&message, &forged, &weak));
}
