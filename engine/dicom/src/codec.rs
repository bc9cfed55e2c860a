//! From one encoded frame to its bytes: which codec, guarded. Knows no files and no series.

use std::borrow::Cow;
use std::io::Read as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

use dicom_encoding::Codec;
use dicom_encoding::adapters::{PixelDataObject, RawPixelData};
use dicom_encoding::transfer_syntax::{TransferSyntax, TransferSyntaxIndex as _};
use dicom_transfer_syntax_registry::TransferSyntaxRegistry;

mod jpeg;
mod jpeg_ls;
mod rle;
#[cfg(test)]
mod test_picture;

/// What is wrong with an encoded frame.
#[derive(Debug, thiserror::Error)]
#[error("{what}")]
pub(crate) struct CodecError {
    what: String,
}

impl CodecError {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into() }
    }
}

/// The shape of a frame, as its header states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FrameShape {
    pub(crate) rows: u32,
    pub(crate) columns: u32,
    pub(crate) samples_per_pixel: u16,
    pub(crate) bits_allocated: u16,
    pub(crate) bits_stored: u16,
}

impl FrameShape {
    pub(crate) fn n_samples(&self) -> usize {
        self.rows as usize * self.columns as usize * usize::from(self.samples_per_pixel)
    }

    pub(crate) fn n_bytes(&self) -> usize {
        if self.bits_allocated == 1 {
            return self.n_samples().div_ceil(8);
        }
        self.n_samples() * usize::from(self.bits_allocated / 8)
    }
}

/// A decoded frame.
#[derive(Debug)]
pub(crate) struct DecodedFrame {
    /// Little-endian samples, interleaved by pixel.
    pub(crate) bytes: Vec<u8>,
    /// Whether the codec has turned three components into red, green and blue.
    pub(crate) is_rgb: bool,
    /// What was used otherwise than written.
    pub(crate) remarks: Vec<String>,
}

/// How many bytes of 16-bit samples a byte of a file can stand for at most, or is taken to where the format sets no
/// limit.
pub(crate) fn max_expansion(transfer_syntax: &str, shape: FrameShape) -> u64 {
    // Samples take 16 bits in memory, be they 1 or 8 in the file.
    let widened = 16_u64.div_ceil(u64::from(shape.bits_allocated).max(1));
    match transfer_syntax {
        "1.2.840.10008.1.2" | "1.2.840.10008.1.2.1" | "1.2.840.10008.1.2.2" => TRUNCATED * widened,
        // Two bytes make 128.
        "1.2.840.10008.1.2.5" => 64 * widened,
        // A bit a sample.
        "1.2.840.10008.1.2.4.57" | "1.2.840.10008.1.2.4.70" => 16,
        // Two bits a block of 64 samples make 512, components subsampled more; and blank pictures of JPEG-LS,
        // JPEG 2000 and JPEG XL take next to nothing whatever their size.
        _ => 1024,
    }
}

/// A native file that lacks more than so many times what it holds is not shown as truncated, but refused.
const TRUNCATED: u64 = 64;

/// What the header says of the samples, which some codecs have to know.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stored<'a> {
    pub(crate) photometric: &'a str,
    pub(crate) is_signed: bool,
}

/// Decodes one frame to little-endian samples, interleaved by pixel.
///
/// # Errors
/// [`CodecError`] if the syntax is unknown, the codestream is broken, or its size is not that of the header.
pub(crate) fn decode_frame(
    transfer_syntax: &str,
    shape: FrameShape,
    stored: Stored<'_>,
    encoded: &[u8],
) -> Result<DecodedFrame, CodecError> {
    let plain = |bytes| DecodedFrame {
        bytes,
        is_rgb: false,
        remarks: Vec::new(),
    };
    let decoded = match transfer_syntax {
        ENCAPSULATED_UNCOMPRESSED => plain(encoded.to_vec()),
        DEFLATED_FRAME => plain(inflate(shape, encoded)?),
        "1.2.840.10008.1.2.5" => plain(rle::decode(shape, encoded)?),
        "1.2.840.10008.1.2.4.80" | "1.2.840.10008.1.2.4.81" => {
            plain(decode_jpeg_ls(shape, encoded)?)
        }
        "1.2.840.10008.1.2.4.57" | "1.2.840.10008.1.2.4.70" => decode_jpeg(shape, encoded)?,
        "1.2.840.10008.1.2.4.50" | "1.2.840.10008.1.2.4.51" if is_for_own_jpeg(stored, encoded) => {
            decode_jpeg(shape, encoded)?
        }
        _ => {
            let mut decoded = plain(decode_registered(transfer_syntax, shape, encoded)?);
            decoded.is_rgb = !keeps_ybr(stored, encoded);
            if let Some(bits) = unsigned_bits(stored, shape, encoded) {
                extend_sign(&mut decoded.bytes, shape, bits);
            }
            decoded
        }
    };
    if decoded.bytes.len() < shape.n_bytes() {
        return Err(CodecError::new(format!(
            "decoded frame: expected {} bytes, found {}",
            shape.n_bytes(),
            decoded.bytes.len()
        )));
    }
    Ok(decoded)
}

const ENCAPSULATED_UNCOMPRESSED: &str = "1.2.840.10008.1.2.1.98";
const DEFLATED_FRAME: &str = "1.2.840.10008.1.2.8.1";
const DEFLATED_DATA_SET: &str = "1.2.840.10008.1.2.1.99";

/// A deflated frame (PS3.5 A.4.13): the same coding as a deflated data set's, so that its reader stops where the frame
/// is full.
fn inflate(shape: FrameShape, encoded: &[u8]) -> Result<Vec<u8>, CodecError> {
    let syntax = TransferSyntaxRegistry.get(DEFLATED_DATA_SET);
    let Some(Codec::Dataset(Some(adapter))) = syntax.map(TransferSyntax::codec) else {
        return Err(CodecError::new("deflated frames are not supported"));
    };
    let mut bytes = Vec::new();
    adapter
        .adapt_reader(Box::new(encoded))
        .take(shape.n_bytes() as u64)
        .read_to_end(&mut bytes)
        .map_err(|error| CodecError::new(format!("deflated frame: {error}")))?;
    Ok(bytes)
}

/// Whether a DCT codestream is one that the registry's codec does not read (12 bits), or of which it would guess that
/// its red, green and blue are luminance and colour differences, as nothing in it says otherwise.
fn is_for_own_jpeg(stored: Stored<'_>, encoded: &[u8]) -> bool {
    let is_12_bit = codestream_size(encoded).is_some_and(|(.., precision)| precision == 12);
    let has_marker = |marker: [u8; 2]| {
        let head = &encoded[..encoded.len().min(2048)];
        head.windows(2).any(|pair| pair == marker)
    };
    is_12_bit
        || (stored.photometric == "RGB" && !has_marker([0xFF, 0xE0]) && !has_marker([0xFF, 0xEE]))
}

fn decode_jpeg(shape: FrameShape, encoded: &[u8]) -> Result<DecodedFrame, CodecError> {
    let image = jpeg::decode(encoded, shape.n_samples())?;
    let n_components = usize::from(shape.samples_per_pixel);
    if (image.columns, image.rows) != (shape.columns, shape.rows)
        || image.n_components != n_components
    {
        return Err(size_differs(shape, image.columns, image.rows));
    }
    let mut remarks = Vec::new();
    if image.n_lines < image.rows {
        remarks.push(format!(
            "JPEG codestream ends too early: expected {} lines, found {}",
            image.rows, image.n_lines
        ));
    }
    Ok(DecodedFrame {
        bytes: little_endian("JPEG", shape, image.precision, &image.samples)?,
        is_rgb: false,
        remarks,
    })
}

/// Samples of a codec of ours as the bytes that the header promises.
fn little_endian(
    codec: &str,
    shape: FrameShape,
    precision: u32,
    samples: &[u16],
) -> Result<Vec<u8>, CodecError> {
    match shape.bits_allocated {
        8 if precision <= 8 => Ok(samples.iter().map(|s| s.to_le_bytes()[0]).collect()),
        16 if cfg!(target_endian = "little") => Ok(bytemuck::cast_slice(samples).to_vec()),
        16 => Ok(samples.iter().flat_map(|s| s.to_le_bytes()).collect()),
        other => Err(CodecError::new(format!(
            "{codec} samples of {precision} bits in {other} allocated bits"
        ))),
    }
}

/// Whether a JPEG 2000 codestream of luminance and colour differences was made without a transform of its own, so that
/// its codec leaves them as they are.
fn keeps_ybr(stored: Stored<'_>, encoded: &[u8]) -> bool {
    if !stored.photometric.starts_with("YBR_FULL") {
        return false;
    }
    // COD: length, style, progression, layers, then whether components are transformed (T.800 A.6.1).
    let cod = encoded
        .windows(2)
        .take(4096)
        .position(|pair| pair == [0xFF, 0x52]);
    let is_jpeg_2000 = jpeg_2000_start(encoded).is_some();
    is_jpeg_2000 && cod.and_then(|at| encoded.get(at + 8)) == Some(&0)
}

/// The bits of an unsigned JPEG 2000 codestream whose header says that its samples are signed: two's complement in
/// those bits.
fn unsigned_bits(stored: Stored<'_>, shape: FrameShape, encoded: &[u8]) -> Option<u32> {
    let siz = jpeg_2000_start(encoded)? + 6;
    let depth = *encoded.get(siz + 36)?;
    let bits = u32::from(depth & 0x7F) + 1;
    let is_mismatch = stored.is_signed && depth & 0x80 == 0 && bits < u32::from(shape.bits_stored);
    (is_mismatch && shape.bits_allocated == 16).then_some(bits)
}

fn extend_sign(bytes: &mut [u8], shape: FrameShape, bits: u32) {
    let unused = u32::from(shape.bits_allocated) - bits;
    for pair in bytes.chunks_exact_mut(2) {
        let sample = i16::from_le_bytes([pair[0], pair[1]]);
        pair.copy_from_slice(&((sample << unused) >> unused).to_le_bytes());
    }
}

fn decode_jpeg_ls(shape: FrameShape, encoded: &[u8]) -> Result<Vec<u8>, CodecError> {
    let image = jpeg_ls::decode(encoded, shape.n_samples())?;
    if (image.columns, image.rows, image.n_components)
        != (
            shape.columns,
            shape.rows,
            usize::from(shape.samples_per_pixel),
        )
    {
        return Err(size_differs(shape, image.columns, image.rows));
    }
    little_endian("JPEG-LS", shape, image.precision, &image.samples)
}

fn size_differs(shape: FrameShape, columns: u32, rows: u32) -> CodecError {
    CodecError::new(format!(
        "codestream size: expected {} x {}, found {columns} x {rows}",
        shape.columns, shape.rows
    ))
}

/// JPEG and JPEG 2000 by the registry's codecs, which may panic on broken input.
fn decode_registered(
    transfer_syntax: &str,
    shape: FrameShape,
    encoded: &[u8],
) -> Result<Vec<u8>, CodecError> {
    let syntax = TransferSyntaxRegistry.get(transfer_syntax);
    let Some(Codec::EncapsulatedPixelData(Some(reader), _)) = syntax.map(TransferSyntax::codec)
    else {
        let name = syntax.map_or("unknown", |syntax| syntax.name());
        return Err(CodecError::new(format!(
            "transfer syntax {transfer_syntax} ({name}) is not supported"
        )));
    };
    check_codestream_size(shape, encoded)?;
    let object = OneFrame {
        transfer_syntax,
        shape,
        encoded,
    };
    let mut decoded = Vec::new();
    let result = catch_unwind(AssertUnwindSafe(|| {
        reader.decode_frame(&object, 0, &mut decoded)
    }));
    match result {
        Ok(Ok(())) => Ok(decoded),
        Ok(Err(error)) => {
            let mut text = error.to_string();
            let mut source = std::error::Error::source(&error);
            while let Some(inner) = source {
                text = format!("{text}: {inner}");
                source = inner.source();
            }
            Err(CodecError::new(text))
        }
        Err(_) => Err(CodecError::new("the codec failed on a broken codestream")),
    }
}

/// Refuses a codestream whose own size is not the header's, before a codec trusts either.
fn check_codestream_size(shape: FrameShape, encoded: &[u8]) -> Result<(), CodecError> {
    let Some((columns, rows, components, precision)) = codestream_size(encoded) else {
        return Err(CodecError::new("codestream has no size header"));
    };
    if (columns, rows) != (shape.columns, shape.rows) {
        return Err(size_differs(shape, columns, rows));
    }
    if components != shape.samples_per_pixel {
        return Err(CodecError::new(format!(
            "codestream components: expected {}, found {components}",
            shape.samples_per_pixel
        )));
    }
    if precision > shape.bits_allocated {
        return Err(CodecError::new(format!(
            "codestream precision: at most {} bits, found {precision}",
            shape.bits_allocated
        )));
    }
    Ok(())
}

/// Where a JPEG 2000 codestream begins, SOC and SIZ: at once, or within the boxes of a JP2 file.
fn jpeg_2000_start(encoded: &[u8]) -> Option<usize> {
    encoded
        .windows(4)
        .take(4096)
        .position(|w| w == [0xFF, 0x4F, 0xFF, 0x51])
}

/// Columns, rows, components and bits of a JPEG or JPEG 2000 codestream.
fn codestream_size(encoded: &[u8]) -> Option<(u32, u32, u16, u16)> {
    let word = |at: usize| Some(u16::from_be_bytes(*encoded.get(at..)?.first_chunk()?));
    let long = |at: usize| Some(u32::from_be_bytes(*encoded.get(at..)?.first_chunk()?));
    if let Some(soc) = jpeg_2000_start(encoded) {
        let siz = soc + 6;
        let columns = long(siz + 2)?.checked_sub(long(siz + 10)?)?;
        let rows = long(siz + 6)?.checked_sub(long(siz + 14)?)?;
        let precision = u16::from(*encoded.get(siz + 36)? & 0x7F) + 1;
        return Some((columns, rows, word(siz + 34)?, precision));
    }
    let mut at = 2;
    loop {
        let marker = word(at)?;
        match marker {
            // Start of frame, all kinds but DHT, JPG and DAC.
            0xFFC0..=0xFFCF if !matches!(marker, 0xFFC4 | 0xFFC8 | 0xFFCC) => {
                let precision = u16::from(*encoded.get(at + 4)?);
                let components = u16::from(*encoded.get(at + 9)?);
                return Some((
                    u32::from(word(at + 7)?),
                    u32::from(word(at + 5)?),
                    components,
                    precision,
                ));
            }
            0xFFFF => at += 1,
            0xFF01..=0xFFFE => at += 2 + usize::from(word(at + 2)?),
            _ => return None,
        }
    }
}

/// One frame in one fragment, in the words of the codecs' interface.
struct OneFrame<'a> {
    transfer_syntax: &'a str,
    shape: FrameShape,
    encoded: &'a [u8],
}

impl PixelDataObject for OneFrame<'_> {
    fn transfer_syntax_uid(&self) -> &str {
        self.transfer_syntax
    }
    fn rows(&self) -> Option<u16> {
        u16::try_from(self.shape.rows).ok()
    }
    fn cols(&self) -> Option<u16> {
        u16::try_from(self.shape.columns).ok()
    }
    fn samples_per_pixel(&self) -> Option<u16> {
        Some(self.shape.samples_per_pixel)
    }
    fn bits_allocated(&self) -> Option<u16> {
        Some(self.shape.bits_allocated)
    }
    fn bits_stored(&self) -> Option<u16> {
        Some(self.shape.bits_stored)
    }
    fn photometric_interpretation(&self) -> Option<&str> {
        Some(if self.shape.samples_per_pixel == 1 {
            "MONOCHROME2"
        } else {
            "RGB"
        })
    }
    fn number_of_frames(&self) -> Option<u32> {
        Some(1)
    }
    fn number_of_fragments(&self) -> Option<u32> {
        Some(1)
    }
    fn fragment(&self, fragment: usize) -> Option<Cow<'_, [u8]>> {
        (fragment == 0).then_some(Cow::Borrowed(self.encoded))
    }
    fn offset_table(&self) -> Option<Cow<'_, [u32]>> {
        Some(Cow::Borrowed(&[]))
    }
    fn raw_pixel_data(&self) -> Option<RawPixelData> {
        Some(RawPixelData {
            fragments: vec![self.encoded.to_vec()].into(),
            offset_table: Vec::new().into(),
        })
    }
}
