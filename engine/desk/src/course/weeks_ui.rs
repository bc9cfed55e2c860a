//! The weeks: a small chart of the share that is right with its interval, and a table below it.

use egui::{Align2, Color32, FontId, Pos2, Rect, RichText, Sense, Stroke, Ui, pos2, vec2};
use egui::{WidgetInfo, WidgetType};
use overread_base::civil_date;
use overread_learning::Week;
use overread_stats::{Estimate, NotEstimable};

use super::DeskCourse;
use crate::desk::Desk;
use crate::finding_text::percent;
use crate::report::clock;
use crate::text_table::text_table;
use crate::tokens;
use crate::widgets;
use crate::words::Word;

/// Weeks that are shown, the last ones.
const MAX_WEEKS: usize = 12;
/// Height of the chart, points.
const HEIGHT: f32 = 96.0;
/// Room for the percentages at its left, points.
const LEFT: f32 = 44.0;

impl Desk {
    /// The weeks in which cases were read.
    pub(super) fn weeks_ui(&mut self, ui: &mut Ui, given: &DeskCourse<'_>) {
        if given.weeks.is_empty() {
            return;
        }
        widgets::section_heading(ui, &self.words.text(Word::CourseWeeks));
        let from = given.weeks.len().saturating_sub(MAX_WEEKS);
        let weeks = given.weeks.get(from..).unwrap_or_default();
        if weeks.len() > 1 {
            self.chart_ui(ui, weeks);
        }
        let headings = [
            Word::CourseWeekOf,
            Word::CourseMapCases,
            Word::CourseMapRight,
            Word::CourseWeekTime,
            Word::CourseWeekGained,
            Word::CourseWeekMisled,
        ];
        let rows = weeks.iter().rev().map(|week| self.week_row(week)).collect();
        text_table(
            ui,
            "course weeks",
            headings.map(|word| self.words.text(word)),
            rows,
        );
        ui.weak(self.words.text(Word::CourseWeekLegend));
    }

    fn week_row(&self, week: &Week) -> [RichText; 6] {
        let time = week.cell.median_seconds.as_ref();
        let reliance = &week.reliance;
        let texts = [
            civil_date(week.starts_unix_s),
            self.cases_text(&week.cell),
            self.right_text(&week.cell),
            time.map_or_else(|_| "–".to_owned(), |seconds| clock(to_millis(*seconds))),
            self.of_text(&reliance.gained, reliance.n_to_gain),
            self.of_text(&reliance.misled, reliance.n_to_lose),
        ];
        texts.map(RichText::new)
    }

    /// A share of so many; of none nothing is said.
    fn of_text(&self, share: &Result<Estimate, NotEstimable>, n: u64) -> String {
        match share {
            Ok(share) => {
                let args = [
                    ("share", percent(&self.words, share.value).into()),
                    ("n", n.into()),
                ];
                self.words.with(Word::CourseWeekShare, &args)
            }
            Err(_) => "–".to_owned(),
        }
    }

    fn chart_ui(&self, ui: &mut Ui, weeks: &[Week]) {
        let size = vec2(ui.available_width().min(560.0), HEIGHT);
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        let name = self.words.text(Word::CourseMapRight);
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &name));
        let field = Rect::from_min_max(rect.min + vec2(LEFT, 6.0), rect.max - vec2(6.0, 8.0));
        let painter = ui.painter();
        painter.rect_filled(field, 2.0, tokens::IMAGE_SURROUND);
        let font = FontId::proportional(tokens::body_size(ui) * 0.8);
        for share in [0.0, 0.5, 1.0] {
            let y = height(field, share);
            painter.line_segment(
                [pos2(field.left(), y), pos2(field.right(), y)],
                Stroke::new(0.5, tokens::LINE),
            );
            painter.text(
                pos2(field.left() - 4.0, y),
                Align2::RIGHT_CENTER,
                percent(&self.words, share),
                font.clone(),
                tokens::TEXT_DIM,
            );
        }
        let step = field.width() / narrow(weeks.len() as f64);
        let mut last: Option<Pos2> = None;
        for (idx, week) in weeks.iter().enumerate() {
            let x = field.left() + step * (narrow(idx as f64) + 0.5);
            let Ok(right) = &week.cell.right else {
                last = None;
                continue;
            };
            let at = |share: f64| pos2(x, height(field, share));
            let line = |color: Color32, width: f32| Stroke::new(width, color);
            painter.line_segment(
                [at(right.lower), at(right.upper)],
                line(tokens::TEXT_DIM, 1.5),
            );
            if let Some(before) = last {
                painter.line_segment([before, at(right.value)], line(tokens::ACTIVE, 1.0));
            }
            painter.circle_filled(at(right.value), 3.5, tokens::TEXT_BRIGHT);
            last = Some(at(right.value));
        }
    }
}

/// Where a share lies in the field.
fn height(field: Rect, share: f64) -> f32 {
    field.bottom() - field.height() * narrow(share.clamp(0.0, 1.0))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a length on the screen: only digits are lost"
)]
fn narrow(value: f64) -> f32 {
    value as f32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float cast saturates, and a time is positive"
)]
fn to_millis(seconds: f64) -> overread_base::Millis {
    overread_base::Millis((seconds * 1000.0).round() as u64)
}
