//! The language that a course's own texts are shown in: the panels' one until another is chosen here.

use std::collections::{BTreeMap, BTreeSet};

use egui::Ui;
use overread_base::LocalText;
use overread_scenario::Course;

use crate::desk::{Desk, Language};
use crate::finding_text::plain;
use crate::widgets;
use crate::words::Word;

impl Desk {
    /// The BCP 47 tag of the language that the course is shown in.
    pub(super) fn course_tag(&self) -> &str {
        let chosen = self.course.language.as_deref();
        chosen.unwrap_or(self.words.tag())
    }

    /// A text of the course in its language, else in English; empty if there is none.
    pub(super) fn course_text<'a>(&self, texts: &'a [LocalText]) -> &'a str {
        LocalText::pick(texts, self.course_tag()).unwrap_or("")
    }

    /// The languages in a row, where the course has one that the panels do not have.
    pub(super) fn course_language_ui(&mut self, ui: &mut Ui, course: &Course) {
        let known = languages(course);
        let is_of_panels = |tag: &str| Language::ALL.iter().any(|own| own.tag() == tag);
        if known.iter().all(|tag| is_of_panels(tag)) {
            return;
        }
        let heading = self.words.text(Word::CourseLanguage);
        let in_use = in_use(&known, self.course_tag()).map(str::to_owned);
        ui.horizontal_wrapped(|ui| {
            ui.weak(&heading);
            for tag in known {
                let name = plain(own_name(tag));
                let is_chosen = in_use.as_deref() == Some(tag);
                let full_name = format!("{heading} {name}");
                if widgets::named_radio(ui, is_chosen, &name, &full_name) {
                    self.course.language = Some(tag.to_owned());
                    // The other panels show the effect in the next frame.
                    ui.ctx().request_repaint();
                }
            }
        });
    }
}

/// The languages that a course has texts in.
fn languages(course: &Course) -> BTreeSet<&str> {
    let titles = course.modules.iter().map(|module| &module.title);
    let titles = std::iter::once(&course.title).chain(titles).flatten();
    let pages = course
        .modules
        .iter()
        .flat_map(|module| module.pages.values());
    let of_pages = pages.flat_map(BTreeMap::keys).map(String::as_str);
    titles
        .map(|text| text.locale.as_str())
        .chain(of_pages)
        .collect()
}

/// The one that texts come in when this one is wanted.
fn in_use<'a>(known: &BTreeSet<&'a str>, wanted: &str) -> Option<&'a str> {
    let found = known.get(wanted).or_else(|| known.get("en"));
    found.or_else(|| known.first()).copied()
}

/// What its speakers call a language; of others the tag.
fn own_name(tag: &str) -> &str {
    let panels = Language::ALL.into_iter().find(|own| own.tag() == tag);
    match (panels, tag) {
        (Some(own), _) => own.own_name(),
        (None, "es") => "Español",
        (None, tag) => tag,
    }
}
