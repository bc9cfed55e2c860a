//! Counts what one Store allocates: memory summed over all its memories, table elements over all its tables.
//!
//! wasmtime's own `StoreLimits` counts each memory alone, so that many small memories pass it.

use wasmtime::ResourceLimiter;

use crate::limits::StoreLimits;

/// The counter of one Store.
#[derive(Debug)]
pub(crate) struct SummingLimiter {
    limits: StoreLimits,
    memory_bytes: u64,
    table_elements: usize,
    refused: Option<String>,
}

impl SummingLimiter {
    pub(crate) fn new(limits: StoreLimits) -> Self {
        Self {
            limits,
            memory_bytes: 0,
            table_elements: 0,
            refused: None,
        }
    }

    /// Linear memory of all memories together; it never shrinks.
    pub(crate) fn memory_bytes(&self) -> u64 {
        self.memory_bytes
    }

    /// What was refused last, in words, if anything was.
    pub(crate) fn refused(&self) -> Option<&str> {
        self.refused.as_deref()
    }
}

impl ResourceLimiter for SummingLimiter {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let growth = desired.saturating_sub(current) as u64;
        let total = self.memory_bytes.saturating_add(growth);
        if total > self.limits.memory_bytes {
            self.refused = Some(format!(
                "the guest wanted {} MiB of memory in all, at most {} MiB",
                total.div_ceil(1 << 20),
                self.limits.memory_bytes >> 20
            ));
            return Ok(false);
        }
        self.memory_bytes = total;
        Ok(true)
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let total = self
            .table_elements
            .saturating_add(desired.saturating_sub(current));
        if total > self.limits.table_elements {
            self.refused = Some(format!(
                "the guest wanted {total} table elements, at most {}",
                self.limits.table_elements
            ));
            return Ok(false);
        }
        self.table_elements = total;
        Ok(true)
    }

    fn instances(&self) -> usize {
        self.limits.instances
    }

    fn memories(&self) -> usize {
        self.limits.memories
    }

    fn tables(&self) -> usize {
        self.limits.tables
    }
}
