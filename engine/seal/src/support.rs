//! A session's journal made for tests: plan and events as JSON, bytes by the format's description.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::keys::SecretKey;
use crate::manifest::{Manifest, ScoreFact, SealInput, SignedManifest};
use crate::order::{Order, sign_order};
use crate::session_files::SessionFiles;

pub(crate) const SCENARIO: &[u8] = b"schema = 1\nid = \"chest.test\"\n";

pub(crate) fn workstation() -> SecretKey {
    SecretKey::from_seed([1; 32])
}

pub(crate) fn supervisor() -> SecretKey {
    SecretKey::from_seed([2; 32])
}

/// Records of these payloads.
pub(crate) fn journal_of(payloads: &[Value]) -> Vec<u8> {
    let payloads: Vec<Vec<u8>> = payloads
        .iter()
        .map(|p| p.to_string().into_bytes())
        .collect();
    journal_of_bytes(&payloads)
}

pub(crate) fn journal_of_bytes(payloads: &[Vec<u8>]) -> Vec<u8> {
    let mut chain = Sha256::digest(b"overread journal 1").to_vec();
    let mut bytes = Vec::new();
    for payload in payloads {
        let inner = Sha256::digest(payload).to_vec();
        chain = Sha256::digest([&[1][..], &chain, &inner].concat()).to_vec();
        bytes.extend_from_slice(&u32::try_from(payload.len()).unwrap().to_le_bytes());
        bytes.extend_from_slice(payload);
        bytes.extend_from_slice(&crc32c::crc32c(payload).to_le_bytes());
        bytes.extend_from_slice(&chain);
    }
    bytes
}

pub(crate) fn service(version: &str, digest: &str) -> Value {
    json!({
        "id": "org.example.nodule", "name": [], "version": version, "bundle_sha256": digest.repeat(32),
        "models_sha256": [["nodule.onnx", "cd".repeat(32)]], "intended_use": [], "operating_point": null,
    })
}

pub(crate) fn header() -> Value {
    json!({
        "kind": "overread-journal", "schema": 1, "started_unix_s": 1_700_000_000, "nonce": "n",
        "plan": {
            "session": "s1", "reader": "r1", "scenario": "chest.test", "scenario_sha256": "07".repeat(32),
            "seed": "1", "software": "overread 0.1.0", "rubric": "v2", "mode": "sequential",
            "service": service("1.0.0", "ab"), "cases": ["c1", "c2"],
            "design": {
                "ai_plan_sha256": "ef".repeat(32),
                "certification": {
                    "candidate_name": "A. Reader", "candidate_number": "17", "attempt": 1,
                    "supervisors": [supervisor().public().hex()], "needs_signed_start": true,
                },
            },
        },
    })
}

pub(crate) fn case(at_ms: u64, case: &str, fact: &Value) -> Value {
    json!({"at_ms": at_ms, "event": "case", "case": case, "fact": fact})
}

pub(crate) fn proctor(at_ms: u64, fact: &Value) -> Value {
    json!({"at_ms": at_ms, "event": "proctor", "fact": fact})
}

pub(crate) fn ordered(at_ms: u64, key: &SecretKey, number: u32, order: Order) -> Value {
    let signed = sign_order(key, "s1", number, order);
    let order = match order {
        Order::Start => json!("start"),
        Order::Pause => json!("pause"),
        Order::Resume => json!("resume"),
        Order::Extend(ms) => json!({"extend": {"ms": ms}}),
        Order::Seal => json!("seal"),
    };
    let fact = json!({
        "order": order, "number": number, "key": signed.key, "signature": signed.signature,
    });
    proctor(at_ms, &json!({"ordered": fact}))
}

pub(crate) fn received(at_ms: u64, of: &str, service: &Value) -> Value {
    let result = json!({"service": service, "study": "1.2", "status": "not-run", "reason": "out-of-scope",
        "message": "", "elapsed_ms": null});
    case(at_ms, of, &json!({"ai-received": {"result": result}}))
}

/// A session of two cases without a fault.
pub(crate) fn session() -> Vec<Value> {
    vec![
        header(),
        ordered(0, &supervisor(), 1, Order::Start),
        case(10, "c1", &json!("opened")),
        case(20, "c1", &json!({"rated": {"rating": 35}})),
        case(30, "c1", &json!("first-read-locked")),
        received(40, "c1", &service("1.0.0", "ab")),
        case(50, "c1", &json!("signed")),
        case(60, "c2", &json!("opened")),
        case(70, "c2", &json!({"rated": {"rating": 80}})),
        received(80, "c2", &service("1.0.0", "ab")),
        case(90, "c2", &json!("signed")),
        json!({"at_ms": 100, "event": "ended", "end": "complete"}),
    ]
}

pub(crate) fn input() -> SealInput {
    SealInput {
        case_sha256: [("c1".to_owned(), "11".repeat(32))].into(),
        truth_sha256: Some("22".repeat(32)),
        score: Some(ScoreFact::of(r#"{"cases":[{"id":"c1","points":0.75}],"total":1.0}"#).unwrap()),
        sealed_unix_s: 1_700_003_600,
    }
}

/// The files of these records, sealed by the workstation.
pub(crate) fn sealed(payloads: &[Value]) -> SessionFiles {
    let journal = journal_of(payloads);
    let manifest = Manifest::of(&crate::leaves(&journal), SCENARIO, input()).unwrap();
    let signed = SignedManifest::sign(manifest, &workstation()).unwrap();
    SessionFiles {
        journal,
        scenario: Some(SCENARIO.to_vec()),
        manifest: Some(signed.to_bytes().unwrap()),
    }
}
