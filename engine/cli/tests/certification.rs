//! An examination from the keys to the certificate as a centre holds it, by the program alone; and what is refused.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here")]

#[path = "start/program.rs"]
mod program;

use std::fs;
use std::path::{Path, PathBuf};

use program::{check_holds, run};

/// What the program printed, both outputs together.
#[track_caller]
fn said(home: &Path, arguments: &[&str], exit_code: i32) -> String {
    let (stdout, stderr) = run(home, arguments, exit_code);
    stdout + &stderr
}

/// The bundled certification, begun by the supervisor whose key is in `keys/supervisor`.
fn supervised(home: &Path) -> PathBuf {
    let bundled = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../scenarios/exams/certification/scenario.toml");
    let text = fs::read_to_string(bundled).unwrap();
    let key = fs::read_to_string(home.join("keys/supervisor/sign.pub")).unwrap();
    let key = key.split_whitespace().last().unwrap();
    let terms = format!("most_attempts = 3\nsupervisors = [\"{key}\"]\nsigned_start = true\n");
    assert!(text.contains("most_attempts = 3\n"));
    let path = home.join("scenario.toml");
    fs::write(&path, text.replacen("most_attempts = 3\n", &terms, 1)).unwrap();
    path
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// Reads the examination with a scripted reader; gives the session's folder, relative to `home`.
fn read(home: &Path, reader: &str, seed: &str) -> String {
    let sessions = format!("sessions-{seed}");
    let wanted = [
        "session",
        "simulate",
        "scenario.toml",
        "--candidate",
        "Ada Example",
        "--number",
        "17",
        "--supervisor-key",
        "keys/supervisor/sign.secret",
        "--no-images",
        "--sessions",
        &sessions,
        "--reader",
        reader,
        "--seed",
        seed,
    ];
    said(home, &wanted, 0);
    let mut folders = fs::read_dir(home.join(&sessions)).unwrap();
    let folder = folders.next().unwrap().unwrap().file_name();
    format!("{sessions}/{}", folder.to_str().unwrap())
}

const CENTRE: [&str; 2] = ["--key", "keys/centre/sign.secret"];

#[track_caller]
fn issue(home: &Path, session: &str, out: &str, exit_code: i32) -> String {
    let issue = [
        "certificate",
        "issue",
        session,
        "--issuer",
        "The centre",
        "--out",
        out,
    ];
    said(home, &[&issue[..], &CENTRE].concat(), exit_code)
}

/// A home with the keys of centre and supervisor, and the scenario.
fn centre() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    for who in ["centre", "supervisor"] {
        let out = format!("keys/{who}");
        said(home.path(), &["centre", "keygen", "--out", &out], 0);
    }
    supervised(home.path());
    home
}

const ABLE: &str = "model:sensitivity=0.97,specificity=0.97,follows=0.05,defects=0.9";
const TRUST: [&str; 2] = ["--trust", "keys/centre/sign.pub"];

fn seal(home: &Path, session: &str) {
    said(
        home,
        &[&["session", "seal", session][..], &CENTRE].concat(),
        0,
    );
}

#[test]
fn an_examination_goes_from_signed_start_to_verified_certificate() {
    let centre = centre();
    let home = centre.path();
    let session = read(home, ABLE, "7");

    // Not before it is sealed.
    check_holds(&issue(home, &session, "early", 1), &["not sealed"]);
    seal(home, &session);
    let checked = said(
        home,
        &[&["session", "verify", &session][..], &TRUST].concat(),
        0,
    );
    for check in [
        "signed start",
        "orders",
        "merkle root",
        "known keys",
        "score",
    ] {
        check_holds(&checked, &[&format!("ok          {check}")]);
    }
    let scores = ["--json"; 2].map(|json| said(home, &["session", "score", &session, json], 0));
    assert_eq!(scores[0], scores[1]);

    issue(home, &session, "certificate", 0);
    for file in ["certificate.pdf", "badge.png", "credential.json"] {
        let path = format!("certificate/{file}");
        let told = said(
            home,
            &[&["certificate", "verify", &path][..], &TRUST].concat(),
            0,
        );
        check_holds(
            &told,
            &["Ada Example", "holds       proof", "holds       passed"],
        );
    }
    let credential = fs::read_to_string(home.join("certificate/credential.json")).unwrap();
    let forged = credential.replace("Ada Example", "Eve Example");
    fs::write(home.join("forged.json"), forged).unwrap();
    let told = said(
        home,
        &[&["certificate", "verify", "forged.json"][..], &TRUST].concat(),
        1,
    );
    check_holds(&told, &["REFUSED     proof"]);
}

#[test]
fn an_altered_journal_and_a_changed_score_are_refused_by_name() {
    let centre = centre();
    let home = centre.path();
    let session = read(home, ABLE, "7");
    seal(home, &session);

    copy(&home.join(&session), &home.join("altered"));
    let path = home.join("altered/journal.ovj");
    let mut journal = fs::read(&path).unwrap();
    let middle = journal.len() / 2;
    journal[middle] ^= 1;
    fs::write(&path, journal).unwrap();
    let told = said(
        home,
        &[&["session", "verify", "altered"][..], &TRUST].concat(),
        1,
    );
    check_holds(
        &told,
        &[
            "REFUSED     journal: record",
            "not the journal that was sealed",
        ],
    );
    check_holds(
        &issue(home, "altered", "no", 1),
        &["not the journal that was sealed"],
    );

    copy(&home.join(&session), &home.join("changed"));
    let path = home.join("changed/manifest.json");
    let manifest = fs::read_to_string(&path).unwrap();
    assert!(manifest.contains("\"n_graded\":60"));
    fs::write(
        &path,
        manifest.replacen("\"n_graded\":60", "\"n_graded\":61", 1),
    )
    .unwrap();
    let told = said(home, &["session", "score", "changed"], 1);
    check_holds(
        &told,
        &["a changed score: total.n_graded: expected 60, found 61"],
    );
    check_holds(&issue(home, "changed", "no", 1), &["a changed score"]);
    assert!(!home.join("no").exists());
}

#[test]
fn who_follows_whatever_the_service_says_gets_no_certificate() {
    let centre = centre();
    let home = centre.path();
    let session = read(
        home,
        "model:sensitivity=0.97,specificity=0.97,follows=1",
        "8",
    );
    said(
        home,
        &[&["session", "seal", &session][..], &CENTRE].concat(),
        0,
    );
    check_holds(&issue(home, &session, "no", 1), &["not passed"]);
    assert!(!home.join("no/certificate.pdf").exists());
}
