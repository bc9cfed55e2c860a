//! `host` for AI services: the small services under the job's watch, counted, and its progress.

use crate::bindings::overread::plugin::host::{Host, Level};
use crate::bindings::overread::plugin::types::Param;
use crate::job_state::JobState;
use crate::log_gate::harmless;

const MAX_STAGE_BYTES: usize = 128;

impl Host for JobState {
    fn log(&mut self, level: Level, message: String) -> wasmtime::Result<()> {
        self.context.watch.check()?;
        self.tally.took(message.len());
        self.services.log(level, &message);
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
            (self.progress)(fraction.clamp(0.0, 1.0), &harmless(&stage, MAX_STAGE_BYTES));
        }
        Ok(true)
    }

    fn elapsed_ms(&mut self) -> wasmtime::Result<u64> {
        Ok(self.services.elapsed_ms())
    }

    fn random(&mut self, count: u32) -> wasmtime::Result<Vec<u8>> {
        let bytes = self.services.random(count)?;
        self.tally.gave(bytes.len());
        Ok(bytes)
    }

    fn locale(&mut self) -> wasmtime::Result<String> {
        Ok(self.services.locale())
    }

    fn translate(&mut self, key: String, args: Vec<Param>) -> wasmtime::Result<String> {
        let text = self.services.translate(&self.plugin.texts, &key, &args)?;
        self.tally.took(key.len());
        self.tally.gave(text.len());
        Ok(text)
    }

    fn setting(&mut self, name: String) -> wasmtime::Result<Option<String>> {
        let value = self.services.setting(&name);
        self.tally.took(name.len());
        self.tally.gave(value.as_ref().map_or(0, String::len));
        Ok(value)
    }
}
