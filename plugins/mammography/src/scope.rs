//! Which images are read: at most one of each view of each breast. Looks at no pixels.

use overread_sdk::{NotRunReason, Series};

/// The sides of a detector's image, mm: 18 x 24 and 24 x 30 cm are usual, films of old were cut smaller. A radiograph of
/// a chest is larger, and an image without a stated spacing, whose pixels count as 1 mm, is far larger.
const SIDE_MM: (f64, f64) = (80.0, 330.0);
/// Fewer pixels along a side are no mammogram.
const MIN_PIXELS: u32 = 200;
/// The phantoms are adults.
const MIN_AGE_YEARS: u32 = 18;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Right,
    Left,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Projection {
    /// From above.
    Cc,
    /// Obliquely.
    Mlo,
}

/// One image to read.
#[derive(Debug, Clone)]
pub(crate) struct View {
    pub(crate) series: Series,
    pub(crate) side: Side,
    pub(crate) projection: Projection,
}

/// All views that may be there, in the order of reports.
pub(crate) const ALL: [(Side, Projection); 4] = [
    (Side::Right, Projection::Cc),
    (Side::Right, Projection::Mlo),
    (Side::Left, Projection::Cc),
    (Side::Left, Projection::Mlo),
];

impl Side {
    pub(crate) const fn letter(self) -> &'static str {
        match self {
            Self::Right => "R",
            Self::Left => "L",
        }
    }
}

/// The name of a view, e.g. `R MLO`.
pub(crate) const fn name(side: Side, projection: Projection) -> &'static str {
    match (side, projection) {
        (Side::Right, Projection::Cc) => "R CC",
        (Side::Right, Projection::Mlo) => "R MLO",
        (Side::Left, Projection::Cc) => "L CC",
        (Side::Left, Projection::Mlo) => "L MLO",
    }
}

/// The images to read, in the order of [`ALL`], the finest of each view; or why there are none.
pub(crate) fn views(all: &[Series]) -> Result<Vec<View>, (NotRunReason, String)> {
    let own: Vec<&Series> = all.iter().filter(|series| series.study == 0).collect();
    if own.is_empty() {
        let why = "the study has no series; mammograms were expected";
        return Err((NotRunReason::MissingSeries, why.to_owned()));
    }
    let age = own.iter().find_map(|series| series.age_years());
    if let Some(age) = age.filter(|&age| age < MIN_AGE_YEARS) {
        let why = format!("expected an age of {MIN_AGE_YEARS} years or more, found {age}");
        return Err((NotRunReason::UnsupportedAge, why));
    }
    let mut refused = Vec::new();
    let mut found: Vec<View> = Vec::new();
    for series in own {
        match view(series) {
            Ok(view) => found.push(view),
            Err(why) => refused.push(why),
        }
    }
    let finest = |&(side, projection): &(Side, Projection)| {
        let same = found
            .iter()
            .filter(|v| v.side == side && v.projection == projection);
        same.min_by(|a, b| {
            let pixel = |view: &View| view.series.geometry.spacing.x;
            pixel(a).total_cmp(&pixel(b))
        })
    };
    let views: Vec<View> = ALL.iter().filter_map(finest).cloned().collect();
    if views.is_empty() {
        // What came nearest to being read says most.
        let worst = refused.into_iter().max_by_key(|(rank, ..)| *rank);
        let (_, reason, why) = worst.unwrap_or((0, NotRunReason::OutOfScope, String::new()));
        return Err((reason, why));
    }
    Ok(views)
}

/// How far an image came, the reason, and the sentence.
type Refused = (u8, NotRunReason, String);

fn view(series: &Series) -> Result<View, Refused> {
    let no = |rank, reason, why: String| Err((rank, reason, why));
    let out = NotRunReason::OutOfScope;
    if series.modality != "MG" {
        let why = format!("expected modality MG, found {}", series.modality);
        return no(0, out, why);
    }
    let part = series.attribute("BodyPartExamined");
    if let Some(part) = part.filter(|part| !part.to_uppercase().contains("BREAST")) {
        let why = format!("expected the body part BREAST, found {part}");
        return no(1, out, why);
    }
    let grid = &series.geometry;
    if series.frames != 1 || grid.size.z != 1 {
        let why = format!("expected single images, found {} frames", series.frames);
        return no(2, out, why);
    }
    let side = series
        .attribute("ImageLaterality")
        .or_else(|| series.attribute("Laterality"));
    let side = match side {
        Some("R") => Side::Right,
        Some("L") => Side::Left,
        other => {
            let found = other.unwrap_or("none");
            return no(3, out, format!("expected laterality R or L, found {found}"));
        }
    };
    let projection = match series.attribute("ViewPosition") {
        Some("CC" | "XCCL" | "XCCM") => Projection::Cc,
        Some("MLO" | "LMO") => Projection::Mlo,
        other => {
            let found = other.unwrap_or("none");
            return no(
                4,
                out,
                format!("expected the view CC or MLO, found {found}"),
            );
        }
    };
    let (width, height) = (
        f64::from(grid.size.x) * grid.spacing.x,
        f64::from(grid.size.y) * grid.spacing.y,
    );
    let (least, most) = SIDE_MM;
    let is_size = |mm: f64| least <= mm && mm <= most;
    if !(is_size(width) && is_size(height)) {
        let why = format!(
            "expected an image of {least:.0} to {most:.0} mm a side, found {width:.0} x {height:.0} mm; is the pixel spacing missing?"
        );
        return no(5, NotRunReason::BadInput, why);
    }
    if grid.size.x.min(grid.size.y) < MIN_PIXELS {
        let why = format!(
            "expected at least {MIN_PIXELS} pixels a side, found {} x {}",
            grid.size.x, grid.size.y
        );
        return no(5, NotRunReason::BadInput, why);
    }
    Ok(View {
        series: series.clone(),
        side,
        projection,
    })
}

#[cfg(test)]
mod tests;
