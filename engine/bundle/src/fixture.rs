//! Packed plugins for tests, signed by keys of small seeds.

use std::fs;
use std::path::{Path, PathBuf};

use crate::keys::{KeyRole, SecretKey};
use crate::pack::{PackOptions, pack, sign};

/// The key of a seed in a role such as `vendor:org.example`.
pub(crate) fn key(seed: u8, role: &str) -> SecretKey {
    SecretKey::from_seed([seed; 32], KeyRole::parse(role).unwrap(), "owner").unwrap()
}

/// Writes a packed plugin `NAME.overread` with this id, version and more lines in its manifest.
pub(crate) fn packed(
    place: &Path,
    id: &str,
    version: &str,
    more: &str,
    signers: &[&SecretKey],
) -> PathBuf {
    let folder = place.join(format!("source-{id}-{version}"));
    fs::create_dir_all(folder.join("locales")).unwrap();
    let manifest = format!(
        "schema = 1\n[plugin]\nid = \"{id}\"\nname = {{ en = \"Guest\" }}\nversion = \"{version}\"\nkind = \"ai-service\"\napi = \"1.0\"\ncomponent = \"plugin.wasm\"\nlicense = \"MIT\"\n{more}"
    );
    fs::write(folder.join("plugin.toml"), manifest).unwrap();
    fs::write(folder.join("plugin.wasm"), b"\0asm").unwrap();
    fs::write(folder.join("locales/en.ftl"), b"a = A\n").unwrap();
    let out = place.join(format!("{id}-{version}.overread"));
    pack(&folder, &out, &PackOptions::default()).unwrap();
    for signer in signers {
        sign(&out, signer).unwrap();
    }
    out
}
