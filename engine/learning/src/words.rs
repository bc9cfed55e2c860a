//! What the group's page and the command line say of parts, reasons, metrics and AI states, in English and Russian.

use overread_exam::{AiState, CertificateBar, ComponentStatus, PassOutcome, percent_beside_cut};
use overread_scenario::PassMetric;

use crate::certification::{PartStatus, Reason};
use crate::event::ComponentRecord;

/// The language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageLanguage {
    /// English.
    En,
    /// Russian.
    Ru,
}

impl PageLanguage {
    /// `en` or `ru`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
        }
    }

    /// One of two texts.
    pub(crate) const fn pick<'a>(self, en: &'a str, ru: &'a str) -> &'a str {
        match self {
            Self::En => en,
            Self::Ru => ru,
        }
    }

    /// A share as a percentage, a difference of shares in percentage points with its sign.
    pub(crate) fn figure(self, metric: PassMetric, figure: f64) -> String {
        if !metric.is_difference() {
            return self.percent(figure);
        }
        let sign = match figure {
            f if f > 0.0 => "+",
            f if f < 0.0 => "−",
            _ => "",
        };
        let unit = self.pick("pp", "п.п.");
        format!("{sign}{}\u{a0}{unit}", self.hundredths(figure))
    }

    /// A share as a percentage.
    pub(crate) fn percent(self, share: f64) -> String {
        format!("{}\u{a0}%", self.hundredths(share))
    }

    fn hundredths(self, share: f64) -> String {
        let (percent, decimals) = percent_beside_cut(share);
        // Its sign stands before it where it has one.
        let text = format!("{:.decimals$}", percent.abs());
        match self {
            Self::En => text,
            Self::Ru => text.replace('.', ","),
        }
    }
}

/// What is measured.
#[must_use]
pub fn metric_text(metric: PassMetric, language: PageLanguage) -> &'static str {
    let (en, ru) = match metric {
        PassMetric::Points => ("points", "баллы"),
        PassMetric::Sensitivity => ("sensitivity", "чувствительность"),
        PassMetric::Specificity => ("specificity", "специфичность"),
        PassMetric::UnaidedSensitivity => ("sensitivity without AI", "чувствительность без ИИ"),
        PassMetric::UnaidedSpecificity => ("specificity without AI", "специфичность без ИИ"),
        PassMetric::Rair => (
            "right results taken over (RAIR)",
            "принято верных результатов ИИ (RAIR)",
        ),
        PassMetric::Rsr => ("wrong results withstood (RSR)", "отклонено ошибок ИИ (RSR)"),
        PassMetric::AidedGain => ("accuracy with AI less alone", "точность с ИИ минус без ИИ"),
        PassMetric::DefectsNamed => ("defects named", "дефекты названы"),
    };
    language.pick(en, ru)
}

/// How a part stands.
#[must_use]
pub fn status_text(status: PartStatus, language: PageLanguage) -> &'static str {
    let (en, ru) = match status {
        PartStatus::NotSat => ("not sat", "не сдавалась"),
        PartStatus::Passed => ("passed", "сдана"),
        PartStatus::Failed => ("not passed", "не сдана"),
        PartStatus::Undecided => ("not decided", "нет решения"),
        PartStatus::TooOld => ("passed too long ago", "сдана слишком давно"),
    };
    language.pick(en, ru)
}

/// The verdict over all parts.
#[must_use]
pub fn verdict_text(outcome: PassOutcome, language: PageLanguage) -> &'static str {
    let (en, ru) = match outcome {
        PassOutcome::Passed => ("passed", "сдано"),
        PassOutcome::Failed => ("not passed", "не сдано"),
        PassOutcome::NotDecidable => ("not complete", "не завершено"),
    };
    language.pick(en, ru)
}

/// Why a part is not passed.
#[must_use]
pub fn reason_text(reason: &Reason, language: PageLanguage) -> String {
    match reason {
        Reason::BelowPassMark { share, cut } => {
            let (share, cut) = (language.percent(*share), language.percent(*cut));
            match language {
                PageLanguage::En => format!("{share} of the marks, the pass mark is {cut}"),
                PageLanguage::Ru => format!("{share} баллов при пороге {cut}"),
            }
        }
        Reason::Component(component) => component_text(component, language),
        Reason::Barred(bar) => {
            let said = language.pick("nothing is certified", "сертификат не выдаётся");
            format!("{said}: {}", bar_text(*bar, language))
        }
    }
}

/// What forbids a certificate.
fn bar_text(bar: CertificateBar, language: PageLanguage) -> &'static str {
    let (en, ru) = match bar {
        CertificateBar::DeveloperMode => (
            "unsigned services could run",
            "могли работать сервисы без подписи",
        ),
        CertificateBar::NotComplete => (
            "the session was not read to its end",
            "занятие не дочитано до конца",
        ),
    };
    language.pick(en, ru)
}

/// One component with its figure and what came of it.
#[must_use]
pub fn component_text(of: &ComponentRecord, language: PageLanguage) -> String {
    let name = metric_text(of.metric, language);
    let share = of.share.map_or_else(
        || {
            language
                .pick("no opportunity", "не было возможности")
                .to_owned()
        },
        |share| {
            let share = language.figure(of.metric, share);
            let n = of.n;
            match language {
                PageLanguage::En if of.metric.is_difference() => format!("{share} over {n}"),
                PageLanguage::Ru if of.metric.is_difference() => format!("{share} на {n}"),
                PageLanguage::En => format!("{share} of {n}"),
                PageLanguage::Ru => format!("{share} из {n}"),
            }
        },
    );
    let cut = of.cut.map_or_else(String::new, |cut| {
        let cut = language.figure(of.metric, cut);
        format!(", {} {cut}", language.pick("cut", "порог"))
    });
    let (en, ru) = match of.status {
        ComponentStatus::Met => ("met", "достигнут"),
        ComponentStatus::NotMet => ("below the cut", "ниже порога"),
        ComponentStatus::TooFew => ("too few to decide", "слишком мало для вывода"),
        ComponentStatus::Waived => (
            "waived: right alone where the service was right",
            "не требуется: без ИИ верно там, где прав сервис",
        ),
        ComponentStatus::AwaitsGrades => ("awaits grading", "ожидает оценки"),
        ComponentStatus::NoCut => (
            "the judges' data give no cut",
            "по данным экспертов порога нет",
        ),
    };
    format!("{name}: {share}{cut}: {}", language.pick(en, ru))
}

/// What an AI result was worth.
#[must_use]
pub fn ai_text(state: AiState, language: PageLanguage) -> &'static str {
    let (en, ru) = match state {
        AiState::Without => ("without AI", "без ИИ"),
        AiState::Right => ("AI right", "ИИ прав"),
        AiState::FalsePositive => ("AI false alarm", "ложная тревога ИИ"),
        AiState::FalseNegative => ("AI miss", "пропуск ИИ"),
        AiState::OtherError => ("other AI error", "другая ошибка ИИ"),
        AiState::Defect => ("no usable result", "нет пригодного результата"),
        AiState::VersionChanged => ("version changed", "смена версии"),
    };
    language.pick(en, ru)
}

#[cfg(test)]
mod tests;
