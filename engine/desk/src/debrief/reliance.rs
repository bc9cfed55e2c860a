//! Reliance on the AI, double reading, what the service decided alone, and the expert's rating of it, by rubric v2.

use egui::Ui;
use overread_exam::{Assessment, TotalScore};
use overread_scenario::ReadingMode;

use crate::widgets;
use crate::words::{Word, Words};

use super::shares::share_ui;
use super::totals::of_hundred;

/// How the reader dealt with right and wrong results; a rate without any opportunity says so.
pub(super) fn reliance_ui(ui: &mut Ui, words: &Words, total: &TotalScore, of: &Assessment) {
    if of.mode == ReadingMode::Unaided || of.mode == ReadingMode::AiExpert {
        return;
    }
    widgets::section_heading(ui, &words.text(Word::RelianceHeading));
    let reliance = total.reliance.as_ref();
    let rates = [
        (
            Word::RelianceRair,
            reliance.and_then(|found| found.relative_ai_reliance),
        ),
        (
            Word::RelianceRsr,
            reliance.and_then(|found| found.relative_self_reliance),
        ),
        (
            Word::RelianceOverName,
            reliance.and_then(|found| found.over_reliance),
        ),
        (
            Word::RelianceUnderName,
            reliance.and_then(|found| found.under_reliance),
        ),
        (
            Word::RelianceSwitchName,
            reliance.and_then(|found| found.switch_fraction),
        ),
        (Word::RelianceCommission, of.advice.commission),
        (Word::RelianceOmission, of.advice.omission),
        (Word::RelianceAgreement, of.advice.agreement),
    ];
    for (name, share) in rates {
        share_ui(ui, words, name, share);
    }
    let drafts = &of.drafts;
    if drafts.taken.is_some() {
        share_ui(ui, words, Word::DraftTaken, drafts.taken);
        share_ui(ui, words, Word::DraftPlanted, drafts.planted_taken);
    }
}

/// What belongs to single modes.
pub(super) fn modes_ui(ui: &mut Ui, words: &Words, of: &Assessment) {
    if let Some(double) = &of.double_reading {
        widgets::section_heading(ui, &words.text(Word::DoubleHeading));
        share_ui(ui, words, Word::DoubleDiscordance, double.discordance);
        share_ui(ui, words, Word::DoubleOverturned, double.overturned);
    }
    if let Some(autonomous) = &of.autonomous {
        widgets::section_heading(ui, &words.text(Word::AutonomousHeading));
        share_ui(
            ui,
            words,
            Word::AutonomousNormal,
            autonomous.signed_normal_right,
        );
        share_ui(
            ui,
            words,
            Word::AutonomousRecalled,
            autonomous.recalled_right,
        );
        if let Some(audit) = &autonomous.audit {
            share_ui(ui, words, Word::AuditSensitivity, audit.sensitivity);
            share_ui(ui, words, Word::AuditFalseRecalls, audit.false_recalls);
        }
    }
    if let Some(service) = &of.service {
        widgets::section_heading(ui, &words.text(Word::ExpertHeading));
        let [said, is] = [service.said, service.is].map(|mean| of_hundred(words, mean));
        ui.label(words.with(
            Word::ExpertMeans,
            &[("said", said.into()), ("is", is.into())],
        ));
        share_ui(
            ui,
            words,
            Word::ExpertInterpretation,
            service.interpretation,
        );
        share_ui(ui, words, Word::ExpertLocalisation, service.localisation);
    }
    let defects = &of.defects;
    let found = [defects.named, defects.class_named, defects.false_alarms];
    if found.iter().any(Option::is_some) {
        widgets::section_heading(ui, &words.text(Word::DefectsHeading));
        share_ui(ui, words, Word::DefectsNamed, defects.named);
        share_ui(ui, words, Word::DefectsClass, defects.class_named);
        share_ui(ui, words, Word::DefectsFalse, defects.false_alarms);
    }
}
