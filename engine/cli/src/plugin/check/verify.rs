//! Who signed a report on a plugin, and what it says. Judges no plugin.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use overread_bundle::{Bundle, PublicKey};
use overread_workstation::{Folders, Plugins};
use serde_json::Value;

/// The largest report that is read, in bytes.
const MAX_REPORT_BYTES: u64 = 16 << 20;

/// The file beside a report that holds its signature.
pub(super) fn signature_path(report: &Path) -> PathBuf {
    let mut name: OsString = report.as_os_str().to_owned();
    name.push(".sig");
    name.into()
}

/// Says who signed the report. A key that this site does not trust as a reviewer's is an error, as is another bundle.
#[expect(clippy::print_stdout, reason = "the program's own output")]
pub(super) fn run(report: &Path, bundle: Option<&Path>) -> anyhow::Result<()> {
    let text = read(report)?;
    let signature = read(&signature_path(report))?;
    let signer = overread_conformance::countersigned_by(text.as_bytes(), &signature)?;
    let json: Value = serde_json::from_str(&text).context("the report is no JSON")?;
    if json["schema"] != 1 || json["what"] != "overread plugin check" {
        bail!("not a report of `overread plugin check` of schema 1");
    }
    let word = |value: &Value| value.as_str().unwrap_or("unknown").to_owned();
    let about = &json["bundle"];
    let digest = word(&about["sha256"]);
    println!(
        "{} {}: {}, {} check\nbundle   {digest}\nsigned by {} (reviewer, key {})",
        word(&about["id"]),
        word(&about["version"]),
        word(&json["verdict"]),
        word(&json["scope"]),
        signer.owner,
        signer.bytes.id()
    );
    check_trust(&signer)?;
    if let Some(path) = bundle {
        let bundle = Bundle::open(path)?;
        if bundle.digest() != digest {
            bail!(
                "the report is about another bundle: expected {}, found {digest}",
                bundle.digest()
            );
        }
    }
    Ok(())
}

fn check_trust(signer: &PublicKey) -> anyhow::Result<()> {
    let store = Plugins::at(&Folders::of_user(None)).trust_folder().open()?;
    let mut revoked = store.revocations().keys();
    if let Some((_, reason)) = revoked.find(|(key, _)| **key == signer.bytes) {
        bail!("the signer's key was revoked: {reason}");
    }
    let is_trusted = |known: &&PublicKey| known.bytes == signer.bytes && known.role == signer.role;
    if store.keys().iter().find(is_trusted).is_none() {
        bail!(
            "this site does not trust the signer's key as a reviewer's; `overread plugin keys add` does"
        );
    }
    Ok(())
}

fn read(path: &Path) -> anyhow::Result<String> {
    let length = fs::metadata(path)
        .with_context(|| format!("cannot be read: {}", path.display()))?
        .len();
    if length > MAX_REPORT_BYTES {
        bail!(
            "too large: at most {MAX_REPORT_BYTES} bytes, found {length} ({})",
            path.display()
        );
    }
    fs::read_to_string(path).with_context(|| format!("cannot be read: {}", path.display()))
}
