//! Identifiers as distinct types: a case id can't be passed where a finding id is wanted. No lookup, no meaning.

use std::fmt;

/// The longest identifier that is accepted, in bytes. DICOM UIDs need 64; scenario ids may be longer paths of words.
const MAX_ID_BYTES: usize = 128;

/// Why a text is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdError {
    /// An identifier must name something.
    #[error("{kind} is empty")]
    Empty {
        /// The kind of identifier, as a reader would call it.
        kind: &'static str,
    },
    /// Longer than any identifier of the field.
    #[error("{kind} is too long: at most 128 bytes, found {found}")]
    TooLong {
        /// The kind of identifier.
        kind: &'static str,
        /// The length found, in bytes.
        found: usize,
    },
    /// Contains white space, a control character or a path separator.
    #[error("{kind} may hold letters, digits, '.', '-', '_' and ':' only, found {found:?}")]
    Character {
        /// The kind of identifier.
        kind: &'static str,
        /// The first character that is not allowed.
        found: char,
    },
}

fn check(kind: &'static str, text: &str) -> Result<(), IdError> {
    if text.is_empty() {
        return Err(IdError::Empty { kind });
    }
    if text.len() > MAX_ID_BYTES {
        return Err(IdError::TooLong {
            kind,
            found: text.len(),
        });
    }
    match text
        .chars()
        .find(|c| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':')))
    {
        Some(found) => Err(IdError::Character { kind, found }),
        None => Ok(()),
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident, $kind:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Checks `text` and makes it an identifier.
            ///
            /// # Errors
            /// [`IdError`] if it is empty, longer than 128 bytes, or holds anything but letters, digits and `.-_:`.
            pub fn new(text: impl Into<String>) -> Result<Self, IdError> {
                let text = text.into();
                check($kind, &text)?;
                Ok(Self(text))
            }

            /// The identifier as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// A case of a scenario, unique in it.
    CaseId, "case id";
    /// A finding of one AI result, unique in it; DICOM's tracking identifier.
    FindingId, "finding id";
    /// An item of an exam, unique in its plan.
    ItemId, "item id";
    /// A lesion of the truth of one case, unique in it.
    LesionId, "lesion id";
    /// A mark that a reader set, unique in the session's case.
    MarkId, "mark id";
    /// A person (or a scripted policy) that reads.
    ReaderId, "reader id";
    /// A scenario file's id, `area.name`.
    ScenarioId, "scenario id";
    /// An AI service, `vendor.service`.
    ServiceId, "service id";
    /// One sitting of one reader on one scenario.
    SessionId, "session id";
    /// DICOM Study Instance UID (0020,000D).
    StudyUid, "study instance UID";
    /// DICOM Series Instance UID (0020,000E).
    SeriesUid, "series instance UID";
    /// DICOM SOP Instance UID (0008,0018).
    SopUid, "SOP instance UID";
}

#[cfg(test)]
mod tests;
