//! A small table of texts: beside one another where there is room, else each row as a paragraph.

use egui::text::LayoutJob;
use egui::{Align, FontSelection, Grid, RichText, Ui};

use crate::tokens;
use crate::widgets;

/// Draws a table whose first cell names its row. Where its columns are wider than there is room, a row becomes its first
/// cell and, below it, the other cells after their headings: nothing is cut off.
pub(crate) fn text_table<const N: usize>(
    ui: &mut Ui,
    salt: &str,
    headings: [String; N],
    rows: Vec<[RichText; N]>,
) {
    if width(ui, &headings, &rows) <= ui.available_width() {
        Grid::new(salt).striped(true).show(ui, |ui| {
            for heading in headings {
                ui.label(RichText::new(heading).color(tokens::TEXT_BRIGHT));
            }
            ui.end_row();
            for row in rows {
                for cell in row {
                    ui.label(cell);
                }
                ui.end_row();
            }
        });
        return;
    }
    for row in rows {
        let mut paragraph = LayoutJob::default();
        for (idx, (heading, cell)) in headings.iter().zip(row).enumerate() {
            let before = match idx {
                0 => String::new(),
                1 => format!("\n{heading}: "),
                _ => format!(" · {heading}: "),
            };
            append(
                ui,
                &mut paragraph,
                RichText::new(before).color(tokens::TEXT_DIM),
            );
            let cell = if idx == 0 {
                cell.color(tokens::TEXT_BRIGHT)
            } else {
                cell
            };
            append(ui, &mut paragraph, cell);
        }
        ui.label(paragraph);
        ui.add_space(3.0);
    }
}

/// What a table of all columns needs.
fn width<const N: usize>(ui: &Ui, headings: &[String; N], rows: &[[RichText; N]]) -> f32 {
    let of = |text: RichText| widgets::text_width(ui, text);
    let columns = headings.iter().enumerate().map(|(idx, heading)| {
        let cells = rows.iter().filter_map(|row| row.get(idx));
        let cells = cells.map(|cell| of(cell.clone()));
        cells.fold(of(RichText::new(heading)), f32::max)
    });
    columns
        .map(|width| width + ui.spacing().item_spacing.x)
        .sum()
}

fn append(ui: &Ui, paragraph: &mut LayoutJob, text: RichText) {
    text.append_to(paragraph, ui.style(), FontSelection::Default, Align::Center);
}

#[cfg(test)]
mod tests;
