//! What the Store of one exam call carries, and the host functions that it offers: the small services under its watch, and the casebook.

use std::sync::Arc;

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
use crate::sandbox::Bounded;
use crate::services::Services;
use crate::watch::Watch;

/// The data of one Store.
pub(crate) struct ExamState {
    parts: Arc<ExamParts>,
    book: Arc<Casebook>,
    limiter: SummingLimiter,
    watch: Watch,
    told: Told,
    services: Services,
}

impl ExamState {
    pub(super) fn new(
        parts: Arc<ExamParts>,
        limits: &StoreLimits,
        watch: Watch,
        context: &ExamContext,
    ) -> Self {
        let manifest = &parts.manifest;
        let services = Services::new(manifest, &context.locale, &context.settings, context.seed);
        Self {
            services,
            book: Arc::clone(&context.book),
            limiter: SummingLimiter::new(*limits),
            watch,
            told: Told::default(),
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

    pub(super) fn tell_dropped(&self) {
        self.services.tell_dropped();
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
        self.services.log(level, &message);
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
        Ok(self.services.elapsed_ms())
    }

    fn random(&mut self, count: u32) -> wasmtime::Result<Vec<u8>> {
        self.watch.check()?;
        self.services.random(count)
    }

    fn locale(&mut self) -> wasmtime::Result<String> {
        Ok(self.services.locale())
    }

    fn translate(&mut self, key: String, args: Vec<types::Param>) -> wasmtime::Result<String> {
        self.watch.check()?;
        self.services.translate(&self.parts.texts, &key, &args)
    }

    fn setting(&mut self, name: String) -> wasmtime::Result<Option<String>> {
        Ok(self.services.setting(&name))
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
