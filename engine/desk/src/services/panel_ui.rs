//! The list of services on the report screen: each with its state, one of them open with all that is known of it.

use egui::{Align, CentralPanel, Color32, Frame, Layout, RichText, ScrollArea, Ui};
use overread_exam::{AiView, SessionState};

use super::{DeskAct, DeskServices, ServiceOrigin, ServiceSheet, ServiceState, ServiceTrust};
use crate::DeskInput;
use crate::desk::Desk;
use crate::finding_text::plain;
use crate::other_read::OtherRead;
use crate::tokens;
use crate::widgets;
use crate::words::{Word, Words};
use overread_viewer::Action;

/// Whether the sheets may be shown: not while a case is read that must not know of any AI yet.
#[must_use]
fn may_show(input: &DeskInput<'_>) -> bool {
    let is_blind = input.view.case.as_ref().is_some_and(|case| match case.ai {
        AiView::NotUsed | AiView::Hidden | AiView::Withheld => true,
        AiView::Pending | AiView::OnRequest | AiView::Revealed(_) => false,
    });
    let is_blind = is_blind || OtherRead::of(input.view).is_anonymous;
    input.bench.is_some() || !is_blind || input.view.state == SessionState::Ended
}

impl Desk {
    /// Takes the key that opens and closes the sheets out of what was pressed.
    pub(crate) fn take_services_key(&mut self, actions: &mut Vec<Action>, input: &DeskInput<'_>) {
        let before = actions.len();
        actions.retain(|action| *action != Action::Services);
        if actions.len() < before && may_show(input) {
            self.services.is_open = !self.services.is_open;
            self.ask_for_services();
        }
    }

    /// Opens the sheet of a service.
    pub(crate) fn open_service(&mut self, id: &str, version: &str) {
        self.services.is_open = true;
        self.services.wanted = Some((id.to_owned(), version.to_owned()));
        self.ask_for_services();
    }

    fn ask_for_services(&mut self) {
        self.has_news = true;
        self.services.is_fresh = self.services.is_open;
        if self.services.is_open {
            self.acts.push(DeskAct::ListServices);
        }
    }

    /// The sheets into the whole of `ui`, if they are open; whether they are.
    pub(crate) fn services_content(&mut self, ui: &mut Ui, input: &DeskInput<'_>) -> bool {
        if !self.services.is_open || !may_show(input) {
            return false;
        }
        let frame = Frame::new().fill(tokens::BACKGROUND).inner_margin(12.0);
        CentralPanel::no_frame().frame(frame).show(ui, |ui| {
            tokens::scale_text(ui);
            ui.horizontal(|ui| {
                let heading = RichText::new(self.words.text(Word::ServicesHeading)).heading();
                ui.label(heading.color(tokens::TEXT_BRIGHT));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if ui.button(self.words.text(Word::ServicesClose)).clicked() {
                        self.services.is_open = false;
                        self.has_news = true;
                    }
                });
            });
            ui.weak(self.words.text(Word::ServicesHint));
            let area = ScrollArea::vertical()
                .id_salt("services")
                .auto_shrink(false);
            crate::key_hand::scroll(area, ui, |ui| self.sheets_ui(ui, input));
        });
        true
    }

    fn sheets_ui(&mut self, ui: &mut Ui, input: &DeskInput<'_>) {
        let sheets = match input.services {
            DeskServices::Unknown | DeskServices::Listing => {
                ui.label(self.words.text(Word::ServicesListing));
                return;
            }
            DeskServices::Listed([]) => {
                ui.label(self.words.text(Word::ServicesNone));
                return;
            }
            DeskServices::Listed(sheets) => sheets,
        };
        if let Some((id, version)) = self.services.wanted.take() {
            let wanted = sheets.iter().find(|s| s.id == id && s.version == version);
            self.services.shown = wanted.map(|sheet| sheet.key.clone());
        }
        if let ([only], true) = (sheets, std::mem::take(&mut self.services.is_fresh)) {
            self.services.shown = Some(only.key.clone());
        }
        for sheet in sheets {
            let is_shown = self.services.shown.as_deref() == Some(&sheet.key);
            let edge = if is_shown { tokens::AI } else { tokens::LINE };
            widgets::card(ui, edge, |ui| {
                if self.sheet_head_ui(ui, sheet, is_shown) {
                    self.services.shown = (!is_shown).then(|| sheet.key.clone());
                    self.has_news = true;
                }
                if is_shown {
                    self.sheet_ui(ui, sheet);
                }
            });
        }
    }

    /// Name, version and state; whether it was clicked.
    fn sheet_head_ui(&self, ui: &mut Ui, sheet: &ServiceSheet, is_shown: bool) -> bool {
        let words = &self.words;
        let title = format!("{} {}", sheet_name(words, sheet), plain(&sheet.version));
        let title = RichText::new(title).color(tokens::TEXT_BRIGHT);
        let is_clicked = ui
            .add(egui::Button::selectable(is_shown, title).wrap())
            .clicked();
        ui.horizontal_wrapped(|ui| {
            widgets::chip(ui, &words.text(origin_word(sheet.origin)), tokens::TEXT_DIM);
            let (word, color) = trust_word(&sheet.trust);
            widgets::chip(ui, &words.text(word), color);
            let (text, color) = match &sheet.state {
                ServiceState::Ready => (words.text(Word::ServiceReady), tokens::GOOD),
                ServiceState::AwaitsGrants => {
                    (words.text(Word::ServiceAwaitsGrants), tokens::WARNING)
                }
                ServiceState::Disabled => (words.text(Word::ServiceDisabled), tokens::TEXT_DIM),
                ServiceState::NotTrusted => (words.text(Word::ServiceNotTrusted), tokens::ERROR),
                ServiceState::Broken { kind, .. } => (kind.name().to_owned(), tokens::ERROR),
                ServiceState::Quarantined { .. } => {
                    (words.text(Word::ServiceQuarantined), tokens::WARNING)
                }
            };
            widgets::chip(ui, &text, color);
        });
        is_clicked
    }
}

/// The service's name for people.
#[must_use]
pub(super) fn sheet_name(words: &Words, sheet: &ServiceSheet) -> String {
    let name = words.pick(&sheet.name);
    plain(if name.is_empty() { &sheet.id } else { name })
}

fn origin_word(origin: ServiceOrigin) -> Word {
    match origin {
        ServiceOrigin::Bundled => Word::OriginBundled,
        ServiceOrigin::Installed => Word::OriginInstalled,
        ServiceOrigin::Developer => Word::OriginDeveloper,
    }
}

fn trust_word(trust: &ServiceTrust) -> (Word, Color32) {
    match trust {
        ServiceTrust::PartOfProgram => (Word::TrustPartOfProgram, tokens::GOOD),
        ServiceTrust::Signed => (Word::TrustSigned, tokens::GOOD),
        ServiceTrust::Unsigned => (Word::TrustUnsigned, tokens::WARNING),
        ServiceTrust::NotChecked => (Word::TrustNotChecked, tokens::WARNING),
        ServiceTrust::Refused { .. } => (Word::TrustRefused, tokens::ERROR),
    }
}

/// What the desk remembers of the sheets between frames.
#[derive(Debug, Default)]
pub(crate) struct ServicesState {
    pub(crate) is_open: bool,
    /// Whether they have just been opened: a single sheet is then shown whole.
    is_fresh: bool,
    /// The key of the sheet that is open.
    shown: Option<String>,
    /// Id and version of the service whose sheet opens as soon as it is there.
    wanted: Option<(String, String)>,
}
