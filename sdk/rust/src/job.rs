//! The one study of a job and the host's small services. No pixels.

#[cfg(not(target_arch = "wasm32"))]
use std::rc::Rc;

use crate::{Failure, FailureKind, Level, Model, Param, Series, Volume, failure};

/// The job that the service was started for.
#[derive(Debug)]
pub struct Job {
    #[cfg(not(target_arch = "wasm32"))]
    study: Rc<crate::testing::FakeStudy>,
}

impl Job {
    /// Says how far the work is: `fraction` is 0 to 1, `stage` a few words.
    ///
    /// # Errors
    /// A failure of the kind `cancelled` if the host asks the service to stop: return it with `?`.
    pub fn progress(&self, fraction: f32, stage: &str) -> Result<(), Failure> {
        if self.host_progress(fraction, stage) {
            Ok(())
        } else {
            Err(failure(FailureKind::Cancelled, "asked to stop"))
        }
    }

    /// A setting of the manifest as a number; `default` if the manifest has none of this name or it is no number.
    #[must_use]
    pub fn setting_number(&self, name: &str, default: f64) -> f64 {
        self.setting(name)
            .and_then(|value| value.parse().ok())
            .filter(|number: &f64| number.is_finite())
            .unwrap_or(default)
    }

    /// The lines of the host's log at the level `info`.
    pub fn info(&self, message: &str) {
        self.log(Level::Info, message);
    }
}

#[cfg(target_arch = "wasm32")]
impl Job {
    /// The job of this instance.
    #[must_use]
    pub fn current() -> Self {
        Self {}
    }

    /// The series of the study; ids are valid in this job only.
    #[must_use]
    pub fn series(&self) -> Vec<Series> {
        host_imaging::list_series()
    }

    /// Opens a series as a volume.
    ///
    /// # Errors
    /// If there is no such series or it is no volume.
    pub fn open_series(&self, id: u32) -> Result<Volume, Failure> {
        host_imaging::open_series(id).map(Volume)
    }

    /// Opens a model of the bundle by its name in the manifest.
    ///
    /// # Errors
    /// Of the kind `runtime-missing` or `model-missing` if it cannot be had: the job then counts as not run.
    pub fn open_model(&self, name: &str) -> Result<Model, Failure> {
        host_inference::open_model(name).map(Model)
    }

    /// Keeps a volume of probabilities for display; the id goes into a `HeatMap`.
    ///
    /// # Errors
    /// If there is no such series or too many maps were kept.
    pub fn keep_map(&self, series: u32, probabilities: &Volume) -> Result<u32, Failure> {
        host_imaging::keep_map(series, &probabilities.0)
    }

    /// The most bytes that one [`Volume::read`] returns.
    #[must_use]
    pub fn max_read(&self) -> u32 {
        host_imaging::max_read()
    }

    /// A line in the host's log. No patient data.
    pub fn log(&self, level: Level, message: &str) {
        host::log(level, message);
    }

    /// A setting of the manifest as the user set it, else its default.
    #[must_use]
    pub fn setting(&self, name: &str) -> Option<String> {
        host::setting(name)
    }

    /// The BCP 47 tag of the reader's language.
    #[must_use]
    pub fn locale(&self) -> String {
        host::locale()
    }

    /// A text of the bundle's own locales by its key.
    #[must_use]
    pub fn translate(&self, key: &str, args: &[Param]) -> String {
        host::translate(key, args)
    }

    /// Bytes from the job's seed: equal jobs get equal bytes.
    #[must_use]
    pub fn random(&self, count: u32) -> Vec<u8> {
        host::random(count)
    }

    /// The host's simulated clock, in milliseconds.
    #[must_use]
    pub fn elapsed_ms(&self) -> u64 {
        host::elapsed_ms()
    }

    fn host_progress(&self, fraction: f32, stage: &str) -> bool {
        host::progress(fraction, stage)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Job {
    /// A job on a fake study.
    #[must_use]
    pub fn on(study: crate::testing::FakeStudy) -> Self {
        Self {
            study: Rc::new(study),
        }
    }

    /// The fake study, to see what the service logged.
    #[must_use]
    pub fn study(&self) -> &crate::testing::FakeStudy {
        &self.study
    }

    /// The series of the study; ids are valid in this job only.
    #[must_use]
    pub fn series(&self) -> Vec<Series> {
        self.study.list_series()
    }

    /// Opens a series as a volume.
    ///
    /// # Errors
    /// If there is no such series.
    pub fn open_series(&self, id: u32) -> Result<Volume, Failure> {
        self.study.open_series(id).map(Volume)
    }

    /// Opens a model of the study by its name.
    ///
    /// # Errors
    /// Of the kind `model-missing` if the study has none of this name.
    pub fn open_model(&self, name: &str) -> Result<Model, Failure> {
        self.study.open_model(name).map(Model)
    }

    /// Keeps a volume of probabilities; the id goes into a `HeatMap`.
    ///
    /// # Errors
    /// If there is no such series.
    pub fn keep_map(&self, series: u32, probabilities: &Volume) -> Result<u32, Failure> {
        self.study.keep_map(series, &probabilities.0)
    }

    /// The most bytes that one [`Volume::read`] returns.
    #[must_use]
    pub fn max_read(&self) -> u32 {
        crate::testing::MAX_READ
    }

    /// A line in the fake log.
    pub fn log(&self, level: Level, message: &str) {
        self.study.log(level, message);
    }

    /// A setting of the fake study.
    #[must_use]
    pub fn setting(&self, name: &str) -> Option<String> {
        self.study.setting(name)
    }

    /// English.
    #[must_use]
    pub fn locale(&self) -> String {
        "en".to_owned()
    }

    /// The key itself.
    #[must_use]
    pub fn translate(&self, key: &str, _args: &[Param]) -> String {
        key.to_owned()
    }

    /// Zeros.
    #[must_use]
    pub fn random(&self, count: u32) -> Vec<u8> {
        vec![0; count as usize]
    }

    /// Always 0.
    #[must_use]
    pub fn elapsed_ms(&self) -> u64 {
        0
    }

    fn host_progress(&self, fraction: f32, stage: &str) -> bool {
        self.study.progress(fraction, stage)
    }
}

#[cfg(target_arch = "wasm32")]
use crate::bindings::overread::plugin::host;
#[cfg(target_arch = "wasm32")]
use crate::{host_imaging, host_inference};
