//! One service's sheet: state, identity, signatures, grants, limits, what the vendor claims, and its model cards.

use egui::{Grid, RichText, Ui};
use overread_base::OperatingPoint;

use super::{
    DeskAct, GrantedThing, LimitedThing, ServiceClaims, ServiceModel, ServiceSheet, ServiceState,
    ServiceTrust, short_digest,
};
use crate::desk::Desk;
use crate::fault_text;
use crate::finding_text::{self, plain};
use crate::tokens;
use crate::widgets;
use crate::words::{Word, Words};

impl Desk {
    pub(super) fn sheet_ui(&mut self, ui: &mut Ui, sheet: &ServiceSheet) {
        self.state_of_service_ui(ui, sheet);
        let words = &self.words;
        fact_ui(ui, words, Word::ServiceId, &sheet.id);
        if let Some(digest) = &sheet.digest {
            fact_ui(ui, words, Word::ServiceDigest, &short_digest(digest));
        }
        let signed_by = sheet.signed_by.join(", ");
        if !signed_by.is_empty() {
            fact_ui(ui, words, Word::ServiceSignedBy, &signed_by);
        }
        match &sheet.trust {
            ServiceTrust::Refused { message } => {
                ui.label(RichText::new(plain(message)).color(tokens::ERROR));
            }
            ServiceTrust::Unsigned => {
                ui.label(
                    RichText::new(words.text(Word::TrustUnsignedMeans)).color(tokens::WARNING),
                );
            }
            ServiceTrust::PartOfProgram | ServiceTrust::Signed | ServiceTrust::NotChecked => {}
        }
        self.grants_ui(ui, sheet);
        limits_ui(ui, &self.words, sheet);
        claims_ui(ui, &self.words, &sheet.claims);
        for model in &sheet.models {
            model_ui(ui, &self.words, model);
        }
    }

    fn state_of_service_ui(&mut self, ui: &mut Ui, sheet: &ServiceSheet) {
        match &sheet.state {
            ServiceState::Ready
            | ServiceState::AwaitsGrants
            | ServiceState::Disabled
            | ServiceState::NotTrusted => {}
            ServiceState::Broken { kind, message } => {
                fault_text::fault_ui(ui, &self.words, *kind, message);
            }
            ServiceState::Quarantined { seconds_left } => {
                if self.quarantine_ui(ui, *seconds_left) {
                    let service = sheet.key.clone();
                    self.acts.push(DeskAct::Release { service });
                    self.has_news = true;
                }
            }
        }
    }

    /// When a quarantined service may run again; whether the reader releases it now.
    pub(crate) fn quarantine_ui(&self, ui: &mut Ui, seconds_left: Option<u64>) -> bool {
        let text = match seconds_left {
            Some(seconds) => self
                .words
                .with(Word::QuarantineUntil, &[("seconds", seconds.into())]),
            None => self.words.text(Word::QuarantineForGood),
        };
        ui.label(RichText::new(text).color(tokens::WARNING));
        ui.button(self.words.text(Word::QuarantineRelease))
            .clicked()
    }

    fn grants_ui(&mut self, ui: &mut Ui, sheet: &ServiceSheet) {
        if sheet.grants.is_empty() {
            return;
        }
        widgets::section_heading(ui, &self.words.text(Word::GrantsHeading));
        for grant in &sheet.grants {
            let text = match &grant.what {
                GrantedThing::Attribute(keyword) => plain(keyword),
                GrantedThing::PriorStudies => self.words.text(Word::GrantPriorStudies),
                GrantedThing::Gpu => self.words.text(Word::GrantGpu),
            };
            let mut is_granted = grant.is_granted;
            if ui.checkbox(&mut is_granted, text).changed() {
                self.acts.push(DeskAct::SetGrant {
                    service: sheet.key.clone(),
                    what: grant.what.clone(),
                    is_granted,
                });
                self.has_news = true;
            }
        }
        ui.weak(self.words.text(Word::GrantsHint));
    }
}

/// A name in the text's weaker colour with what it names.
fn fact_ui(ui: &mut Ui, words: &Words, name: Word, text: &str) {
    if text.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.weak(words.text(name));
        ui.label(plain(text));
    });
}

fn limits_ui(ui: &mut Ui, words: &Words, sheet: &ServiceSheet) {
    if sheet.limits.is_empty() {
        return;
    }
    widgets::section_heading(ui, &words.text(Word::LimitsHeading));
    let grid = Grid::new(("limits", &sheet.key)).num_columns(3);
    grid.spacing([14.0, 3.0]).show(ui, |ui| {
        ui.label("");
        ui.weak(words.text(Word::LimitAsked));
        ui.weak(words.text(Word::LimitGranted));
        ui.end_row();
        for limit in &sheet.limits {
            ui.label(words.text(match limit.what {
                LimitedThing::MemoryMib => Word::LimitMemory,
                LimitedThing::HostMemoryMib => Word::LimitHostMemory,
                LimitedThing::AnalyzeSeconds => Word::LimitTime,
            }));
            let asked = limit
                .asked
                .map_or_else(|| "–".to_owned(), |n| n.to_string());
            ui.label(asked);
            let is_less = limit.asked.is_some_and(|asked| limit.granted < asked);
            let color = if is_less {
                tokens::WARNING
            } else {
                tokens::TEXT
            };
            ui.label(RichText::new(limit.granted.to_string()).color(color));
            ui.end_row();
        }
    });
}

fn claims_ui(ui: &mut Ui, words: &Words, claims: &ServiceClaims) {
    widgets::section_heading(ui, &words.text(Word::ClaimsHeading));
    let intended = words.pick(&claims.intended_use);
    fact_ui(ui, words, Word::ClaimIntendedUse, intended);
    fact_ui(
        ui,
        words,
        Word::ClaimModalities,
        &claims.modalities.join(", "),
    );
    fact_ui(
        ui,
        words,
        Word::ClaimBodyParts,
        &claims.body_parts.join(", "),
    );
    let findings: Vec<String> = claims
        .findings
        .iter()
        .map(|code| finding_text::code(words, code))
        .collect();
    fact_ui(ui, words, Word::ClaimFindings, &findings.join(", "));
    match &claims.operating_point {
        Some(point) => {
            let text = operating_point(words, point);
            fact_ui(ui, words, Word::ClaimOperatingPoint, &text);
        }
        None => {
            ui.weak(words.text(Word::ClaimNoOperatingPoint));
        }
    }
    if claims.is_training_only {
        ui.label(RichText::new(words.text(Word::ClaimTrainingOnly)).color(tokens::AI));
    }
}

/// Threshold and claimed accuracy in one line.
#[must_use]
pub(crate) fn operating_point(words: &Words, point: &OperatingPoint) -> String {
    let threshold = words.number(point.threshold, 2);
    let mut parts = vec![words.with(Word::AiThreshold, &[("value", threshold.into())])];
    let share = |word, value: Option<f64>| {
        let text = finding_text::percent(words, value?);
        Some(words.with(word, &[("value", text.into())]))
    };
    parts.extend(share(Word::AiSensitivity, point.sensitivity));
    parts.extend(share(Word::AiSpecificity, point.specificity));
    parts.extend(point.false_positives_per_study.map(|rate| {
        let rate = words.number(rate, 1);
        words.with(Word::AiFalsePositives, &[("value", rate.into())])
    }));
    if !point.dataset.is_empty() {
        let dataset = plain(&point.dataset);
        parts.push(words.with(Word::AiDataset, &[("dataset", dataset.into())]));
    }
    parts.join("  ·  ")
}

fn model_ui(ui: &mut Ui, words: &Words, model: &ServiceModel) {
    let name = words.with(Word::ModelHeading, &[("name", plain(&model.name).into())]);
    widgets::section_heading(ui, &name);
    fact_ui(ui, words, Word::ServiceDigest, &short_digest(&model.digest));
    if let Some(summary) = &model.summary {
        ui.label(plain(summary));
    }
    let parts = [
        (Word::ModelTrainedOn, &model.trained_on),
        (Word::ModelTestedOn, &model.tested_on),
        (Word::ModelLimitations, &model.limitations),
    ];
    for (word, text) in parts {
        // What is not stated is said not to be: a card without limitations is not a model without any.
        match text {
            Some(text) => fact_ui(ui, words, word, text),
            None => fact_ui(ui, words, word, &words.text(Word::ModelNotStated)),
        }
    }
    for (name, value) in &model.figures {
        ui.label(format!("{} {}", plain(name), words.number(*value, 3)));
    }
}
