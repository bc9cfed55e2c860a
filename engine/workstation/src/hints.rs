//! Hints made from the truth of a case whose author wrote none: first the region, then the slices. Decides nothing.

use overread_base::{CaseTruth, Laterality, Lesion, LocalText};
use overread_exam::{SeriesPlace, lesion_slices};
use overread_viewer::{SeriesSpace, Stack, own_stack};

use crate::images::ImageSeries;

/// More lesions than this are not named one by one.
const MAX_NAMED: usize = 5;

/// The hints about a case, one after another, in English and Russian; none where the truth is not known.
///
/// A normal case has one: that there is nothing. Slices are numbered as the viewer numbers them.
pub(crate) fn made_hints(truth: Option<&CaseTruth>, series: &[ImageSeries]) -> Vec<Vec<LocalText>> {
    let Some(truth) = truth else {
        return Vec::new();
    };
    if truth.lesions.is_empty() {
        return vec![both(
            "Nothing that is looked for lies in this case.".to_owned(),
            "В этом исследовании нет того, что ищут.".to_owned(),
        )];
    }
    let places: Vec<SeriesPlace> = series.iter().map(place_of).collect();
    let n = truth.lesions.len();
    let regions = told(&truth.lesions, |lesion| region(lesion, &places, series));
    let slices = told(&truth.lesions, |lesion| {
        whereabouts(lesion, &places, series)
    });
    let head = both(
        format!("To be found: {n}. Look here: {}.", regions[0]),
        format!("Искомых находок: {n}. Где смотреть: {}.", regions[1]),
    );
    let mut hints = vec![head];
    if !slices[0].is_empty() {
        hints.push(both(
            format!("More closely: {}.", slices[0]),
            format!("Точнее: {}.", slices[1]),
        ));
    }
    hints
}

/// A series as a review needs it.
pub(crate) fn place_of(series: &ImageSeries) -> SeriesPlace {
    let is_stack = series.facts.space == SeriesSpace::Patient;
    SeriesPlace {
        series: series.facts.uid.clone(),
        grid: is_stack.then(|| series.volume.geometry().clone()),
    }
}

fn both(english: String, russian: String) -> Vec<LocalText> {
    vec![
        LocalText::new("en", &english),
        LocalText::new("ru", &russian),
    ]
}

/// The places of lesions in both languages, each said once.
fn told(lesions: &[Lesion], place: impl Fn(&Lesion) -> [String; 2]) -> [String; 2] {
    let mut all: [Vec<String>; 2] = [Vec::new(), Vec::new()];
    for lesion in lesions {
        let said = place(lesion);
        let is_new = !all[0].contains(&said[0]) && !said[0].is_empty();
        if is_new && all[0].len() < MAX_NAMED {
            for (list, text) in all.iter_mut().zip(said) {
                list.push(text);
            }
        }
    }
    all.map(|list| list.join("; "))
}

/// Side, and third of the stack or half of the image.
fn region(lesion: &Lesion, places: &[SeriesPlace], series: &[ImageSeries]) -> [String; 2] {
    let side = lesion.laterality.map(side);
    let part = part(lesion, places, series);
    [0, 1].map(|language| {
        let said = [
            side.map(|side| side[language]),
            part.map(|part| part[language]),
        ];
        let said: Vec<&str> = said.into_iter().flatten().collect();
        if said.is_empty() {
            ["anywhere in the images", "в любом месте изображений"][language].to_owned()
        } else {
            said.join(", ")
        }
    })
}

fn side(side: Laterality) -> [&'static str; 2] {
    match side {
        Laterality::Right => ["on the right", "справа"],
        Laterality::Left => ["on the left", "слева"],
        Laterality::Bilateral => ["on both sides", "с обеих сторон"],
        Laterality::Midline => ["in the midline", "по средней линии"],
    }
}

/// The first stack that holds the lesion, with the numbers of its first and last slice there.
fn numbers<'a>(
    lesion: &Lesion,
    places: &[SeriesPlace],
    series: &'a [ImageSeries],
) -> Option<(&'a ImageSeries, Stack, u32, u32)> {
    lesion_slices(lesion, places).into_iter().find_map(|found| {
        let of = series.iter().find(|of| of.facts.uid == found.series)?;
        if of.facts.space != SeriesSpace::Patient {
            return None;
        }
        let stack = own_stack(of.volume.geometry());
        let ends = [*found.run.start(), *found.run.end()].map(|idx| stack.number(idx));
        Some((of, stack, ends[0].min(ends[1]), ends[0].max(ends[1])))
    })
}

/// The share of the height of a projection at which a lesion lies, from the top, with its series.
fn height<'a>(lesion: &Lesion, series: &'a [ImageSeries]) -> Option<(&'a ImageSeries, f64)> {
    let (of, centre) = match lesion.views.first() {
        Some(view) => (
            series.iter().find(|of| of.facts.uid == view.series)?,
            view.centre,
        ),
        None => (series.first()?, lesion.centre),
    };
    if of.facts.space == SeriesSpace::Patient {
        return None;
    }
    let grid = of.volume.geometry();
    let rows = f64::from(grid.size[1]).max(1.0);
    let share = (grid.voxel_from_patient(centre).y + 0.5) / rows;
    share.is_finite().then_some((of, share.clamp(0.0, 1.0)))
}

fn part(
    lesion: &Lesion,
    places: &[SeriesPlace],
    series: &[ImageSeries],
) -> Option<[&'static str; 2]> {
    if let Some((_, stack, first, last)) = numbers(lesion, places, series) {
        let middle = (f64::from(first) + f64::from(last)) * 0.5;
        let share = (middle - 0.5) / f64::from(stack.count.max(1));
        return Some(if share < 1.0 / 3.0 {
            ["in the first third of the slices", "в первой трети срезов"]
        } else if share < 2.0 / 3.0 {
            [
                "in the middle third of the slices",
                "в средней трети срезов",
            ]
        } else {
            [
                "in the last third of the slices",
                "в последней трети срезов",
            ]
        });
    }
    let (_, share) = height(lesion, series)?;
    Some(if share < 0.5 {
        [
            "in the upper half of the image",
            "в верхней половине снимка",
        ]
    } else {
        ["in the lower half of the image", "в нижней половине снимка"]
    })
}

/// Slice numbers, or the height in a named projection.
fn whereabouts(lesion: &Lesion, places: &[SeriesPlace], series: &[ImageSeries]) -> [String; 2] {
    if let Some((_, _, first, last)) = numbers(lesion, places, series) {
        if first == last {
            return [format!("slice {first}"), format!("срез {first}")];
        }
        return [
            format!("slices {first} to {last}"),
            format!("срезы с {first} по {last}"),
        ];
    }
    let Some((of, share)) = height(lesion, series) else {
        return [String::new(), String::new()];
    };
    let percent = format!("{:.0}", share * 100.0);
    let name = of.facts.view.clone().unwrap_or_default();
    let side = match of.facts.laterality {
        Some(Laterality::Right) => "R ",
        Some(Laterality::Left) => "L ",
        Some(Laterality::Bilateral | Laterality::Midline) | None => "",
    };
    let name = format!("{side}{name}");
    let name = name.trim();
    [
        format!("image {name} at about {percent} % of its height from the top"),
        format!("снимок {name}, примерно {percent} % высоты сверху"),
    ]
}

#[cfg(test)]
mod tests;
