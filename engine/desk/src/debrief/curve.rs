//! The reader's ROC curves before and after the AI, with operating points, areas and the ratio of times.

use egui::{
    Align2, Color32, FontId, Pos2, Rect, Response, RichText, Sense, Shape, Stroke, Ui, pos2, vec2,
};
use overread_exam::{CaseGrade, CaseScore, ReadScore};
use overread_stats::{NotEstimable, RocCurve, RocReads, TwoByTwo, time_ratio_paired95};

use crate::tokens;
use crate::words::{Word, Words};

/// The edge of the plane, in widths of the text; on a narrow panel as wide as that.
const EDGE: f32 = 17.0;
/// Cases of each class from which a curve says something.
const LEAST: usize = 2;

/// One read of all graded cases.
struct Reading {
    reads: RocReads,
    /// False positive rate and sensitivity of the calls.
    point: [f64; 2],
}

impl Reading {
    fn of(graded: &[(bool, &ReadScore)]) -> Option<Self> {
        let rated = graded
            .iter()
            .filter_map(|(truth, read)| Some((*truth, f64::from(read.rating?))));
        let of = |class: bool| -> Vec<f64> {
            let own = rated.clone().filter(|(truth, _)| *truth == class);
            own.map(|(_, rating)| rating).collect()
        };
        let (abnormal, normal) = (of(true), of(false));
        if abnormal.len() < LEAST || normal.len() < LEAST {
            return None;
        }
        let table = TwoByTwo::of(graded.iter().map(|(truth, read)| {
            // A call that is right says what is there.
            (*truth, *truth == read.is_call_right)
        }));
        let share = |hits: u64, others: u64| hits as f64 / (hits + others).max(1) as f64;
        Some(Self {
            reads: RocReads::new(&abnormal, &normal).ok()?,
            point: [
                share(table.false_positives, table.true_negatives),
                share(table.true_positives, table.false_negatives),
            ],
        })
    }

    fn area_text(&self, words: &Words, name: Word) -> String {
        let area = words.number(self.reads.area(), 3);
        let interval = match self.reads.estimate() {
            Ok(estimate) => words.with(
                Word::CurveInterval,
                &[
                    ("lower", words.number(estimate.lower, 3).into()),
                    ("upper", words.number(estimate.upper, 3).into()),
                ],
            ),
            Err(reason) => words.text(reason_word(&reason)),
        };
        let args = [
            ("who", words.text(name).into()),
            ("area", area.into()),
            ("interval", interval.into()),
        ];
        words.with(Word::CurveArea, &args)
    }
}

fn reason_word(reason: &NotEstimable) -> Word {
    if matches!(reason, NotEstimable::Degenerate { .. }) {
        Word::CurvePerfect
    } else {
        Word::CurveTooFew
    }
}

/// The figure, where enough cases of both classes were rated; first and final answer where they differ in mode.
pub(super) fn curve_ui(ui: &mut Ui, words: &Words, cases: &[CaseScore]) {
    let [first, last] = [
        graded(cases, |grade| grade.0),
        graded(cases, |grade| grade.1),
    ];
    let is_same = first == last;
    let Some(last) = Reading::of(&last) else {
        return;
    };
    let first = Reading::of(&first).filter(|_| !is_same);
    crate::widgets::section_heading(ui, &words.text(Word::CurveHeading));
    let edge = (EDGE * tokens::body_size(ui)).min(ui.available_width());
    let (rect, response) = ui.allocate_exact_size(vec2(edge, edge), Sense::hover());
    draw(ui, words, rect, first.as_ref(), &last);
    told(&response, words);
    if let Some(first) = &first {
        let text = first.area_text(words, Word::ScoreFirst);
        ui.label(RichText::new(text).color(tokens::READER));
    }
    let text = last.area_text(words, Word::ScoreLast);
    ui.label(RichText::new(text).color(tokens::AI));
    if let Some(first) = &first {
        difference_ui(ui, words, first, &last);
    }
    ratio_ui(ui, words, cases);
}

fn told(response: &Response, words: &Words) {
    let text = words.text(Word::CurveHeading);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Image, true, &text));
}

/// The graded cases with their truth, one of their reads each.
fn graded<'s>(
    cases: &'s [CaseScore],
    pick: impl Fn((&'s ReadScore, &'s ReadScore)) -> &'s ReadScore,
) -> Vec<(bool, &'s ReadScore)> {
    cases
        .iter()
        .filter_map(|case| match &case.grade {
            CaseGrade::Graded { first, last, .. } => {
                let truth = !(last.hit.is_empty() && last.missed.is_empty());
                Some((truth, pick((first, last))))
            }
            CaseGrade::Ungraded(_) => None,
        })
        .collect()
}

fn difference_ui(ui: &mut Ui, words: &Words, first: &Reading, last: &Reading) {
    let Ok(found) = last.reads.difference_paired(&first.reads) else {
        return;
    };
    let [lower, upper] = found.interval95();
    let args = [
        ("change", words.number(found.value, 3).into()),
        ("lower", words.number(lower, 3).into()),
        ("upper", words.number(upper, 3).into()),
        ("p", words.number(found.p(0.0), 3).into()),
    ];
    ui.label(words.with(Word::CurveDifference, &args));
}

/// How many times as long a case took up to the signature as up to the AI result.
fn ratio_ui(ui: &mut Ui, words: &Words, cases: &[CaseScore]) {
    let times = cases.iter().filter_map(|case| {
        let (whole, before) = (case.times.case?, case.times.to_reveal?);
        (before.0 > 0 && whole.0 > 0).then_some([whole.0 as f64, before.0 as f64])
    });
    let (with, without): (Vec<f64>, Vec<f64>) =
        times.map(|[with, without]| (with, without)).unzip();
    let Ok(ratio) = time_ratio_paired95(&with, &without) else {
        return;
    };
    let estimate = ratio.estimate;
    let [value, lower, upper] =
        [estimate.value, estimate.lower, estimate.upper].map(|part| words.number(part, 2));
    let args = [
        ("ratio", value.into()),
        ("lower", lower.into()),
        ("upper", upper.into()),
        ("n", estimate.n.into()),
    ];
    ui.label(words.with(Word::CurveTimes, &args));
}

fn draw(ui: &Ui, words: &Words, rect: Rect, first: Option<&Reading>, last: &Reading) {
    let painter = ui.painter_at(rect);
    let size = tokens::body_size(ui) * 0.85;
    let plane = Rect::from_min_max(
        rect.min + vec2(size * 1.6, size * 0.4),
        rect.max - vec2(size * 0.4, size * 1.6),
    );
    let at = |[x, y]: [f64; 2]| -> Pos2 {
        // A place on the screen needs no more than single precision.
        #[expect(clippy::cast_possible_truncation, reason = "pixels of a small figure")]
        let (x, y) = (x as f32, y as f32);
        pos2(
            plane.left() + x * plane.width(),
            plane.bottom() - y * plane.height(),
        )
    };
    painter.rect_stroke(
        plane,
        0.0,
        Stroke::new(1.0, tokens::LINE),
        egui::StrokeKind::Inside,
    );
    let chance = Shape::dashed_line(
        &[at([0.0, 0.0]), at([1.0, 1.0])],
        Stroke::new(1.0, tokens::TEXT_DIM),
        2.0,
        5.0,
    );
    painter.extend(chance);
    let line = |of: &Reading| -> Vec<Pos2> { RocCurve::of(&of.reads).rates().map(at).collect() };
    if let Some(first) = first {
        let stroke = Stroke::new(2.0, tokens::READER);
        painter.extend(Shape::dashed_line(&line(first), stroke, 7.0, 4.0));
        painter.circle(at(first.point), 4.5, Color32::TRANSPARENT, stroke);
    }
    painter.line(line(last), Stroke::new(2.0, tokens::AI));
    let square = Rect::from_center_size(at(last.point), vec2(8.0, 8.0));
    painter.rect_filled(square, 0.0, tokens::AI);
    let font = FontId::proportional(size);
    let below = pos2(plane.center().x, rect.bottom());
    painter.text(
        below,
        Align2::CENTER_BOTTOM,
        words.text(Word::CurveAcross),
        font.clone(),
        tokens::TEXT_DIM,
    );
    let text = painter.layout_no_wrap(words.text(Word::CurveUp), font, tokens::TEXT_DIM);
    let start = pos2(rect.left(), plane.center().y + text.size().x / 2.0);
    let turned = egui::epaint::TextShape::new(start, text, tokens::TEXT_DIM)
        .with_angle(-std::f32::consts::FRAC_PI_2);
    painter.add(turned);
}

#[cfg(test)]
mod tests;
