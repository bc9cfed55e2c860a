//! One file into its place: whole or not at all, never over another. Which files come is decided elsewhere.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use overread_dicom::Deidentified;
use sha2::{Digest as _, Sha256};

/// How files are named while they are written.
const PARTIAL: &str = "partial";

/// What is to be written.
pub(super) enum Content<'a> {
    /// A file as it is.
    File(&'a Path),
    /// A de-identified one.
    Deidentified(&'a Deidentified),
}

/// Where it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Placed {
    /// It is new.
    New {
        /// SHA-256.
        digest: String,
    },
    /// It was there already, byte for byte.
    Known,
    /// Its place is taken by another: it lies among the conflicts.
    Conflict(PathBuf),
}

/// Whether a UID can be the name of a folder or file.
pub(super) fn is_plain(uid: &str) -> bool {
    !uid.is_empty()
        && uid.len() <= 128
        && !uid.starts_with('.')
        && uid
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
}

/// Writes `content` to `to`, or, where another file is, under `conflicts` by the beginning of its digest.
///
/// The file is complete and on the disk before it has its name. What an interrupted import left is written over.
pub(super) fn place(content: &Content<'_>, to: &Path, conflicts: &Path) -> io::Result<Placed> {
    if !to.try_exists()? {
        let digest = write(content, to)?;
        return Ok(Placed::New { digest });
    }
    let mut hash = Hashing {
        hash: Sha256::new(),
        out: None,
    };
    write_content(content, &mut hash)?;
    let digest = hash.digest();
    if digest == digest_of(to)? {
        return Ok(Placed::Known);
    }
    let name = to.file_stem().unwrap_or_default().to_string_lossy();
    let beside = conflicts.join(format!("{name}.{}.dcm", &digest[..16]));
    if !beside.try_exists()? {
        write(content, &beside)?;
    }
    Ok(Placed::Conflict(beside))
}

/// Writes beside the place, waits for the disk, and moves.
fn write(content: &Content<'_>, to: &Path) -> io::Result<String> {
    atomically(to, |file| {
        let mut hash = Hashing {
            hash: Sha256::new(),
            out: Some(file),
        };
        write_content(content, &mut hash)?;
        hash.flush()?;
        Ok(hash.digest())
    })
}

/// Makes a file by `write` under another name, and gives it its own when it is on the disk.
pub(super) fn atomically<T>(
    to: &Path,
    write: impl FnOnce(&mut File) -> io::Result<T>,
) -> io::Result<T> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    let partial = to.with_extension(PARTIAL);
    let result = File::create(&partial).and_then(|mut file| {
        let done = write(&mut file)?;
        file.sync_data()?;
        fs::rename(&partial, to)?;
        Ok(done)
    });
    if result.is_err() {
        // It may not even exist; what is left is written over by the next import.
        fs::remove_file(&partial).ok();
    }
    result
}

/// Removes what an interrupted import left in a folder, and sees to it that its names are on the disk.
pub(super) fn tidy(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == PARTIAL)
            && path.is_file()
        {
            fs::remove_file(&path)?;
        }
    }
    File::open(folder)?.sync_all()
}

/// The SHA-256 of a file.
pub(super) fn digest_of(path: &Path) -> io::Result<String> {
    let mut hash = Hashing {
        hash: Sha256::new(),
        out: None,
    };
    copy(&mut File::open(path)?, &mut hash)?;
    Ok(hash.digest())
}

fn write_content(content: &Content<'_>, out: &mut Hashing<'_>) -> io::Result<()> {
    match content {
        Content::File(path) => copy(&mut File::open(path)?, out),
        Content::Deidentified(done) => {
            let mut buffered = io::BufWriter::with_capacity(1 << 18, out);
            done.write(&mut buffered)?;
            buffered.flush()
        }
    }
}

fn copy(from: &mut File, out: &mut Hashing<'_>) -> io::Result<()> {
    let mut reader = BufReader::with_capacity(1 << 18, from);
    let mut buffer = vec![0; 1 << 18];
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(n) => out.write_all(&buffer[..n])?,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Hashes what is written, on its way to a file or to nothing.
struct Hashing<'a> {
    hash: Sha256,
    out: Option<&'a mut File>,
}

impl Hashing<'_> {
    fn digest(self) -> String {
        let mut text = String::with_capacity(64);
        for byte in self.hash.finalize() {
            // Writing into a string does not fail.
            write!(text, "{byte:02x}").ok();
        }
        text
    }
}

impl Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = match &mut self.out {
            Some(out) => out.write(bytes)?,
            None => bytes.len(),
        };
        self.hash.update(&bytes[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.as_mut().map_or(Ok(()), |out| out.flush())
    }
}
