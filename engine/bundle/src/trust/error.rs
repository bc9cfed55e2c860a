//! Why a site's trust cannot be read or changed.

use std::io;
use std::path::{Path, PathBuf};

use overread_base::Diagnostics;

use crate::keys::KeyError;

/// Why a trust store cannot be used or changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TrustError {
    /// A file cannot be read or written.
    #[error("cannot {doing} {}: {source}", .path.display())]
    Io {
        /// What was tried.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// A file of the store is not signed by the site, or was changed.
    #[error("refused: {message} ({}); if that was not you, somebody changed whom this site trusts", .path.display())]
    BadSignature {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        message: String,
    },
    /// A file has the right signature and the wrong form.
    #[error("{}", shown(.0))]
    Format(Diagnostics),
    /// An older list of revocations than one that was seen.
    #[error("refused: the revocation list has version {found}, version {seen} was seen already ({}); bring in one that is not older: `overread plugin keys revoke --list FILE`", .path.display())]
    Rollback {
        /// The file.
        path: PathBuf,
        /// The highest version seen.
        seen: u64,
        /// The version found; 0 if there is no list any more.
        found: u64,
    },
    /// The site's secret key is elsewhere.
    #[error("this store is kept by the site key {key}, whose secret half is not on this machine ({}); change it where the key is", .path.display())]
    NoSecret {
        /// The site's key.
        key: String,
        /// Where the secret half would be.
        path: PathBuf,
    },
    /// A secret key that others can read.
    #[error("the secret key can be read by others (mode {mode:o}): make it yours alone with `chmod 600 {}`", .path.display())]
    LooseSecret {
        /// The file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// A key is none.
    #[error("{source} ({})", .path.display())]
    Key {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: KeyError,
    },
    /// The change makes no sense.
    #[error("{0}")]
    Change(String),
}

fn shown(found: &Diagnostics) -> String {
    let lines: Vec<String> = found.all().iter().map(ToString::to_string).collect();
    lines.join("\n")
}

pub(crate) fn io_error(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> TrustError {
    let path = path.to_owned();
    move |source| TrustError::Io {
        doing,
        path,
        source,
    }
}
