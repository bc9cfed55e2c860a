//! Bands of ages and sizes, so that subgroups of all kinds of studies have the same names.

/// The band of an age in whole years.
#[must_use]
pub fn age_band(years: u32) -> &'static str {
    match years {
        0..18 => "below 18",
        18..50 => "18 to 49",
        50..70 => "50 to 69",
        _ => "70 and more",
    }
}

/// The band of a lesion's greatest diameter, mm.
#[must_use]
pub fn size_band(diameter_mm: f64) -> &'static str {
    match diameter_mm {
        d if d < 10.0 => "below 10 mm",
        d if d < 20.0 => "10 to 19 mm",
        _ => "20 mm and more",
    }
}
