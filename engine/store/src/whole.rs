//! The bytes of a whole journal, without a file: those that [`Journal`](crate::Journal) writes event by event.

use overread_exam::{SessionPlan, StampedEvent};

use crate::error::StoreError;
use crate::event_json::EventJson;
use crate::plan_json::HeaderJson;
use crate::record;

/// The bytes of a journal with these events.
///
/// # Errors
/// [`StoreError::Json`] for a number that JSON cannot hold, [`StoreError::TooLarge`] for an event beyond the limit.
pub fn journal_bytes(
    plan: &SessionPlan,
    started_unix_s: u64,
    nonce: &str,
    events: &[StampedEvent],
) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::new();
    let mut chain = record::chain_start();
    let mut add = |payload: Vec<u8>| {
        let too_large = StoreError::TooLarge {
            limit: record::MAX_PAYLOAD,
            found: payload.len(),
        };
        let (encoded, after) = record::encode(&chain, &payload).ok_or(too_large)?;
        bytes.extend_from_slice(&encoded);
        chain = after;
        Ok::<(), StoreError>(())
    };
    let header = HeaderJson::new(plan, started_unix_s, nonce.to_owned());
    add(serde_json::to_vec(&header)?)?;
    for event in events {
        add(serde_json::to_vec(&EventJson::from(event))?)?;
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests;
