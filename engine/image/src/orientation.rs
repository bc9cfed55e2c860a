//! Orientation letters at the edges of a picture, and whether it mirrors the patient. Directions only, no pixels.

use overread_base::Vec3;

/// The letters of a direction in the patient, the strongest first: `L R P A H F`, at most three.
///
/// A component counts when it is at least a quarter of the strongest (about 14 degrees off an axis), so that small
/// tilts do not clutter the picture.
#[must_use]
pub fn direction_letters(direction: Vec3) -> String {
    let mut parts = [
        (direction.x, 'L', 'R'),
        (direction.y, 'P', 'A'),
        (direction.z, 'H', 'F'),
    ];
    parts.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    let strongest = parts[0].0.abs();
    parts
        .iter()
        .filter(|(component, _, _)| component.abs() > 1e-6 && component.abs() >= strongest * 0.25)
        .map(|&(component, positive, negative)| if component > 0.0 { positive } else { negative })
        .collect()
}

/// Whether a picture with these screen directions is a mirror image of the customary view: patient's right on the
/// left of the screen (axial, coronal), front on the left (sagittal).
#[must_use]
pub fn mirrors_patient(right: Vec3, down: Vec3) -> bool {
    let towards_reader = down.cross(right);
    // The customary views look from the feet, from the front, and from the patient's left.
    let from = [
        (towards_reader.z.abs(), -towards_reader.z),
        (towards_reader.y.abs(), -towards_reader.y),
        (towards_reader.x.abs(), towards_reader.x),
    ];
    let strongest = from.iter().fold(
        (0.0, 0.0),
        |best, &view| if view.0 > best.0 { view } else { best },
    );
    strongest.1 < 0.0
}

#[cfg(test)]
mod tests;
