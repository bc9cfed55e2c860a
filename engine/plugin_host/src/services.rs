//! The small services of the contract's `host`, which both kinds of plugins get: log, clock, random bytes, texts, settings.
//!
//! Equal jobs get equal answers. Asks no watch; the callers do.

use std::collections::BTreeMap;
use std::time::Instant;

use overread_base::{Rng, Seed};
use overread_bundle::Manifest;

use crate::bindings::overread::plugin::host::Level;
use crate::bindings::overread::plugin::types::Param;
use crate::limits::output::MAX_ENTRIES;
use crate::log_gate::LogGate;
use crate::texts::Texts;

/// The most random bytes of one call.
const MAX_RANDOM: u32 = 1 << 16;
const MAX_KEY_BYTES: usize = 256;

/// One call's or job's share of them.
pub(crate) struct Services {
    plugin: String,
    locale: String,
    settings: BTreeMap<String, String>,
    log: LogGate,
    started: Instant,
    /// The simulated clock.
    elapsed_ms: u64,
    random: Rng,
}

impl Services {
    /// For a guest of the plugin with this manifest; `chosen` are its settings where the user changed them.
    pub(crate) fn new(
        manifest: &Manifest,
        locale: &str,
        chosen: &BTreeMap<String, String>,
        seed: Seed,
    ) -> Self {
        let settings = manifest.settings.iter().map(|(name, setting)| {
            let value = chosen.get(name).filter(|value| setting.allows(value));
            (name.clone(), value.unwrap_or(&setting.default).clone())
        });
        Self {
            plugin: manifest.id.as_str().to_owned(),
            locale: locale.to_owned(),
            settings: settings.collect(),
            log: LogGate::default(),
            started: Instant::now(),
            elapsed_ms: 0,
            random: seed.child(manifest.id.as_str()).rng(),
        }
    }

    pub(crate) fn log(&mut self, level: Level, message: &str) {
        let Some(line) = self.log.pass(self.started.elapsed(), message) else {
            return;
        };
        let service = self.plugin.as_str();
        match level {
            Level::Debug => tracing::debug!(target: "plugin", service, "{line}"),
            Level::Info => tracing::info!(target: "plugin", service, "{line}"),
            Level::Warn => tracing::warn!(target: "plugin", service, "{line}"),
            Level::Error => tracing::error!(target: "plugin", service, "{line}"),
        }
    }

    /// How many lines of the log were dropped.
    pub(crate) fn dropped_log_lines(&self) -> u64 {
        self.log.dropped()
    }

    /// Says in the log how many of its lines were dropped, if any were.
    pub(crate) fn tell_dropped(&self) {
        let dropped = self.log.dropped();
        if dropped > 0 {
            let service = self.plugin.as_str();
            tracing::warn!(target: "plugin", service, "{dropped} lines of its log were dropped");
        }
    }

    /// Goes on by 1 ms with each call.
    pub(crate) fn elapsed_ms(&mut self) -> u64 {
        self.elapsed_ms += 1;
        self.elapsed_ms
    }

    pub(crate) fn random(&mut self, count: u32) -> wasmtime::Result<Vec<u8>> {
        if count > MAX_RANDOM {
            return Err(wasmtime::Error::msg(format!(
                "random gives at most {MAX_RANDOM} bytes a call, {count} were asked for"
            )));
        }
        let random = &mut self.random;
        let words = (0..count.div_ceil(8)).flat_map(|_| random.next_u64().to_le_bytes());
        Ok(words.take(count as usize).collect())
    }

    pub(crate) fn locale(&self) -> String {
        self.locale.clone()
    }

    pub(crate) fn translate(
        &self,
        texts: &Texts,
        key: &str,
        args: &[Param],
    ) -> wasmtime::Result<String> {
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
        Ok(texts.translate(&self.locale, key, &values))
    }

    pub(crate) fn setting(&self, name: &str) -> Option<String> {
        self.settings.get(name).cloned()
    }
}
