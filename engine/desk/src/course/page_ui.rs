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
        let Some((language, page)) = module.page(name, self.words.tag()) else {
            ui.label(RichText::new(self.words.text(Word::CoursePageMissing)).color(tokens::ERROR));
            return;
        };
        if language != self.words.tag() {
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
                let words: String = text.iter().map(|span| span.text.as_str()).collect();
                widgets::section_heading(ui, &plain(&words));
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
                let words: String = cell.iter().map(|span| span.text.as_str()).collect();
                ui.label(RichText::new(plain(&words)).color(tokens::TEXT_BRIGHT));
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
            for span in spans {
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
                    None => {
                        ui.label(text);
                    }
                    // Nothing here opens a browser: the address is there to be read.
                    Some(Link::Address(address)) => {
                        ui.label(text).on_hover_text(plain(address));
                    }
                    Some(link) => {
                        if ui.link(text).clicked() {
                            self.follow(link);
                        }
                    }
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
