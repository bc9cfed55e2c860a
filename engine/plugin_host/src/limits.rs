//! How much a plugin may use: defaults, and the ceilings that a manifest's wishes are clipped to. Enforces nothing.

use std::time::Duration;

use overread_bundle::LimitRequest;

const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;

/// The limits of one job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Linear memory of all memories of a job together, in bytes.
    pub memory_bytes: u64,
    /// Core instances, memories and tables of a job.
    pub instances: usize,
    /// Linear memories of a job.
    pub memories: usize,
    /// Tables of a job.
    pub tables: usize,
    /// Elements of all tables of a job together.
    pub table_elements: usize,
    /// Bytes that one call may carry from the guest to the host.
    pub call_bytes: usize,
    /// Handles (volumes, masks, tensors, models) that live at the same time.
    pub handles: usize,
    /// Host memory of the job's computed volumes, tensors and masks, in bytes.
    pub host_memory_bytes: u64,
    /// Bytes that one `read` returns.
    pub read_bytes: u32,
    /// How long `describe` may take.
    pub describe: Duration,
    /// How long `analyze` may take, from before the instance is made.
    pub analyze: Duration,
}

/// What one Store may hold, whatever kind of plugin runs in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StoreLimits {
    pub(crate) memory_bytes: u64,
    pub(crate) instances: usize,
    pub(crate) memories: usize,
    pub(crate) tables: usize,
    pub(crate) table_elements: usize,
    pub(crate) call_bytes: usize,
    pub(crate) handles: usize,
    /// For the engine of exams only, which runs nothing without.
    pub(crate) fuel: Option<u64>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory_bytes: 256 * MIB,
            instances: 128,
            memories: 8,
            tables: 8,
            table_elements: 65_536,
            call_bytes: 32 * 1024 * 1024,
            handles: 4096,
            host_memory_bytes: 2048 * MIB,
            read_bytes: 16 * 1024 * 1024,
            describe: Duration::from_secs(1),
            analyze: Duration::from_secs(120),
        }
    }
}

/// The most linear memory that a manifest gets, in MiB.
pub(crate) const MEMORY_CEILING_MIB: u64 = 1024;
/// The most host memory that a manifest gets, in MiB.
pub(crate) const HOST_MEMORY_CEILING_MIB: u64 = 8192;
/// The longest deadline that a manifest gets, in seconds.
pub(crate) const ANALYZE_CEILING_SECONDS: u64 = 600;

impl Limits {
    /// What a job's Store may hold.
    pub(crate) fn store(&self) -> StoreLimits {
        StoreLimits {
            memory_bytes: self.memory_bytes,
            instances: self.instances,
            memories: self.memories,
            tables: self.tables,
            table_elements: self.table_elements,
            call_bytes: self.call_bytes,
            handles: self.handles,
            fuel: None,
        }
    }

    /// The limits that a request gets: its wishes, clipped to the ceilings.
    #[must_use]
    pub fn granted(request: &LimitRequest) -> Self {
        let mut limits = Self::default();
        if let Some(mib) = request.memory_mib {
            limits.memory_bytes = mib.clamp(1, MEMORY_CEILING_MIB) * MIB;
        }
        if let Some(mib) = request.host_memory_mib {
            limits.host_memory_bytes = mib.clamp(1, HOST_MEMORY_CEILING_MIB) * MIB;
        }
        if let Some(seconds) = request.analyze_seconds {
            limits.analyze = Duration::from_secs(seconds.clamp(1, ANALYZE_CEILING_SECONDS));
        }
        limits
    }
}

/// What one kind of call of an exam scenario may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallBudget {
    /// How long it may take, from before the instance is made.
    pub deadline: Duration,
    /// How many instructions of the guest, about.
    pub fuel: u64,
}

/// The limits of an exam scenario; each of its calls has a Store of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExamLimits {
    /// Linear memory of all memories of a call together, in bytes.
    pub memory_bytes: u64,
    /// Core instances of a call.
    pub instances: usize,
    /// Linear memories of a call.
    pub memories: usize,
    /// Tables of a call.
    pub tables: usize,
    /// Elements of all tables of a call together.
    pub table_elements: usize,
    /// Bytes that one call may carry from the guest to the host.
    pub call_bytes: usize,
    /// Handles that live at the same time.
    pub handles: usize,
    /// Making the plan of an exam.
    pub make_plan: CallBudget,
    /// One step of an exam.
    pub step: CallBudget,
    /// Grading an exam.
    pub grade: CallBudget,
    /// Items of a plan, and rows of a grade.
    pub items: usize,
    /// State that a step hands on, in bytes.
    pub state_bytes: usize,
    /// Actions of a step.
    pub actions: usize,
}

impl Default for ExamLimits {
    fn default() -> Self {
        let budget = |deadline_ms, fuel| CallBudget {
            deadline: Duration::from_millis(deadline_ms),
            fuel,
        };
        Self {
            memory_bytes: 64 * MIB,
            instances: 128,
            memories: 8,
            tables: 8,
            table_elements: 65_536,
            call_bytes: 4 * 1024 * 1024,
            handles: 256,
            make_plan: budget(5_000, 10_000_000_000),
            // Fuel ends a step by the same instruction everywhere; the deadline is for what fuel does not count, and
            // long enough that a busy machine does not take an exam's plan from its reader.
            step: budget(5_000, 1_000_000_000),
            grade: budget(10_000, 20_000_000_000),
            items: 1_000,
            state_bytes: 1024 * 1024,
            actions: 64,
        }
    }
}

impl ExamLimits {
    /// The limits that a request gets: less memory than the default if it asks for less, never more.
    #[must_use]
    pub fn granted(request: &LimitRequest) -> Self {
        let mut limits = Self::default();
        if let Some(mib) = request.memory_mib {
            limits.memory_bytes = mib.clamp(1, limits.memory_bytes / MIB).saturating_mul(MIB);
        }
        limits
    }

    /// What the Store of one call may hold.
    pub(crate) fn store(&self, budget: CallBudget) -> StoreLimits {
        StoreLimits {
            memory_bytes: self.memory_bytes,
            instances: self.instances,
            memories: self.memories,
            tables: self.tables,
            table_elements: self.table_elements,
            call_bytes: self.call_bytes,
            handles: self.handles,
            fuel: Some(budget.fuel),
        }
    }
}

/// What compiling one component may take, in a process of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompileLimits {
    /// Processor time, where `/proc` tells it; by the clock on the wall ten times as long, since a busy machine is no
    /// fault of a component.
    pub time: Duration,
    /// Memory that the process holds, in bytes; watched where `/proc` tells it.
    pub memory_bytes: u64,
}

impl Default for CompileLimits {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(60),
            memory_bytes: 2048 * MIB,
        }
    }
}

/// Bounds on an answer.
pub(crate) mod output {
    pub(crate) const MAX_FINDINGS: usize = 512;
    pub(crate) const MAX_MARKS: usize = 64;
    pub(crate) const MAX_POINTS: usize = 4096;
    pub(crate) const MAX_MEASURES: usize = 64;
    /// Entries of any other list of an answer.
    pub(crate) const MAX_ENTRIES: usize = 256;
    pub(crate) const MAX_TEXT_BYTES: usize = 4 * 1024;
    /// All texts of an answer together.
    pub(crate) const MAX_ALL_TEXT_BYTES: usize = 256 * 1024;
    /// Voxels of a probability map: it goes into the record of the session.
    pub(crate) const MAX_MAP_VOXELS: u64 = 1 << 24;
    /// Masks, and apart from them probability maps, that a job keeps.
    pub(crate) const MAX_KEPT: usize = 16;
    /// How far outside its series' grid a mark may lie, mm: an outline may bulge over the edge of the scan.
    pub(crate) const TOLERANCE_MM: f64 = 10.0;
}

#[cfg(test)]
mod tests;
