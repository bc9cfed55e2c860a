//! The matrix of trust: who signed, in which role, for which use, from where.

use super::rules::AnyOf;
use super::*;
use crate::fixture::{key, packed};

const NOW: u64 = 1_800_000_000;

/// A store that trusts vendor 1 for `org.example`, vendor 2 for `org.other`, reviewers 3 and 4, and site 5.
fn store() -> TrustStore {
    let roles = [
        "vendor:org.example",
        "vendor:org.other",
        "reviewer",
        "reviewer",
        "site",
    ];
    TrustStore {
        keys: (1..)
            .zip(roles)
            .map(|(seed, role)| key(seed, role).public())
            .collect(),
        ..TrustStore::default()
    }
}

/// The plugin `org.example.guest`, signed by keys of these seeds. 9 is unknown, whatever role it gives itself.
fn signed(seeds: &[u8]) -> SignedManifest {
    let place = tempfile::tempdir().unwrap();
    let keys: Vec<_> = seeds.iter().map(|seed| key(*seed, "reviewer")).collect();
    let keys: Vec<_> = keys.iter().collect();
    SignedManifest::read(&packed(
        place.path(),
        "org.example.guest",
        "1.0.0",
        "",
        &keys,
    ))
    .unwrap()
}

#[derive(Clone, Copy)]
enum Wanted {
    Training,
    Listed,
    Unlisted,
    Developer,
}

fn judge(store: &TrustStore, signed: &SignedManifest, origin: Origin, wanted: Wanted) -> Verdict {
    let other = BTreeSet::from(["0".repeat(64)]);
    let own: BTreeSet<String> = signed.digest().into_iter().collect();
    let wanted = match wanted {
        Wanted::Training => Use::Training,
        Wanted::Listed => Use::Exam { listed: &own },
        Wanted::Unlisted => Use::Exam { listed: &other },
        Wanted::Developer => Use::Developer,
    };
    store.judge(signed, origin, wanted, NOW)
}

#[test]
fn who_signed_decides_for_each_use() {
    use Basis::{DeveloperMode as D, Signatures as S};
    // Training, exam that lists it, exam that does not, developer mode.
    let matrix: [(&[u8], [Option<Basis>; 4]); 12] = [
        (&[], [None, None, None, Some(D)]),
        (&[1], [Some(S), None, None, Some(S)]),
        (&[2], [None, None, None, Some(D)]),
        (&[3], [None, None, None, Some(D)]),
        (&[5], [None, None, None, Some(D)]),
        (&[9], [None, None, None, Some(D)]),
        (&[1, 3], [Some(S), Some(S), None, Some(S)]),
        (&[1, 9], [Some(S), None, None, Some(S)]),
        (&[2, 3], [None, None, None, Some(D)]),
        (&[3, 4], [None, None, None, Some(D)]),
        (&[1, 5], [Some(S), None, None, Some(S)]),
        (&[1, 2, 3, 4, 5, 9], [Some(S), Some(S), None, Some(S)]),
    ];
    let uses = [
        Wanted::Training,
        Wanted::Listed,
        Wanted::Unlisted,
        Wanted::Developer,
    ];
    for (seeds, expected) in matrix {
        let signed = signed(seeds);
        for (wanted, expected) in uses.into_iter().zip(expected) {
            for origin in [Origin::Installed, Origin::Folder] {
                let verdict = judge(&store(), &signed, origin, wanted);
                assert_eq!(verdict.basis, expected, "{seeds:?}: {verdict:?}");
                assert_eq!(
                    verdict.reasons.is_empty(),
                    expected == Some(S),
                    "{seeds:?}: {verdict:?}"
                );
            }
        }
    }
}

#[test]
fn what_lies_beside_the_program_is_for_training_and_named_so() {
    for (seeds, training, exam) in [
        (&[][..], Basis::Location, None),
        (&[1], Basis::Signatures, None),
        (&[1, 3], Basis::Signatures, Some(Basis::Signatures)),
    ] {
        let signed = signed(seeds);
        let basis = |wanted| judge(&store(), &signed, Origin::Bundled, wanted).basis;
        assert_eq!(basis(Wanted::Training), Some(training));
        assert_eq!(basis(Wanted::Developer), Some(training));
        assert_eq!(basis(Wanted::Listed), exam);
        assert_eq!(basis(Wanted::Unlisted), None);
    }
}

#[track_caller]
fn check_says(verdict: &Verdict, says: &[&str]) {
    let all = verdict.reasons.join("; ");
    for part in says {
        assert!(all.contains(part), "no {part:?} in {all}");
    }
    assert_eq!(verdict.reasons.len(), says.len(), "{all}");
}

#[test]
fn a_refusal_says_what_is_missing_and_what_to_do() {
    let says = |seeds: &[u8], wanted, says: &[&str]| {
        check_says(
            &judge(&store(), &signed(seeds), Origin::Installed, wanted),
            says,
        );
    };
    says(
        &[],
        Wanted::Training,
        &[
            "by a vendor of org.example.guest",
            "it is not signed at all",
        ],
    );
    says(
        &[2],
        Wanted::Training,
        &[
            "by a vendor of org.example.guest",
            "vendor:org.other does not cover org.example.guest",
        ],
    );
    says(
        &[9],
        Wanted::Training,
        &["by a vendor", "overread plugin keys add"],
    );
    says(&[1], Wanted::Listed, &["no signature by a reviewer"]);
    says(
        &[1, 3],
        Wanted::Unlisted,
        &["the exam does not list this bundle: it lists 000"],
    );
}

#[test]
fn what_was_revoked_is_refused_for_every_use_wherever_it_lies() {
    let signed = signed(&[1, 3]);
    let mut by_key = store();
    let public = key(3, "reviewer").public();
    by_key
        .revocations
        .keys
        .insert(public.bytes, "lost".to_owned());
    let mut by_digest = store();
    by_digest
        .revocations
        .digests
        .insert(signed.digest().unwrap(), "wrong side".to_owned());
    for (store, says) in [
        (by_key, "was revoked: lost"),
        (by_digest, "this bundle was revoked: wrong side"),
    ] {
        for wanted in [
            Wanted::Training,
            Wanted::Listed,
            Wanted::Unlisted,
            Wanted::Developer,
        ] {
            for origin in [Origin::Installed, Origin::Bundled, Origin::Folder] {
                let verdict = judge(&store, &signed, origin, wanted);
                assert_eq!(verdict.basis, None);
                check_says(&verdict, &[says]);
            }
        }
    }
}

#[test]
fn an_expired_list_is_a_warning_and_closes_exams() {
    let mut store = store();
    store.revocations.expires_unix_s = Some(NOW - 1);
    let signed = signed(&[1, 3]);
    let training = judge(&store, &signed, Origin::Installed, Wanted::Training);
    assert_eq!(training.basis, Some(Basis::Signatures));
    assert!(
        training.warnings[0].contains("expired on 2027-01-15"),
        "{training:?}"
    );
    let exam = judge(&store, &signed, Origin::Installed, Wanted::Listed);
    assert_eq!(exam.basis, None);
    check_says(&exam, &["revoke --renew"]);
    store.revocations.expires_unix_s = Some(NOW);
    assert!(judge(&store, &signed, Origin::Installed, Wanted::Listed).is_accepted());
}

#[test]
fn any_of_counts_different_keys() {
    let mut store = store();
    store.rules.exam.any_of = Some(AnyOf {
        roles: vec![Role::Reviewer, Role::Site],
        minimum: 2,
    });
    store.rules.training = Rule {
        all_of: Vec::new(),
        any_of: Some(AnyOf {
            roles: vec![Role::Vendor, Role::Site],
            minimum: 1,
        }),
    };
    let accepted = |seeds: &[u8], wanted| {
        judge(&store, &signed(seeds), Origin::Installed, wanted).is_accepted()
    };
    assert!(!accepted(&[1, 3], Wanted::Listed));
    assert!(accepted(&[1, 3, 4], Wanted::Listed));
    assert!(accepted(&[1, 3, 5], Wanted::Listed));
    assert!(!accepted(&[3, 4, 5], Wanted::Listed));
    assert!(accepted(&[5], Wanted::Training));
    assert!(!accepted(&[3], Wanted::Training));
    assert_eq!(
        store.rules.exam.shown(),
        "vendor and reviewer and at least 2 of reviewer, site"
    );
}

#[test]
fn a_signature_over_a_manifest_that_pins_too_little_is_no_trust() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("source-org.example.guest-1.0.0");
    packed(place.path(), "org.example.guest", "1.0.0", "", &[]);
    let bytes = std::fs::read(folder.join("plugin.toml")).unwrap();
    let signature = ManifestSignature::new(&crate::form::PLUGIN, &key(1, "reviewer"), &bytes);
    std::fs::write(
        folder.join("SIGNATURES"),
        crate::signatures::written(&[signature]),
    )
    .unwrap();
    let signed = SignedManifest::read(&folder).unwrap();
    assert_eq!(signed.digest(), None);
    let verdict = judge(&store(), &signed, Origin::Folder, Wanted::Training);
    assert_eq!(verdict.basis, None);
    check_says(&verdict, &["does not pin locales/en.ftl, plugin.wasm"]);
}
