//! The ways in: a whole check, its two halves, and the report on what does not open. Holds no rule.

use std::path::Path;

use overread_base::{FailureKind, Severity};
use overread_bundle::{Bundle, BundleError, CONTRACT, PluginKind};
use overread_plugin_host::PluginHost;

use crate::checking::Checking;
use crate::report::{BundleIdentity, OpenedIdentity};
use crate::{CheckOptions, Report, Step, exam, rules, service, statics};

/// Judges a bundle by every rule asked for; `progress` is told of each step before it is done.
///
/// Whatever the bundle holds, this returns: a job ends at its deadline, and after a deadline the other studies are left out.
pub fn check(
    bundle: &Bundle,
    host: &PluginHost,
    options: &CheckOptions,
    progress: &mut dyn FnMut(Step<'_>),
) -> Report {
    let mut report = check_static(bundle, options);
    let dynamic = check_dynamic(bundle, host, options, progress);
    report.checks.extend(dynamic.checks);
    report
}

/// The rules that run nothing of the bundle.
#[must_use]
pub fn check_static(bundle: &Bundle, options: &CheckOptions) -> Report {
    let mut silent = |_: Step<'_>| {};
    let mut checking = Checking::new(options, &mut silent, 0);
    statics::check(&mut checking, bundle);
    report(bundle, options, checking)
}

/// The rules that run the plugin in the sandbox.
pub fn check_dynamic(
    bundle: &Bundle,
    host: &PluginHost,
    options: &CheckOptions,
    progress: &mut dyn FnMut(Step<'_>),
) -> Report {
    match bundle.manifest().kind {
        PluginKind::AiService => {
            let mut checking = Checking::new(options, progress, service::steps(options));
            service::check(&mut checking, bundle, host);
            report(bundle, options, checking)
        }
        PluginKind::ExamScenario => {
            let mut checking = Checking::new(options, progress, exam::steps(options));
            exam::check(&mut checking, bundle, host);
            report(bundle, options, checking)
        }
    }
}

/// The report on what is no bundle: every fault of its manifest and files.
#[must_use]
pub fn refused(place: &Path, error: &BundleError, options: &CheckOptions) -> Report {
    let mut silent = |_: Step<'_>| {};
    let mut checking = Checking::new(options, &mut silent, 0);
    let rule = if error.kind == FailureKind::BadSignature {
        rules::FILES
    } else {
        rules::MANIFEST
    };
    // Whatever was asked for: a bundle that does not open has failed.
    checking.judge_as(rule.id.to_owned(), rule.title.to_owned(), rule, |judged| {
        for fault in error.found.all() {
            match fault.severity {
                Severity::Error => judged.found.error(&fault.place, &fault.message),
                Severity::Warning => judged.found.warn(&fault.place, &fault.message),
            }
        }
    });
    Report {
        bundle: BundleIdentity {
            place: place.display().to_string(),
            opened: None,
        },
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        contract: CONTRACT.to_string(),
        scope: options.scope,
        checks: checking.into_checks(),
    }
}

fn report(bundle: &Bundle, options: &CheckOptions, checking: Checking<'_>) -> Report {
    let manifest = bundle.manifest();
    Report {
        bundle: BundleIdentity {
            place: bundle.source().path().display().to_string(),
            opened: Some(OpenedIdentity {
                id: manifest.id.to_string(),
                version: manifest.version.clone(),
                digest: bundle.digest().to_owned(),
                kind: manifest.kind,
            }),
        },
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        contract: CONTRACT.to_string(),
        scope: options.scope,
        checks: checking.into_checks(),
    }
}
