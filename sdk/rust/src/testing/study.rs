//! A study in memory: series, models, settings, and what the service logged. Keeps nothing on disk.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use super::{FakeModel, FakeVolume};
use crate::{Failure, FailureKind, Geometry, Level, Param, Sample, Series, failure};

/// A study for tests; pass it to [`Job::on`](crate::Job::on).
#[derive(Debug, Default)]
pub struct FakeStudy {
    series: Vec<(Series, FakeVolume)>,
    models: BTreeMap<String, FakeModel>,
    settings: BTreeMap<String, String>,
    stops_after: Option<u32>,
    n_progress: Cell<u32>,
    n_maps: Cell<u32>,
    log: RefCell<Vec<(Level, String)>>,
}

impl FakeStudy {
    /// A study without series.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a series of `values` on a grid, x fastest; ids count from 0.
    ///
    /// # Panics
    /// If there are not as many values as voxels.
    #[must_use]
    pub fn with_series(self, modality: &str, geometry: Geometry, values: Vec<f32>) -> Self {
        self.with_attributes(modality, geometry, values, &[])
    }

    /// As [`FakeStudy::with_series`], with attributes by DICOM keyword.
    ///
    /// # Panics
    /// If there are not as many values as voxels.
    #[must_use]
    pub fn with_attributes(
        mut self,
        modality: &str,
        geometry: Geometry,
        values: Vec<f32>,
        attributes: &[(&str, &str)],
    ) -> Self {
        let id = u32::try_from(self.series.len()).unwrap_or(u32::MAX);
        let series = Series {
            id,
            study: 0,
            days_before: None,
            modality: modality.to_owned(),
            geometry,
            frames: geometry.size.z,
            sample: Sample::Int16,
            attributes: attributes
                .iter()
                .map(|(name, value)| Param {
                    name: (*name).to_owned(),
                    value: (*value).to_owned(),
                })
                .collect(),
        };
        let volume = FakeVolume::new(geometry, Sample::Int16, values);
        self.series.push((series, volume));
        self
    }

    /// Says that the series added last is one of a prior study: 1 is the most recent, `days_before` the study of the job.
    ///
    /// # Panics
    /// If there is no series.
    #[must_use]
    pub fn of_prior(mut self, study: u32, days_before: Option<u32>) -> Self {
        assert!(!self.series.is_empty(), "add a series first");
        if let Some((series, _)) = self.series.last_mut() {
            series.study = study;
            series.days_before = days_before;
        }
        self
    }

    /// Adds a model under a name.
    #[must_use]
    pub fn with_model(mut self, name: &str, model: FakeModel) -> Self {
        self.models.insert(name.to_owned(), model);
        self
    }

    /// Sets a setting.
    #[must_use]
    pub fn with_setting(mut self, name: &str, value: &str) -> Self {
        self.settings.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The host asks the service to stop at its `n`th report of progress.
    #[must_use]
    pub fn stopping_after(mut self, n: u32) -> Self {
        self.stops_after = Some(n);
        self
    }

    /// What the service logged.
    #[must_use]
    pub fn logged(&self) -> Vec<(Level, String)> {
        self.log.borrow().clone()
    }

    pub(crate) fn list_series(&self) -> Vec<Series> {
        self.series
            .iter()
            .map(|(series, _)| series.clone())
            .collect()
    }

    pub(crate) fn open_series(&self, id: u32) -> Result<FakeVolume, Failure> {
        self.series
            .iter()
            .find(|(series, _)| series.id == id)
            .map(|(_, volume)| volume.clone())
            .ok_or_else(|| failure(FailureKind::BadInput, format!("no series {id}")))
    }

    pub(crate) fn open_model(&self, name: &str) -> Result<FakeModel, Failure> {
        self.models
            .get(name)
            .cloned()
            .ok_or_else(|| failure(FailureKind::ModelMissing, format!("no model {name:?}")))
    }

    pub(crate) fn keep_map(&self, series: u32, _map: &FakeVolume) -> Result<u32, Failure> {
        self.open_series(series)?;
        let kept = self.n_maps.get();
        self.n_maps.set(kept + 1);
        Ok(kept)
    }

    pub(crate) fn setting(&self, name: &str) -> Option<String> {
        self.settings.get(name).cloned()
    }

    pub(crate) fn log(&self, level: Level, message: &str) {
        self.log.borrow_mut().push((level, message.to_owned()));
    }

    pub(crate) fn progress(&self, _fraction: f32, _stage: &str) -> bool {
        self.n_progress.set(self.n_progress.get() + 1);
        self.stops_after.is_none_or(|n| self.n_progress.get() < n)
    }
}
