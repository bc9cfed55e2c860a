//! Renders synthetic studies by seed for training: stored samples, masks of the lesions, and the truth as JSON.
//!
//! Usage: training-phantoms FOLDER KIND FIRST COUNT [key=value ...], with the keys
//! `difficulty` (easy, medium, hard; several by commas are dealt out by seed), `prevalence` (0.5), `among` (words of the
//! catalogue by commas; all), `size`, `slices`, `thickness` (as the studies' own where not given), `every` (render each
//! nth slice of a CT only, 1), `enhanced` (the share of CT studies with contrast medium; as the studies' own where not
//! given), `kernel` (soft, standard, lung of a CT; several by commas are dealt out by seed), `many` (words of the
//! catalogue by commas, and `many-count`: put in that many of these besides, small ones the most, as far as there is
//! room), `organs` (1: write the organs of a chest CT too).
//!
//! For each seed: `SEED.json`, and for each series N `SEED-N.raw` (int16, little-endian, x fastest) and `SEED-N.mask`
//! (uint8 on the same grid: 0, or 1 + the lesion's number in `SEED.json`), and `SEED-N.organs` (uint8, the numbers of
//! `overread_phantom::chest_ct::Organ`) where asked for. A study that is there already is kept.

use std::fs;
use std::path::PathBuf;

use overread_base::{
    CaseTruth, Difficulty, FactValue, LesionKind, LesionWish, MaskRle, PhantomKind, Rng, Seed,
};
use overread_phantom::{Acquisition, CaseRequest, Kernel, Phantom, SyntheticSeries, draw_lesions};
use rayon::prelude::*;
use serde_json::{Value, json};

type Error = Box<dyn std::error::Error + Send + Sync>;

struct Wanted {
    folder: PathBuf,
    kind: PhantomKind,
    difficulties: Vec<Difficulty>,
    prevalence: f64,
    among: Vec<&'static LesionKind>,
    acquisition: Acquisition,
    every: u32,
    enhanced: Option<f64>,
    kernels: Vec<Kernel>,
    many: Vec<&'static LesionKind>,
    many_count: usize,
    organs: bool,
}

fn main() -> Result<(), Error> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, kind, first, count, settings @ ..] = &arguments[..] else {
        return Err("usage: training-phantoms FOLDER KIND FIRST COUNT [key=value ...]".into());
    };
    let kind = PhantomKind::ALL
        .into_iter()
        .find(|k| k.word() == kind)
        .ok_or("unknown kind")?;
    let mut wanted = Wanted {
        folder: PathBuf::from(folder),
        kind,
        difficulties: Difficulty::ALL.to_vec(),
        prevalence: 0.5,
        among: Vec::new(),
        acquisition: Acquisition::default(),
        every: 1,
        enhanced: None,
        kernels: Vec::new(),
        many: Vec::new(),
        many_count: 0,
        organs: false,
    };
    for setting in settings {
        let (key, value) = setting.split_once('=').ok_or("expected key=value")?;
        wanted.set(key, value)?;
    }
    fs::create_dir_all(&wanted.folder)?;
    let (first, count): (u64, u64) = (first.parse()?, count.parse()?);
    (first..first + count)
        .into_par_iter()
        .filter(|seed| !wanted.folder.join(format!("{seed}.json")).is_file())
        .try_for_each(|seed| write(&wanted, seed))
}

impl Wanted {
    fn set(&mut self, key: &str, value: &str) -> Result<(), Error> {
        match key {
            "difficulty" => {
                let word = |word: &str| {
                    let known = Difficulty::ALL.into_iter().find(|d| d.word() == word);
                    known.ok_or_else(|| format!("unknown difficulty {word}"))
                };
                self.difficulties = value.split(',').map(word).collect::<Result<_, _>>()?;
            }
            "prevalence" => self.prevalence = value.parse()?,
            "among" => self.among = self.lesion_kinds(value)?,
            "many" => self.many = self.lesion_kinds(value)?,
            "many-count" => self.many_count = value.parse()?,
            "kernel" => {
                let word = |word: &str| match word {
                    "soft" => Ok(Kernel::Soft),
                    "standard" => Ok(Kernel::Standard),
                    "lung" => Ok(Kernel::Lung),
                    _ => Err(format!("unknown kernel {word}")),
                };
                self.kernels = value.split(',').map(word).collect::<Result<_, _>>()?;
            }
            "size" => self.acquisition.size = Some(value.parse()?),
            "slices" => self.acquisition.slices = Some(value.parse()?),
            "thickness" => self.acquisition.thickness_mm = Some(value.parse()?),
            "enhanced" => self.enhanced = Some(value.parse()?),
            "organs" => self.organs = value == "1",
            "every" => self.every = value.parse::<u32>()?.max(1),
            _ => return Err(format!("unknown key {key}").into()),
        }
        Ok(())
    }

    fn lesion_kinds(&self, words: &str) -> Result<Vec<&'static LesionKind>, Error> {
        let kind = |word: &str| {
            LesionKind::named(self.kind, word).ok_or_else(|| format!("unknown lesion {word}"))
        };
        Ok(words.split(',').map(kind).collect::<Result<_, _>>()?)
    }

    /// The study of a seed, with the first `n_more` of the lesions that it shall hold besides.
    fn request(&self, seed: u64, n_more: usize) -> CaseRequest {
        let seed = Seed(seed);
        let mut rng = seed.child("training").rng();
        let is_abnormal = rng.unit() < self.prevalence;
        let difficulty = dealt(&self.difficulties, &mut rng).unwrap_or(Difficulty::Medium);
        let mut acquisition = self.acquisition.clone();
        if let Some(share) = self.enhanced {
            acquisition.is_enhanced = Some(seed.child("enhanced").rng().unit() < share);
        }
        acquisition.kernel = dealt(&self.kernels, &mut seed.child("kernel").rng());
        let mut lesions = draw_lesions(self.kind, seed, difficulty, is_abnormal, &self.among);
        let mut more = seed.child("many").rng();
        for _ in 0..n_more {
            lesions.extend(dealt(&self.many, &mut more).map(|kind| LesionWish {
                amount: Some(amount(kind, more.unit())),
                ..LesionWish::any(kind)
            }));
        }
        CaseRequest {
            difficulty,
            lesions,
            acquisition,
            ..CaseRequest::new(self.kind, seed)
        }
    }

    /// The study with as many of the lesions besides as find room.
    fn planned(&self, seed: u64) -> Result<(CaseRequest, Phantom), Error> {
        let mut n_more = self.many_count;
        loop {
            let request = self.request(seed, n_more);
            match Phantom::plan(&request) {
                Ok(phantom) => return Ok((request, phantom)),
                Err(error) if n_more == 0 => return Err(format!("seed {seed}: {error}").into()),
                Err(_) => n_more -= 1,
            }
        }
    }
}

/// One of some by the generator; nothing is drawn where there is none.
fn dealt<T: Copy>(some: &[T], rng: &mut Rng) -> Option<T> {
    if some.is_empty() {
        return None;
    }
    let pick = usize::try_from(rng.below(some.len() as u64)).unwrap_or(0);
    some.get(pick).copied()
}

/// An amount within the limits of a kind, evenly spread on a logarithmic scale.
fn amount(kind: &LesionKind, share: f64) -> f64 {
    let (least, greatest) = (kind.amount.least(), kind.amount.greatest());
    least * (greatest / least).powf(share)
}

fn write(wanted: &Wanted, seed: u64) -> Result<(), Error> {
    let (request, phantom) = wanted.planned(seed)?;
    let study = phantom.study();
    let at = |name: String| wanted.folder.join(name);
    let mut series = Vec::new();
    for (number, facts) in study.series.iter().enumerate() {
        let slices: Vec<u32> = (0..facts.geometry.size[2])
            .step_by(wanted.every as usize)
            .collect();
        let samples: Vec<u8> = slices
            .iter()
            .flat_map(|&z| phantom.render(number, z))
            .flat_map(i16::to_le_bytes)
            .collect();
        fs::write(at(format!("{seed}-{number}.raw")), samples)?;
        fs::write(
            at(format!("{seed}-{number}.mask")),
            mask(facts, &study.truth, &slices),
        )?;
        if wanted.organs {
            let organs: Vec<u8> = slices
                .iter()
                .flat_map(|&z| phantom.organs(number, z))
                .collect();
            fs::write(at(format!("{seed}-{number}.organs")), organs)?;
        }
        series.push(json!({
            "modality": facts.modality.code(),
            "size": [facts.geometry.size[0], facts.geometry.size[1], slices.len()],
            "spacing_mm": facts.geometry.spacing.to_array(),
            "origin_mm": facts.geometry.origin.to_array(),
            "slices": slices,
            "view": facts.view,
            "laterality": facts.laterality.map(|side| format!("{side:?}")),
            "is_inverted": facts.is_inverted,
            "windows": facts.windows,
            "attributes": facts.attributes,
        }));
    }
    let text = json!({
        "seed": seed,
        "difficulty": request.difficulty.word(),
        "sex": format!("{:?}", study.patient.sex),
        "age": study.patient.age_years,
        "asked": request.lesions.iter().map(|wish| wish.kind.word).collect::<Vec<_>>(),
        "series": series,
        "lesions": lesions(study.series.as_slice(), &study.truth),
        "facts": facts(&study.truth),
        "imitations": imitations(&phantom),
    });
    // Last, and whole: its presence says that the study is complete.
    let partial = at(format!("{seed}.part"));
    fs::write(&partial, serde_json::to_string(&text)?)?;
    fs::rename(partial, at(format!("{seed}.json")))?;
    Ok(())
}

fn lesions(series: &[SyntheticSeries], truth: &CaseTruth) -> Vec<Value> {
    let one = |lesion: &overread_base::Lesion| {
        let views = lesion.views.iter().map(|view| {
            let number = series.iter().position(|s| s.uid == view.series);
            json!({"series": number, "centre_mm": view.centre.to_array(), "radius_mm": view.radius_mm})
        });
        json!({
            "id": lesion.id.as_str(),
            "code": lesion.code.value,
            "type": lesion.nodule_type.map(|kind| format!("{kind:?}")),
            "centre_mm": lesion.centre.to_array(),
            "radius_mm": lesion.radius_mm,
            "laterality": lesion.laterality.map(|side| format!("{side:?}")),
            "views": views.collect::<Vec<_>>(),
        })
    };
    truth.lesions.iter().map(one).collect()
}

/// What is harmless and looks like a finding; it has no number in the masks.
fn imitations(phantom: &Phantom) -> Vec<Value> {
    let found = phantom.imitations().into_iter().map(|one| {
        json!({
            "code": one.kind.code().value,
            "centre_mm": one.centre.to_array(),
            "radius_mm": one.radius_mm,
        })
    });
    found.collect()
}

fn facts(truth: &CaseTruth) -> Value {
    let value = |value: &FactValue| match value {
        FactValue::Present(present) => json!(present),
        FactValue::Number { value, .. } => json!(value),
        FactValue::Category(category) => json!(category.value),
        FactValue::Parts(parts) => json!(parts),
    };
    let facts = truth
        .facts
        .iter()
        .map(|fact| (fact.code.value.clone(), value(&fact.value)));
    Value::Object(facts.collect())
}

/// The lesions' masks on the slices of a series as numbers; of lesions that overlap the later one is kept.
fn mask(series: &SyntheticSeries, truth: &CaseTruth, slices: &[u32]) -> Vec<u8> {
    let [nx, ny, _] = series.geometry.size.map(|n| n as usize);
    let mut labels = vec![0_u8; nx * ny * slices.len()];
    for (number, lesion) in truth.lesions.iter().enumerate() {
        let label = u8::try_from(number + 1).unwrap_or(u8::MAX);
        let own: Option<&MaskRle> = if lesion.views.is_empty() {
            lesion.mask.as_ref()
        } else {
            let mut views = lesion.views.iter();
            views
                .find(|view| view.series == series.uid)
                .and_then(|view| view.mask.as_ref())
        };
        if let Some(own) = own {
            draw(&mut labels, own, nx * ny, slices, label);
        }
    }
    labels
}

fn draw(labels: &mut [u8], mask: &MaskRle, per_slice: usize, slices: &[u32], label: u8) {
    let mut at = 0_usize;
    for (idx, &run) in mask.runs.iter().enumerate() {
        let end = at + run as usize;
        if idx % 2 == 1 {
            for voxel in at..end {
                let z = u32::try_from(voxel / per_slice).unwrap_or(u32::MAX);
                if let Ok(place) = slices.binary_search(&z) {
                    let to = place * per_slice + voxel % per_slice;
                    if let Some(out) = labels.get_mut(to) {
                        *out = label;
                    }
                }
            }
        }
        at = end;
    }
}
