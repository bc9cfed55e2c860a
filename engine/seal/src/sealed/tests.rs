//! Sealed results there and back, by libsodium too, and every way to damage one.

use std::process::Command;

use super::*;
use crate::hex::hex;

fn centre(first: u8) -> CentreSecret {
    CentreSecret::from_bytes([first; 32])
}

fn results() -> Vec<ResultFile> {
    let file = |name: &str, bytes: &[u8]| ResultFile {
        name: name.to_owned(),
        bytes: bytes.to_vec(),
    };
    vec![
        file("journal.ovj", &[0, 1, 2, 255]),
        file("scenario.toml", b"schema = 1\n"),
    ]
}

#[test]
fn results_come_back_for_the_centre_alone() {
    let sealed = seal_to(&centre(1).public(), &results()).unwrap();
    assert_eq!(open_sealed(&sealed, &centre(1)).unwrap(), results());
    assert!(!sealed.windows(8).any(|window| window == b"schema ="));
    let text = open_sealed(&sealed, &centre(2)).unwrap_err().to_string();
    assert!(
        text.starts_with("sealed to another key: expected "),
        "{text}"
    );
    // Two boxes of the same results are not equal: each has a key of its own.
    assert_ne!(sealed, seal_to(&centre(1).public(), &results()).unwrap());
}

#[test]
fn every_flipped_bit_and_every_cut_is_refused() {
    let sealed = seal_to(&centre(1).public(), &results()).unwrap();
    for at in 0..sealed.len() {
        for bit in 0..8 {
            let mut bytes = sealed.clone();
            bytes[at] ^= 1 << bit;
            let error = open_sealed(&bytes, &centre(1)).unwrap_err();
            let is_named = matches!(
                error,
                SealError::Sealed(_) | SealError::OtherCentre { .. } | SealError::Tampered(_)
            );
            assert!(is_named, "{at}.{bit}: {error}");
        }
        assert!(
            open_sealed(&sealed[..at], &centre(1)).is_err(),
            "cut at {at}"
        );
    }
    // Whoever changes the box can make the hash of the line fit, but not the box.
    let start = sealed.iter().position(|&b| b == b'\n').unwrap() + 1;
    let mut changed = sealed[start..].to_vec();
    changed[40] ^= 1;
    let key = centre(1).public().hex();
    let mut bytes = format!("{FORM} x25519 {key} sha256 {}\n", sha256_hex(&changed)).into_bytes();
    bytes.extend_from_slice(&changed);
    let text = open_sealed(&bytes, &centre(1)).unwrap_err().to_string();
    assert!(text.contains("the box does not open"), "{text}");
}

#[test]
fn names_that_leave_the_folder_are_refused() {
    for name in [
        "",
        "..",
        ".x",
        "a/b",
        "a\\b",
        "a:b",
        "\u{e4}",
        &"x".repeat(101),
    ] {
        let mut files = results();
        files[0].name = name.to_owned();
        assert!(seal_to(&centre(1).public(), &files).is_err(), "{name}");
    }
    let mut files = results();
    files[0].name = "SCENARIO.toml".to_owned();
    let text = seal_to(&centre(1).public(), &files)
        .unwrap_err()
        .to_string();
    assert!(text.contains("two files"), "{text}");
}

#[test]
fn files_are_sealed_and_opened_and_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for file in results() {
        std::fs::write(at(&file.name), &file.bytes).unwrap();
    }
    let names = ["journal.ovj", "scenario.toml"];
    let public = centre(1).public();
    seal_files(folder.path(), &names, &public, &at("r.sealed")).unwrap();
    let opened = open_into(&at("r.sealed"), &centre(1), &at("out")).unwrap();
    assert_eq!(opened.len(), 2);
    assert_eq!(
        std::fs::read(at("out/journal.ovj")).unwrap(),
        [0, 1, 2, 255]
    );
    assert!(matches!(
        open_into(&at("r.sealed"), &centre(1), &at("out")),
        Err(SealError::Io {
            action: "create",
            ..
        })
    ));
    assert!(seal_files(folder.path(), &["missing"], &public, &at("x.sealed")).is_err());
    assert!(!at("x.sealed").exists());
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 4, "no half-written file is left: {left:?}");
}

/// PyNaCl is libsodium: what it opens is its sealed box.
#[test]
fn libsodium_opens_what_we_seal_and_we_open_what_it_seals() {
    let python = std::env::var("OVERREAD_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let run = |code: &str, args: &[&str]| {
        Command::new(&python)
            .arg("-c")
            .arg(code)
            .args(args)
            .output()
    };
    if !run("import nacl.public", &[]).is_ok_and(|out| out.status.success()) {
        eprintln!(
            "SKIPPED libsodium_opens_what_we_seal_and_we_open_what_it_seals: no PyNaCl in {python}"
        );
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.sealed");
    let sealed = seal_to(&centre(1).public(), &results()).unwrap();
    std::fs::write(&path, &sealed).unwrap();
    let code = "\
import sys, json, hashlib, nacl.public as n
key = n.PrivateKey(bytes.fromhex(sys.argv[2]))
line, box = open(sys.argv[1], 'rb').read().split(b'\\n', 1)
words = line.split()
assert words[2] == key.public_key.encode().hex().encode()
assert words[4] == hashlib.sha256(box).hexdigest().encode()
plain = n.SealedBox(key).decrypt(box)
assert json.loads(plain)['files'][1]['name'] == 'scenario.toml'
again = n.SealedBox(key.public_key).encrypt(plain)
head = b' '.join(words[:4] + [hashlib.sha256(again).hexdigest().encode()])
open(sys.argv[1], 'wb').write(head + b'\\n' + again)
";
    let output = run(code, &[path.to_str().unwrap(), &hex(&[1; 32])]).unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let theirs = std::fs::read(&path).unwrap();
    assert_ne!(theirs, sealed);
    assert_eq!(open_sealed(&theirs, &centre(1)).unwrap(), results());
}
