//! Right and left in the report's words against the sides of what is marked. Asks the reader, decides nothing.

use egui::{RichText, Ui};
use overread_base::{Laterality, SeriesUid, Shape, Vec3};
use overread_exam::{AiView, CaseView, FindingVerdict};
use overread_viewer::{SideConflict, side_conflicts, side_of};

use crate::desk::Desk;
use crate::section::Outline;
use crate::tokens;
use crate::words::Word;
use crate::{DeskImages, DeskInput, DeskStudy};

impl Desk {
    /// What the reader should look at again before signing.
    pub(super) fn sides_ui(&mut self, ui: &mut Ui, input: &DeskInput<'_>, case: &CaseView<'_>) {
        let DeskImages::Ready(study) = input.images else {
            return;
        };
        let texts = case.report.iter().map(|(section, saved)| {
            let draft = self.report.drafts.get(&section.id);
            draft.map_or(*saved, |draft| draft.text.as_str())
        });
        let text = texts.collect::<Vec<_>>().join("\n");
        for conflict in side_conflicts(&text, &marked_sides(study, case)) {
            let line = self.conflict_text(&conflict, &text);
            ui.label(RichText::new(line).color(tokens::WARNING));
        }
    }

    fn conflict_text(&self, conflict: &SideConflict, text: &str) -> String {
        match conflict {
            SideConflict::NotMarked { at, .. } => {
                let word = text.get(at.clone()).unwrap_or_default();
                self.words
                    .with(Word::SideNotMarked, &[("word", word.into())])
            }
            SideConflict::NotNamed { side } => self.words.text(match side {
                Laterality::Right => Word::SideNotNamedRight,
                Laterality::Left | Laterality::Bilateral | Laterality::Midline => {
                    Word::SideNotNamedLeft
                }
            }),
        }
    }
}

/// The sides of the reader's marks and of the AI findings that are kept.
fn marked_sides(study: &DeskStudy, case: &CaseView<'_>) -> Vec<Laterality> {
    let side = |series: &SeriesUid, shape: &Shape| {
        let of = study.series.iter().find(|of| of.facts.uid == *series)?;
        let place: Vec3 = Outline::of_shape(shape)?.centre();
        side_of(place, &of.facts, of.volume.geometry())
    };
    let own = case.marks.iter().filter_map(|mark| {
        let place = &mark.answer.place;
        side(&place.series, &place.shape)
    });
    let mut sides: Vec<Laterality> = own.collect();
    if let AiView::Revealed(revealed) = &case.ai {
        for row in &revealed.findings {
            match row.verdict.map(|given| &given.verdict) {
                Some(FindingVerdict::Accepted) => {
                    let of_mark = |mark: &overread_base::Mark| side(&mark.series, &mark.shape);
                    let found = row.finding.laterality;
                    sides.extend(found.or_else(|| row.finding.marks.iter().find_map(of_mark)));
                }
                Some(FindingVerdict::Modified(answer)) => {
                    sides.extend(side(&answer.place.series, &answer.place.shape));
                }
                Some(FindingVerdict::Rejected) | None => {}
            }
        }
    }
    sides
}
