//! Time to verify a sealed session of 10,000 events by the verifier's own code, and to seal one.
#![expect(clippy::unwrap_used, reason = "fixtures made here")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use overread_seal::{Manifest, SealInput, SecretKey, SessionFiles, SignedManifest, leaves, verify};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

const N_EVENTS: u64 = 10_000;

/// Plan and events as a journal has them.
fn payloads() -> Vec<Value> {
    let service = json!({
        "id": "org.example.nodule", "name": [], "version": "1.0.0", "bundle_sha256": "ab".repeat(32),
        "models_sha256": [], "intended_use": [], "operating_point": null,
    });
    let header = json!({
        "kind": "overread-journal", "schema": 1, "started_unix_s": 1, "nonce": "n",
        "plan": {"session": "s1", "reader": "r1", "service": service, "cases": ["c1"]},
    });
    let mark = json!({"mark-set": {"id": "m1", "answer": {
        "place": {"series": "1.2.3", "shape": {"point": [12.5, -3.25, 300.0]}},
        "label": "nodule", "confidence": 80,
    }}});
    let received = json!({"ai-received": {"result": {
        "service": service, "study": "1.2", "status": "not-run", "reason": "out-of-scope", "message": "", "elapsed_ms": 7,
    }}});
    let facts = [
        json!("opened"),
        mark,
        json!({"rated": {"rating": 35}}),
        received,
        json!("signed"),
    ];
    let event = |(fact, at_ms): (&Value, u64)| json!({"at_ms": at_ms, "event": "case", "case": "c1", "fact": fact});
    let events = facts.iter().cycle().zip(0..N_EVENTS - 1).map(event);
    let end = json!({"at_ms": N_EVENTS, "event": "ended", "end": "complete"});
    std::iter::once(header).chain(events).chain([end]).collect()
}

fn journal() -> Vec<u8> {
    let mut chain = Sha256::digest(b"overread journal 1").to_vec();
    let mut bytes = Vec::new();
    for payload in payloads() {
        let payload = payload.to_string().into_bytes();
        let inner = Sha256::digest(&payload).to_vec();
        chain = Sha256::digest([&[1][..], &chain, &inner].concat()).to_vec();
        bytes.extend_from_slice(&u32::try_from(payload.len()).unwrap().to_le_bytes());
        bytes.extend_from_slice(&payload);
        bytes.extend_from_slice(&crc32c::crc32c(&payload).to_le_bytes());
        bytes.extend_from_slice(&chain);
    }
    bytes
}

fn sealing(criterion: &mut Criterion) {
    let (journal, key) = (journal(), SecretKey::from_seed([1; 32]));
    let seal = |journal: &[u8]| {
        let manifest = Manifest::of(&leaves(journal), b"", SealInput::default()).unwrap();
        SignedManifest::sign(manifest, &key).unwrap()
    };
    criterion.bench_function("seal/10,000 events sealed", |b| {
        b.iter(|| seal(black_box(&journal)));
    });
    let files = SessionFiles {
        manifest: Some(seal(&journal).to_bytes().unwrap()),
        scenario: Some(Vec::new()),
        journal,
    };
    let trusted = [key.public()];
    criterion.bench_function("seal/10,000 events verified by code of its own", |b| {
        b.iter(|| {
            let report = verify(black_box(&files), &trusted);
            assert!(!report.is_refused(), "{report}");
        });
    });
}

criterion_group!(benches, sealing);
criterion_main!(benches);
