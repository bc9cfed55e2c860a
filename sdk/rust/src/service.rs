//! What a service implements, and how the host reaches it. No state between jobs: each has a fresh instance.

use crate::{Failure, Job, Outcome, Profile};

/// An AI service.
pub trait AiService: Default {
    /// Who it is. Called without a study.
    fn profile(&self) -> Profile;

    /// Reads the study of the job.
    ///
    /// # Errors
    /// A [`Failure`] if it broke; that it does not apply to the study is no failure but [`Outcome::NotRun`].
    fn analyze(&mut self, job: &Job) -> Result<Outcome, Failure>;
}

/// What [`export_plugin!`](crate::export_plugin) calls; not for use by hand.
pub mod entry {
    use crate::{AiService, Failure, Job, Outcome, Profile};

    /// Starts a service for `describe`.
    #[must_use]
    pub fn describe<S: AiService>() -> Profile {
        report_panics();
        S::default().profile()
    }

    /// Starts a service for `analyze`.
    ///
    /// # Errors
    /// The service's own.
    pub fn analyze<S: AiService>(job: &Job) -> Result<Outcome, Failure> {
        report_panics();
        S::default().analyze(job)
    }

    /// On this target a panic is a bare trap: its message reaches the host only by the log.
    pub(crate) fn report_panics() {
        #[cfg(target_arch = "wasm32")]
        std::panic::set_hook(Box::new(|panic| {
            use crate::bindings::overread::plugin::host;
            host::log(host::Level::Error, &panic.to_string());
        }));
    }
}

/// Makes the crate a plugin: an AI service, or with `as ExamScenario` an exam.
///
/// ```ignore
/// overread_sdk::export_plugin!(LungNodule);
/// overread_sdk::export_plugin!(LinearForm as ExamScenario);
/// ```
#[macro_export]
macro_rules! export_plugin {
    ($service:ty) => {
        #[cfg(target_arch = "wasm32")]
        mod overread_plugin_exports {
            use super::*;

            struct Plugin;

            impl $crate::bindings::exports::overread::plugin::service::Guest for Plugin {
                fn describe() -> $crate::Profile {
                    $crate::entry::describe::<$service>()
                }

                fn analyze() -> ::core::result::Result<$crate::Outcome, $crate::Failure> {
                    $crate::entry::analyze::<$service>(&$crate::Job::current())
                }
            }

            $crate::bindings::export_ai_service!(Plugin with_types_in $crate::bindings);
        }
    };
    ($service:ty as AiService) => {
        $crate::export_plugin!($service);
    };
    ($exam:ty as ExamScenario) => {
        #[cfg(target_arch = "wasm32")]
        mod overread_plugin_exports {
            use super::*;

            use $crate::exam::bindings::exports::overread::plugin::scenario;

            struct Plugin;

            impl scenario::Guest for Plugin {
                fn make_plan(
                    seed: u64,
                ) -> ::core::result::Result<scenario::Plan, $crate::Failure> {
                    $crate::exam::entry::make_plan::<$exam>(&$crate::exam::Casebook::current(), seed)
                }

                fn step(
                    state: ::std::vec::Vec<u8>,
                    event: scenario::Stamped,
                ) -> ::core::result::Result<scenario::Turn, $crate::Failure> {
                    $crate::exam::entry::step::<$exam>(
                        &$crate::exam::Casebook::current(),
                        &state,
                        &event,
                    )
                }

                fn grade_exam(
                    plan: scenario::Plan,
                    events: ::std::vec::Vec<scenario::Stamped>,
                ) -> ::core::result::Result<scenario::Grade, $crate::Failure> {
                    $crate::exam::entry::grade::<$exam>(
                        &$crate::exam::Casebook::current(),
                        &plan,
                        &events,
                    )
                }
            }

            $crate::exam::bindings::export_exam_scenario!(Plugin with_types_in $crate::exam::bindings);
        }
    };
}
