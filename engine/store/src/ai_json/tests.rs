//! Probability maps as they may stand in a file from outside.

use overread_base::Vec3;

use super::*;

/// A map of such a grid with these bytes, packed or not.
fn map(size: [u32; 3], values: &[u8], is_packed: bool) -> HeatMapJson {
    let spacing = Vec3::new(1.0, 1.0, 1.0);
    let grid = VolumeGeometry::axial(size, spacing, Vec3::default()).unwrap();
    let mut map = HeatMapJson {
        name: "map".to_owned(),
        series: "1.2.3".to_owned(),
        grid: (&grid).into(),
        values: text_of_bytes(values),
        packed: None,
    };
    if is_packed {
        map.pack();
    }
    map
}

#[test]
fn a_packed_map_unpacks_to_its_voxels_and_no_other_number_of_them() {
    let values = [0, 0, 7, 255];
    let unpacked = |size| map(size, &values, true).voxels();
    assert_eq!(unpacked([2, 2, 1]).unwrap(), values);
    for size in [[3, 1, 1], [5, 1, 1]] {
        let error = unpacked(size).unwrap_err().to_string();
        assert!(error.contains("holds 4 bytes"), "{error}");
    }
}

/// The grid stands in the same file as the bytes: it bounds nothing by itself.
#[test]
fn a_map_beyond_the_limit_is_refused_before_it_is_unpacked() {
    for (size, found) in [
        ([16_384, 16_384, 64], "17179869184"),
        ([16_384, 4096, 1], "67108864"),
        ([16_384, 4096, 2], "134217728"),
    ] {
        for is_packed in [true, false] {
            let read = map(size, &[0; 9], is_packed).voxels();
            if size[2] == 1 {
                // The limit itself is let through to the next judgement.
                let told = read.map_or_else(|error| error.to_string(), |_| String::new());
                assert!(!told.contains("at most"), "{told}");
                continue;
            }
            let error = read.unwrap_err().to_string();
            let expected = format!("at most 67108864 voxels, found {found}");
            assert!(error.contains(&expected), "{error}");
        }
    }
}
