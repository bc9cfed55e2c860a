//! What an annotation measures, in words: numbers with their units. No drawing.

use overread_viewer::{Drawing, Length, LengthUnit, Measured, Region};

use crate::words::{Word, Words};

/// The lines beside an annotation; `unit` is that of the values, with a space before it or empty.
#[must_use]
pub(super) fn lines(words: &Words, measured: &Measured, unit: &str) -> Vec<String> {
    match measured {
        Measured::Length(length) => vec![length_text(words, *length)],
        Measured::Diameters { long, short } => {
            let short = length_text(words, *short);
            vec![format!("{} × {short}", number(words, *long))]
        }
        Measured::AngleDeg(degrees) => vec![format!("{}°", words.number(*degrees, 1))],
        Measured::Region(region) => region_lines(words, region, unit),
        Measured::Value(Some(value)) => {
            vec![format!("{}{unit}", words.number(f64::from(*value), 0))]
        }
        Measured::Value(None) | Measured::Nothing => Vec::new(),
    }
}

/// The name of what is drawn, for the account.
#[must_use]
pub(super) fn kind(drawing: &Drawing) -> &'static str {
    match drawing {
        Drawing::Length(_) => "length",
        Drawing::Bidirectional { .. } => "bidirectional",
        Drawing::Angle { .. } => "angle",
        Drawing::Cobb(_) => "cobb",
        Drawing::Ellipse { .. } => "ellipse",
        Drawing::Rectangle { .. } => "rectangle",
        Drawing::Outline(_) => "outline",
        Drawing::Value(_) => "value",
        Drawing::Arrow { .. } => "arrow",
    }
}

fn number(words: &Words, length: Length) -> String {
    words.number(length.value, 1)
}

fn length_text(words: &Words, length: Length) -> String {
    let unit = match length.unit {
        LengthUnit::Mm => Word::UnitMm,
        LengthUnit::MmAtDetector => Word::UnitMmAtDetector,
        LengthUnit::Pixel => Word::UnitPixels,
    };
    format!("{} {}", number(words, length), words.text(unit))
}

fn region_lines(words: &Words, region: &Region, unit: &str) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(found) = region.statistics {
        let value = |value: f64| words.number(value, 1);
        lines.push(words.with(
            Word::MeasureMean,
            &[
                ("mean", value(found.mean).into()),
                ("sd", value(found.sd).into()),
                ("unit", unit.trim().into()),
            ],
        ));
        let value = |value: f32| words.number(f64::from(value), 0);
        lines.push(words.with(
            Word::MeasureRange,
            &[
                ("min", value(found.min).into()),
                ("max", value(found.max).into()),
            ],
        ));
    }
    let unit = match region.unit {
        LengthUnit::Mm => Word::UnitMm2,
        LengthUnit::MmAtDetector => Word::UnitMm2AtDetector,
        LengthUnit::Pixel => Word::UnitPixels2,
    };
    let area = format!("{} {}", words.number(region.area, 1), words.text(unit));
    lines.push(words.with(Word::MeasureArea, &[("area", area.into())]));
    lines
}
