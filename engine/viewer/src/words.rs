//! Words of protocol and grid files: DICOM codes and ids. No key of either.

use overread_toml_text::Item;

/// The most words of a list.
const MAX_WORDS: usize = 32;
/// The longest word, in bytes.
pub(crate) const MAX_WORD_BYTES: usize = 64;

/// Code strings are compared in capitals and without the spaces around them, as files are not always strict.
pub(crate) fn in_capitals(code: &str) -> String {
    code.trim().to_uppercase()
}

/// Code strings of DICOM, in capitals.
pub(crate) fn codes(item: &Item<'_, '_>) -> Option<Vec<String>> {
    let words = item.array(0..=MAX_WORDS)?;
    let read: Vec<_> = words
        .iter()
        .map(|word| {
            let code = in_capitals(word.text()?);
            if code.is_empty() || code.len() > MAX_WORD_BYTES {
                word.fault(format!(
                    "expected a code of 1 to {MAX_WORD_BYTES} bytes, found {} bytes",
                    code.len()
                ));
                return None;
            }
            Some(code)
        })
        .collect();
    read.into_iter().collect()
}

/// A word of lower-case letters, digits and `-`.
pub(crate) fn id(item: &Item<'_, '_>) -> Option<String> {
    item.parsed(|text| {
        let is_word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if !text.is_empty() && text.len() <= MAX_WORD_BYTES && text.bytes().all(is_word) {
            return Ok(text.to_owned());
        }
        Err(format!(
            "expected 1 to {MAX_WORD_BYTES} lower-case letters, digits and '-', found {text:?}"
        ))
    })
}
