//! Numbers as people read them.

use super::{bounds, date, value};
use crate::measure::Measure;
use crate::metric::Unit;
use crate::timestamp::Timestamp;
use crate::words::Language;

#[track_caller]
fn check(number: f64, unit: Unit, english: &str, russian: &str) {
    let measure = Measure::of(number).unwrap();
    assert_eq!(value(measure, unit, Language::En.words()), english);
    assert_eq!(value(measure, unit, Language::Ru.words()), russian);
}

#[test]
fn a_value_has_one_decimal_and_its_unit() {
    check(0.8667, Unit::Share, "86.7 %", "86,7 %");
    check(1.0, Unit::Share, "100.0 %", "100,0 %");
    check(0.0, Unit::Share, "0.0 %", "0,0 %");
    check(-0.0315, Unit::Difference, "−3.2 pp", "−3,2 п.п.");
    check(0.0315, Unit::Difference, "+3.2 pp", "+3,2 п.п.");
    check(-0.0004, Unit::Difference, "0.0 pp", "0,0 п.п.");
    check(41.46, Unit::Seconds, "41.5 s", "41,5 с");
}

#[test]
fn bounds_stand_with_a_dash() {
    let interval = (Measure::of(0.703).unwrap(), Measure::of(0.947).unwrap());
    assert_eq!(
        bounds(interval, Unit::Share, Language::En.words()),
        "70.3 – 94.7"
    );
}

#[test]
fn dates_are_spelled_out() {
    let time = Timestamp::parse("2026-11-05T20:15:00Z").unwrap();
    assert_eq!(date(time, Language::En), "5 November 2026");
    assert_eq!(date(time, Language::Ru), "5 ноября 2026 г.");
}
