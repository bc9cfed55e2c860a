//! Things to try on a page: a threshold over the scores of a service, prevalence, windows, measuring.

use egui::{Rect, RichText, Sense, Slider, Stroke, Ui, pos2, vec2};
use overread_scenario::{Picture, Scores, Widget};
use overread_stats::RocReads;

use super::DeskCourse;
use super::picture::{DeskPicture, picture_key};
use crate::desk::Desk;
use crate::finding_text::percent;
use crate::tokens;
use crate::widgets;
use crate::words::Word;

/// People in the picture of a prevalence.
const PEOPLE: f64 = 1000.0;
/// The side of the curve's square, points.
const CURVE: f32 = 240.0;

impl Desk {
    pub(super) fn widget_ui(
        &mut self,
        ui: &mut Ui,
        given: &DeskCourse<'_>,
        widget: &Widget,
        at: &str,
    ) {
        widgets::card(ui, tokens::ACCENT, |ui| match widget {
            Widget::Threshold { scores } => match given.course.scores.get(scores) {
                Some(scores) => self.threshold_ui(ui, scores, at),
                None => {
                    let text = self.words.text(Word::CourseScoresMissing);
                    ui.label(RichText::new(text).color(tokens::ERROR));
                }
            },
            Widget::Prevalence {
                sensitivity,
                specificity,
            } => self.prevalence_ui(ui, [*sensitivity, *specificity], at),
            Widget::Window { picture, presets } => {
                self.windows_ui(ui, given, picture, presets, at);
            }
            Widget::Measure {
                picture,
                tolerance_mm,
            } => self.measure_ui(ui, given, picture, *tolerance_mm, at),
        });
    }

    /// A share that a slider sets.
    fn share_ui(&mut self, ui: &mut Ui, word: Word, at: &str, usual: f64, least: f64) -> f64 {
        let key = format!("{at}/{word:?}");
        let value = self.course.values.entry(key).or_insert(usual);
        let before = *value;
        ui.horizontal(|ui| {
            let slider = Slider::new(value, least..=1.0 - least).show_value(false);
            ui.add(slider);
            let text = percent_of(&self.words, *value);
            ui.label(format!("{} {text}", self.words.text(word)));
        });
        self.has_news |= (before - *value).abs() > 0.0;
        *value
    }

    fn threshold_ui(&mut self, ui: &mut Ui, scores: &Scores, at: &str) {
        let threshold = self.share_ui(ui, Word::CourseThreshold, at, 0.5, 0.0);
        let count = |some: &[f64]| some.iter().filter(|&&score| score >= threshold).count();
        let (hits, alarms) = (count(&scores.abnormal), count(&scores.normal));
        let (sick, well) = (scores.abnormal.len(), scores.normal.len());
        egui::Grid::new(("course threshold", at))
            .striped(true)
            .show(ui, |ui| {
                ui.label("");
                ui.label(self.words.text(Word::CourseWithFinding));
                ui.label(self.words.text(Word::CourseWithout));
                ui.end_row();
                ui.label(self.words.text(Word::CourseCalledAbnormal));
                ui.label(hits.to_string());
                ui.label(alarms.to_string());
                ui.end_row();
                ui.label(self.words.text(Word::CourseCalledNormal));
                ui.label((sick - hits).to_string());
                ui.label((well - alarms).to_string());
                ui.end_row();
            });
        let sensitivity = hits as f64 / sick as f64;
        let specificity = (well - alarms) as f64 / well as f64;
        for (word, value) in [
            (Word::CourseSensitivity, sensitivity),
            (Word::CourseSpecificity, specificity),
        ] {
            let value = percent_of(&self.words, value);
            ui.label(format!("{} {value}", self.words.text(word)));
        }
        if let Ok(reads) = RocReads::new(&scores.abnormal, &scores.normal) {
            let area = self.words.number(reads.area(), 2);
            ui.label(format!("{} {area}", self.words.text(Word::CourseArea)));
        }
        curve_ui(ui, scores, [1.0 - specificity, sensitivity]);
    }

    fn prevalence_ui(&mut self, ui: &mut Ui, [sensitivity, specificity]: [f64; 2], at: &str) {
        let prevalence = self.share_ui(ui, Word::CoursePrevalence, at, 0.01, 0.001);
        let sensitivity = self.share_ui(ui, Word::CourseSensitivity, at, sensitivity, 0.0);
        let specificity = self.share_ui(ui, Word::CourseSpecificity, at, specificity, 0.0);
        let sick = PEOPLE * prevalence;
        let (hits, alarms) = (sick * sensitivity, (PEOPLE - sick) * (1.0 - specificity));
        let (missed, cleared) = (sick - hits, PEOPLE - sick - alarms);
        let whole = |value: f64| self.words.number(value, if value < 10.0 { 1 } else { 0 });
        let text = self.words.with(
            Word::CourseOfThousand,
            &[
                ("sick", whole(sick).into()),
                ("hits", whole(hits).into()),
                ("missed", whole(missed).into()),
                ("alarms", whole(alarms).into()),
            ],
        );
        ui.label(text);
        let share = |part: f64, of: f64| {
            if of > 0.0 {
                percent_of(&self.words, part / of)
            } else {
                self.words.text(Word::CourseNoValue)
            }
        };
        let positive = share(hits, hits + alarms);
        let negative = share(cleared, cleared + missed);
        ui.label(format!("{} {positive}", self.words.text(Word::CoursePpv)));
        ui.label(format!("{} {negative}", self.words.text(Word::CourseNpv)));
    }

    fn windows_ui(
        &mut self,
        ui: &mut Ui,
        given: &DeskCourse<'_>,
        picture: &Picture,
        presets: &[String],
        at: &str,
    ) {
        let usual = presets.first().cloned().unwrap_or_default();
        let mut chosen = self.course.presets.get(at).cloned().unwrap_or(usual);
        ui.horizontal_wrapped(|ui| {
            for preset in presets {
                let name = self.preset_name(preset);
                if ui.selectable_label(*preset == chosen, name).clicked() {
                    chosen.clone_from(preset);
                    self.has_news = true;
                }
            }
        });
        self.course.presets.insert(at.to_owned(), chosen.clone());
        self.image_ui(ui, given, picture, Some(&chosen));
    }

    fn measure_ui(
        &mut self,
        ui: &mut Ui,
        given: &DeskCourse<'_>,
        picture: &Picture,
        tolerance_mm: f64,
        at: &str,
    ) {
        ui.label(self.words.text(Word::CourseMeasure));
        let window = picture.window.clone();
        let Some(response) = self.image_ui(ui, given, picture, window.as_deref()) else {
            return;
        };
        let rect = response.rect;
        if response.clicked() && response.interact_pointer_pos().is_none() {
            // Pressed by a key: a crosshair stands in for the pointer.
            response.surrender_focus();
            self.key_pointer.toggle(ui.ctx(), rect);
        }
        self.key_pointer.keep(ui.ctx(), rect);
        let line = self.course.lines.entry(at.to_owned()).or_default();
        if response.clicked()
            && let Some(pointer) = response.interact_pointer_pos()
        {
            if line.len() >= 2 {
                line.clear();
            }
            let share = (pointer - rect.min) / rect.size();
            line.push(share.to_pos2());
            self.has_news = true;
        }
        let on_screen = |share: egui::Pos2| rect.min + share.to_vec2() * rect.size();
        let ends: Vec<egui::Pos2> = line.iter().map(|&share| on_screen(share)).collect();
        let stroke = Stroke::new(2.0, tokens::MEASURE);
        for &end in &ends {
            ui.painter().circle_stroke(end, 4.0, stroke);
        }
        let &[from, to] = line.as_slice() else { return };
        if let &[a, b] = ends.as_slice() {
            ui.painter().line_segment([a, b], stroke);
        }
        let Some(DeskPicture::Ready(ready)) = given.pictures.get(&picture_key(picture)) else {
            return;
        };
        let [width, height] = ready.size_mm();
        let (dx, dy) = (
            f64::from(to.x - from.x) * width,
            f64::from(to.y - from.y) * height,
        );
        let measured = (dx * dx + dy * dy).sqrt();
        let mine = self.words.number(measured, 1);
        let Some(truth) = ready.longest_mm else {
            ui.label(format!("{mine} mm"));
            return;
        };
        let is_right = (measured - truth).abs() <= tolerance_mm;
        let word = if is_right {
            Word::CourseMeasuredRight
        } else {
            Word::CourseMeasuredWrong
        };
        let truth = self.words.number(truth, 1);
        let args = [("mine", mine.into()), ("truth", truth.into())];
        let color = if is_right {
            tokens::GOOD
        } else {
            tokens::WARNING
        };
        ui.label(RichText::new(self.words.with(word, &args)).color(color));
    }

    /// What a window preset is called.
    fn preset_name(&self, preset: &str) -> String {
        let word = match preset {
            "brain" => Word::PresetBrain,
            "stroke" => Word::PresetStroke,
            "subdural" => Word::PresetSubdural,
            "bone" => Word::PresetBone,
            "lung" => Word::PresetLung,
            "mediastinum" => Word::PresetMediastinum,
            other => return other.to_owned(),
        };
        self.words.text(word)
    }
}

/// A share in percent, with a decimal where it is small or near one.
fn percent_of(words: &crate::words::Words, share: f64) -> String {
    let decimals = usize::from(!(0.1..=0.9).contains(&share));
    if decimals == 0 {
        return percent(words, share);
    }
    format!("{} %", words.number(share * 100.0, decimals))
}

/// The empirical curve with the point of the threshold.
fn curve_ui(ui: &mut Ui, scores: &Scores, at: [f64; 2]) {
    let (rect, _) = ui.allocate_exact_size(vec2(CURVE, CURVE), Sense::hover());
    let painter = ui.painter();
    painter.rect_stroke(
        rect,
        0.0,
        Stroke::new(1.0, tokens::LINE),
        egui::StrokeKind::Inside,
    );
    painter.line_segment(
        [rect.left_bottom(), rect.right_top()],
        Stroke::new(1.0, tokens::LINE),
    );
    let points: Vec<egui::Pos2> = curve(scores).iter().map(|&point| on(rect, point)).collect();
    painter.line(points, Stroke::new(2.0, tokens::AI));
    painter.circle_filled(on(rect, at), 5.0, tokens::READER);
}

/// Points of the curve, false alarms and hits as shares, from the highest threshold down.
fn curve(scores: &Scores) -> Vec<[f64; 2]> {
    let mut cuts: Vec<f64> = scores
        .abnormal
        .iter()
        .chain(&scores.normal)
        .copied()
        .collect();
    cuts.sort_by(|a, b| b.total_cmp(a));
    cuts.dedup();
    let mut sick = scores.abnormal.clone();
    let mut well = scores.normal.clone();
    sick.sort_by(f64::total_cmp);
    well.sort_by(f64::total_cmp);
    let above = |sorted: &[f64], cut: f64| {
        let below = sorted.partition_point(|&score| score < cut);
        (sorted.len() - below) as f64 / sorted.len().max(1) as f64
    };
    let points = cuts
        .into_iter()
        .map(|cut| [above(&well, cut), above(&sick, cut)]);
    std::iter::once([0.0, 0.0]).chain(points).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "shares of a small square")]
fn on(rect: Rect, [x, y]: [f64; 2]) -> egui::Pos2 {
    pos2(
        rect.left() + x as f32 * rect.width(),
        rect.bottom() - y as f32 * rect.height(),
    )
}
