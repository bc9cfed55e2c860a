//! Keys in files: the secret half for its owner alone, the public half for everybody.

use std::io::Write as _;
use std::path::Path;

use super::error::{TrustError, io_error};
use super::folder::{read_text, write};
use crate::atomic::{self, Secrecy};
use crate::keys::{PublicKey, SecretKey};

/// The public key in a file: its first line that is not empty and not a comment.
///
/// # Errors
/// [`TrustError`] if the file cannot be read or holds none.
pub fn read_public_key(path: &Path) -> Result<PublicKey, TrustError> {
    PublicKey::parse(key_line(&read_text(path)?)).map_err(|source| TrustError::Key {
        path: path.to_owned(),
        source,
    })
}

/// The secret key in a file, which nobody but its owner may read.
///
/// # Errors
/// [`TrustError`]; none shows anything of the key.
pub fn read_secret_key(path: &Path) -> Result<SecretKey, TrustError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let found = std::fs::metadata(path).map_err(io_error("read", path))?;
        let mode = found.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(TrustError::LooseSecret {
                path: path.to_owned(),
                mode,
            });
        }
    }
    SecretKey::parse(key_line(&read_text(path)?)).map_err(|source| TrustError::Key {
        path: path.to_owned(),
        source,
    })
}

/// Writes a secret key into a new file that only its owner can read; one that is there stays.
///
/// # Errors
/// [`TrustError::Io`].
pub fn write_secret_key(path: &Path, key: &SecretKey) -> Result<(), TrustError> {
    let written = atomic::create(path, Secrecy::Secret).and_then(|mut file| {
        file.write_all(format!("{}\n", key.secret_line()).as_bytes())?;
        file.sync_all()
    });
    written.map_err(io_error("write", path))
}

/// Writes a public key for others.
///
/// # Errors
/// [`TrustError::Io`].
pub fn write_public_key(path: &Path, key: &PublicKey) -> Result<(), TrustError> {
    write(path, &format!("{}\n", key.line()))
}

fn key_line(text: &str) -> &str {
    let lines = text.lines().map(str::trim);
    let mut keys = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    keys.next().unwrap_or_default()
}
