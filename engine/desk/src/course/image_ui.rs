//! A picture on a page: asked for the first time it is seen, its place kept until it comes.

use egui::{RichText, Ui, vec2};
use overread_scenario::Picture;

use super::picture::{DeskPicture, picture_key};
use super::{CourseAct, DeskCourse};
use crate::desk::Desk;
use crate::finding_text::plain;
use crate::tokens;
use crate::words::Word;

/// The largest picture, points.
const PICTURE: [f32; 2] = [560.0, 460.0];

impl Desk {
    /// A picture with its caption; the host is asked for it the first time.
    pub(super) fn picture_ui(&mut self, ui: &mut Ui, given: &DeskCourse<'_>, picture: &Picture) {
        let window = picture.window.clone();
        self.image_ui(ui, given, picture, window.as_deref());
        ui.weak(plain(&picture.caption));
    }

    /// The image itself under a window; where it was drawn, if it is there.
    pub(super) fn image_ui(
        &mut self,
        ui: &mut Ui,
        given: &DeskCourse<'_>,
        picture: &Picture,
        preset: Option<&str>,
    ) -> Option<egui::Response> {
        let key = picture_key(picture);
        match given.pictures.get(&key) {
            Some(DeskPicture::Ready(ready)) => {
                let own = format!("{key}/{preset:?}/{}", picture.shows_truth);
                let ctx = ui.ctx().clone();
                let is_there = self.course.pictures.get(&own);
                if is_there.is_none_or(|uploaded| uploaded.texture(&ctx).is_none()) {
                    let uploaded = ready.upload(&ctx, preset, picture.shows_truth);
                    self.course.pictures.insert(own.clone(), uploaded);
                }
                let texture = self.course.pictures.get(&own)?.texture(&ctx)?;
                let most = vec2(PICTURE[0].min(ui.available_width()), PICTURE[1]);
                let size = ready.fitted(most);
                let image = egui::Image::new((texture.id(), size));
                let image = image
                    .sense(egui::Sense::click())
                    .alt_text(plain(&picture.caption));
                Some(ui.add(image))
            }
            Some(DeskPicture::Failed(reason)) => {
                ui.label(RichText::new(plain(reason)).color(tokens::ERROR));
                None
            }
            Some(DeskPicture::Coming) | None => {
                // The place is kept, so that the text does not jump when the picture comes.
                let place = vec2(PICTURE[0].min(ui.available_width()), PICTURE[1]);
                let (rect, _) = ui.allocate_exact_size(place, egui::Sense::hover());
                ui.painter().rect_filled(rect, 3.0, tokens::RAISED);
                let text = self.words.text(Word::CoursePictureComing);
                let font = egui::FontId::proportional(14.0);
                let align = egui::Align2::CENTER_CENTER;
                ui.painter()
                    .text(rect.center(), align, text, font, tokens::TEXT_DIM);
                if self.course.asked.insert(key) {
                    self.tell_course(CourseAct::Picture(Box::new(picture.clone())));
                }
                None
            }
        }
    }
}
