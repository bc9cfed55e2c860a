//! A supervisor's orders: the text that is signed, and whether a signature is one over this session.

use std::fmt;

use crate::hex::{bytes_of_hex, hex};
use crate::keys::{PublicKey, SecretKey};

/// What a supervisor orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The examination may begin.
    Start,
    /// Time stands still.
    Pause,
    /// Time goes on.
    Resume,
    /// The candidate gets so many milliseconds more.
    Extend(u64),
    /// The session ends now and is sealed.
    Seal,
}

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start => f.write_str("start"),
            Self::Pause => f.write_str("pause"),
            Self::Resume => f.write_str("resume"),
            Self::Extend(ms) => write!(f, "extend {ms}"),
            Self::Seal => f.write_str("seal"),
        }
    }
}

/// An order with its signature, in the words of a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedOrder {
    /// What is ordered.
    pub order: Order,
    /// Orders of a session count up from 1: none counts twice.
    pub number: u32,
    /// The supervisor's public key, 64 lower-case digits.
    pub key: String,
    /// The signature, 128 lower-case digits.
    pub signature: String,
}

/// Why an order does not count.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OrderError {
    /// The key is none.
    #[error("order {number}: the key is no sound Ed25519 key: {key}")]
    Key {
        /// The order's number.
        number: u32,
        /// What stands there.
        key: String,
    },
    /// The signature is not one over this order of this session by this key.
    #[error(
        "order {number} ({order}): the signature does not hold for session {session} and key {key}"
    )]
    Signature {
        /// The order's number.
        number: u32,
        /// What is ordered.
        order: Order,
        /// The session.
        session: String,
        /// The key.
        key: String,
    },
    /// The key is not one of a supervisor of this session.
    #[error(
        "order {number} ({order}): key {key} is none of the {n_supervisors} supervisors of the session"
    )]
    Stranger {
        /// The order's number.
        number: u32,
        /// What is ordered.
        order: Order,
        /// The key.
        key: String,
        /// How many supervisors there are.
        n_supervisors: usize,
    },
    /// An earlier number, or the same one again.
    #[error("order {number} ({order}): expected a number above {last}; no order counts twice")]
    Number {
        /// The order's number.
        number: u32,
        /// What is ordered.
        order: Order,
        /// The number of the order before.
        last: u32,
    },
    /// The code is not one of an order.
    #[error("no order code: {0}")]
    Code(String),
}

/// The text that is signed: four lines, so that no order is one of another session, number or kind.
#[must_use]
pub fn order_text(session_id: &str, number: u32, order: Order) -> Vec<u8> {
    // A line break in an id would let one text mean two things; no id holds one, and none gets past here.
    let session_id = session_id.escape_default();
    format!("overread order 1\nsession {session_id}\nnumber {number}\norder {order}\n").into_bytes()
}

/// Signs an order.
#[must_use]
pub fn sign_order(key: &SecretKey, session_id: &str, number: u32, order: Order) -> SignedOrder {
    SignedOrder {
        order,
        number,
        key: key.public().hex(),
        signature: hex(&key.sign(&order_text(session_id, number, order))),
    }
}

/// Checks that an order is signed over this session by its key, that the key is a supervisor's, and that its number is
/// above that of the order before (0 before the first).
///
/// # Errors
/// [`OrderError`] says what is wrong.
pub fn check_order(
    session_id: &str,
    signed: &SignedOrder,
    supervisors: &[String],
    last_number: u32,
) -> Result<(), OrderError> {
    let SignedOrder {
        order, number, key, ..
    } = signed;
    let (order, number) = (*order, *number);
    let public = PublicKey::from_hex(key).ok_or_else(|| OrderError::Key {
        number,
        key: key.escape_debug().take(80).collect(),
    })?;
    let holds = bytes_of_hex(&signed.signature).is_some_and(|signature| {
        public.verifies(&order_text(session_id, number, order), &signature)
    });
    if !holds {
        return Err(OrderError::Signature {
            number,
            order,
            session: session_id.to_owned(),
            key: key.clone(),
        });
    }
    if !supervisors.contains(key) {
        return Err(OrderError::Stranger {
            number,
            order,
            key: key.clone(),
            n_supervisors: supervisors.len(),
        });
    }
    if number <= last_number {
        return Err(OrderError::Number {
            number,
            order,
            last: last_number,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
