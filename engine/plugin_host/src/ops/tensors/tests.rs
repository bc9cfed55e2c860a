//! Axes in every order, element types, and channels back into volumes.

use super::*;
use crate::fixtures::{context, values};

fn volume() -> LazyVolume {
    let count: Vec<f32> = (0..24u8).map(f32::from).collect();
    values([4, 3, 2], &count, &context())
}

#[track_caller]
fn check_layout(layout: &str, shape: &[u32], start: &[f32]) {
    let tensor = tensor_of_volume(&volume(), layout, Element::Float32, &context()).unwrap();
    assert_eq!(tensor.shape(), shape, "{layout}");
    let Elements::Float32(found) = tensor.elements() else {
        panic!("{tensor:?}");
    };
    assert_eq!(found.len(), 24);
    assert_eq!(&found[..start.len()], start, "{layout}");
}

#[test]
fn axes_come_in_the_order_of_the_layout() {
    check_layout("zyx", &[2, 3, 4], &[0.0, 1.0, 2.0, 3.0, 4.0]);
    check_layout("nczyx", &[1, 1, 2, 3, 4], &[0.0, 1.0, 2.0, 3.0, 4.0]);
    check_layout("xyz", &[4, 3, 2], &[0.0, 12.0, 4.0, 16.0, 8.0, 20.0, 1.0]);
    check_layout("nyxzc", &[1, 3, 4, 2, 1], &[0.0, 12.0, 1.0, 13.0]);
    check_layout("yzx", &[3, 2, 4], &[0.0, 1.0, 2.0, 3.0, 12.0]);
}

#[test]
fn layouts_that_do_not_name_the_axes_are_refused() {
    for layout in ["", "yx", "zyxx", "zyq", "zy", "nczyxn", "ZYX", "ж"] {
        let made = tensor_of_volume(&volume(), layout, Element::Float32, &context());
        assert!(matches!(made, Err(HostFault::Failure(..))), "{layout}");
    }
    let slice = values([2, 1, 1], &[5.0, 6.0], &context());
    let tensor = tensor_of_volume(&slice, "ncyx", Element::Float32, &context()).unwrap();
    assert_eq!(tensor.shape(), [1, 1, 1, 2]);
}

#[test]
fn elements_are_rounded_and_kept_to_their_range() {
    let line = values([5, 1, 1], &[-1e20, -1.5, 0.4, 127.6, f32::NAN], &context());
    let made = |element| {
        let tensor = tensor_of_volume(&line, "zyx", element, &context()).unwrap();
        tensor.into_parts().1
    };
    assert_eq!(made(Element::Uint8), Elements::Uint8(vec![0, 0, 0, 128, 0]));
    assert_eq!(
        made(Element::Int8),
        Elements::Int8(vec![-128, -2, 0, 127, 0])
    );
    assert_eq!(
        made(Element::Int32),
        Elements::Int32(vec![i32::MIN, -2, 0, 128, 0])
    );
    let Elements::Int64(long) = made(Element::Int64) else {
        panic!("int64");
    };
    assert_eq!(long[1..], [-2, 0, 128, 0]);
    let Elements::Float16(halves) = made(Element::Float16) else {
        panic!("float16");
    };
    // IEEE 754 binary16: -inf, -1.5.
    assert_eq!(halves[..2], [0xfc00, 0xbe00]);
}

#[test]
fn a_channel_becomes_a_volume_if_it_fits() {
    let tensor = Tensor::new(vec![1, 2, 1, 2, 2], Elements::Uint8((0..8).collect())).unwrap();
    assert_eq!(
        channel_values(&tensor, [2, 2, 1], 1),
        Some(vec![4.0, 5.0, 6.0, 7.0])
    );
    assert_eq!(channel_values(&tensor, [2, 2, 1], 2), None);
    assert_eq!(channel_values(&tensor, [2, 1, 2], 0), None);
    let flat = Tensor::new(vec![1, 1, 2, 2], Elements::Float16(vec![0x3c00; 4])).unwrap();
    assert_eq!(channel_values(&flat, [2, 2, 1], 0), Some(vec![1.0; 4]));
    assert_eq!(channel_values(&flat, [2, 2, 2], 0), None);
    let batch = Tensor::new(vec![2, 1, 1, 1], Elements::Int64(vec![1, 2])).unwrap();
    assert_eq!(channel_values(&batch, [1, 1, 1], 0), None);
}
