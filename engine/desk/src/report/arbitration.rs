//! Arbitration: the reader's locked read and the other one side by side. Decides nothing.

use egui::{Grid, RichText, Ui};
use overread_base::AiStatus;
use overread_exam::{AiView, CaseView};

use crate::DeskInput;
use crate::desk::Desk;
use crate::finding_text;
use crate::other_read::OtherRead;
use crate::tokens;
use crate::widgets;
use crate::words::Word;

/// One read in three cells: call, rating, marks.
type Cells = [String; 3];

impl Desk {
    /// Both reads, once they disagree.
    pub(super) fn arbitration_ui(&self, ui: &mut Ui, input: &DeskInput<'_>, case: &CaseView<'_>) {
        let words = &self.words;
        let other = if OtherRead::of(input.view).is_anonymous {
            Word::ArbitrationOther
        } else {
            Word::ArbitrationAi
        };
        widgets::card(ui, tokens::WARNING, |ui| {
            let heading = RichText::new(words.text(Word::ArbitrationHeading));
            ui.label(heading.color(tokens::WARNING));
            ui.label(words.text(Word::ArbitrationRule));
            let reads = [
                (
                    Word::ArbitrationYou,
                    tokens::READER,
                    self.own_read(input, case),
                ),
                (other, tokens::AI, self.other_cells(case)),
            ];
            let rows = [
                Word::ArbitrationCall,
                Word::ArbitrationRating,
                Word::ArbitrationMarks,
            ];
            Grid::new("arbitration")
                .num_columns(3)
                .spacing([14.0, 4.0])
                .show(ui, |ui| {
                    ui.label("");
                    for (who, color, _) in &reads {
                        ui.label(RichText::new(words.text(*who)).color(*color));
                    }
                    ui.end_row();
                    for (idx, row) in rows.into_iter().enumerate() {
                        ui.weak(words.text(row));
                        for (_, _, cells) in &reads {
                            ui.label(cells.get(idx).map_or("", String::as_str));
                        }
                        ui.end_row();
                    }
                });
        });
    }

    fn call(&self, is_abnormal: bool) -> String {
        self.words.text(if is_abnormal {
            Word::CallAbnormal
        } else {
            Word::CallNormal
        })
    }

    fn own_read(&self, input: &DeskInput<'_>, case: &CaseView<'_>) -> Cells {
        let from = input.view.questions.positive_from;
        let rating = case.first_rating.or(case.rating);
        let marks = case.first_marks.unwrap_or(case.marks).len();
        let call = rating.map(|rating| self.call(rating.value() >= from));
        [
            call.unwrap_or_else(|| "–".to_owned()),
            rating.map_or_else(|| "–".to_owned(), |rating| format!("{rating} %")),
            marks.to_string(),
        ]
    }

    fn other_cells(&self, case: &CaseView<'_>) -> Cells {
        let none = || "–".to_owned();
        let AiView::Revealed(revealed) = &case.ai else {
            return [none(), none(), none()];
        };
        let AiStatus::Done(report) = &revealed.result.status else {
            return [none(), none(), none()];
        };
        let study = report.probability.as_ref();
        let call = study.map_or(
            !report.findings.is_empty(),
            overread_base::StudyProbability::is_positive,
        );
        let score = study.map(|study| finding_text::percent(&self.words, f64::from(study.value)));
        [
            self.call(call),
            score.unwrap_or_else(none),
            report.findings.len().to_string(),
        ]
    }
}
