//! A service that looks for eight findings in a frontal chest radiograph: one network, its maps and its scores.
//!
//! The host reduces the image and runs the network; what comes here is a picture of 320 x 384 pixels and its maps.

mod frame;
mod marks;
mod scope;
mod target;
mod wording;

use overread_sdk::space::{patient_from_voxel, vec3, whole};
use overread_sdk::{
    AiService, Dims, Failure, FailureKind, Finding, FindingBuilder, Geometry, Interpolation, Job,
    Laterality, Mask, NotRunReason, Outcome, Priority, Profile, ReportBuilder, Shape, Tensor,
    Volume, code, failure, not_run,
};

use frame::{HEIGHT, Image, N_CHANNELS, WIDTH};
use marks::{Map, Place};
use scope::{Frontal, View};
use target::{N_TARGETS, Target};

/// Scores at or above are findings, where the user sets nothing else; the network's scores are made for it.
const DEFAULT_THRESHOLD: f64 = 0.5;
/// Below this the image is no frontal chest.
const LEAST_FRONTAL: f64 = 0.5;
/// A field of less than this share of the columns or rows is a cut or broken image (unverified).
const LEAST_FIELD: f64 = 0.5;
/// From this share of pixels without a grey level of their own the report warns (unverified).
const MANY_AT_ENDS: f64 = 0.25;

/// The service.
#[derive(Debug, Default)]
pub struct ChestRadiograph;

overread_sdk::export_plugin!(ChestRadiograph);

impl AiService for ChestRadiograph {
    fn profile(&self) -> Profile {
        Profile {
            name: "Chest radiograph".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            modalities: vec!["CR".to_owned(), "DX".to_owned()],
            notes: Vec::new(),
        }
    }

    fn analyze(&mut self, job: &Job) -> Result<Outcome, Failure> {
        let threshold = job
            .setting_number("threshold", DEFAULT_THRESHOLD)
            .clamp(0.05, 0.95);
        job.progress(0.02, "series")?;
        let frontal = match scope::frontal(&job.series()) {
            Ok(frontal) => frontal,
            Err((reason, why)) => return Ok(not_run(reason, why)),
        };
        let (columns, rows) = frame::maps_size(frontal.shape.0, frontal.shape.1);
        let volume = job.open_series(frontal.series)?;
        let picture = reduced(&volume, 2 * columns, 2 * rows)?;
        let values = picture.read_values(whole(&picture.geometry()))?;
        let image = Image::new(2 * columns, 2 * rows, values, frontal.is_inverted);
        let (low, high) = image.range();
        if high <= low {
            let why = "expected a radiograph, found an image of one grey level";
            return Ok(not_run(NotRunReason::BadInput, why));
        }
        let field = image.field();
        let share = |(first, end): (usize, usize), n: usize| (end - first) as f64 / n as f64;
        let shown = share(field.rows, image.rows).min(share(field.columns, image.columns));
        if shown < LEAST_FIELD {
            return Ok(not_run(
                NotRunReason::BadInput,
                format!(
                    "expected a field of at least {:.0} % of the image's columns and rows, found {:.0} %",
                    100.0 * LEAST_FIELD,
                    100.0 * shown
                ),
            ));
        }
        job.progress(0.2, "network")?;
        let standard = image.standardised(field);
        let said = ask(job, &standard, (columns, rows))?;
        if said.frontal < LEAST_FRONTAL {
            return Ok(not_run(
                NotRunReason::OutOfScope,
                format!(
                    "expected a frontal radiograph of the chest, found an image that does not look like one \
                     ({:.2}, at least {LEAST_FRONTAL:.2} expected)",
                    said.frontal
                ),
            ));
        }
        job.progress(0.8, "marks")?;
        let reading = Reading {
            maps_volume: reduced(&volume, columns, rows)?,
            middle: (field.columns.0 + field.columns.1) / 4,
            is_clipped: image.share_at_ends(field) >= MANY_AT_ENDS,
            frontal,
            said,
            threshold,
        };
        reading.report(job)
    }
}

fn reduced(volume: &Volume, columns: usize, rows: usize) -> Result<Volume, Failure> {
    let side = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let size = Dims {
        x: side(columns),
        y: side(rows),
        z: 1,
    };
    volume.resize(size, Interpolation::Linear)
}

/// What the network says.
#[derive(Debug)]
struct Said {
    maps: Vec<Map>,
    /// 0 to 1 by target.
    scores: Vec<f64>,
    /// Cardiothoracic ratio, %.
    ratio: f64,
    /// Whether the image is a frontal chest, 0 to 1.
    frontal: f64,
}

fn ask(job: &Job, image: &Image, size: (usize, usize)) -> Result<Said, Failure> {
    let (width, height) = (WIDTH / 2, HEIGHT / 2);
    let shape = [1, N_CHANNELS, height, width].map(|n| u32::try_from(n).unwrap_or(u32::MAX));
    let input = Tensor::of_floats(&shape, &image.channels())?;
    let outputs = job
        .open_model("chest-radiograph")?
        .run(&[("image", &input)])?;
    let output = |name: &str, n: usize| {
        let mut named = outputs.iter().filter(|(found, _)| found == name);
        let values = named
            .next()
            .ok_or_else(|| failure(FailureKind::Model, format!("the network gave no {name}")))?
            .1
            .floats()?;
        if values.len() == n && values.iter().all(|v| v.is_finite()) {
            Ok(values)
        } else {
            let found = values.len();
            Err(failure(
                FailureKind::Model,
                format!("{name}: expected {n} finite numbers, found {found}, or some that are not"),
            ))
        }
    };
    let all = output("probability", N_TARGETS * width * height)?;
    let answers = output("answers", N_TARGETS + 2)?;
    let (left, top) = image.corner();
    let numbers: Vec<f64> = answers.iter().map(|&v| f64::from(v)).collect();
    let number = |idx: usize| numbers.get(idx).copied().unwrap_or(0.0);
    Ok(Said {
        maps: all
            .chunks(width * height)
            .map(|map| Map::cut(map, width, (left / 2, top / 2), size))
            .collect(),
        scores: (0..N_TARGETS).map(|k| number(k).clamp(0.0, 1.0)).collect(),
        ratio: number(N_TARGETS).clamp(20.0, 90.0),
        frontal: number(N_TARGETS + 1),
    })
}

/// One thing found.
#[derive(Debug, Clone)]
struct Found {
    target: Target,
    probability: f64,
    side: Laterality,
    /// Of a disc of its area, where that says something and lengths are known.
    diameter_mm: Option<f64>,
    place: Place,
}

/// All that the report is made of.
#[derive(Debug)]
struct Reading {
    /// The image on the grid of the maps.
    maps_volume: Volume,
    /// The column of the maps where the patient's right becomes the left.
    middle: usize,
    is_clipped: bool,
    frontal: Frontal,
    said: Said,
    threshold: f64,
}

impl Reading {
    fn report(&self, job: &Job) -> Result<Outcome, Failure> {
        let series = self.frontal.series;
        let found = self.found();
        let highest = self.said.scores.iter().copied().fold(0.0, f64::max);
        let is_urgent = found.iter().any(|one| one.target.is_urgent());
        let mut report = ReportBuilder::new()
            .probability(highest, self.threshold, None)
            .draft("findings", wording::findings(&found, self))
            .draft("impression", wording::impression(&found, self.frontal.view))
            .priority(if is_urgent {
                Priority::Urgent
            } else {
                Priority::Routine
            })
            .extra(
                "fact.cardiothoracic-ratio",
                format!("{:.1}", self.said.ratio),
            );
        for (target, score) in Target::ALL.into_iter().zip(&self.said.scores) {
            let code = target.code();
            report = report.extra(
                &format!("score.{}.{}", code.scheme, code.value),
                format!("{score:.4}"),
            );
            if target.is_judged() {
                report = report.assessed(code, series);
            }
        }
        for warning in wording::warnings(self) {
            report = report.warning(warning);
        }
        if let Some(kept) = self.heat_map(job) {
            report = report.heat_map("abnormality", series, kept);
        }
        for (number, one) in (1..).zip(&found) {
            report = report.finding(self.finding(number, one));
        }
        Ok(report.done())
    }

    /// What reaches the threshold, by target, the strongest of each first.
    fn found(&self) -> Vec<Found> {
        let targets = Target::ALL.into_iter().zip(&self.said.scores);
        targets
            .zip(&self.said.maps)
            .filter(|((_, score), _)| **score >= self.threshold)
            .flat_map(|((target, score), map)| {
                let places = map.places(target.grouping(), self.middle);
                places.into_iter().map(move |place| Found {
                    target,
                    probability: score * place.share,
                    side: self.side(target, map, &place),
                    diameter_mm: self.diameter_mm(target, &place),
                    place,
                })
            })
            .collect()
    }

    /// The image's left is the patient's right, in both frontal projections.
    fn side(&self, target: Target, map: &Map, place: &Place) -> Laterality {
        let column = place.pixels.first().map_or(0, |&peak| map.at(peak).0);
        match target {
            Target::Cardiomegaly => Laterality::Midline,
            _ if column < self.middle => Laterality::Right,
            _ => Laterality::Left,
        }
    }

    fn diameter_mm(&self, target: Target, place: &Place) -> Option<f64> {
        let spacing = self.maps_volume.geometry().spacing;
        let area_mm2 = place.pixels.len() as f64 * spacing.x * spacing.y;
        (self.frontal.has_lengths && target.has_diameter())
            .then(|| (area_mm2 * 4.0 / std::f64::consts::PI).sqrt())
    }

    fn finding(&self, number: usize, one: &Found) -> Finding {
        let series = self.frontal.series;
        let grid = self.maps_volume.geometry();
        let columns = grid.size.x as usize;
        let cells: Vec<(usize, usize)> = one
            .place
            .pixels
            .iter()
            .map(|&pixel| (pixel % columns.max(1), pixel / columns.max(1)))
            .collect();
        let mut finding =
            FindingBuilder::new(format!("{}-{number}", one.target.word()), one.target.code())
                .laterality(one.side)
                .probability(one.probability);
        if let Some(site) = one.target.site() {
            finding = finding.site(site);
        }
        if let Some(&(x, y)) = cells.first() {
            finding = finding.point(series, at(&grid, x as f64, y as f64));
            let (low, high) = bounds(&cells);
            finding = finding.cuboid(
                series,
                at(&grid, low.0 as f64 - 0.5, low.1 as f64 - 0.5),
                at(&grid, high.0 as f64 + 0.5, high.1 as f64 + 0.5),
            );
        }
        // The mask is for display: without it, or beyond the sixteenth, the finding is still whole.
        if let Ok(kept) = self.mask(one) {
            finding = finding.mark(series, Shape::Mask(kept));
        }
        if let Some(diameter_mm) = one.diameter_mm {
            let name = code("SCT", "81827009", "Diameter");
            finding = finding.measure(name, diameter_mm, "mm");
        }
        if one.target == Target::Cardiomegaly {
            let name = code("99OVERREAD", "cardiothoracic-ratio", "Cardiothoracic ratio");
            finding = finding.measure(name, self.said.ratio, "%");
        }
        finding.note(wording::note(one, self.frontal.view)).done()
    }

    fn mask(&self, one: &Found) -> Result<u32, Failure> {
        let size = self.maps_volume.geometry().size;
        let mut labels = vec![0.0; size.x as usize * size.y as usize];
        for &pixel in &one.place.pixels {
            if let Some(label) = labels.get_mut(pixel) {
                *label = 1.0;
            }
        }
        let labels = self.on_grid(&labels)?;
        Mask::of_volume(self.frontal.series, &labels)?.keep(one.target.word())
    }

    /// The highest of all maps, for display only: without it the report is still whole.
    fn heat_map(&self, job: &Job) -> Option<u32> {
        let size = self.maps_volume.geometry().size;
        let mut highest = vec![0.0_f32; size.x as usize * size.y as usize];
        for map in &self.said.maps {
            for (most, &value) in highest.iter_mut().zip(&map.values) {
                *most = most.max(value.clamp(0.0, 1.0));
            }
        }
        let volume = self.on_grid(&highest).ok()?;
        job.keep_map(self.frontal.series, &volume).ok()
    }

    fn on_grid(&self, values: &[f32]) -> Result<Volume, Failure> {
        let size = self.maps_volume.geometry().size;
        Tensor::of_floats(&[1, 1, size.y, size.x], values)?.to_volume(&self.maps_volume, 0)
    }

    /// The view's name, where the file gives one.
    fn view(&self) -> Option<&'static str> {
        match self.frontal.view {
            View::Pa => Some("PA"),
            View::Ap => Some("AP"),
            View::Unknown => None,
        }
    }
}

fn at(grid: &Geometry, x: f64, y: f64) -> overread_sdk::Vec3 {
    patient_from_voxel(grid, vec3(x, y, 0.0))
}

/// The first and last column and row of cells.
fn bounds(cells: &[(usize, usize)]) -> ((usize, usize), (usize, usize)) {
    let least = |of: fn(&(usize, usize)) -> usize| cells.iter().map(of).min().unwrap_or(0);
    let most = |of: fn(&(usize, usize)) -> usize| cells.iter().map(of).max().unwrap_or(0);
    (
        (least(|c| c.0), least(|c| c.1)),
        (most(|c| c.0), most(|c| c.1)),
    )
}

#[cfg(test)]
mod tests;
