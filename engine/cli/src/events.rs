//! What happened in a session, one line an event. Says nothing of an AI result before it is revealed.

use overread_base::{LocalText, Millis, Shape, Vec3};
use overread_exam::{
    CaseFact, Event, ExamAction, ExamFact, FindingVerdict, MarkAnswer, ProctorFact, SessionEnd,
    StampedEvent, ViewerFact, Visibility,
};

/// The line of the event with this number.
pub(crate) fn line(number: usize, event: &StampedEvent) -> String {
    format!("{number:>5} {} {}", clock(event.at), what(&event.event))
}

/// `h:mm:ss.mmm` on the session's clock.
fn clock(at: Millis) -> String {
    let (seconds, millis) = (at.0 / 1000, at.0 % 1000);
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    format!("{hours}:{minutes:02}:{:02}.{millis:03}", seconds % 60)
}

fn what(event: &Event) -> String {
    match event {
        Event::Case { case, fact } => format!("{case}: {}", case_fact(fact)),
        Event::Paused => "paused".to_owned(),
        Event::Resumed => "resumed".to_owned(),
        Event::Recovered { lost_bytes } => {
            format!("recovered: {lost_bytes} bytes of a torn record cut off")
        }
        Event::Exam(fact) => exam(fact),
        Event::Proctor(fact) => proctor(fact),
        Event::Ended(SessionEnd::Complete) => "ended, complete".to_owned(),
        Event::Ended(SessionEnd::Abandoned) => "ended, abandoned".to_owned(),
        Event::Ended(SessionEnd::TimeUp) => "ended, the time was over".to_owned(),
        Event::Ended(SessionEnd::Sealed) => "ended, sealed by the supervisor".to_owned(),
    }
}

fn exam(fact: &ExamFact) -> String {
    let texts = |texts: &[LocalText]| LocalText::pick(texts, "en").unwrap_or_default().to_owned();
    match fact {
        ExamFact::Turned(turn) => {
            let action = |action: &ExamAction| match action {
                ExamAction::GoTo(item) => format!("go to {item}"),
                ExamAction::ShowAi(item) => format!("show the AI result of {item}"),
                ExamAction::HideAi(item) => format!("hide the AI result of {item}"),
                ExamAction::Message(text) => format!("message {:?}", texts(text)),
                ExamAction::EndExam => "end".to_owned(),
            };
            let mut parts: Vec<String> = turn.actions.iter().map(action).collect();
            parts.extend(turn.refused.iter().map(|why| format!("refused: {why}")));
            parts.extend(turn.notes.iter().map(|note| format!("left out: {note}")));
            if parts.is_empty() {
                parts.push("nothing".to_owned());
            }
            format!("exam, turn {}: {}", turn.number, parts.join(", "))
        }
        ExamFact::TimedOut(case) => format!("{case}: time is over"),
        ExamFact::Faulted(fault) => format!("exam, fault {}: {fault}", fault.kind.name()),
        ExamFact::Graded(grade) => format!(
            "exam graded: {}, score {}",
            if grade.is_passed {
                "passed"
            } else {
                "not passed"
            },
            grade.score
        ),
    }
}

fn proctor(fact: &ProctorFact) -> String {
    match fact {
        ProctorFact::Ordered(signed) => {
            format!("supervisor's order {}: {:?}", signed.number, signed.order)
        }
        ProctorFact::FocusLost => "focus lost".to_owned(),
        ProctorFact::FocusGained => "focus regained".to_owned(),
        ProctorFact::Incident(text) => format!("incident: {text}"),
        ProctorFact::Interrupted { id, n } => format!("interruption {n}: {id}"),
        ProctorFact::TurnedBack { n } => format!("interruption {n} is over"),
        ProctorFact::ClockJumped { by_ms } => format!("the wall clock jumped by {by_ms} ms"),
        ProctorFact::TimeLeft(left) => format!("{} s left", left.0 / 1000),
        ProctorFact::TimeUp => "time is up".to_owned(),
    }
}

fn case_fact(fact: &CaseFact) -> String {
    match fact {
        CaseFact::Opened => "opened".to_owned(),
        CaseFact::MarkSet(mark) => format!("mark {} set: {}", mark.id, answer(&mark.answer)),
        CaseFact::MarkDeleted(mark) => format!("mark {mark} deleted"),
        CaseFact::Rated(rating) => format!("rated {rating}"),
        CaseFact::FirstReadLocked => "first read locked".to_owned(),
        CaseFact::AiReceived(_) => "AI job came to an end".to_owned(),
        CaseFact::AiRevealed => "AI result revealed".to_owned(),
        CaseFact::VerdictGiven {
            finding, verdict, ..
        } => match verdict {
            FindingVerdict::Accepted => format!("AI finding {finding} accepted"),
            FindingVerdict::Modified(to) => {
                format!("AI finding {finding} modified: {}", answer(to))
            }
            FindingVerdict::Rejected => format!("AI finding {finding} rejected"),
        },
        CaseFact::ReportEdited { section, text } => {
            format!("report section {section}: {} bytes", text.len())
        }
        CaseFact::Signed => "signed".to_owned(),
        CaseFact::Answered { question, .. } => format!("question {question} answered"),
        CaseFact::AiRequested => "AI result asked for".to_owned(),
        CaseFact::AiWithheld => "no AI result for this case".to_owned(),
        CaseFact::DecidedByAi(call) => format!("decided by the service alone: {call:?}"),
        CaseFact::ArbitrationOpened => "arbitration opened".to_owned(),
        CaseFact::ImagesFailed(reason) => format!("images cannot be opened: {reason}"),
        CaseFact::TimedOut => "time is over".to_owned(),
        CaseFact::AiPlanted(record) => format!(
            "planted error was {}, {}",
            record.kind.word(),
            record.severity.word()
        ),
        CaseFact::HintAsked => "hint asked for".to_owned(),
        CaseFact::HintGiven(hint) if hint.text.is_empty() => "there is no hint".to_owned(),
        CaseFact::HintGiven(hint) => format!("hint given, {} left", hint.left),
        CaseFact::Viewer(fact) => viewer(fact),
    }
}

fn answer(answer: &MarkAnswer) -> String {
    let place = answer.place.shape.centre().map_or_else(
        || "nowhere".to_owned(),
        |Vec3 { x, y, z }| format!("({x:.1}, {y:.1}, {z:.1})"),
    );
    let shape = match answer.place.shape {
        Shape::Point(_) => "point",
        Shape::Cuboid { .. } => "box",
        Shape::Ellipse { .. } | Shape::Polyline(_) | Shape::Polygon(_) | Shape::Mask(_) => "shape",
    };
    format!(
        "{} at {place} mm, {shape}, confidence {}",
        answer.label, answer.confidence
    )
}

fn viewer(fact: &ViewerFact) -> String {
    match fact {
        ViewerFact::ImagePainted => "first image on screen".to_owned(),
        ViewerFact::SlicesShown {
            n_slices, shown, ..
        } => format!("{} of {n_slices} slices shown", shown.len()),
        ViewerFact::WindowChanged {
            centre_hu,
            width_hu,
        } => format!("window {width_hu} / {centre_hu} HU"),
        ViewerFact::AiOverlay(Visibility::Shown) => "AI overlay shown".to_owned(),
        ViewerFact::AiOverlay(Visibility::Hidden) => "AI overlay hidden".to_owned(),
    }
}
