//! The cases of an exam with their truth, and the host's small services. No pixels.

#[cfg(not(target_arch = "wasm32"))]
use std::rc::Rc;

use super::Entry;
use crate::{Level, Param, Report};

/// What the exam may know, and ask of the host.
#[derive(Debug)]
pub struct Casebook {
    #[cfg(not(target_arch = "wasm32"))]
    fake: Rc<crate::testing::FakeCasebook>,
}

impl Casebook {
    /// The case of that id.
    #[must_use]
    pub fn case(&self, id: &str) -> Option<Entry> {
        self.cases().into_iter().find(|entry| entry.id == id)
    }

    /// A setting of the manifest as a number; `default` if the manifest has none of this name or it is no number.
    #[must_use]
    pub fn setting_number(&self, name: &str, default: f64) -> f64 {
        self.setting(name)
            .and_then(|value| value.parse().ok())
            .filter(|number: &f64| number.is_finite())
            .unwrap_or(default)
    }

    /// A setting of the manifest as a whole number from 0 to 65,535.
    #[must_use]
    pub fn setting_count(&self, name: &str, default: u16) -> u16 {
        let number = self.setting_number(name, f64::from(default)).round();
        (0..=u16::MAX)
            .find(|count| f64::from(*count) >= number)
            .unwrap_or(u16::MAX)
    }
}

#[cfg(target_arch = "wasm32")]
impl Casebook {
    /// The casebook of this call.
    #[must_use]
    pub fn current() -> Self {
        Self {}
    }

    /// The cases, in the order of the scenario.
    #[must_use]
    pub fn cases(&self) -> Vec<Entry> {
        casebook::cases()
    }

    /// What is in a case: a finding a lesion, with the sphere's box, its centre and its diameter in mm; no findings for
    /// a normal case. `None` if nobody knows, or there is no such case.
    #[must_use]
    pub fn truth(&self, case: &str) -> Option<Report> {
        casebook::truth(case)
    }

    /// What a service said about a case, as far as it has been asked.
    #[must_use]
    pub fn service_report(&self, case: &str, service: &str) -> Option<Report> {
        casebook::service_report(case, service)
    }

    /// A line in the host's log. No patient data.
    pub fn log(&self, level: Level, message: &str) {
        host::log(level, message);
    }

    /// A setting as the scenario set it, else the manifest's default.
    #[must_use]
    pub fn setting(&self, name: &str) -> Option<String> {
        host::setting(name)
    }

    /// The BCP 47 tag of the reader's language.
    #[must_use]
    pub fn locale(&self) -> String {
        host::locale()
    }

    /// A text of the bundle's own locales by its key, in the reader's language.
    #[must_use]
    pub fn translate(&self, key: &str, args: &[Param]) -> String {
        host::translate(key, args)
    }

    /// Bytes from the session's seed: every call of one exam gets the same ones.
    #[must_use]
    pub fn random(&self, count: u32) -> Vec<u8> {
        host::random(count)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Casebook {
    /// A casebook in memory.
    #[must_use]
    pub fn of(fake: Rc<crate::testing::FakeCasebook>) -> Self {
        Self { fake }
    }

    /// The cases, in the order of the scenario.
    #[must_use]
    pub fn cases(&self) -> Vec<Entry> {
        self.fake.entries()
    }

    /// What is in a case; `None` if nobody knows, or there is no such case.
    #[must_use]
    pub fn truth(&self, case: &str) -> Option<Report> {
        self.fake.truth(case)
    }

    /// What a service said about a case.
    #[must_use]
    pub fn service_report(&self, case: &str, service: &str) -> Option<Report> {
        self.fake.service_report(case, service)
    }

    /// A line in the fake log.
    pub fn log(&self, level: Level, message: &str) {
        self.fake.log(level, message);
    }

    /// A setting of the fake casebook.
    #[must_use]
    pub fn setting(&self, name: &str) -> Option<String> {
        self.fake.setting(name)
    }

    /// English.
    #[must_use]
    pub fn locale(&self) -> String {
        "en".to_owned()
    }

    /// The key, and the values by their names.
    #[must_use]
    pub fn translate(&self, key: &str, args: &[Param]) -> String {
        let values = args.iter();
        let values = values.map(|arg| format!(" {}={}", arg.name, arg.value));
        format!("{key}{}", values.collect::<String>())
    }

    /// Zeros.
    #[must_use]
    pub fn random(&self, count: u32) -> Vec<u8> {
        vec![0; count as usize]
    }
}

#[cfg(target_arch = "wasm32")]
use super::bindings::overread::plugin::casebook;
#[cfg(target_arch = "wasm32")]
use crate::bindings::overread::plugin::host;
