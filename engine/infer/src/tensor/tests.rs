//! Shapes that do and do not fit their elements.

use super::*;

#[track_caller]
fn check(shape: &[u32], n: usize, is_tensor: bool) {
    let elements = Elements::Uint8(vec![0; n]);
    assert_eq!(
        Tensor::new(shape.to_vec(), elements.clone()).is_ok(),
        is_tensor
    );
    assert_eq!(TensorRef::new(shape, elements.as_ref()).is_ok(), is_tensor);
}

#[test]
fn a_tensor_holds_as_many_elements_as_its_shape_says() {
    check(&[2, 3], 6, true);
    check(&[2, 3], 5, false);
    check(&[2, 3], 7, false);
    check(&[], 1, true);
    check(&[], 0, false);
    check(&[0, 5], 0, true);
    check(&[u32::MAX, u32::MAX, u32::MAX], 4, false);
}

#[test]
fn the_error_names_shape_and_count() {
    let error = Tensor::new(vec![2, 2], Elements::Float32(vec![1.0])).unwrap_err();
    assert_eq!(error.to_string(), "tensor of shape [2, 2] holds 1 elements");
}
