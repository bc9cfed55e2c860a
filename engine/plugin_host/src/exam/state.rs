//! What the Store of one exam call carries, and the host functions that it offers: small services and the casebook.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use overread_base::{Rng, ServiceIdentity};
use overread_exam::Casebook;

use super::bindings::overread::plugin::casebook;
use super::convert;
use super::{ExamContext, ExamParts};
use crate::ExamLimits;
use crate::bindings::overread::plugin::{host, types};
use crate::ending::{Circumstances, Told};
use crate::fault::HostFault;
use crate::limiter::SummingLimiter;
use crate::limits::StoreLimits;
use crate::limits::output::MAX_ENTRIES;
use crate::log_gate::LogGate;
use crate::sandbox::Bounded;
use crate::watch::Watch;

/// The most random bytes of one call.
const MAX_RANDOM: u32 = 1 << 16;
const MAX_KEY_BYTES: usize = 256;

/// The data of one Store.
pub(crate) struct ExamState {
    parts: Arc<ExamParts>,
    book: Arc<Casebook>,
    limiter: SummingLimiter,
    watch: Watch,
    told: Told,
    locale: String,
    settings: BTreeMap<String, String>,
    log: LogGate,
    started: Instant,
    /// The simulated clock.
    elapsed_ms: u64,
    random: Rng,
}

impl ExamState {
    pub(super) fn new(
        parts: Arc<ExamParts>,
        limits: &StoreLimits,
        watch: Watch,
        context: &ExamContext,
    ) -> Self {
        let manifest = &parts.manifest;
        let settings = manifest.settings.iter().map(|(name, setting)| {
            let given = context.settings.get(name);
            let value = given.filter(|value| setting.allows(value));
            (name.clone(), value.unwrap_or(&setting.default).clone())
        });
        Self {
            settings: settings.collect(),
            random: context.seed.child(manifest.id.as_str()).rng(),
            book: Arc::clone(&context.book),
            limiter: SummingLimiter::new(*limits),
            watch,
            told: Told::default(),
            locale: context.locale.clone(),
            log: LogGate::default(),
            started: Instant::now(),
            elapsed_ms: 0,
            parts,
        }
    }

    pub(super) fn circumstances(&self, limits: &ExamLimits) -> Circumstances<'_> {
        Circumstances {
            watch: &self.watch,
            limiter: &self.limiter,
            told: &self.told,
            call_bytes: limits.call_bytes,
            handles: limits.handles,
        }
    }

    pub(super) fn log_dropped(&self, plugin: &ServiceIdentity) {
        let dropped = self.log.dropped();
        if dropped > 0 {
            let service = plugin.id.as_str();
            tracing::warn!(target: "plugin", service, "{dropped} lines of its log were dropped");
        }
    }
}

impl Bounded for ExamState {
    fn limiter(&mut self) -> &mut SummingLimiter {
        &mut self.limiter
    }

    fn watch(&self) -> &Watch {
        &self.watch
    }
}

impl types::Host for ExamState {
    /// No host function of an exam fails but by ending the call.
    fn convert_failure(&mut self, fault: HostFault) -> wasmtime::Result<types::Failure> {
        match fault {
            HostFault::Stop(stop) => Err(stop.into()),
            HostFault::Failure(_, message)
            | HostFault::Limit(_, message)
            | HostFault::NotRun(_, message) => Err(wasmtime::Error::msg(message)),
        }
    }
}

impl host::Host for ExamState {
    fn log(&mut self, level: host::Level, message: String) -> wasmtime::Result<()> {
        self.watch.check()?;
        let Some(line) = self.log.pass(self.started.elapsed(), &message) else {
            return Ok(());
        };
        let service = self.parts.manifest.id.as_str();
        match level {
            host::Level::Debug => tracing::debug!(target: "plugin", service, "{line}"),
            host::Level::Info => tracing::info!(target: "plugin", service, "{line}"),
            host::Level::Warn => tracing::warn!(target: "plugin", service, "{line}"),
            host::Level::Error => tracing::error!(target: "plugin", service, "{line}"),
        }
        Ok(())
    }

    /// Nobody watches the progress of an exam's call; it may still be asked to stop.
    fn progress(&mut self, _fraction: f32, _stage: String) -> wasmtime::Result<bool> {
        if self.watch.is_cancelled() {
            return Ok(false);
        }
        self.watch.check()?;
        Ok(true)
    }

    fn elapsed_ms(&mut self) -> wasmtime::Result<u64> {
        self.elapsed_ms += 1;
        Ok(self.elapsed_ms)
    }

    fn random(&mut self, count: u32) -> wasmtime::Result<Vec<u8>> {
        self.watch.check()?;
        if count > MAX_RANDOM {
            return Err(wasmtime::Error::msg(format!(
                "random gives at most {MAX_RANDOM} bytes a call, {count} were asked for"
            )));
        }
        let random = &mut self.random;
        let words = (0..count.div_ceil(8)).flat_map(|_| random.next_u64().to_le_bytes());
        Ok(words.take(count as usize).collect())
    }

    fn locale(&mut self) -> wasmtime::Result<String> {
        Ok(self.locale.clone())
    }

    fn translate(&mut self, key: String, args: Vec<types::Param>) -> wasmtime::Result<String> {
        self.watch.check()?;
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
        Ok(self.parts.texts.translate(&self.locale, &key, &values))
    }

    fn setting(&mut self, name: String) -> wasmtime::Result<Option<String>> {
        Ok(self.settings.get(&name).cloned())
    }
}

impl casebook::Host for ExamState {
    fn cases(&mut self) -> wasmtime::Result<Vec<casebook::Entry>> {
        self.watch.check()?;
        Ok(self.book.cases.iter().map(convert::wire_entry).collect())
    }

    fn truth(&mut self, id: String) -> wasmtime::Result<Option<types::Report>> {
        self.watch.check()?;
        let case = self.book.cases.iter().find(|case| case.id.as_str() == id);
        let truth = case.and_then(|case| case.truth.as_ref());
        Ok(truth.map(convert::wire_report))
    }

    fn service_report(
        &mut self,
        id: String,
        service: String,
    ) -> wasmtime::Result<Option<types::Report>> {
        self.watch.check()?;
        let case = self.book.cases.iter().find(|case| case.id.as_str() == id);
        let reports = case.map_or(&[][..], |case| &case.service_reports);
        let report = reports.iter().find(|(known, _)| known.as_str() == service);
        Ok(report.map(|(_, report)| convert::wire_report(report)))
    }
}
