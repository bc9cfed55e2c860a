//! A credential inside a PNG: the text chunk `openbadgecredential` (Open Badges 3.0, section 5.3). Pixels stay as they are.

use std::io::Read as _;

use crate::credential::MAX_CREDENTIAL_BYTES;

const SIGNATURE: [u8; 8] = [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a];
const KEYWORD: &[u8] = b"openbadgecredential";
/// The largest picture that is looked at.
pub const MAX_PNG_BYTES: usize = 16 * 1024 * 1024;

/// Why a picture holds no credential, or cannot hold one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BakingError {
    /// Larger than any badge.
    #[error("expected at most {MAX_PNG_BYTES} bytes of PNG, found {0}")]
    TooLong(usize),
    /// No PNG.
    #[error("not a PNG: {0}")]
    NoPng(&'static str),
    /// A chunk that breaks off, or goes on too long.
    #[error("the PNG is damaged: {fault} (chunk {kind}, byte {place})")]
    Damaged {
        /// How.
        fault: &'static str,
        /// The chunk's four letters.
        kind: String,
        /// Where it begins.
        place: usize,
    },
    /// A picture without a credential.
    #[error("the PNG holds no credential: it has no text chunk `openbadgecredential`")]
    NoCredential,
    /// More than one: which of them counts would be a guess.
    #[error("the PNG holds {0} credentials: expected one")]
    Several(usize),
    /// The text chunk is not as the standard has it.
    #[error("the text chunk `openbadgecredential` is not readable: {0}")]
    Text(&'static str),
}

struct Chunk<'a> {
    kind: [u8; 4],
    data: &'a [u8],
    /// Where it begins and ends.
    start: usize,
    end: usize,
}

/// Puts `credential` into `png`, in front of its pixels; one that was there before is taken out.
///
/// # Errors
/// [`BakingError`] if the picture is none.
pub fn bake(png: &[u8], credential: &str) -> Result<Vec<u8>, BakingError> {
    let chunks = chunks(png)?;
    let mut baked = SIGNATURE.to_vec();
    for (idx, chunk) in chunks.iter().enumerate() {
        if !is_credential(chunk) {
            baked.extend(&png[chunk.start..chunk.end]);
        }
        if idx == 0 {
            let mut data = KEYWORD.to_vec();
            // End of the keyword; not compressed, method 0; no language; no translated keyword.
            data.extend([0, 0, 0, 0, 0]);
            data.extend(credential.as_bytes());
            baked.extend(chunk_bytes(*b"iTXt", &data));
        }
    }
    Ok(baked)
}

/// Takes the credential out of a PNG. Every chunk's checksum is checked, and nothing may stand after the last one.
///
/// # Errors
/// [`BakingError`].
pub fn unbake(png: &[u8]) -> Result<String, BakingError> {
    let chunks = chunks(png)?;
    let mut found = chunks.iter().filter(|chunk| is_credential(chunk));
    let chunk = found.next().ok_or(BakingError::NoCredential)?;
    let more = found.count();
    if more > 0 {
        return Err(BakingError::Several(more + 1));
    }
    text(chunk.data.get(KEYWORD.len() + 1..).unwrap_or_default())
}

fn is_credential(chunk: &Chunk<'_>) -> bool {
    chunk.kind == *b"iTXt"
        && chunk
            .data
            .strip_prefix(KEYWORD)
            .is_some_and(|rest| rest.first() == Some(&0))
}

/// Compression flag and method, language, translated keyword, text.
fn text(data: &[u8]) -> Result<String, BakingError> {
    let [is_compressed, method, rest @ ..] = data else {
        return Err(BakingError::Text("it breaks off"));
    };
    let after_zero = |bytes: &[u8]| bytes.iter().position(|&byte| byte == 0).map(|at| at + 1);
    let breaks_off = || BakingError::Text("it breaks off");
    let rest = &rest[after_zero(rest).ok_or_else(breaks_off)?..];
    let rest = &rest[after_zero(rest).ok_or_else(breaks_off)?..];
    let bytes = match (is_compressed, method) {
        (0, 0) => rest.to_vec(),
        (1, 0) => inflated(rest)?,
        _ => return Err(BakingError::Text("its compression is unknown")),
    };
    if bytes.len() > MAX_CREDENTIAL_BYTES {
        return Err(BakingError::Text("it is longer than any credential"));
    }
    String::from_utf8(bytes).or(Err(BakingError::Text("it is not UTF-8")))
}

fn inflated(bytes: &[u8]) -> Result<Vec<u8>, BakingError> {
    let limit = u64::try_from(MAX_CREDENTIAL_BYTES).unwrap_or(u64::MAX);
    let mut text = Vec::new();
    flate2::read::ZlibDecoder::new(bytes)
        .take(limit + 1)
        .read_to_end(&mut text)
        .or(Err(BakingError::Text("its compressed bytes are damaged")))?;
    Ok(text)
}

fn chunks(png: &[u8]) -> Result<Vec<Chunk<'_>>, BakingError> {
    if png.len() > MAX_PNG_BYTES {
        return Err(BakingError::TooLong(png.len()));
    }
    if !png.starts_with(&SIGNATURE) {
        return Err(BakingError::NoPng("it does not begin as one"));
    }
    let mut chunks: Vec<Chunk<'_>> = Vec::new();
    let mut at = SIGNATURE.len();
    while at < png.len() {
        let chunk = chunk(png, at)?;
        at = chunk.end;
        let is_last = chunk.kind == *b"IEND";
        chunks.push(chunk);
        if is_last && at < png.len() {
            return Err(BakingError::NoPng("something stands after its end"));
        }
    }
    let is_kind =
        |chunk: Option<&Chunk<'_>>, kind: &[u8; 4]| chunk.is_some_and(|it| it.kind == *kind);
    if !is_kind(chunks.first(), b"IHDR") || !is_kind(chunks.last(), b"IEND") {
        return Err(BakingError::NoPng("it has no first or no last chunk"));
    }
    Ok(chunks)
}

fn chunk(png: &[u8], start: usize) -> Result<Chunk<'_>, BakingError> {
    let four = |from: usize| {
        let bytes = png.get(from..from.checked_add(4)?)?;
        <[u8; 4]>::try_from(bytes).ok()
    };
    let damaged = |fault: &'static str, kind: [u8; 4]| BakingError::Damaged {
        fault,
        kind: kind.escape_ascii().to_string(),
        place: start,
    };
    let (Some(length), Some(kind)) = (four(start), four(start + 4)) else {
        return Err(damaged("it breaks off", *b"----"));
    };
    let data_start = start + 8;
    let data_end = usize::try_from(u32::from_be_bytes(length))
        .ok()
        .and_then(|length| data_start.checked_add(length))
        .filter(|&end| end <= png.len())
        .ok_or_else(|| damaged("it breaks off", kind))?;
    let checksum = four(data_end).ok_or_else(|| damaged("it breaks off", kind))?;
    if crc32fast::hash(&png[start + 4..data_end]).to_be_bytes() != checksum {
        return Err(damaged("its checksum differs", kind));
    }
    Ok(Chunk {
        kind,
        data: &png[data_start..data_end],
        start,
        end: data_end + 4,
    })
}

fn chunk_bytes(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    // A credential is far shorter than a chunk may be.
    let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
    let mut bytes = length.to_be_bytes().to_vec();
    bytes.extend(kind);
    bytes.extend(data);
    let checksum = crc32fast::hash(&bytes[4..]);
    bytes.extend(checksum.to_be_bytes());
    bytes
}

#[cfg(test)]
mod tests;
