//! The check code: 20 letters that a person can read out, type and compare, out of the digest of a credential.
//!
//! 19 letters of Crockford's base 32 hold the first 95 bits of the SHA-256 of the canonical document (its statements
//! without the proof); the last one is a check letter. The code finds mistakes and mix-ups. It is no signature.

use std::fmt;
use std::str::FromStr;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const N_LETTERS: usize = 20;
const A_GROUP: usize = 5;

/// A check code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CheckCode([u8; N_LETTERS]);

/// Why a text is no check code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CheckCodeError {
    /// Too few or too many letters.
    #[error("a check code has 20 letters, found {0}")]
    Length(usize),
    /// A letter that no code has.
    #[error("`{0}` is in no check code: expected digits and letters without U")]
    Letter(char),
    /// Two letters changed places, or one was misread.
    #[error("the letters do not fit each other: one was mistyped")]
    Mistyped,
}

impl CheckCode {
    pub(crate) fn of_digest(digest: &[u8; 32]) -> Self {
        let mut digits = [0; N_LETTERS];
        for (idx, digit) in digits.iter_mut().take(N_LETTERS - 1).enumerate() {
            *digit = (0..5).fold(0, |value, bit| {
                let at = idx * 5 + bit;
                (value << 1) | ((digest[at / 8] >> (7 - at % 8)) & 1)
            });
        }
        digits[N_LETTERS - 1] = check_digit(&digits);
        Self(digits)
    }
}

/// The digits as a polynomial over GF(32), at a generator of it: one wrong digit, or two that changed places, always
/// give another value, as 19 is less than the 31 powers of the generator.
fn check_digit(digits: &[u8; N_LETTERS]) -> u8 {
    digits
        .iter()
        .take(N_LETTERS - 1)
        .fold(0, |sum, &digit| times_generator(sum ^ digit))
}

/// In GF(2)[x] modulo x^5 + x^2 + 1, times x.
fn times_generator(value: u8) -> u8 {
    let doubled = value << 1;
    if doubled & 0x20 == 0 {
        doubled
    } else {
        (doubled ^ 0x25) & 0x1f
    }
}

impl fmt::Display for CheckCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (idx, &digit) in self.0.iter().enumerate() {
            if idx > 0 && idx % A_GROUP == 0 {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(ALPHABET[usize::from(digit)]))?;
        }
        Ok(())
    }
}

impl FromStr for CheckCode {
    type Err = CheckCodeError;

    /// Reads a code as people type it: small letters, spaces, O for 0, I and L for 1.
    fn from_str(text: &str) -> Result<Self, CheckCodeError> {
        let letters: Vec<char> = text
            .chars()
            .take(200)
            .filter(|letter| !matches!(letter, '-' | ' ' | '\t'))
            .collect();
        let digits = letters
            .iter()
            .map(|&letter| digit(letter).ok_or(CheckCodeError::Letter(letter)))
            .collect::<Result<Vec<u8>, _>>()?;
        let n_letters = digits.len();
        let digits =
            <[u8; N_LETTERS]>::try_from(digits).or(Err(CheckCodeError::Length(n_letters)))?;
        if check_digit(&digits) != digits[N_LETTERS - 1] {
            return Err(CheckCodeError::Mistyped);
        }
        Ok(Self(digits))
    }
}

fn digit(letter: char) -> Option<u8> {
    let letter = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let place = ALPHABET
        .iter()
        .position(|&known| char::from(known) == letter)?;
    u8::try_from(place).ok()
}

#[cfg(test)]
mod tests;
