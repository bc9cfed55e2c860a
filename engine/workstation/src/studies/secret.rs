//! The secret that replacements of identifiers follow from: made by chance, kept in the library. Nothing is hashed here.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use overread_dicom::Secret;

use super::{StudiesError, io_error};

const N_BYTES: usize = 32;

/// A secret from the system's source of chance.
///
/// # Errors
/// What the system says.
pub fn random_secret() -> io::Result<Secret> {
    random_bytes().map(|bytes| Secret::from_bytes(&bytes))
}

fn random_bytes() -> io::Result<[u8; N_BYTES]> {
    let mut bytes = [0; N_BYTES];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// The secret of the library in `folder`, which only its owner may read; made if it is not there.
pub(super) fn of_library(folder: &Path) -> Result<Secret, StudiesError> {
    let path = folder.join("secret");
    match fs::read(&path) {
        Ok(bytes) if bytes.len() == N_BYTES => return Ok(Secret::from_bytes(&bytes)),
        Ok(bytes) => {
            let found = format!("expected {N_BYTES} bytes, found {}", bytes.len());
            return Err(io_error("reading the library's secret", &path)(
                io::Error::new(io::ErrorKind::InvalidData, found),
            ));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(io_error("reading the library's secret", &path)(error)),
    }
    let make = || {
        let bytes = random_bytes()?;
        let partial = folder.join("secret.partial");
        match fs::remove_file(&partial) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut options = OpenOptions::new();
        let mut file = options
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&partial)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        fs::rename(&partial, &path)?;
        Ok(Secret::from_bytes(&bytes))
    };
    make().map_err(io_error("making the library's secret", &path))
}
