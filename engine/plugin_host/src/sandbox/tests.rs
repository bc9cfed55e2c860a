//! The two engines: what ends a guest on each, and how bit patterns come out.

use std::time::Duration;

use overread_base::{AiStatus, FailureKind};
use wasmtime::component::Linker;

use super::*;
use crate::ExamLimits;
use crate::ending::{Circumstances, Told, of_trap};
use crate::limits::{CallBudget, CompileLimits};

struct Plain {
    limiter: SummingLimiter,
    watch: Watch,
}

impl Bounded for Plain {
    fn limiter(&mut self) -> &mut SummingLimiter {
        &mut self.limiter
    }

    fn watch(&self) -> &Watch {
        &self.watch
    }
}

/// A component whose function `go` is the WebAssembly text `body`, which returns an i32.
fn component(body: &str) -> Vec<u8> {
    let text = format!(
        "(component
           (core module $m (func (export \"go\") (result i32) {body}))
           (core instance $i (instantiate $m))
           (func (export \"go\") (result s32) (canon lift (core func $i \"go\"))))"
    );
    wat::parse_str(text).unwrap()
}

fn start(kind: EngineKind) -> Sandbox {
    let compiler = Compiler {
        program: None,
        limits: CompileLimits::default(),
    };
    let folder = Arc::new(CompileFolder::open(None).unwrap());
    Sandbox::start(kind, folder, compiler).unwrap()
}

fn run(kind: EngineKind, budget: CallBudget, body: &str) -> Result<i32, FailureKind> {
    let sandbox = start(kind);
    let compiled = sandbox.compile(&component(body)).unwrap();
    let mut limits = ExamLimits::default().store(budget);
    if kind == EngineKind::Ai {
        limits.fuel = None;
    }
    let (watch, _ticking) = sandbox.watch(budget.deadline, CancelFlag::default());
    let state = Plain {
        limiter: SummingLimiter::new(limits),
        watch,
    };
    let mut store = sandbox.store(&limits, state);
    let called = Linker::new(sandbox.engine())
        .instantiate(&mut store, &compiled)
        .and_then(|instance| instance.get_typed_func::<(), (i32,)>(&mut store, "go"))
        .and_then(|go| go.call(&mut store, ()));
    called.map(|(value,)| value).map_err(|error| {
        let known = Circumstances {
            watch: &store.data().watch,
            limiter: &store.data().limiter,
            told: &Told::default(),
            call_bytes: limits.call_bytes,
            handles: limits.handles,
        };
        match of_trap(&error, &known) {
            AiStatus::Failed { kind, .. } => kind,
            other @ (AiStatus::Done(_) | AiStatus::NotRun { .. }) => panic!("{other:?}"),
        }
    })
}

fn budget(deadline_ms: u64, fuel: u64) -> CallBudget {
    CallBudget {
        deadline: Duration::from_millis(deadline_ms),
        fuel,
    }
}

const LOOP: &str = "(loop (br 0)) (i32.const 0)";
/// The bits of 0 / 0 with a sign and a payload of its own.
const NAN_BITS: &str =
    "(i32.reinterpret_f32 (f32.add (f32.reinterpret_i32 (i32.const 0xffc12345)) (f32.const 1)))";

#[test]
fn only_exams_count_instructions() {
    let patient = budget(120_000, 1_000_000);
    assert_eq!(run(EngineKind::Exam, patient, LOOP), Err(FailureKind::Fuel));
    let hasty = budget(200, u64::MAX);
    assert_eq!(
        run(EngineKind::Exam, hasty, LOOP),
        Err(FailureKind::Deadline)
    );
    assert_eq!(run(EngineKind::Ai, hasty, LOOP), Err(FailureKind::Deadline));
}

#[test]
fn exams_see_one_nan_only() {
    let bits = run(EngineKind::Exam, budget(120_000, 1_000_000), NAN_BITS).unwrap();
    assert_eq!(bits.cast_unsigned(), 0x7fc0_0000);
}
