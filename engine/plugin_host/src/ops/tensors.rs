//! Volumes as tensors and back: the order of the axes and the type of the elements.

use half::f16;
use overread_infer::{Element, Elements, Tensor};

use crate::fault::HostFault;
use crate::lazy::LazyVolume;
use crate::model::element_bytes;
use crate::watch::OpContext;

/// The values of a volume with its axes in the order of `layout`, out of the letters n, c, z, y and x.
pub(crate) fn tensor_of_volume(
    source: &LazyVolume,
    layout: &str,
    element: Element,
    context: &OpContext,
) -> Result<Tensor, HostFault> {
    let size = source.geometry().size;
    let axes = axes_of(layout, size).ok_or_else(|| {
        let shown: String = layout.chars().take(8).collect();
        HostFault::bad_input(format!(
            "layout must name each of z, y and x once, z only where there are slices, and n and c at most once, found `{}`",
            shown.escape_debug()
        ))
    })?;
    let values = source.materialise(context)?;
    // The ordered copy and the elements made of it live beside the values for a moment.
    let bytes = values.values.len() as u64 * (4 + element_bytes(element));
    let _held = context.memory.charge(bytes)?;
    let mut ordered = Vec::with_capacity(values.values.len());
    walk(&values.values, &axes, 0, &mut ordered, context)?;
    let shape = axes.iter().map(|axis| axis.length).collect();
    Tensor::new(shape, elements_of(ordered, element))
        .map_err(|error| HostFault::internal(error.to_string()))
}

/// One axis of a tensor: its length, and how far apart its neighbours lie in the volume.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Axis {
    length: u32,
    stride: usize,
}

fn axes_of(layout: &str, [nx, ny, nz]: [u32; 3]) -> Option<Vec<Axis>> {
    let is_distinct = layout
        .bytes()
        .enumerate()
        .all(|(idx, letter)| layout.bytes().take(idx).all(|before| before != letter));
    let has = |letter: char| layout.contains(letter);
    if !is_distinct || !has('x') || !has('y') || !(has('z') || nz == 1) {
        return None;
    }
    let (row, slice) = (nx as usize, nx as usize * ny as usize);
    let axis = |length, stride| Some(Axis { length, stride });
    layout
        .bytes()
        .map(|letter| match letter {
            b'n' | b'c' => axis(1, 0),
            b'z' => axis(nz, slice),
            b'y' => axis(ny, row),
            b'x' => axis(nx, 1),
            _ => None,
        })
        .collect()
}

/// Appends the values from `start` on, walked with the last axis fastest.
fn walk(
    values: &[f32],
    axes: &[Axis],
    start: usize,
    out: &mut Vec<f32>,
    context: &OpContext,
) -> Result<(), HostFault> {
    match axes {
        [] => out.extend(values.get(start)),
        [Axis { length, stride: 1 }] => {
            out.extend_from_slice(&values[start..start + *length as usize]);
        }
        [first, rest @ ..] => {
            if rest.len() == 1 {
                context.watch.check()?;
            }
            for idx in 0..first.length as usize {
                walk(values, rest, start + idx * first.stride, out, context)?;
            }
        }
    }
    Ok(())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "keeping to the range of the type is what is wanted"
)]
fn elements_of(values: Vec<f32>, element: Element) -> Elements {
    let rounded = values.iter().map(|v| v.round());
    match element {
        Element::Float32 => Elements::Float32(values),
        Element::Float16 => {
            Elements::Float16(values.iter().map(|&v| f16::from_f32(v).to_bits()).collect())
        }
        Element::Uint8 => Elements::Uint8(rounded.map(|v| v as u8).collect()),
        Element::Int8 => Elements::Int8(rounded.map(|v| v as i8).collect()),
        Element::Int32 => Elements::Int32(rounded.map(|v| v as i32).collect()),
        Element::Int64 => Elements::Int64(rounded.map(|v| v as i64).collect()),
    }
}

/// One channel of a (1, channel, z, y, x) or (1, channel, y, x) tensor, x fastest; `None` if it does not fit the size.
pub(crate) fn channel_values(
    tensor: &Tensor,
    [nx, ny, nz]: [u32; 3],
    channel: u32,
) -> Option<Vec<f32>> {
    let is_fit = match *tensor.shape() {
        [1, channels, z, y, x] => channel < channels && [x, y, z] == [nx, ny, nz],
        [1, channels, y, x] => channel < channels && [x, y, 1] == [nx, ny, nz],
        _ => false,
    };
    let len = [nx, ny, nz].iter().map(|&n| n as usize).product::<usize>();
    let first = channel as usize * len;
    let range = first..first + len;
    #[expect(clippy::cast_precision_loss, reason = "a volume's values are f32")]
    let values = match tensor.elements() {
        _ if !is_fit => return None,
        Elements::Float32(v) => v.get(range)?.to_vec(),
        Elements::Float16(v) => v
            .get(range)?
            .iter()
            .map(|&v| f16::from_bits(v).to_f32())
            .collect(),
        Elements::Uint8(v) => v.get(range)?.iter().map(|&v| f32::from(v)).collect(),
        Elements::Int8(v) => v.get(range)?.iter().map(|&v| f32::from(v)).collect(),
        Elements::Int32(v) => v.get(range)?.iter().map(|&v| v as f32).collect(),
        Elements::Int64(v) => v.get(range)?.iter().map(|&v| v as f32).collect(),
    };
    Some(values)
}

#[cfg(test)]
mod tests;
