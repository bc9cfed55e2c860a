//! What makes a session's record trustworthy: Merkle root, signed manifest, supervisors' orders, sealed results.
//!
//! Shares no code with the session, its score or the journal's writer, so that one fault cannot hide the other.
