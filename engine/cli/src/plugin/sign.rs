//! `overread plugin sign`: adds a signature to a packed plugin or a bundle folder.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use overread_bundle::{SecretKey, read_secret_key, sign};

use crate::progress;

#[derive(Debug, Args)]
pub(crate) struct PluginSign {
    /// The packed plugin, or a bundle folder whose manifest pins every file.
    bundle: PathBuf,
    /// The secret key, as `overread plugin keys new` makes it.
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
}

pub(crate) fn run(wanted: &PluginSign) -> anyhow::Result<()> {
    sign_with(&wanted.bundle, &secret_key(&wanted.key)?)
}

pub(crate) fn secret_key(file: &Path) -> anyhow::Result<SecretKey> {
    read_secret_key(file)
        .context("no secret key to sign with; `overread plugin keys new NAME --role vendor:ID-PREFIX --owner OWNER` makes one")
}

/// Signs, and says who has signed by now.
#[expect(clippy::print_stdout, reason = "the program's own output")]
pub(super) fn sign_with(bundle: &Path, key: &SecretKey) -> anyhow::Result<()> {
    let bar = progress::bar(&format!("signing {}", bundle.display()));
    let signed = sign(bundle, key);
    bar.finish_and_clear();
    let signed = signed.context("not signed")?;
    let public = key.public();
    let manifest = signed.manifest();
    println!(
        "signed: {} {} by {} ({}, key {}); signatures: {}",
        manifest.id,
        manifest.version,
        public.owner,
        public.role,
        public.bytes.id(),
        signed.signatures().len()
    );
    Ok(())
}
