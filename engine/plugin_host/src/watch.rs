//! The deadline and the cancel flag of one job, and its host memory. Starts no thread.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use overread_infer::Cancel;

use crate::fault::{HostFault, Stop};

/// A switch that ends a job from outside; clones share it.
#[derive(Debug, Clone, Default)]
pub struct CancelFlag(Arc<AtomicBool>);

impl CancelFlag {
    /// Asks the job to end; it ends within a tick or a slice.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the job was asked to end.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// When a job must end.
#[derive(Debug, Clone)]
pub(crate) struct Watch {
    deadline: Instant,
    allowed: Duration,
    cancel: CancelFlag,
    /// Ends inference that is under way; the ticker throws it.
    inference: Cancel,
}

impl Watch {
    pub(crate) fn start(allowed: Duration, cancel: CancelFlag) -> Self {
        Self {
            deadline: Instant::now() + allowed,
            allowed,
            cancel,
            inference: Cancel::new(),
        }
    }

    /// Called by the ticker: ends what cannot ask for itself.
    pub(crate) fn tick(&self) {
        if !self.inference.is_cancelled() && self.check().is_err() {
            self.inference.cancel();
        }
    }

    pub(crate) fn inference(&self) -> &Cancel {
        &self.inference
    }

    /// Asked per slice by every host operation, and per tick while the guest runs.
    pub(crate) fn check(&self) -> Result<(), Stop> {
        if self.cancel.is_cancelled() {
            Err(Stop::Cancelled)
        } else if Instant::now() >= self.deadline {
            Err(Stop::Deadline)
        } else {
            Ok(())
        }
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }

    pub(crate) fn allowed(&self) -> Duration {
        self.allowed
    }
}

/// Counts the host memory of one job's volumes, tensors and masks.
#[derive(Debug)]
pub(crate) struct HostMemory {
    used: AtomicU64,
    peak: AtomicU64,
    limit: u64,
}

impl HostMemory {
    pub(crate) fn new(limit: u64) -> Arc<Self> {
        Arc::new(Self {
            used: AtomicU64::new(0),
            peak: AtomicU64::new(0),
            limit,
        })
    }

    /// Takes `bytes` until the charge is dropped; ask before allocating.
    pub(crate) fn charge(self: &Arc<Self>, bytes: u64) -> Result<Charge, HostFault> {
        // One job has one thread of host calls, so load and store need not be one step.
        let total = self.used.load(Ordering::Relaxed).saturating_add(bytes);
        if total > self.limit {
            return Err(HostFault::limit(format!(
                "the job's volumes and tensors would need {} MiB on the host, at most {} MiB",
                total.div_ceil(1 << 20),
                self.limit >> 20
            )));
        }
        self.used.store(total, Ordering::Relaxed);
        self.peak.fetch_max(total, Ordering::Relaxed);
        Ok(Charge {
            memory: Arc::clone(self),
            bytes,
        })
    }

    /// The most that was taken at one time.
    pub(crate) fn peak(&self) -> u64 {
        self.peak.load(Ordering::Relaxed)
    }

    #[cfg(test)]
    pub(crate) fn used(&self) -> u64 {
        self.used.load(Ordering::Relaxed)
    }
}

/// A part of a job's host memory, given back when dropped.
#[derive(Debug)]
pub(crate) struct Charge {
    memory: Arc<HostMemory>,
    bytes: u64,
}

impl Drop for Charge {
    fn drop(&mut self) {
        self.memory.used.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

/// What every host operation needs.
#[derive(Debug, Clone)]
pub(crate) struct OpContext {
    pub(crate) watch: Watch,
    pub(crate) memory: Arc<HostMemory>,
}

impl OpContext {
    /// A buffer of `len` zeros that counts against the job.
    pub(crate) fn samples(&self, len: usize) -> Result<Samples, HostFault> {
        let charge = self.memory.charge(len as u64 * 4)?;
        Ok(Samples {
            values: vec![0.0; len],
            _charge: charge,
        })
    }
}

/// Values that count against the job's host memory.
#[derive(Debug)]
pub(crate) struct Samples {
    pub(crate) values: Vec<f32>,
    _charge: Charge,
}
