//! `host`: log, progress, clock, random bytes, language, texts and settings of the job.

use crate::bindings::overread::plugin::host::{Host, Level};
use crate::bindings::overread::plugin::types::Param;
use crate::job_state::JobState;
use crate::limits::output::MAX_ENTRIES;
use crate::log_gate::harmless;

/// The most random bytes of one call.
const MAX_RANDOM: u32 = 1 << 16;
const MAX_STAGE_BYTES: usize = 128;
const MAX_KEY_BYTES: usize = 256;

impl Host for JobState {
    fn log(&mut self, level: Level, message: String) -> wasmtime::Result<()> {
        self.context.watch.check()?;
        self.tally.took(message.len());
        let since_start = self.services.started.elapsed();
        let Some(line) = self.services.log.pass(since_start, &message) else {
            return Ok(());
        };
        let service = self.plugin.manifest.id.as_str();
        match level {
            Level::Debug => tracing::debug!(target: "plugin", service, "{line}"),
            Level::Info => tracing::info!(target: "plugin", service, "{line}"),
            Level::Warn => tracing::warn!(target: "plugin", service, "{line}"),
            Level::Error => tracing::error!(target: "plugin", service, "{line}"),
        }
        Ok(())
    }

    fn progress(&mut self, fraction: f32, stage: String) -> wasmtime::Result<bool> {
        self.tally.took(stage.len());
        // A cancelled guest is told so here; if it does not come back, the next tick ends it.
        if self.context.watch.is_cancelled() {
            return Ok(false);
        }
        self.context.watch.check()?;
        if fraction.is_finite() {
            (self.services.progress)(fraction.clamp(0.0, 1.0), &harmless(&stage, MAX_STAGE_BYTES));
        }
        Ok(true)
    }

    fn elapsed_ms(&mut self) -> wasmtime::Result<u64> {
        self.services.elapsed_ms += 1;
        Ok(self.services.elapsed_ms)
    }

    fn random(&mut self, count: u32) -> wasmtime::Result<Vec<u8>> {
        if count > MAX_RANDOM {
            return Err(wasmtime::Error::msg(format!(
                "random gives at most {MAX_RANDOM} bytes a call, {count} were asked for"
            )));
        }
        self.tally.gave(count as usize);
        let random = &mut self.services.random;
        let words = (0..count.div_ceil(8)).flat_map(|_| random.next_u64().to_le_bytes());
        Ok(words.take(count as usize).collect())
    }

    fn locale(&mut self) -> wasmtime::Result<String> {
        Ok(self.services.locale.clone())
    }

    fn translate(&mut self, key: String, args: Vec<Param>) -> wasmtime::Result<String> {
        if key.len() > MAX_KEY_BYTES || args.len() > MAX_ENTRIES {
            return Err(wasmtime::Error::msg(format!(
                "translate takes a key of {MAX_KEY_BYTES} bytes and {MAX_ENTRIES} values, found {} and {}",
                key.len(),
                args.len()
            )));
        }
        let values: Vec<(&str, &str)> = args
            .iter()
            .map(|arg| (arg.name.as_str(), arg.value.as_str()))
            .collect();
        let text = self
            .plugin
            .texts
            .translate(&self.services.locale, &key, &values);
        self.tally.took(key.len());
        self.tally.gave(text.len());
        Ok(text)
    }

    fn setting(&mut self, name: String) -> wasmtime::Result<Option<String>> {
        let value = self.services.settings.get(&name).cloned();
        self.tally.took(name.len());
        self.tally.gave(value.as_ref().map_or(0, String::len));
        Ok(value)
    }
}
