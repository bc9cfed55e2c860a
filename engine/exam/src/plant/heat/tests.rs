//! Maps change where they are told to.

use overread_base::{HeatMap, SeriesUid, Vec3, VolumeGeometry};

use super::super::place::Bounds;
use super::{cut, erase, mirror, paint, translate};

fn map() -> HeatMap {
    let geometry = VolumeGeometry::axial(
        [30, 20, 10],
        Vec3::new(2.0, 2.0, 3.0),
        Vec3::new(-29.0, -19.0, 0.0),
    );
    HeatMap {
        name: "map".to_owned(),
        series: SeriesUid::new("1.2").unwrap(),
        geometry: geometry.unwrap(),
        values: vec![0; 6_000],
    }
}

/// The patient position of the greatest value, and the value.
fn peak(map: &HeatMap) -> (Vec3, u8) {
    let (idx, value) = map
        .values
        .iter()
        .enumerate()
        .max_by_key(|(_, value)| **value)
        .unwrap();
    let at = [idx % 30, idx / 30 % 20, idx / 600].map(|v| v as f64);
    (
        map.geometry.patient_from_voxel(Vec3::from_array(at)),
        *value,
    )
}

#[test]
fn a_spot_is_painted_moved_mirrored_and_wiped_out() {
    let mut maps = vec![map()];
    let at = Vec3::new(15.0, -3.0, 6.0);
    paint(&mut maps, at, 5.0, 0.8);
    assert_eq!(peak(&maps[0]), (at, 204));
    mirror(&mut maps, 0.0);
    assert_eq!(peak(&maps[0]), (Vec3::new(-15.0, -3.0, 6.0), 204));
    translate(&mut maps, Vec3::new(1.0, 2.0, 3.0));
    assert_eq!(peak(&maps[0]), (Vec3::new(-14.0, -1.0, 9.0), 204));
    let left = Bounds {
        low: Vec3::new(0.0, -100.0, -100.0),
        high: Vec3::new(100.0, 100.0, 100.0),
    };
    let mut outside = maps.clone();
    cut(&mut outside, left);
    assert_eq!(peak(&outside[0]).1, 0);
    erase(&mut maps, Vec3::new(-14.0, -1.0, 9.0), 6.0);
    assert_eq!(peak(&maps[0]).1, 0);
}

#[test]
fn a_spot_outside_or_a_map_of_the_wrong_size_changes_nothing() {
    let mut maps = vec![map()];
    paint(&mut maps, Vec3::new(1e6, 0.0, 0.0), 5.0, 0.8);
    paint(&mut maps, Vec3::new(f64::NAN, 0.0, 0.0), 5.0, 0.8);
    assert_eq!(maps[0], map());
    maps[0].values.pop();
    let short = maps.clone();
    paint(&mut maps, Vec3::new(1.0, 1.0, 3.0), 50.0, 0.8);
    mirror(&mut maps, 0.0);
    assert_eq!(maps, short);
}
