//! Everything that replaces an identifier: UIDs, pseudonyms and day shifts from a secret. No data sets.

use std::fmt;

use sha2::{Digest as _, Sha256};

/// What all replacements follow from: who has it can repeat them, who has not cannot guess them.
///
/// Equal secrets give equal replacements, in one run and in all later ones.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 32]);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

impl Secret {
    /// From any bytes; only bytes that nobody can guess make a secret.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// What stands for a UID: another one, but for those of the standard and for none.
    pub(super) fn instance_uid(&self, uid: &str) -> String {
        if uid.is_empty() || is_standard_uid(uid) {
            return uid.to_owned();
        }
        self.uid(uid)
    }

    /// A UID under 2.25 in the form of a UUID of version 8 (PS3.5 B.2, RFC 9562).
    pub(super) fn uid(&self, uid: &str) -> String {
        let wide = self.wide("uid", uid);
        let version = wide & !(0xF << 76) | 0x8 << 76;
        let variant = version & !(0x3 << 62) | 0x2 << 62;
        format!("2.25.{variant}")
    }

    /// A word of capitals and digits that stands for `text`; `kind` keeps equal texts of two kinds apart.
    pub(super) fn pseudonym(&self, kind: &str, text: &str) -> String {
        const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        let wide = self.wide(kind, text);
        (0..10)
            .map(|idx| char::from(LETTERS[((wide >> (5 * idx)) & 31) as usize]))
            .collect()
    }

    /// How many days all dates of a patient go back: 1 to 3650.
    pub(super) fn days_back(&self, patient: &str) -> i64 {
        i64::try_from(self.wide("days", patient) % 3650).unwrap_or(0) + 1
    }

    fn wide(&self, kind: &str, text: &str) -> u128 {
        let message = [kind.as_bytes(), &[0], text.as_bytes()].concat();
        let mut first = [0; 16];
        first.copy_from_slice(&self.hmac(&message)[..16]);
        u128::from_be_bytes(first)
    }

    /// HMAC-SHA-256 (RFC 2104); the key is shorter than a block.
    fn hmac(&self, message: &[u8]) -> [u8; 32] {
        let pad = |with: u8| {
            let mut block = [with; 64];
            for (byte, key) in block.iter_mut().zip(self.0) {
                *byte ^= key;
            }
            block
        };
        let inner = Sha256::new()
            .chain_update(pad(0x36))
            .chain_update(message)
            .finalize();
        Sha256::new()
            .chain_update(pad(0x5C))
            .chain_update(inner)
            .finalize()
            .into()
    }
}

/// Whether a UID is of the standard and not of an instance: SOP classes, transfer syntaxes, well-known frames of
/// reference. Instances that carry the standard's root by mistake have long numbers in them.
fn is_standard_uid(uid: &str) -> bool {
    uid.strip_prefix("1.2.840.10008.")
        .is_some_and(|rest| rest.split('.').all(|part| part.len() <= 5) && rest.len() <= 24)
}

#[cfg(test)]
mod tests;
