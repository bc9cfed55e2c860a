//! A loaded exam scenario: makes the plan of an exam, answers its events one by one, and grades it. Keeps no state.
//!
//! Each call has a Store of its own on the engine for exams, so that equal calls give equal bytes, on every machine and
//! however often they are repeated. What the guest returns is judged against the plan and the casebook before it counts.

mod bindings;
mod convert;
mod judge;
mod state;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use overread_base::{AiStatus, FailureKind, Seed, ServiceId, ServiceIdentity};
use overread_bundle::{Bundle, CONTRACT, Manifest, PluginKind};
use overread_exam::{
    Casebook, ExamCall, ExamFault, ExamGrade, ExamPlan, ExamTurn, StampedExamEvent,
};
use wasmtime::Store;
use wasmtime::component::{HasSelf, Linker};

use crate::ending::{self, guarded};
use crate::log_gate::harmless;
use crate::sandbox::Sandbox;
use crate::texts::Texts;
use crate::{CallBudget, CancelFlag, ExamLimits, PluginError, PluginHost};
use bindings::exports::overread::plugin::scenario::Guest;
use bindings::{ExamScenario, ExamScenarioPre};
use state::ExamState;

/// The longest message of a fault.
const MAX_MESSAGE_BYTES: usize = 1024;

/// What every call of one exam is given; equal contexts and arguments give equal answers.
#[derive(Debug, Clone)]
pub struct ExamContext {
    /// The cases, with what is known of them when the call is made.
    pub book: Arc<Casebook>,
    /// The AI service that can read along; items may name no other.
    pub service: Option<ServiceId>,
    /// BCP 47 tag of the reader's language.
    pub locale: String,
    /// Values of the manifest's settings by name; those that it does not allow, and the rest, keep their defaults.
    pub settings: BTreeMap<String, String>,
    /// Source of the plugin's random numbers: every call of the exam starts at the beginning of one stream.
    pub seed: Seed,
    /// Ends a call from outside.
    pub cancel: CancelFlag,
}

/// What the calls of one plugin share.
pub(crate) struct ExamParts {
    pub(crate) manifest: Manifest,
    pub(crate) texts: Texts,
}

/// An exam scenario that is ready; threads share it.
pub struct ExamPlugin {
    identity: ServiceIdentity,
    sandbox: Arc<Sandbox>,
    scenario: ExamScenarioPre<ExamState>,
    parts: Arc<ExamParts>,
    limits: ExamLimits,
}

impl fmt::Debug for ExamPlugin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExamPlugin")
            .field("id", &self.identity.id)
            .field("version", &self.identity.version)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl PluginHost {
    /// Makes an exam scenario of a bundle, with the limits that its manifest asks for, clipped to the ceilings.
    ///
    /// Compiles the component, or finds it in the cache, and runs nothing of it.
    ///
    /// # Errors
    /// [`PluginError`] says what does not fit.
    pub fn load_exam(&self, bundle: &Bundle) -> Result<ExamPlugin, PluginError> {
        self.load_exam_within(bundle, ExamLimits::granted(&bundle.manifest().limits))
    }

    /// As [`PluginHost::load_exam`], with limits that the caller sets.
    ///
    /// # Errors
    /// As [`PluginHost::load_exam`].
    pub fn load_exam_within(
        &self,
        bundle: &Bundle,
        limits: ExamLimits,
    ) -> Result<ExamPlugin, PluginError> {
        let manifest = bundle.manifest();
        match manifest.kind {
            PluginKind::ExamScenario => {}
            PluginKind::AiService => return Err(PluginError::NotAnExam),
        }
        if manifest.api.major != CONTRACT.major || manifest.api.minor > CONTRACT.minor {
            return Err(PluginError::Version {
                needed: manifest.api,
            });
        }
        let sandbox = Arc::clone(self.exam_sandbox()?);
        let compiled = sandbox.compile(bundle.component())?;
        let link = |error: wasmtime::Error| PluginError::Link(format!("{error:#}"));
        let mut linker = Linker::new(sandbox.engine());
        ExamScenario::add_to_linker::<_, HasSelf<ExamState>>(&mut linker, |state| state)
            .map_err(link)?;
        let scenario = linker
            .instantiate_pre(&compiled)
            .and_then(ExamScenarioPre::new)
            .map_err(link)?;
        Ok(ExamPlugin {
            identity: bundle.identity(),
            sandbox,
            scenario,
            parts: Arc::new(ExamParts {
                manifest: manifest.clone(),
                texts: Texts::new(bundle.locales()),
            }),
            limits,
        })
    }
}

impl ExamPlugin {
    /// Who it is.
    #[must_use]
    pub fn identity(&self) -> &ServiceIdentity {
        &self.identity
    }

    /// Its manifest.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.parts.manifest
    }

    /// What each of its calls may use.
    #[must_use]
    pub fn limits(&self) -> &ExamLimits {
        &self.limits
    }

    /// The plan of an exam on the cases of the context, drawn with `seed`.
    ///
    /// # Errors
    /// [`ExamFault`] of `make-plan`: how the guest ended, or all that is wrong with its plan.
    pub fn make_plan(&self, context: &ExamContext, seed: Seed) -> Result<ExamPlan, ExamFault> {
        let call = ExamCall::MakePlan;
        let made = self.call(call, context, |guest, store| {
            guest.call_make_plan(store, seed.0)
        })?;
        judge::plan(made, context, &self.limits).map_err(|message| invalid(call, message))
    }

    /// What the plugin makes of one event of an exam with this plan, given the state that it left behind last.
    ///
    /// # Errors
    /// [`ExamFault`] of `step`.
    pub fn step(
        &self,
        context: &ExamContext,
        plan: &ExamPlan,
        state: &[u8],
        event: &StampedExamEvent,
    ) -> Result<ExamTurn, ExamFault> {
        let call = ExamCall::Step;
        let event = convert::wire_event(event);
        let turn = self.call(call, context, |guest, store| {
            guest.call_step(store, state, &event)
        })?;
        judge::turn(turn, plan, &self.limits).map_err(|message| invalid(call, message))
    }

    /// The result of an exam with this plan, from everything that happened.
    ///
    /// # Errors
    /// [`ExamFault`] of `grade-exam`.
    pub fn grade(
        &self,
        context: &ExamContext,
        plan: &ExamPlan,
        events: &[StampedExamEvent],
    ) -> Result<ExamGrade, ExamFault> {
        let call = ExamCall::GradeExam;
        let wire_plan = convert::wire_plan(plan);
        let events: Vec<_> = events.iter().map(convert::wire_event).collect();
        let grade = self.call(call, context, |guest, store| {
            guest.call_grade_exam(store, &wire_plan, &events)
        })?;
        judge::grade(grade, plan, &self.limits).map_err(|message| invalid(call, message))
    }

    fn budget(&self, call: ExamCall) -> CallBudget {
        match call {
            ExamCall::MakePlan => self.limits.make_plan,
            ExamCall::Step => self.limits.step,
            ExamCall::GradeExam => self.limits.grade,
        }
    }

    /// One call in a Store of its own.
    fn call<T>(
        &self,
        call: ExamCall,
        context: &ExamContext,
        run: impl FnOnce(&Guest, &mut Store<ExamState>) -> wasmtime::Result<Result<T, convert::Failure>>,
    ) -> Result<T, ExamFault> {
        let fault = |kind, message: &str| ExamFault {
            call,
            kind,
            message: harmless(message, MAX_MESSAGE_BYTES),
        };
        let budget = self.budget(call);
        let (watch, _ticking) = self.sandbox.watch(budget.deadline, context.cancel.clone());
        let limits = self.limits.store(budget);
        let state = ExamState::new(Arc::clone(&self.parts), &limits, watch, context);
        let mut store = self.sandbox.store(&limits, state);
        let called = guarded(|| {
            let instance = self.scenario.instantiate(&mut store)?;
            run(instance.overread_plugin_scenario(), &mut store)
        });
        store.data().tell_dropped();
        match called {
            Ok(Ok(Ok(answer))) => Ok(answer),
            Ok(Ok(Err(failure))) => Err(fault(
                FailureKind::PluginFailure,
                &convert::failure_text(&failure),
            )),
            Ok(Err(error)) => {
                match ending::of_trap(&error, &store.data().circumstances(&self.limits)) {
                    AiStatus::Failed { kind, message } => Err(fault(kind, &message)),
                    AiStatus::Done(_) | AiStatus::NotRun { .. } => {
                        Err(fault(FailureKind::Trap, &error.to_string()))
                    }
                }
            }
            Err(message) => Err(fault(FailureKind::Trap, &message)),
        }
    }
}

fn invalid(call: ExamCall, message: String) -> ExamFault {
    ExamFault {
        call,
        kind: FailureKind::OutputInvalid,
        message,
    }
}
