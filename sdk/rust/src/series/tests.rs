//! Attributes and ages as they stand in files.

use crate::space::vec3;
use crate::{Dims, Geometry, Param, Sample, Series};

fn with(name: &str, value: &str) -> Series {
    Series {
        id: 0,
        study: 0,
        days_before: None,
        modality: "CT".to_owned(),
        geometry: Geometry {
            size: Dims { x: 4, y: 4, z: 4 },
            spacing: vec3(1.0, 1.0, 1.0),
            origin: vec3(0.0, 0.0, 0.0),
            row_dir: vec3(1.0, 0.0, 0.0),
            col_dir: vec3(0.0, 1.0, 0.0),
        },
        frames: 4,
        sample: Sample::Int16,
        attributes: vec![Param {
            name: name.to_owned(),
            value: value.to_owned(),
        }],
    }
}

#[test]
fn a_value_that_is_empty_is_not_known() {
    let view = with("ViewPosition", " PA ");
    assert_eq!(view.attribute("ViewPosition"), Some("PA"));
    assert_eq!(view.attribute("BodyPartExamined"), None);
    assert_eq!(with("ViewPosition", "  ").attribute("ViewPosition"), None);
}

#[test]
fn an_age_is_read_in_every_unit() {
    for (text, expected) in [
        ("044Y", Some(44)),
        ("018M", Some(1)),
        ("030M", Some(2)),
        ("215M", Some(17)),
        ("060W", Some(1)),
        ("100D", Some(0)),
        ("731D", Some(2)),
        ("Y", None),
        ("44", None),
        ("", None),
        ("0я", None),
        ("abc", None),
        ("-1Y", None),
    ] {
        assert_eq!(with("PatientAge", text).age_years(), expected, "{text:?}");
    }
}
