//! What a job took, for head-room and for vendors. Limits nothing; `limits` does.

use std::time::Duration;

/// What one job took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// From before the instance was made to the judged answer.
    pub wall: Duration,
    /// The most linear memory of all memories together, in bytes.
    pub memory_bytes: u64,
    /// The most host memory of the job's computed volumes, tensors and masks at one time, in bytes.
    pub host_memory_bytes: u64,
    /// Calls of host functions, dropped handles included.
    pub host_calls: u64,
    /// Pixels and elements of tensors that went to the guest, in bytes: 0 where all work was done on the host.
    pub read_bytes: u64,
    /// All lists of bytes and texts that host functions returned, in bytes; [`Usage::read_bytes`] is part of it.
    pub to_guest_bytes: u64,
    /// All lists of bytes and texts that the guest passed to host functions, in bytes. Its answer is not part of it.
    pub from_guest_bytes: u64,
    /// Lines of its log that were one too many.
    pub dropped_log_lines: u64,
}

/// Counts while a job runs.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) host_calls: u64,
    pub(crate) read_bytes: u64,
    pub(crate) to_guest_bytes: u64,
    pub(crate) from_guest_bytes: u64,
}

impl Tally {
    /// Pixels or elements that the guest read.
    pub(crate) fn read(&mut self, bytes: usize) {
        self.read_bytes += bytes as u64;
        self.gave(bytes);
    }

    /// Anything else that a host function returns.
    pub(crate) fn gave(&mut self, bytes: usize) {
        self.to_guest_bytes += bytes as u64;
    }

    /// What a host function was passed.
    pub(crate) fn took(&mut self, bytes: usize) {
        self.from_guest_bytes += bytes as u64;
    }
}
