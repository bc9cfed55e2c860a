//! Arrays of numbers that go into a model and come out. No arithmetic, no layout but row-major.

use std::fmt;

use crate::InferError;

/// The type of a tensor's elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Element {
    /// 32-bit float.
    Float32,
    /// 16-bit float (IEEE 754 binary16), carried as its bits.
    Float16,
    /// Unsigned byte.
    Uint8,
    /// Signed byte.
    Int8,
    /// 32-bit integer.
    Int32,
    /// 64-bit integer.
    Int64,
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Float32 => "float32",
            Self::Float16 => "float16",
            Self::Uint8 => "uint8",
            Self::Int8 => "int8",
            Self::Int32 => "int32",
            Self::Int64 => "int64",
        })
    }
}

/// The elements of a tensor.
#[derive(Debug, Clone, PartialEq)]
pub enum Elements {
    /// 32-bit floats.
    Float32(Vec<f32>),
    /// 16-bit floats, as bits.
    Float16(Vec<u16>),
    /// Unsigned bytes.
    Uint8(Vec<u8>),
    /// Signed bytes.
    Int8(Vec<i8>),
    /// 32-bit integers.
    Int32(Vec<i32>),
    /// 64-bit integers.
    Int64(Vec<i64>),
}

impl Elements {
    /// The same elements, borrowed.
    #[must_use]
    pub fn as_ref(&self) -> ElementsRef<'_> {
        match self {
            Self::Float32(v) => ElementsRef::Float32(v),
            Self::Float16(v) => ElementsRef::Float16(v),
            Self::Uint8(v) => ElementsRef::Uint8(v),
            Self::Int8(v) => ElementsRef::Int8(v),
            Self::Int32(v) => ElementsRef::Int32(v),
            Self::Int64(v) => ElementsRef::Int64(v),
        }
    }
}

/// Borrowed elements of a tensor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ElementsRef<'a> {
    /// 32-bit floats.
    Float32(&'a [f32]),
    /// 16-bit floats, as bits.
    Float16(&'a [u16]),
    /// Unsigned bytes.
    Uint8(&'a [u8]),
    /// Signed bytes.
    Int8(&'a [i8]),
    /// 32-bit integers.
    Int32(&'a [i32]),
    /// 64-bit integers.
    Int64(&'a [i64]),
}

impl ElementsRef<'_> {
    /// Their type.
    #[must_use]
    pub fn element(&self) -> Element {
        match self {
            Self::Float32(_) => Element::Float32,
            Self::Float16(_) => Element::Float16,
            Self::Uint8(_) => Element::Uint8,
            Self::Int8(_) => Element::Int8,
            Self::Int32(_) => Element::Int32,
            Self::Int64(_) => Element::Int64,
        }
    }

    /// Their number.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Float32(v) => v.len(),
            Self::Float16(v) => v.len(),
            Self::Uint8(v) => v.len(),
            Self::Int8(v) => v.len(),
            Self::Int32(v) => v.len(),
            Self::Int64(v) => v.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// An array of numbers, row-major: the last axis runs fastest.
#[derive(Debug, Clone, PartialEq)]
pub struct Tensor {
    shape: Vec<u32>,
    elements: Elements,
}

impl Tensor {
    /// Joins a shape and its elements.
    ///
    /// # Errors
    /// [`InferError::ElementCount`] if there are not as many elements as the shape says.
    pub fn new(shape: Vec<u32>, elements: Elements) -> Result<Self, InferError> {
        check_count(&shape, elements.as_ref().len())?;
        Ok(Self { shape, elements })
    }

    /// Sizes of the axes.
    #[must_use]
    pub fn shape(&self) -> &[u32] {
        &self.shape
    }

    /// The elements.
    #[must_use]
    pub fn elements(&self) -> &Elements {
        &self.elements
    }

    /// Its shape and elements.
    #[must_use]
    pub fn into_parts(self) -> (Vec<u32>, Elements) {
        (self.shape, self.elements)
    }

    /// The same tensor, borrowed.
    #[must_use]
    pub fn view(&self) -> TensorRef<'_> {
        TensorRef {
            shape: &self.shape,
            elements: self.elements.as_ref(),
        }
    }
}

/// A borrowed tensor: what a run takes, without a copy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TensorRef<'a> {
    shape: &'a [u32],
    elements: ElementsRef<'a>,
}

impl<'a> TensorRef<'a> {
    /// Joins a shape and its elements.
    ///
    /// # Errors
    /// [`InferError::ElementCount`] if there are not as many elements as the shape says.
    pub fn new(shape: &'a [u32], elements: ElementsRef<'a>) -> Result<Self, InferError> {
        check_count(shape, elements.len())?;
        Ok(Self { shape, elements })
    }

    /// Sizes of the axes.
    #[must_use]
    pub fn shape(&self) -> &'a [u32] {
        self.shape
    }

    /// The elements.
    #[must_use]
    pub fn elements(&self) -> ElementsRef<'a> {
        self.elements
    }
}

fn check_count(shape: &[u32], found: usize) -> Result<(), InferError> {
    let expected = shape
        .iter()
        .try_fold(1u64, |count, &n| count.checked_mul(u64::from(n)));
    if expected == Some(found as u64) {
        Ok(())
    } else {
        Err(InferError::ElementCount {
            shape: shape.to_vec(),
            found,
        })
    }
}

#[cfg(test)]
mod tests;
