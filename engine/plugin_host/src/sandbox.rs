//! The engines that compile and run components, with everything off that guests do not need. Knows no contract.
//!
//! One engine a kind of plugin: what one has compiled must never run on another.

use std::path::Path;

use wasmtime::component::Component;
use wasmtime::{Config, Engine, Store, UpdateDeadline, WasmFeatures};

use crate::compile_cache::cache;
use crate::ending::guarded;
use crate::limiter::SummingLimiter;
use crate::limits::StoreLimits;
use crate::ticker::{Attached, Ticker};
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

/// The data of a Store whose guest the sandbox can hold in bounds.
pub(crate) trait Bounded: 'static {
    /// Counts what the guest allocates.
    fn limiter(&mut self) -> &mut SummingLimiter;
    /// Says whether the guest may go on.
    fn watch(&self) -> &Watch;
}

/// One engine with its clock; threads share it.
pub(crate) struct Sandbox {
    engine: Engine,
    ticker: Ticker,
}

impl Sandbox {
    pub(crate) fn start(
        kind: EngineKind,
        compile_cache: Option<&Path>,
    ) -> Result<Self, PluginError> {
        let engine = Engine::new(&config(kind, compile_cache))
            .map_err(|error| PluginError::Sandbox(format!("{error:#}")))?;
        let ticker = Ticker::start(engine.clone())
            .map_err(|error| PluginError::Sandbox(format!("no thread for its clock: {error}")))?;
        Ok(Self { engine, ticker })
    }

    /// Compiles a component, or finds it in the cache. Runs nothing of it.
    pub(crate) fn compile(&self, component: &[u8]) -> Result<Component, PluginError> {
        guarded(|| Component::new(&self.engine, component))
            .and_then(|compiled| compiled.map_err(|error| format!("{error:#}")))
            .map_err(PluginError::Compile)
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
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

pub(crate) fn config(kind: EngineKind, compile_cache: Option<&Path>) -> Config {
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
        .cache(compile_cache.and_then(cache));
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
