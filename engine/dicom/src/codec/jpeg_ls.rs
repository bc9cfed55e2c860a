//! JPEG-LS decoding, lossless and near-lossless, by ITU-T T.87. No encoding, no colour transforms, no mapping tables.

use super::CodecError;

const MAX_COMPONENTS: usize = 4;
/// Orders of the run lengths (T.87 A.2.1, table A.2.1).
const J: [u32; 32] = [
    0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13,
    14, 15,
];

/// A decoded image: samples interleaved by pixel.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub(crate) columns: u32,
    pub(crate) rows: u32,
    pub(crate) n_components: usize,
    pub(crate) precision: u32,
    pub(crate) samples: Vec<u16>,
}

/// Decodes one codestream; more than `max_samples` samples are refused before anything is allocated.
///
/// # Errors
/// [`CodecError`] names what the codestream lacks or breaks.
pub(crate) fn decode(bytes: &[u8], max_samples: usize) -> Result<Decoded, CodecError> {
    Decoder::default().run(bytes, max_samples)
}

#[derive(Default)]
struct Decoder {
    frame: Option<Frame>,
    preset: Preset,
    restart_lines: u32,
    samples: Vec<u16>,
    scanned: [bool; MAX_COMPONENTS],
}

struct Frame {
    precision: u32,
    rows: usize,
    columns: usize,
    ids: Vec<u8>,
}

/// Coding parameters of an LSE segment; 0 asks for the default.
#[derive(Default, Clone, Copy)]
struct Preset {
    max_val: i32,
    t1: i32,
    t2: i32,
    t3: i32,
    reset: i32,
}

impl Decoder {
    fn run(mut self, bytes: &[u8], max_samples: usize) -> Result<Decoded, CodecError> {
        if bytes.get(..2) != Some(&[0xFF, 0xD8]) {
            return Err(CodecError::new(
                "JPEG-LS codestream does not start with SOI",
            ));
        }
        let mut at = 2;
        loop {
            let marker = next_marker(bytes, &mut at)
                .ok_or_else(|| CodecError::new("JPEG-LS codestream ends too early"))?;
            if marker == 0xD9 {
                return self.finish();
            }
            if (0xD0..=0xD7).contains(&marker) {
                continue;
            }
            let segment = segment(bytes, &mut at)?;
            match marker {
                0xF7 => self.start_of_frame(segment, max_samples)?,
                0xF8 => self.preset_parameters(segment)?,
                0xDD => self.restart_lines = restart_interval(segment)?,
                0xDA => {
                    at += self.scan(segment, bytes.get(at..).unwrap_or_default())?;
                    if self.is_complete() {
                        return self.finish();
                    }
                }
                0xC0..=0xCF => return Err(CodecError::new("codestream is JPEG, not JPEG-LS")),
                _ => {}
            }
        }
    }

    fn is_complete(&self) -> bool {
        self.frame
            .as_ref()
            .is_some_and(|frame| self.scanned.iter().take(frame.ids.len()).all(|&done| done))
    }

    fn finish(self) -> Result<Decoded, CodecError> {
        let complete = self.is_complete();
        let frame = self.frame.filter(|_| complete);
        let frame = frame.ok_or_else(|| CodecError::new("JPEG-LS codestream lacks a scan"))?;
        Ok(Decoded {
            columns: u32::try_from(frame.columns).unwrap_or(u32::MAX),
            rows: u32::try_from(frame.rows).unwrap_or(u32::MAX),
            n_components: frame.ids.len(),
            precision: frame.precision,
            samples: self.samples,
        })
    }

    fn start_of_frame(&mut self, segment: &[u8], max_samples: usize) -> Result<(), CodecError> {
        let &[precision, y1, y0, x1, x0, n] = segment
            .first_chunk::<6>()
            .ok_or_else(|| CodecError::new("JPEG-LS frame header is too short"))?;
        if self.frame.is_some() {
            return Err(CodecError::new("JPEG-LS codestream has two frame headers"));
        }
        let (rows, columns) = (
            usize::from(u16::from_be_bytes([y1, y0])),
            usize::from(u16::from_be_bytes([x1, x0])),
        );
        let ids: Vec<u8> = segment[6..]
            .chunks_exact(3)
            .map(|c| c[0])
            .take(usize::from(n))
            .collect();
        if !(2..=16).contains(&precision)
            || rows == 0
            || columns == 0
            || ids.is_empty()
            || ids.len() != usize::from(n)
        {
            return Err(CodecError::new(format!(
                "JPEG-LS frame header: {precision} bits, {columns} x {rows}, {n} components"
            )));
        }
        if ids.len() > MAX_COMPONENTS || rows * columns * ids.len() > max_samples {
            return Err(CodecError::new(format!(
                "JPEG-LS image is larger than its header says: {columns} x {rows}, {n} components"
            )));
        }
        self.samples = vec![0; rows * columns * ids.len()];
        self.frame = Some(Frame {
            precision: u32::from(precision),
            rows,
            columns,
            ids,
        });
        Ok(())
    }

    fn preset_parameters(&mut self, segment: &[u8]) -> Result<(), CodecError> {
        match segment.split_first() {
            Some((1, rest)) if rest.len() >= 10 => {
                let word =
                    |idx: usize| i32::from(u16::from_be_bytes([rest[idx * 2], rest[idx * 2 + 1]]));
                self.preset = Preset {
                    max_val: word(0),
                    t1: word(1),
                    t2: word(2),
                    t3: word(3),
                    reset: word(4),
                };
                Ok(())
            }
            Some((kind, _)) => Err(CodecError::new(format!(
                "JPEG-LS parameters of type {kind} are not supported"
            ))),
            None => Err(CodecError::new("JPEG-LS parameters are empty")),
        }
    }

    /// Decodes one scan and says how many bytes it took.
    fn scan(&mut self, segment: &[u8], bytes: &[u8]) -> Result<usize, CodecError> {
        let short = || CodecError::new("JPEG-LS scan header is too short");
        let frame = self
            .frame
            .as_ref()
            .ok_or_else(|| CodecError::new("JPEG-LS scan before the frame header"))?;
        let n = usize::from(*segment.first().ok_or_else(short)?);
        let components = segment.get(1..1 + 2 * n).ok_or_else(short)?;
        let &[near, interleave, _] = segment
            .get(1 + 2 * n..)
            .and_then(|s| s.first_chunk::<3>())
            .ok_or_else(short)?;
        let mut indices = Vec::new();
        for pair in components.chunks_exact(2) {
            if pair[1] != 0 {
                return Err(CodecError::new("JPEG-LS mapping tables are not supported"));
            }
            let idx = frame.ids.iter().position(|id| *id == pair[0]);
            indices
                .push(idx.ok_or_else(|| CodecError::new("JPEG-LS scan of an unknown component"))?);
        }
        if indices.is_empty() || interleave > 2 || (interleave == 0 && n != 1) {
            return Err(CodecError::new(format!(
                "JPEG-LS scan of {n} components, interleave {interleave}"
            )));
        }
        for &idx in &indices {
            self.scanned[idx] = true;
        }
        let parameters = Parameters::new(frame.precision, i32::from(near), self.preset)?;
        let mut scan = Scan {
            bits: Bits::new(bytes),
            state: State::new(&parameters),
            parameters,
            columns: frame.columns,
            run_index: [0; MAX_COMPONENTS],
        };
        let layout = Layout {
            rows: frame.rows,
            n_components: frame.ids.len(),
            indices,
            is_by_sample: interleave == 2 && n > 1,
            restart_lines: self.restart_lines as usize,
        };
        scan.lines(&layout, &mut self.samples)?;
        Ok(scan.bits.consumed())
    }
}

fn next_marker(bytes: &[u8], at: &mut usize) -> Option<u8> {
    loop {
        match (bytes.get(*at)?, bytes.get(*at + 1)?) {
            (0xFF, 0xFF) | (0..=0xFE, _) => *at += 1,
            (0xFF, &marker) if marker >= 0x80 => {
                *at += 2;
                return Some(marker);
            }
            _ => *at += 2,
        }
    }
}

fn segment<'a>(bytes: &'a [u8], at: &mut usize) -> Result<&'a [u8], CodecError> {
    let cut = || CodecError::new("JPEG-LS marker segment is cut short");
    let &len = bytes
        .get(*at..)
        .and_then(|b| b.first_chunk::<2>())
        .ok_or_else(cut)?;
    let len = usize::from(u16::from_be_bytes(len));
    let segment = bytes.get(*at + 2..*at + len.max(2)).ok_or_else(cut)?;
    *at += len.max(2);
    Ok(segment)
}

fn restart_interval(segment: &[u8]) -> Result<u32, CodecError> {
    match *segment {
        [a, b] => Ok(u32::from_be_bytes([0, 0, a, b])),
        [a, b, c] => Ok(u32::from_be_bytes([0, a, b, c])),
        [a, b, c, d] => Ok(u32::from_be_bytes([a, b, c, d])),
        _ => Err(CodecError::new("JPEG-LS restart interval of a wrong size")),
    }
}

/// The quantities of T.87 A.2.1.
struct Parameters {
    max_val: i32,
    near: i32,
    t: [i32; 3],
    reset: i32,
    range: i32,
    qbpp: u32,
    limit: u32,
}

impl Parameters {
    /// Defaults by T.87 C.2.4.1.1.
    fn new(precision: u32, near: i32, preset: Preset) -> Result<Self, CodecError> {
        let highest = (1 << precision) - 1;
        let max_val = if preset.max_val == 0 {
            highest
        } else {
            preset.max_val
        };
        if max_val > highest || near > (max_val / 2).min(255) {
            return Err(CodecError::new(format!(
                "JPEG-LS parameters: maximum {max_val}, near {near}"
            )));
        }
        let clamp = |value: i32, low: i32| {
            if value > max_val || value < low {
                low
            } else {
                value
            }
        };
        let defaults = if max_val >= 128 {
            let factor = (max_val.min(4095) + 128) / 256;
            [
                factor + 2 + 3 * near,
                factor * 4 + 3 + 5 * near,
                factor * 17 + 4 + 7 * near,
            ]
        } else {
            let factor = 256 / (max_val + 1);
            [
                (3 / factor + 3 * near).max(2),
                (7 / factor + 5 * near).max(3),
                (21 / factor + 7 * near).max(4),
            ]
        };
        let pick = |given: i32, default: i32, low: i32| {
            if given == 0 {
                clamp(default, low)
            } else {
                given
            }
        };
        let t1 = pick(preset.t1, defaults[0], near + 1);
        let t2 = pick(preset.t2, defaults[1], t1);
        let t3 = pick(preset.t3, defaults[2], t2);
        let range = (max_val + 2 * near) / (2 * near + 1) + 1;
        let bits = |n: i32| (n - 1).checked_ilog2().map_or(0, |log| log + 1);
        let bpp = bits(max_val + 1).max(2);
        Ok(Self {
            max_val,
            near,
            t: [t1, t2, t3],
            reset: if preset.reset == 0 {
                64
            } else {
                preset.reset.max(3)
            },
            range,
            qbpp: bits(range),
            limit: 2 * (bpp + bpp.max(8)),
        })
    }

    fn quantize(&self, d: i32) -> i32 {
        let size = d.abs();
        let level = if size <= self.near {
            0
        } else if size < self.t[0] {
            1
        } else if size < self.t[1] {
            2
        } else if size < self.t[2] {
            3
        } else {
            4
        };
        if d < 0 { -level } else { level }
    }

    /// The sample from prediction and error (T.87 A.4.5).
    fn reconstruct(&self, predicted: i32, error: i32) -> i32 {
        let step = 2 * self.near + 1;
        let mut value = predicted + error * step;
        if value < -self.near {
            value += self.range * step;
        } else if value > self.max_val + self.near {
            value -= self.range * step;
        }
        value.clamp(0, self.max_val)
    }
}

#[derive(Clone, Copy)]
struct Context {
    a: i32,
    b: i32,
    c: i32,
    n: i32,
}

#[derive(Clone, Copy)]
struct RunContext {
    a: i32,
    n: i32,
    nn: i32,
}

struct State {
    contexts: Vec<Context>,
    runs: [RunContext; 2],
}

impl State {
    fn new(parameters: &Parameters) -> Self {
        let a = ((parameters.range + 32) / 64).max(2);
        Self {
            contexts: vec![
                Context {
                    a,
                    b: 0,
                    c: 0,
                    n: 1
                };
                365
            ],
            runs: [RunContext { a, n: 1, nn: 0 }; 2],
        }
    }
}

struct Layout {
    rows: usize,
    n_components: usize,
    indices: Vec<usize>,
    is_by_sample: bool,
    restart_lines: usize,
}

struct Scan<'a> {
    bits: Bits<'a>,
    state: State,
    parameters: Parameters,
    columns: usize,
    run_index: [usize; MAX_COMPONENTS],
}

/// A line with one sample of margin on each side: index 0 is left of the first sample.
type Line = Vec<i32>;

impl Scan<'_> {
    fn lines(&mut self, layout: &Layout, out: &mut [u16]) -> Result<(), CodecError> {
        let n = layout.indices.len();
        let blank = vec![0; self.columns + 2];
        let mut previous: Vec<Line> = vec![blank.clone(); n];
        let mut current: Vec<Line> = vec![blank.clone(); n];
        for row in 0..layout.rows {
            if layout.restart_lines > 0 && row > 0 && row % layout.restart_lines == 0 {
                self.bits.restart()?;
                self.state = State::new(&self.parameters);
                self.run_index = [0; MAX_COMPONENTS];
                previous.iter_mut().for_each(|line| line.fill(0));
                current.iter_mut().for_each(|line| line.fill(0));
            }
            for idx in 0..n {
                let columns = self.columns;
                previous[idx][columns + 1] = previous[idx][columns];
                current[idx][0] = previous[idx][1];
            }
            if layout.is_by_sample {
                self.line_by_sample(&previous, &mut current)?;
            } else {
                for idx in 0..n {
                    self.line(idx, &previous[idx], &mut current[idx])?;
                }
            }
            for (line, &component) in current.iter().zip(&layout.indices) {
                let start = row * self.columns * layout.n_components;
                let row_out = &mut out[start..start + self.columns * layout.n_components];
                for (to, &from) in row_out
                    .iter_mut()
                    .skip(component)
                    .step_by(layout.n_components)
                    .zip(&line[1..])
                {
                    *to = u16::try_from(from).unwrap_or(u16::MAX);
                }
            }
            std::mem::swap(&mut previous, &mut current);
        }
        Ok(())
    }

    fn line(
        &mut self,
        component: usize,
        above: &[i32],
        line: &mut [i32],
    ) -> Result<(), CodecError> {
        let columns = self.columns;
        let mut x = 1;
        while x <= columns {
            let (ra, rb, rc, rd) = (line[x - 1], above[x], above[x - 1], above[x + 1]);
            let q = self.context(ra, rb, rc, rd);
            if q != 0 {
                line[x] = self.regular(q, ra, rb, rc)?;
                x += 1;
                continue;
            }
            let run = self.run_length(component, columns + 1 - x)?;
            line[x..x + run].fill(ra);
            x += run;
            if x <= columns {
                line[x] = self.interruption(component, ra, above[x])?;
                self.run_index[component] = self.run_index[component].saturating_sub(1);
                x += 1;
            }
        }
        Ok(())
    }

    fn line_by_sample(&mut self, above: &[Line], lines: &mut [Line]) -> Result<(), CodecError> {
        let columns = self.columns;
        let mut x = 1;
        while x <= columns {
            let mut q = [0; MAX_COMPONENTS];
            for (idx, (line, above)) in lines.iter().zip(above).enumerate() {
                q[idx] = self.context(line[x - 1], above[x], above[x - 1], above[x + 1]);
            }
            if q.iter().any(|&q| q != 0) {
                for (idx, (line, above)) in lines.iter_mut().zip(above).enumerate() {
                    line[x] = self.regular(q[idx], line[x - 1], above[x], above[x - 1])?;
                }
                x += 1;
                continue;
            }
            let run = self.run_length(0, columns + 1 - x)?;
            for line in lines.iter_mut() {
                let ra = line[x - 1];
                line[x..x + run].fill(ra);
            }
            x += run;
            if x <= columns {
                for (line, above) in lines.iter_mut().zip(above) {
                    let (ra, rb) = (line[x - 1], above[x]);
                    let error = self.run_error(0, 0)?;
                    let sign = if ra > rb { -1 } else { 1 };
                    line[x] = self.parameters.reconstruct(rb, error * sign);
                }
                self.run_index[0] = self.run_index[0].saturating_sub(1);
                x += 1;
            }
        }
        Ok(())
    }

    /// The signed context number of the gradients; 0 starts a run (T.87 A.3).
    fn context(&self, ra: i32, rb: i32, rc: i32, rd: i32) -> i32 {
        let p = &self.parameters;
        (p.quantize(rd - rb) * 9 + p.quantize(rb - rc)) * 9 + p.quantize(rc - ra)
    }

    /// One sample in regular mode (T.87 A.4 to A.6).
    fn regular(&mut self, q: i32, ra: i32, rb: i32, rc: i32) -> Result<i32, CodecError> {
        let sign = if q < 0 { -1 } else { 1 };
        let context = &mut self.state.contexts[q.unsigned_abs() as usize];
        let edge = if rc >= ra.max(rb) {
            ra.min(rb)
        } else if rc <= ra.min(rb) {
            ra.max(rb)
        } else {
            ra + rb - rc
        };
        let predicted = (edge + sign * context.c).clamp(0, self.parameters.max_val);
        let k = golomb_order(context.n, context.a);
        let mapped = self
            .bits
            .golomb(k, self.parameters.limit, self.parameters.qbpp)?;
        let near = self.parameters.near;
        let error = if k == 0 && near == 0 && 2 * context.b <= -context.n {
            if mapped & 1 == 1 {
                (mapped - 1) / 2
            } else {
                -(mapped / 2) - 1
            }
        } else if mapped & 1 == 0 {
            mapped / 2
        } else {
            -((mapped + 1) / 2)
        };
        context.b += error * (2 * near + 1);
        context.a += error.abs();
        if context.n == self.parameters.reset {
            context.a >>= 1;
            context.b >>= 1;
            context.n >>= 1;
        }
        context.n += 1;
        if context.b <= -context.n {
            context.b = (context.b + context.n).max(1 - context.n);
            context.c = (context.c - 1).max(-128);
        } else if context.b > 0 {
            context.b = (context.b - context.n).min(0);
            context.c = (context.c + 1).min(127);
        }
        Ok(self.parameters.reconstruct(predicted, sign * error))
    }

    /// The number of samples that repeat the left one (T.87 A.7.1).
    fn run_length(&mut self, component: usize, remaining: usize) -> Result<usize, CodecError> {
        let mut run = 0;
        while self.bits.bit()? {
            let step = 1_usize << J[self.run_index[component]];
            let taken = step.min(remaining - run);
            run += taken;
            if taken == step {
                self.run_index[component] = (self.run_index[component] + 1).min(31);
            }
            if run == remaining {
                return Ok(run);
            }
        }
        let rest = self.bits.bits(J[self.run_index[component]])? as usize;
        if run + rest > remaining {
            return Err(CodecError::new("JPEG-LS run goes beyond its line"));
        }
        Ok(run + rest)
    }

    /// The sample that ends a run (T.87 A.7.2).
    fn interruption(&mut self, component: usize, ra: i32, rb: i32) -> Result<i32, CodecError> {
        let is_flat = (ra - rb).abs() <= self.parameters.near;
        let error = self.run_error(component, usize::from(is_flat))?;
        Ok(if is_flat {
            self.parameters.reconstruct(ra, error)
        } else {
            let sign = if ra > rb { -1 } else { 1 };
            self.parameters.reconstruct(rb, error * sign)
        })
    }

    fn run_error(&mut self, component: usize, kind: usize) -> Result<i32, CodecError> {
        let limit = self.parameters.limit - J[self.run_index[component]] - 1;
        let flat = i32::from(kind == 1);
        let context = &mut self.state.runs[kind];
        let k = golomb_order(context.n, context.a + flat * (context.n >> 1));
        let mapped = self.bits.golomb(k, limit, self.parameters.qbpp)?;
        let doubled = mapped + flat;
        let is_odd = doubled & 1 == 1;
        let size = (doubled + i32::from(is_odd)) / 2;
        let error = if (k != 0 || 2 * context.nn >= context.n) == is_odd {
            -size
        } else {
            size
        };
        if error < 0 {
            context.nn += 1;
        }
        context.a += (mapped + 1 - flat) >> 1;
        if context.n == self.parameters.reset {
            context.a >>= 1;
            context.n >>= 1;
            context.nn >>= 1;
        }
        context.n += 1;
        Ok(error)
    }
}

fn golomb_order(n: i32, a: i32) -> u32 {
    let mut k = 0;
    while k < 24 && (i64::from(n) << k) < i64::from(a) {
        k += 1;
    }
    k
}

/// Bits of a scan: after a byte 0xFF only seven bits of the next count; a marker ends them (T.87 A.1).
struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
    held: u64,
    n_held: u32,
    after_ff: bool,
    /// Zero bits that were made up past the end.
    n_invented: u32,
}

impl<'a> Bits<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            held: 0,
            n_held: 0,
            after_ff: false,
            n_invented: 0,
        }
    }

    fn fill(&mut self) -> Result<(), CodecError> {
        while self.n_held <= 56 {
            let next = self.bytes.get(self.at).copied().filter(|&byte| {
                let follows = self.bytes.get(self.at + 1).copied().unwrap_or(0);
                let is_marker = if self.after_ff {
                    byte >= 0x80
                } else {
                    byte == 0xFF && follows >= 0x80
                };
                !is_marker
            });
            let Some(byte) = next else {
                // Past the end the register is topped up with zeros; a scan that lives on them is cut short.
                self.n_invented += 8;
                if self.n_invented > 256 {
                    return Err(CodecError::new("JPEG-LS scan ends too early"));
                }
                self.held <<= 8;
                self.n_held += 8;
                continue;
            };
            let n = if self.after_ff { 7 } else { 8 };
            self.at += 1;
            self.after_ff = byte == 0xFF;
            self.held = (self.held << n) | u64::from(byte);
            self.n_held += n;
        }
        Ok(())
    }

    fn bit(&mut self) -> Result<bool, CodecError> {
        Ok(self.bits(1)? == 1)
    }

    fn bits(&mut self, n: u32) -> Result<u32, CodecError> {
        if n == 0 {
            return Ok(0);
        }
        if self.n_held < n {
            self.fill()?;
        }
        self.n_held -= n;
        let value = (self.held >> self.n_held) & ((1_u64 << n) - 1);
        Ok(u32::try_from(value).unwrap_or(0))
    }

    /// A limited-length Golomb code of order `k` (T.87 A.5.3).
    fn golomb(&mut self, k: u32, limit: u32, qbpp: u32) -> Result<i32, CodecError> {
        let mut zeros = 0;
        loop {
            if self.n_held == 0 {
                self.fill()?;
            }
            let here = (self.held << (64 - self.n_held))
                .leading_zeros()
                .min(self.n_held);
            zeros += here;
            self.n_held -= here;
            if zeros > limit {
                return Err(CodecError::new("JPEG-LS code is longer than its limit"));
            }
            if self.n_held > 0 {
                self.n_held -= 1;
                break;
            }
        }
        let value = if zeros < limit.saturating_sub(qbpp + 1) {
            (zeros << k) | self.bits(k)?
        } else {
            self.bits(qbpp)? + 1
        };
        i32::try_from(value).map_err(|_beyond| CodecError::new("JPEG-LS error is too large"))
    }

    /// Passes over a restart marker.
    fn restart(&mut self) -> Result<(), CodecError> {
        let mut at = self.at;
        match next_marker(self.bytes, &mut at) {
            Some(0xD0..=0xD7) => {
                *self = Self {
                    at,
                    ..Self::new(self.bytes)
                };
                Ok(())
            }
            _ => Err(CodecError::new("JPEG-LS restart marker is missing")),
        }
    }

    /// Bytes taken so far, up to the next marker.
    fn consumed(&self) -> usize {
        self.at
    }
}

#[cfg(test)]
mod tests;
