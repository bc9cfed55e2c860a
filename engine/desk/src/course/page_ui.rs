//! A page of a course: its headings, lists, tables, pictures and widgets, and where its links lead.

use egui::{Grid, RichText, Ui};
use overread_scenario::{Block, CourseModule, Link, Page, Span};

use super::{CourseAct, DeskCourse};
use crate::desk::Desk;
use crate::finding_text::plain;
use crate::tokens;
use crate::widgets;
use crate::words::Word;

impl Desk {
    pub(super) fn named_page_ui(
        &mut self,
        ui: &mut Ui,
        given: &DeskCourse<'_>,
        module: &CourseModule,
        name: &str,
    ) {
        let Some((language, page)) = module.page(name, self.course_tag()) else {
            ui.label(RichText::new(self.words.text(Word::CoursePageMissing)).color(tokens::ERROR));
            return;
        };
        if language != self.course_tag() {
            ui.label(
                RichText::new(self.words.text(Word::CourseNotTranslated)).color(tokens::WARNING),
            );
        }
        ui.label(
            RichText::new(plain(&page.title))
                .heading()
                .color(tokens::TEXT_BRIGHT),
        );
        ui.add_space(4.0);
        self.page_ui(ui, given, page, &format!("{}/{name}", module.id));
    }

    fn page_ui(&mut self, ui: &mut Ui, given: &DeskCourse<'_>, page: &Page, at: &str) {
        for (number, block) in page.blocks.iter().enumerate() {
            self.block_ui(ui, given, block, &format!("{at}/{number}"));
            ui.add_space(6.0);
        }
    }

    fn block_ui(&mut self, ui: &mut Ui, given: &DeskCourse<'_>, block: &Block, at: &str) {
        match block {
            Block::Heading { text, .. } => {
                widgets::section_heading(ui, &plain(&words(text)));
            }
            Block::Paragraph(text) => self.spans_ui(ui, text),
            Block::List { first, entries } => {
                for (number, entry) in entries.iter().enumerate() {
                    ui.horizontal_top(|ui| {
                        let sign = first.map_or("•".to_owned(), |first| {
                            format!("{}.", first.saturating_add(number as u64))
                        });
                        ui.label(sign);
                        ui.vertical(|ui| {
                            for (part, block) in entry.iter().enumerate() {
                                self.block_ui(ui, given, block, &format!("{at}/{number}/{part}"));
                            }
                        });
                    });
                }
            }
            Block::Table { head, rows } => self.table_ui(ui, head, rows, at),
            Block::Picture(picture) => self.picture_ui(ui, given, picture),
            Block::Widget(widget) => self.widget_ui(ui, given, widget, at),
        }
    }

    fn table_ui(&mut self, ui: &mut Ui, head: &[Vec<Span>], rows: &[Vec<Vec<Span>>], at: &str) {
        let n = head.len().max(1);
        let width = ui.available_width() / n as f32 - 14.0;
        let grid = Grid::new(("course table", at))
            .striped(true)
            .max_col_width(width);
        grid.show(ui, |ui| {
            for cell in head {
                ui.label(RichText::new(plain(&words(cell))).color(tokens::TEXT_BRIGHT));
            }
            ui.end_row();
            for row in rows {
                for cell in row {
                    ui.vertical(|ui| self.spans_ui(ui, cell));
                }
                ui.end_row();
            }
        });
    }

    /// Words in their styles, with links that lead into the course.
    fn spans_ui(&mut self, ui: &mut Ui, spans: &[Span]) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            for (at, span) in spans.iter().enumerate() {
                let mut text = RichText::new(plain(&span.text));
                if span.is_strong {
                    text = text.color(tokens::TEXT_BRIGHT).strong();
                }
                if span.is_emphasised {
                    text = text.italics();
                }
                if span.is_code {
                    text = text.monospace();
                }
                match &span.link {
                    None | Some(Link::Address(_)) => {
                        ui.label(text);
                    }
                    Some(link @ (Link::Case { .. } | Link::Page { .. })) => {
                        if ui.link(text).clicked() {
                            self.follow(link);
                        }
                    }
                }
                if let Some(address) = address_after(spans, at) {
                    if address.chars().count() > LONG_ADDRESS {
                        ui.end_row();
                    }
                    ui.weak(plain(&address));
                }
            }
        });
    }

    fn follow(&mut self, link: &Link) {
        match link {
            Link::Page { module, name } => {
                self.course.linked = Some((module.clone(), name.clone()));
                self.has_news = true;
            }
            Link::Case {
                case,
                slice,
                window,
            } => self.tell_course(CourseAct::Case {
                case: case.clone(),
                slice: *slice,
                window: window.clone(),
            }),
            Link::Address(_) => {}
        }
    }
}

/// Characters from which an address gets a row of its own: egui lays out a word that fits neither on the rest of a row nor
/// on the next one beside its column.
const LONG_ADDRESS: usize = 24;

/// Words without their styles.
fn words(spans: &[Span]) -> String {
    let each = spans.iter().enumerate();
    each.map(|(at, span)| span.text.clone() + &address_after(spans, at).unwrap_or_default())
        .collect()
}

/// What is drawn after a span that leads into the web, if its words do not say it: nothing here opens a browser, so the
/// address is there to be read, by those who cannot hover too. Words in several styles have it once, after the last.
fn address_after(spans: &[Span], at: usize) -> Option<String> {
    let span = spans.get(at)?;
    let Some(Link::Address(address)) = &span.link else {
        return None;
    };
    let goes_on = spans.get(at + 1).is_some_and(|next| next.link == span.link);
    (!goes_on && *address != span.text).then(|| format!(" [{address}]"))
}
