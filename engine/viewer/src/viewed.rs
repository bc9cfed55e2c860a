//! A series as the viewer takes it: its facts, its pixels and what greys it can be shown in. No place, no layout.

use overread_base::VolumeGeometry;
use overread_image::{Voi, Volume, Window, preset_named, presets_for};

use crate::{Relation, SeriesFacts, relation};

/// A series as the viewer needs it.
#[derive(Debug, Clone, Copy)]
pub struct ViewedSeries<'a> {
    /// What the files say of it.
    pub facts: &'a SeriesFacts,
    /// The pixels; a projection is a volume of one slice.
    pub volume: &'a Volume,
    /// The windows and VOI LUTs that the file offers.
    pub vois: &'a [Voi],
}

impl ViewedSeries<'_> {
    /// Where its grid lies.
    #[must_use]
    pub fn geometry(&self) -> &VolumeGeometry {
        self.volume.geometry()
    }

    /// What the series opens with: the file's first, else the first preset of its kind, else all of its values.
    #[must_use]
    pub fn first_voi(&self) -> Voi {
        let presets = presets_for(&self.facts.modality, self.facts.body_part.as_deref());
        let preset = || presets.first().map(|preset| Voi::Window(preset.window));
        let of_file = self.vois.first().cloned();
        of_file
            .or_else(preset)
            .unwrap_or_else(|| Voi::Window(self.full_range()))
    }

    /// A window from the least to the greatest value that is no padding.
    #[must_use]
    pub fn full_range(&self) -> Window {
        let padding = self.volume.padding();
        let is_value = |sample: &&i16| {
            padding
                .as_ref()
                .is_none_or(|padding| !padding.contains(sample))
        };
        let samples = self.volume.samples().iter().filter(is_value);
        let (least, greatest) = samples.fold((i16::MAX, i16::MIN), |(least, greatest), &sample| {
            (least.min(sample), greatest.max(sample))
        });
        let rescale = self.volume.rescale();
        let (a, b) = (rescale.value(least), rescale.value(greatest));
        let window = Window::linear((a + b) * 0.5, (b - a).abs().max(1.0));
        // A rescale of a broken file may give values that are not numbers.
        window.unwrap_or_else(|_| presets_for("CT", None)[0].window)
    }

    /// The window of a named preset: of its kind, else of any.
    #[must_use]
    pub fn preset(&self, id: &str) -> Option<Voi> {
        let own = presets_for(&self.facts.modality, self.facts.body_part.as_deref());
        let found = own.iter().find(|preset| preset.id == id);
        let found = found.or_else(|| preset_named(id));
        found.map(|preset| Voi::Window(preset.window))
    }
}

/// Whether equal positions in two series are one place: not so for a patient who lay anew between them.
#[must_use]
pub fn shares_space(a: &ViewedSeries<'_>, b: &ViewedSeries<'_>) -> bool {
    relation(a.facts, b.facts) == Relation::OneSpace
}
