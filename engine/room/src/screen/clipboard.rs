//! What was copied on one screen can be pasted on another. The program's own: nothing goes to the system's clipboard.

use bevy::prelude::*;
use bevy_egui::{EguiOutput, EguiPostUpdateSet, egui};

/// The text copied last.
#[derive(Resource, Debug, Default)]
pub(super) struct Clipboard(pub(super) String);

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Clipboard>().add_systems(
        PostUpdate,
        remember_copied.after(EguiPostUpdateSet::ProcessOutput),
    );
}

fn remember_copied(outputs: Query<&EguiOutput>, mut clipboard: ResMut<Clipboard>) {
    for command in outputs
        .iter()
        .flat_map(|output| &output.platform_output.commands)
    {
        if let egui::OutputCommand::CopyText(text) = command
            && !text.is_empty()
        {
            clipboard.0.clone_from(text);
        }
    }
}
