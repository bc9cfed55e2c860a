//! The window of a picture fits the series, whatever its files say of it.

use overread_testkit::TinyCt;

use super::*;

/// Digitised film has no window, no preset and values far from those of a CT: it was drawn as white on grey.
#[test]
fn a_series_that_names_no_window_is_shown_in_all_its_values() {
    let root = tempfile::tempdir().unwrap();
    TinyCt::numbered(1).write(root.path()).unwrap();
    let mut images = read_study(root.path()).unwrap();
    let series = &mut images.series[0];
    series.facts.modality = "MG".to_owned();
    series.facts.body_part = None;
    series.vois.clear();
    let samples = series.volume.samples();
    let rescale = series.volume.rescale();
    let least = rescale.value(*samples.iter().min().unwrap());
    let greatest = rescale.value(*samples.iter().max().unwrap());
    assert!(greatest > least);
    let wanted = Window::linear((least + greatest) / 2.0, greatest - least).unwrap();
    assert_eq!(window_of(series), wanted);
    // What the file says goes before.
    let said = Window::linear(7.0, 9.0).unwrap();
    series.vois.push(Voi::Window(said));
    assert_eq!(window_of(series), said);
}
