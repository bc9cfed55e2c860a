//! The engine that compiles and runs components, with everything off that guests do not need, and its ticker.

use std::fs;
use std::path::Path;

use wasmtime::component::{Component, HasSelf, InstancePre, Linker};
use wasmtime::{Cache, CacheConfig, Config, Engine, WasmFeatures};

use crate::PluginError;
use crate::bindings::AiService;
use crate::ending::guarded;
use crate::job_state::JobState;
use crate::ticker::Ticker;

/// Address space that a memory takes at first; it moves if it outgrows it.
const MEMORY_RESERVATION: u64 = 256 << 20;
const MEMORY_GUARD: u64 = 64 << 10;
/// Stack of the guest; jobs run on threads of 2 MiB or more.
const WASM_STACK: usize = 512 << 10;
/// Compiled components that are kept between runs of the program, in bytes.
const CACHE_BYTES: u64 = 512 << 20;

/// What all plugins of a host share.
pub(crate) struct Sandbox {
    engine: Engine,
    linker: Linker<JobState>,
    ticker: Ticker,
}

impl Sandbox {
    pub(crate) fn start(compile_cache: Option<&Path>) -> Result<Self, PluginError> {
        let sandbox = |error: wasmtime::Error| PluginError::Sandbox(format!("{error:#}"));
        let engine = Engine::new(&config(compile_cache)).map_err(sandbox)?;
        let mut linker = Linker::new(&engine);
        AiService::add_to_linker::<_, HasSelf<JobState>>(&mut linker, |state| state)
            .map_err(sandbox)?;
        let ticker = Ticker::start(engine.clone())
            .map_err(|error| PluginError::Sandbox(format!("no thread for its clock: {error}")))?;
        Ok(Self {
            engine,
            linker,
            ticker,
        })
    }

    /// Compiles a component and joins it to the host's functions. Runs nothing of it.
    pub(crate) fn compile(&self, component: &[u8]) -> Result<InstancePre<JobState>, PluginError> {
        let compiled = guarded(|| Component::new(&self.engine, component))
            .and_then(|compiled| compiled.map_err(|error| format!("{error:#}")))
            .map_err(PluginError::Compile)?;
        self.linker
            .instantiate_pre(&compiled)
            .map_err(|error| PluginError::Link(format!("{error:#}")))
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    pub(crate) fn ticker(&self) -> &Ticker {
        &self.ticker
    }
}

fn config(compile_cache: Option<&Path>) -> Config {
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
    config
}

/// The cache of compiled components; without one every start compiles, which is slower and not wrong.
fn cache(folder: &Path) -> Option<Cache> {
    let opened = private_folder(folder)
        .map_err(|error| error.to_string())
        .and_then(|()| std::path::absolute(folder).map_err(|error| error.to_string()))
        .and_then(|folder| {
            let mut config = CacheConfig::new();
            config
                .with_directory(folder)
                .with_files_total_size_soft_limit(CACHE_BYTES);
            Cache::new(config).map_err(|error| format!("{error:#}"))
        });
    match opened {
        Ok(cache) => Some(cache),
        Err(error) => {
            tracing::warn!(
                "compiled plugins are not kept: {error} ({})",
                folder.display()
            );
            None
        }
    }
}

/// Machine code is read from there: nobody else may write to it.
fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
