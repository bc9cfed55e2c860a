//! The codestream of one encapsulated frame, joined from its fragments (PS3.5 A.4). No decoding.

use std::fs::File;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use super::PixelLayout;
use crate::DicomError;
use crate::tag::Tag;
use crate::values::Values;

/// The most encoded bytes of one frame that are read.
const MAX_ENCODED: u64 = 2 << 30;
/// The most fragments of one file.
const MAX_FRAGMENTS: usize = 1 << 20;

/// A fragment's item: where it begins, counted from the first item after the offset table, and its bytes in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fragment {
    item: u64,
    start: u64,
    len: u64,
}

/// Which fragments are a frame's; made once a file.
#[derive(Debug, Clone, Default)]
pub(crate) struct FragmentIndex {
    fragments: Vec<Fragment>,
    /// By frame; empty where a frame is missing.
    frames: Vec<Range<usize>>,
}

impl FragmentIndex {
    fn read(file: &File, layout: &PixelLayout) -> std::io::Result<Self> {
        let (table, fragments) = items(file, layout)?;
        let n_frames = layout.n_frames as usize;
        let extended: Vec<u64> = layout.extended_offsets.iter().map(|o| o.0).collect();
        let frames = if n_frames == 1 {
            std::iter::once(0..fragments.len()).collect()
        } else if let Some(frames) = by_offsets(&fragments, &extended, n_frames) {
            frames
        } else if let Some(frames) = by_offsets(&fragments, &table, n_frames) {
            frames
        } else if fragments.len() == n_frames {
            (0..n_frames).map(|idx| idx..idx + 1).collect()
        } else {
            by_start_marker(file, &fragments, n_frames)
        };
        Ok(Self { fragments, frames })
    }

    /// Offset and length of each frame by an extended offset table (7FE0,0001/0002); empty if there is none.
    pub(crate) fn extended_offsets(values: Values<'_>) -> Vec<(u64, u64)> {
        let numbers = |tag: Tag| -> Vec<u64> {
            let raw = values.set.get(tag).map(|e| values.raw(e));
            let eights = raw.unwrap_or_default().chunks_exact(8);
            eights
                .map(|c| u64::from_le_bytes([c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7]]))
                .collect()
        };
        let lengths = numbers(Tag::EXTENDED_LENGTHS);
        let offsets = numbers(Tag::EXTENDED_OFFSETS).into_iter();
        let lengths = lengths.into_iter().chain(std::iter::repeat(0));
        offsets.zip(lengths).collect()
    }

    fn of(&self, frame_idx: usize) -> &[Fragment] {
        let range = self.frames.get(frame_idx).cloned().unwrap_or_default();
        self.fragments.get(range).unwrap_or_default()
    }
}

/// Reads the codestream of a frame.
///
/// # Errors
/// [`DicomError`] if its fragments are not there or too long.
pub(super) fn encoded_frame(
    file: &File,
    path: &Path,
    layout: &PixelLayout,
    frame_number: u32,
) -> Result<Vec<u8>, DicomError> {
    let idx = frame_number as usize - 1;
    let io = || DicomError::io("reading", path);
    let index = match layout.fragment_index.get() {
        Some(index) => index,
        None => {
            let index = FragmentIndex::read(file, layout).map_err(io())?;
            layout.fragment_index.get_or_init(|| index)
        }
    };
    let chosen = index.of(idx);
    let total: u64 = chosen.iter().map(|fragment| fragment.len).sum();
    if total > MAX_ENCODED {
        return Err(DicomError::TooLarge {
            what: "encoded bytes",
            limit: MAX_ENCODED,
            found: total,
            place: path.display().to_string(),
        });
    }
    if total == 0 {
        return Err(DicomError::damaged(
            format!("pixel data of frame {frame_number} are missing"),
            path,
        ));
    }
    let mut encoded = vec![0; usize::try_from(total).unwrap_or(0)];
    let mut rest = &mut encoded[..];
    for fragment in chosen {
        let (to, after) = rest.split_at_mut(usize::try_from(fragment.len).unwrap_or(0));
        file.read_exact_at(to, fragment.start).map_err(io())?;
        rest = after;
    }
    // The extended table knows the length without the last fragment's padding.
    if let Some(&(_, len)) = layout.extended_offsets.get(idx)
        && layout.extended_offsets.len() == layout.n_frames as usize
        && len.checked_add(1) == Some(total)
    {
        encoded.pop();
    }
    Ok(encoded)
}

/// The basic offset table and the fragments; a last one that is cut short is kept. Reads the items' headers only, so
/// that a frame of a long file costs little.
fn items(file: &File, layout: &PixelLayout) -> std::io::Result<(Vec<u64>, Vec<Fragment>)> {
    let mut at = layout.offset;
    let mut table = None;
    let mut fragments = Vec::new();
    let mut first_item = at;
    while at + 8 <= layout.file_len && fragments.len() < MAX_FRAGMENTS {
        let mut header = [0; 8];
        file.read_exact_at(&mut header, at)?;
        let [0xFE, 0xFF, 0x00, 0xE0, a, b, c, d] = header else {
            break;
        };
        let start = at + 8;
        let stated = u64::from(u32::from_le_bytes([a, b, c, d]));
        let len = stated.min(layout.file_len - start);
        if table.is_none() {
            let n_bytes = len.min(u64::from(layout.n_frames) * 4);
            let mut bytes = vec![0; usize::try_from(n_bytes).unwrap_or(0)];
            file.read_exact_at(&mut bytes, start)?;
            let offsets = bytes.chunks_exact(4);
            table = Some(
                offsets
                    .map(|c| u64::from(u32::from_le_bytes([c[0], c[1], c[2], c[3]])))
                    .collect(),
            );
            first_item = start + len;
        } else {
            fragments.push(Fragment {
                item: at - first_item,
                start,
                len,
            });
        }
        at = start + len;
    }
    Ok((table.unwrap_or_default(), fragments))
}

/// The fragments from each frame's offset to the next one's; `None` if the table does not fit: too few frames, not
/// ascending, or pointing between fragments. It may name frames that a file which was cut short no longer has.
fn by_offsets(
    fragments: &[Fragment],
    offsets: &[u64],
    n_frames: usize,
) -> Option<Vec<Range<usize>>> {
    let (offsets, after) = offsets.split_at_checked(n_frames)?;
    if offsets.is_empty() || !offsets.is_sorted_by(|a, b| a < b) {
        return None;
    }
    let starts: Option<Vec<usize>> = offsets
        .iter()
        .map(|offset| fragments.binary_search_by_key(offset, |f| f.item).ok())
        .collect();
    let end = after.first().map_or(fragments.len(), |&end| {
        fragments.partition_point(|f| f.item < end)
    });
    Some(until_next(&starts?, end))
}

fn until_next(starts: &[usize], end: usize) -> Vec<Range<usize>> {
    let ends = starts.iter().skip(1).copied().chain([end]);
    starts.iter().zip(ends).map(|(&a, b)| a..b).collect()
}

/// Without a usable offset table, a frame begins where a fragment starts with a codestream's first marker; a file that
/// is cut short keeps the frames it has. Formats without a marker, such as RLE, have a fragment a frame.
fn by_start_marker(file: &File, fragments: &[Fragment], n_frames: usize) -> Vec<Range<usize>> {
    let starts_frame = |fragment: &Fragment| {
        let mut head = [0; 4];
        fragment.len >= 4 && file.read_exact_at(&mut head, fragment.start).is_ok() && is_start(head)
    };
    let starts: Vec<usize> = (0..fragments.len())
        .filter(|&idx| starts_frame(&fragments[idx]))
        .collect();
    let mut frames = if starts.is_empty() {
        (0..fragments.len()).map(|idx| idx..idx + 1).collect()
    } else {
        until_next(&starts, fragments.len())
    };
    frames.truncate(n_frames);
    frames
}

/// JPEG and JPEG-LS, JPEG 2000 and its box file, JPEG XL and its box file.
fn is_start(head: [u8; 4]) -> bool {
    matches!(
        head,
        [0xFF, 0xD8, 0xFF, _]
            | [0xFF, 0x4F, 0xFF, 0x51]
            | [0xFF, 0x0A, _, _]
            | [0x00, 0x00, 0x00, 0x0C]
    )
}

#[cfg(test)]
mod tests;
