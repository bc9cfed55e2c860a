//! One scan of a JPEG-LS codestream: contexts, prediction, runs (T.87 annex A). No markers.

use super::bits::Bits;
use super::{CodecError, MAX_COMPONENTS};

/// Coding parameters of an LSE segment; 0 asks for the default.
#[derive(Default, Clone, Copy)]
pub(super) struct Preset {
    pub(super) max_val: i32,
    pub(super) t1: i32,
    pub(super) t2: i32,
    pub(super) t3: i32,
    pub(super) reset: i32,
}

/// Orders of the run lengths (T.87 A.2.1, table A.2.1).
const J: [u32; 32] = [
    0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13,
    14, 15,
];

/// The quantities of T.87 A.2.1.
pub(super) struct Parameters {
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
    pub(super) fn new(precision: u32, near: i32, preset: Preset) -> Result<Self, CodecError> {
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

pub(super) struct Layout {
    pub(super) rows: usize,
    pub(super) n_components: usize,
    pub(super) indices: Vec<usize>,
    pub(super) is_by_sample: bool,
    pub(super) restart_lines: usize,
}

pub(super) struct Scan<'a> {
    bits: Bits<'a>,
    state: State,
    parameters: Parameters,
    columns: usize,
    run_index: [usize; MAX_COMPONENTS],
}

/// A line with one sample of margin on each side: index 0 is left of the first sample.
type Line = Vec<i32>;

impl<'a> Scan<'a> {
    pub(super) fn new(bits: Bits<'a>, parameters: Parameters, columns: usize) -> Self {
        Self {
            bits,
            state: State::new(&parameters),
            parameters,
            columns,
            run_index: [0; MAX_COMPONENTS],
        }
    }

    /// Bytes taken so far.
    pub(super) fn consumed(&self) -> usize {
        self.bits.consumed()
    }

    pub(super) fn lines(&mut self, layout: &Layout, out: &mut [u16]) -> Result<(), CodecError> {
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
        context.a = context.a.saturating_add(error.abs());
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
        context.a = context.a.saturating_add((mapped + 1 - flat) >> 1);
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
