//! Key files: what is written is read, and every other file is refused by name without showing a secret.

use super::*;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn keys_come_back_from_their_files() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    let sign = SecretKey::generate().unwrap();
    sign.write(&at("s")).unwrap();
    sign.public().write(&at("s.pub")).unwrap();
    let open = CentreSecret::generate().unwrap();
    open.write(&at("o")).unwrap();
    open.public().write(&at("o.pub")).unwrap();
    assert_eq!(SecretKey::read(&at("s")).unwrap().public(), sign.public());
    assert_eq!(read_public_keys(&at("s.pub")).unwrap(), [sign.public()]);
    assert_eq!(
        CentreSecret::read(&at("o")).unwrap().public(),
        open.public()
    );
    assert_eq!(CentrePublic::read(&at("o.pub")).unwrap(), open.public());
    // A key is never written over.
    assert!(sign.write(&at("s")).is_err());

    let list = format!(
        "# supervisors\n\n{} Dr A\ned25519-public {}\n",
        sign.public().hex(),
        SecretKey::from_seed([1; 32]).public().hex()
    );
    std::fs::write(at("list"), list).unwrap();
    assert_eq!(read_public_keys(&at("list")).unwrap().len(), 2);
}

#[cfg(unix)]
#[test]
fn secret_files_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder();
    let path = folder.path().join("s");
    SecretKey::generate().unwrap().write(&path).unwrap();
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    let text = SecretKey::read(&path).unwrap_err().to_string();
    assert!(
        text.contains("expected permissions 600, found 640"),
        "{text}"
    );
}

#[test]
fn another_kind_of_key_is_named_and_no_secret_is_shown() {
    let folder = folder();
    let path = folder.path().join("k");
    let open = CentreSecret::from_bytes([0x5a; 32]);
    open.write(&path).unwrap();
    let text = SecretKey::read(&path).unwrap_err().to_string();
    assert!(
        text.contains("expected `ed25519-secret`") && text.contains("found `x25519-secret`"),
        "{text}"
    );
    assert!(!text.contains("5a5a"), "{text}");
    let debug = format!("{open:?} {:?}", SecretKey::from_seed([0x5a; 32]));
    assert!(!debug.contains("5a5a5a"), "{debug}");
    for wrong in ["", "ed25519-secret", "ed25519-secret 12", "\u{0}"] {
        std::fs::write(&path, wrong).unwrap();
        assert!(SecretKey::read(&path).is_err());
        assert!(CentrePublic::read(&path).is_err());
    }
}

#[test]
fn keys_that_protect_nothing_are_refused() {
    // The neutral element of Ed25519, under which anybody's signature holds.
    let neutral = format!("01{}", "00".repeat(31));
    assert_eq!(PublicKey::from_hex(&neutral), None);
    // The points of small order of X25519 (RFC 7748, section 6.1: the shared secret is then zeros).
    assert_eq!(CentrePublic::from_hex(&"00".repeat(32)), None);
    assert_eq!(CentrePublic::from_hex(&neutral), None);
    assert_eq!(
        CentrePublic::from_hex(&format!("{}80", "00".repeat(31))),
        None
    );
    let sound = CentreSecret::from_bytes([9; 32]).public();
    assert_eq!(CentrePublic::from_hex(&sound.hex()), Some(sound));
    assert_eq!(CentrePublic::from_hex(&sound.hex().to_uppercase()), None);
}
