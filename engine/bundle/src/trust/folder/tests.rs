//! A site's folder from its first use on: who may change it, and what is refused when somebody else did.

use proptest::prelude::*;

use super::*;
use crate::fixture::key;
use crate::trust::rules::{AnyOf, Role, Rule};

const NOW: u64 = 1_800_000_000;

struct Site(tempfile::TempDir);

impl Site {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn folder(&self) -> TrustFolder {
        TrustFolder::at(self.0.path().join("trust"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder().root.join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    #[track_caller]
    fn check_refused(&self, says: &str) {
        let error = self.folder().open().unwrap_err().to_string();
        assert!(error.contains(says), "no {says:?} in {error}");
    }
}

#[test]
fn a_new_site_trusts_nobody_and_writes_nothing_by_looking() {
    let site = Site::new();
    assert_eq!(site.folder().open().unwrap(), TrustStore::default());
    assert!(!site.folder().root.exists());
}

#[test]
fn the_first_change_makes_the_sites_own_key() {
    let site = Site::new();
    let vendor = key(1, "vendor:org.example").public();
    site.folder().add(&vendor, NOW).unwrap();
    let store = site.folder().open().unwrap();
    assert_eq!(store.keys(), std::slice::from_ref(&vendor));
    assert_eq!(
        store.revocations().expires_unix_s(),
        Some(NOW + 365 * 86_400)
    );
    let own = site.folder().site_key().unwrap().unwrap();
    assert_eq!(own.role, KeyRole::Site);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(site.path(SITE_SECRET))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let again = site.folder().add(&vendor, NOW).unwrap_err();
    assert!(again.to_string().contains("trusted already"));
    let id = vendor.bytes.id();
    assert_eq!(site.folder().remove(&id[..8], NOW).unwrap(), vendor);
    assert!(site.folder().open().unwrap().keys().is_empty());
    let gone = site.folder().remove(&id, NOW).unwrap_err();
    assert!(gone.to_string().contains("keys list"), "{gone}");
}

#[test]
fn a_store_changed_by_hand_is_refused_at_every_byte() {
    let site = Site::new();
    site.folder()
        .add(&key(1, "reviewer").public(), NOW)
        .unwrap();
    site.folder()
        .revoke(&Revoked::Digest("a".repeat(64)), "wrong", NOW)
        .unwrap();
    for name in [STORE, REVOKED] {
        let sound = fs::read(site.path(name)).unwrap();
        for at in 0..sound.len() {
            let mut changed = sound.clone();
            changed[at] ^= 1;
            fs::write(site.path(name), &changed).unwrap();
            let error = site.folder().open().unwrap_err();
            assert!(
                error.to_string().contains(name),
                "byte {at} of {name}: {error}"
            );
        }
        fs::write(site.path(name), &sound).unwrap();
        assert!(site.folder().open().is_ok());
    }
}

#[test]
fn a_store_of_another_site_is_refused() {
    let (site, other) = (Site::new(), Site::new());
    site.folder()
        .add(&key(1, "reviewer").public(), NOW)
        .unwrap();
    other
        .folder()
        .add(&key(2, "reviewer").public(), NOW)
        .unwrap();
    fs::write(site.path(STORE), other.read(STORE)).unwrap();
    site.check_refused("expected the signature of the site key");
    fs::remove_file(site.path(SITE_PUBLIC)).unwrap();
    site.check_refused("there is no site.pub to check it by");
    // One file of a site does not stand in for the other.
    fs::write(site.path(SITE_PUBLIC), other.read(SITE_PUBLIC)).unwrap();
    fs::write(site.path(STORE), other.read(REVOKED)).unwrap();
    site.check_refused("is not one of this file");
}

#[test]
fn an_older_list_is_refused() {
    let site = Site::new();
    let digest = |n: u8| Revoked::Digest(format!("{n:064x}"));
    site.folder().revoke(&digest(1), "first", NOW).unwrap();
    let old = site.read(REVOKED);
    site.folder().revoke(&digest(2), "second", NOW).unwrap();
    let new = site.read(REVOKED);
    fs::write(site.path(REVOKED), &old).unwrap();
    site.check_refused("has version 1, version 2 was seen already");
    // Nor can it be changed from there.
    assert!(matches!(
        site.folder().add(&key(1, "reviewer").public(), NOW),
        Err(TrustError::Rollback {
            seen: 2,
            found: 1,
            ..
        })
    ));
    fs::remove_file(site.path(REVOKED)).unwrap();
    site.check_refused("the list of revocations is gone");
    // The old one is not taken over, the one that was lost is.
    let backup = site.0.path().join("backup.toml");
    fs::write(&backup, &old).unwrap();
    let error = site.folder().take_list(&backup, NOW).unwrap_err();
    assert!(
        matches!(
            error,
            TrustError::Rollback {
                seen: 2,
                found: 1,
                ..
            }
        ),
        "{error}"
    );
    fs::write(&backup, &new).unwrap();
    site.folder().take_list(&backup, NOW).unwrap();
    assert_eq!(site.folder().open().unwrap().revocations().version(), 2);
}

#[test]
fn lists_of_a_trusted_site_are_taken_over_and_never_older_ones() {
    let (site, centre) = (Site::new(), Site::new());
    centre
        .folder()
        .revoke(&Revoked::Digest("a".repeat(64)), "wrong", NOW)
        .unwrap();
    let list = centre.path("first.toml");
    fs::copy(centre.path(REVOKED), &list).unwrap();
    site.folder()
        .add(&key(1, "reviewer").public(), NOW)
        .unwrap();
    let error = site.folder().take_list(&list, NOW).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("nor a trusted key of the role `site`"),
        "{error}"
    );
    site.folder()
        .add(&centre.folder().site_key().unwrap().unwrap(), NOW)
        .unwrap();
    assert!(site.folder().take_list(&list, NOW).unwrap().is_empty());
    assert_eq!(site.folder().open().unwrap().revocations().version(), 1);
    let error = site.folder().take_list(&list, NOW).unwrap_err();
    assert!(
        matches!(
            error,
            TrustError::Rollback {
                seen: 1,
                found: 1,
                ..
            }
        ),
        "{error}"
    );
    // An own revocation comes on top, in a newer list.
    site.folder()
        .revoke(&Revoked::Digest("b".repeat(64)), "own", NOW)
        .unwrap();
    assert_eq!(
        site.folder()
            .open()
            .unwrap()
            .revocations()
            .digests()
            .count(),
        2
    );
    centre.folder().renew(NOW).unwrap();
    centre.folder().renew(NOW).unwrap();
    let dropped = site.folder().take_list(&centre.path(REVOKED), NOW).unwrap();
    assert_eq!(dropped, ["b".repeat(64)]);
}

#[test]
fn a_revoked_key_is_not_trusted_again() {
    let site = Site::new();
    let vendor = key(1, "vendor:org.example").public();
    site.folder().add(&vendor, NOW).unwrap();
    site.folder()
        .revoke(&Revoked::Key(vendor.bytes.id()), "lost", NOW)
        .unwrap();
    site.folder().remove(&vendor.bytes.id(), NOW).unwrap();
    let error = site.folder().add(&vendor, NOW).unwrap_err();
    assert!(error.to_string().contains("was revoked: lost"), "{error}");
    let unknown = Revoked::Key(key(7, "reviewer").public().bytes.hex());
    site.folder()
        .revoke(&unknown, "seen in the wild", NOW)
        .unwrap();
    assert_eq!(
        site.folder().open().unwrap().revocations().keys().count(),
        2
    );
    for (what, reason) in [
        (Revoked::Digest("abc".to_owned()), "x"),
        (Revoked::Key("abc".to_owned()), "x"),
        (unknown.clone(), ""),
        (unknown, "two\nlines"),
    ] {
        assert!(
            matches!(
                site.folder().revoke(&what, reason, NOW),
                Err(TrustError::Change(_))
            ),
            "{what:?}"
        );
    }
}

#[test]
fn without_the_secret_half_nothing_is_changed() {
    let site = Site::new();
    site.folder()
        .add(&key(1, "reviewer").public(), NOW)
        .unwrap();
    let secret = site.read(SITE_SECRET);
    fs::remove_file(site.path(SITE_SECRET)).unwrap();
    assert!(site.folder().open().is_ok());
    let error = site.folder().renew(NOW).unwrap_err();
    assert!(matches!(error, TrustError::NoSecret { .. }), "{error}");
    write_secret_key(&site.path(SITE_SECRET), &key(9, "site")).unwrap();
    let error = site.folder().renew(NOW).unwrap_err().to_string();
    assert!(error.contains("not the secret half"), "{error}");
    assert!(!error.contains(&secret));
}

#[cfg(unix)]
#[test]
fn a_secret_key_that_others_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let site = Site::new();
    let path = site.0.path().join("a.secret");
    write_secret_key(&path, &key(1, "reviewer")).unwrap();
    assert_eq!(
        read_secret_key(&path).unwrap().public(),
        key(1, "reviewer").public()
    );
    assert!(
        write_secret_key(&path, &key(2, "reviewer")).is_err(),
        "it stays"
    );
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let error = read_secret_key(&path).unwrap_err().to_string();
    assert!(
        error.contains("mode 640") && error.contains("chmod 600"),
        "{error}"
    );
}

#[test]
fn rules_cannot_be_weaker_than_a_use_needs() {
    let site = Site::new();
    let sound = Rules {
        training: Rule {
            all_of: Vec::new(),
            any_of: Some(AnyOf {
                roles: vec![Role::Vendor, Role::Site],
                minimum: 1,
            }),
        },
        ..Rules::default()
    };
    site.folder().set_rules(&sound, NOW).unwrap();
    assert_eq!(*site.folder().open().unwrap().rules(), sound);
    let only_vendor = Rules {
        exam: sound.training.clone(),
        ..sound.clone()
    };
    let nothing = Rules {
        training: Rule {
            all_of: Vec::new(),
            any_of: None,
        },
        ..sound.clone()
    };
    for (rules, says) in [
        (only_vendor, "`vendor` and `reviewer`"),
        (nothing, "at least one signature"),
    ] {
        let error = site
            .folder()
            .set_rules(&rules, NOW)
            .unwrap_err()
            .to_string();
        assert!(error.contains(says), "{error}");
    }
}

proptest! {
    #[test]
    fn no_text_brings_the_readers_down(text in "\\PC{0,200}", cut in any::<prop::sample::Index>()) {
        let (sound, list) = sound_files();
        for (what, file) in [(Signed::Store, &sound), (Signed::Revocations, &list)] {
            let at = file.char_indices().map(|(at, _)| at).nth(cut.index(file.chars().count())).unwrap_or(0);
            let changed = format!("{}{text}{}", &file[..at], &file[at..]);
            if file::unsealed(what, &changed).is_ok() {
                // Only nothing at all may be put in.
                prop_assert_eq!(&changed, file);
            }
            drop(file::read_store("trust.toml", &changed));
            drop(file::read_revocations("revoked.toml", &changed));
        }
        drop(file::unsealed(Signed::Store, &text));
        drop(PublicKey::parse(&text));
        drop(SecretKey::parse(&text));
    }
}

/// A store and a list as they are written.
fn sound_files() -> (String, String) {
    let mut store = TrustStore {
        keys: vec![key(1, "vendor:org.example").public()],
        ..TrustStore::default()
    };
    store.revocations.expires_unix_s = Some(NOW);
    store
        .revocations
        .digests
        .insert("a".repeat(64), "wrong \"side\"".to_owned());
    let site = key(5, "site");
    (
        file::sealed(Signed::Store, &site, &file::store_body(&store, 3)),
        file::sealed(
            Signed::Revocations,
            &site,
            &file::revocations_body(&store.revocations),
        ),
    )
}

#[test]
fn what_is_written_is_read() {
    let (store, list) = sound_files();
    let (read, seen) = file::read_store("trust.toml", &store).unwrap();
    assert_eq!((read.keys.len(), seen), (1, 3));
    let list = file::read_revocations("revoked.toml", &list).unwrap();
    assert_eq!(list.digests["a".repeat(64).as_str()], "wrong \"side\"");
}
