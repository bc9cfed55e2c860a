//! The pictures of a course's pages, made from its cases on a thread of their own.

use std::collections::BTreeSet;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::Builder;

use overread_desk::DeskCoursePicture;
use overread_scenario::{CourseCase, Picture};
use overread_workstation::course_picture;

/// A picture that is made on a thread of its own.
pub(super) type Wish = (String, CourseCase, Picture);
pub(super) type Made = (String, Result<DeskCoursePicture, String>);

/// A thread that makes pictures, one after another.
pub(super) fn picture_maker() -> anyhow::Result<(Sender<Wish>, Receiver<Made>)> {
    let (wishes, wanted) = channel::<Wish>();
    let (told, made) = channel::<Made>();
    let work = move || {
        let mut done = BTreeSet::new();
        while let Ok((key, case, picture)) = wanted.recv() {
            if !done.insert(key.clone()) {
                continue;
            }
            let made = course_picture(&case, &picture).map_err(|error| error.to_string());
            let shown = made.map(|made| DeskCoursePicture {
                image: made.image,
                window: made.windows.first().copied(),
                is_inverted: made.is_inverted,
                truth: made.truth,
                longest_mm: made.longest_mm,
            });
            if told.send((key, shown)).is_err() {
                return;
            }
        }
    };
    Builder::new()
        .name("course-pictures".to_owned())
        .spawn(work)?;
    Ok((wishes, made))
}
