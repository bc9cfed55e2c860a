//! The engines that compile and run components, with everything off that guests do not need. Knows no contract.
//!
//! One engine a kind of plugin: what one has compiled must never run on another.

use std::sync::Arc;

use wasmtime::component::Component;
use wasmtime::{Cache, Config, Engine, Store, UpdateDeadline, WasmFeatures};

use crate::compile::Compiler;
use crate::compile_cache::{CompileFolder, cache, key};
use crate::ending::guarded;
use crate::limiter::SummingLimiter;
use crate::limits::StoreLimits;
use crate::ticker::{Attached, Ticker};
use crate::turns::{Turn, Turns};
use crate::watch::Watch;
use crate::{CancelFlag, PluginError};

/// Address space that a memory takes at first; it moves if it outgrows it.
const MEMORY_RESERVATION: u64 = 256 << 20;
const MEMORY_GUARD: u64 = 64 << 10;
/// Stack of the guest; jobs run on threads of 2 MiB or more.
const WASM_STACK: usize = 512 << 10;

/// What an engine is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EngineKind {
    /// AI services: ended by their deadline only.
    Ai,
    /// Exam scenarios: counted instruction by instruction, and the same bits on every machine.
    Exam,
}

impl EngineKind {
    /// Its word on the compiler's command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ai => "ai",
            Self::Exam => "exam",
        }
    }

    pub(crate) fn of_name(name: &str) -> Option<Self> {
        [Self::Ai, Self::Exam]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}

/// The data of a Store whose guest the sandbox can hold in bounds.
pub(crate) trait Bounded: 'static {
    /// Counts what the guest allocates.
    fn limiter(&mut self) -> &mut SummingLimiter;
    /// Says whether the guest may go on.
    fn watch(&self) -> &Watch;
}

/// One engine with its clock; threads share it.
pub(crate) struct Sandbox {
    kind: EngineKind,
    engine: Engine,
    cache: Cache,
    folder: Arc<CompileFolder>,
    compiler: Compiler,
    ticker: Ticker,
    turns: Turns,
}

impl Sandbox {
    pub(crate) fn start(
        kind: EngineKind,
        folder: Arc<CompileFolder>,
        compiler: Compiler,
    ) -> Result<Self, PluginError> {
        let sandbox = |error: wasmtime::Error| PluginError::Sandbox(format!("{error:#}"));
        let cache = cache(folder.code()).map_err(sandbox)?;
        let engine = Engine::new(&config(kind, Some(cache.clone()))).map_err(sandbox)?;
        let ticker = Ticker::start(engine.clone())
            .map_err(|error| PluginError::Sandbox(format!("no thread for its clock: {error}")))?;
        Ok(Self {
            kind,
            engine,
            cache,
            folder,
            compiler,
            ticker,
            turns: Turns::of_machine(),
        })
    }

    /// Compiles a component in a process of its own, or finds it in the cache. Runs nothing of it.
    pub(crate) fn compile(&self, component: &[u8]) -> Result<Component, PluginError> {
        let key = key(&self.engine, component);
        let is_known = self.folder.knows(&key);
        if !is_known {
            self.compiler
                .compile(self.kind, self.folder.code(), component)
                .map_err(PluginError::Compile)?;
        }
        let misses = self.cache.cache_misses();
        let compiled = guarded(|| Component::new(&self.engine, component))
            .and_then(|compiled| compiled.map_err(|error| format!("{error:#}")))
            .map_err(PluginError::Compile)?;
        // Other threads count too; a false alarm does no harm.
        if self.cache.cache_misses() > misses {
            tracing::warn!(
                "a plugin that was compiled already was compiled again: is overread-compile of another build?"
            );
        }
        if !is_known {
            self.folder.note(&key);
        }
        Ok(compiled)
    }

    /// Whether a component lies compiled in the cache, so that loading it takes no time.
    pub(crate) fn is_compiled(&self, component: &[u8]) -> bool {
        self.folder.knows(&key(&self.engine, component))
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Waits until a job may compute; `None` if it was cancelled first.
    pub(crate) fn turn(&self, cancel: &CancelFlag) -> Option<Turn<'_>> {
        self.turns.take(cancel)
    }

    /// A watch that is asked at each tick until the guard is dropped.
    pub(crate) fn watch(
        &self,
        allowed: std::time::Duration,
        cancel: CancelFlag,
    ) -> (Watch, Attached<'_>) {
        let watch = Watch::start(allowed, cancel);
        let ticking = self.ticker.attach(watch.clone());
        (watch, ticking)
    }

    /// A Store whose guest stays within `limits` and ends with its watch. An engine for exams also takes their fuel.
    pub(crate) fn store<T: Bounded>(&self, limits: &StoreLimits, state: T) -> Store<T> {
        let mut store = Store::new(&self.engine, state);
        store.limiter(|state| state.limiter());
        store.set_hostcall_fuel(limits.call_bytes);
        store.set_max_component_handles(limits.handles);
        if let Some(fuel) = limits.fuel {
            store
                .set_fuel(fuel)
                .unwrap_or_else(|error| unreachable!("fuel is for engines of exams: {error}"));
        }
        // Before the instance is made: code runs there already. Each tick asks whether the guest may go on.
        store.set_epoch_deadline(1);
        store.epoch_deadline_callback(|store| {
            store.data().watch().check()?;
            Ok(UpdateDeadline::Continue(1))
        });
        store
    }
}

pub(crate) fn config(kind: EngineKind, cache: Option<Cache>) -> Config {
    let mut config = Config::new();
    // Multi-memory stays on: composed components need it to compile. The limiter bounds the memories.
    let unused = WasmFeatures::THREADS
        | WasmFeatures::TAIL_CALL
        | WasmFeatures::MEMORY64
        | WasmFeatures::RELAXED_SIMD
        | WasmFeatures::WIDE_ARITHMETIC
        | WasmFeatures::CUSTOM_PAGE_SIZES
        | WasmFeatures::EXCEPTIONS
        | WasmFeatures::FUNCTION_REFERENCES
        | WasmFeatures::GC
        | WasmFeatures::STACK_SWITCHING;
    config
        .wasm_features(unused, false)
        .concurrency_support(false)
        .epoch_interruption(true)
        .max_wasm_stack(WASM_STACK)
        .memory_reservation(MEMORY_RESERVATION)
        .memory_reservation_for_growth(MEMORY_RESERVATION)
        .memory_guard_size(MEMORY_GUARD)
        .cache(cache);
    match kind {
        EngineKind::Ai => {}
        EngineKind::Exam => {
            config
                .consume_fuel(true)
                .cranelift_nan_canonicalization(true)
                .relaxed_simd_deterministic(true);
        }
    }
    config
}

#[cfg(test)]
mod tests;
