//! Stages, places that stay, links between viewports, lines of other planes.

use overread_base::{SeriesUid, StudyUid, Vec3, VolumeGeometry};
use overread_image::{Plane, Rescale, Voi, Volume, Window};

use super::{View, reference_line};
use crate::{
    Align, Calibration, Cell, Hung, Layout, Links, PaneScreen, Scale, SeriesFacts, SeriesSpace,
    ViewedSeries, VoiChoice, shares_space,
};

struct Study {
    facts: Vec<SeriesFacts>,
    volumes: Vec<Volume>,
    vois: Vec<Voi>,
}

impl Study {
    /// Series along z: slices of these numbers, 1 mm apart, the first one at this z.
    fn of(stacks: &[(u32, f64, u32)]) -> Self {
        let mut study = Self {
            facts: Vec::new(),
            volumes: Vec::new(),
            vois: vec![Voi::Window(Window::linear(40.0, 400.0).unwrap())],
        };
        for (number, &(slices, z, prior)) in (1..).zip(stacks) {
            let geometry = VolumeGeometry::axial(
                [10, 10, slices],
                Vec3::new(1.0, 1.0, 1.0),
                Vec3::new(0.0, 0.0, z),
            )
            .unwrap();
            let samples = vec![0; 100 * slices as usize];
            let volume = Volume::new(geometry, samples, Rescale::IDENTITY).unwrap();
            study.volumes.push(volume);
            study.facts.push(facts(number, prior));
        }
        study
    }

    fn series(&self) -> Vec<ViewedSeries<'_>> {
        let viewed = |(facts, volume)| ViewedSeries {
            facts,
            volume,
            vois: &self.vois,
        };
        self.facts.iter().zip(&self.volumes).map(viewed).collect()
    }
}

fn facts(number: i32, prior: u32) -> SeriesFacts {
    SeriesFacts {
        prior,
        number: Some(number),
        body_part: Some("CHEST".to_owned()),
        calibration: Calibration::Patient,
        ..SeriesFacts::new(
            SeriesUid::new(format!("1.2.{number}")).unwrap(),
            StudyUid::new(format!("1.{prior}")).unwrap(),
            "CT",
            SeriesSpace::Patient,
        )
    }
}

fn layout(id: &str, hung: &[(usize, Plane, &str)], links: Links) -> Layout {
    let cell = |(column, &(series_idx, plane, preset)): (u32, &(usize, Plane, &str))| Cell {
        row: 0,
        column,
        row_span: 1,
        column_span: 1,
        hung: (series_idx < 90).then(|| Hung {
            series_idx,
            plane,
            voi: if preset.is_empty() {
                VoiChoice::File
            } else {
                VoiChoice::Preset(preset.to_owned())
            },
            slab: None,
            is_inverted: false,
            is_flipped: false,
            is_upside_down: false,
            align: Align::Centre,
            scale: Scale::SameMm,
        }),
        wanted: String::new(),
    };
    Layout {
        id: id.to_owned(),
        rows: 1,
        columns: u32::try_from(hung.len()).unwrap(),
        cells: (0..).zip(hung).map(cell).collect(),
        links,
    }
}

const TOGETHER: Links = Links {
    scroll: true,
    window: true,
    zoom: true,
};

fn three_planes() -> Vec<Layout> {
    let planes = [
        (0, Plane::Axial, ""),
        (0, Plane::Coronal, ""),
        (0, Plane::Sagittal, ""),
    ];
    vec![
        layout("single", &planes[..1], Links::default()),
        layout("planes", &planes, Links::default()),
    ]
}

fn slices(view: &View, series: &[ViewedSeries<'_>]) -> Vec<u32> {
    let slice = |pane: &crate::Pane| pane.slice_idx(series[pane.series_idx].geometry());
    view.panes().iter().flatten().map(slice).collect()
}

#[test]
fn stages_without_a_series_are_left_out_and_none_at_all_is_no_view() {
    let study = Study::of(&[(20, 0.0, 0)]);
    let series = study.series();
    let empty = layout("empty", &[(99, Plane::Axial, "")], Links::default());
    assert_eq!(View::hang(vec![empty.clone()], &series), None);
    assert_eq!(View::hang(Vec::new(), &series), None);
    let wrong = layout("wrong", &[(7, Plane::Axial, "")], Links::default());
    let mut stages = vec![empty, wrong];
    stages.extend(three_planes());
    let view = View::hang(stages, &series).unwrap();
    assert_eq!(view.stage_ids().collect::<Vec<_>>(), ["single", "planes"]);
}

#[test]
fn stepping_moves_one_plane_of_a_series_and_the_others_go_through_the_same_place() {
    let study = Study::of(&[(20, 0.0, 0)]);
    let series = study.series();
    let mut view = View::hang(three_planes(), &series).unwrap();
    view.step(0, 3, &series);
    let axial = slices(&view, &series)[0];
    view.next_stage(1, &series);
    let before = slices(&view, &series);
    assert_eq!(before[0], axial, "the place stays through stages");
    view.step(1, 2, &series);
    let after = slices(&view, &series);
    assert_eq!(after, [before[0], before[1] + 2, before[2]]);
    let focus: Vec<Vec3> = view.panes().iter().flatten().map(|p| p.focus).collect();
    assert!(focus.iter().all(|&place| place.distance(focus[0]) < 1e-9));
}

#[test]
fn a_window_of_the_reader_stays_through_stages_and_counts_in_every_plane() {
    let study = Study::of(&[(20, 0.0, 0)]);
    let series = study.series();
    let mut view = View::hang(three_planes(), &series).unwrap();
    let window = Voi::Window(Window::linear(-600.0, 1500.0).unwrap());
    view.change_voi(0, &series, |pane, _| pane.voi = window.clone());
    view.next_stage(1, &series);
    assert!(view.panes().iter().flatten().all(|pane| pane.voi == window));
    view.change_voi(2, &series, |pane, _| pane.is_inverted = true);
    assert!(view.panes().iter().flatten().all(|pane| pane.is_inverted));
    view.reset(&series);
    let first = series[0].first_voi();
    assert!(
        view.panes()
            .iter()
            .flatten()
            .all(|p| p.voi == first && !p.is_inverted)
    );
}

#[test]
fn a_window_that_a_stage_asks_for_stays_in_that_stage() {
    let study = Study::of(&[(20, 0.0, 0)]);
    let series = study.series();
    let mut stages = three_planes();
    let lung = [(0, Plane::Axial, "lung")];
    stages.insert(1, layout("lung", &lung, Links::default()));
    let mut view = View::hang(stages, &series).unwrap();
    view.next_stage(1, &series);
    view.change_voi(0, &series, |pane, _| pane.is_inverted = true);
    view.next_stage(1, &series);
    let first = series[0].first_voi();
    let is_first = |pane: &crate::Pane| pane.voi == first && !pane.is_inverted;
    assert!(view.panes().iter().flatten().all(is_first));
}

#[test]
fn one_series_in_two_windows_scrolls_together_and_keeps_them() {
    let study = Study::of(&[(20, 0.0, 0)]);
    let series = study.series();
    let links = Links {
        scroll: true,
        ..Links::default()
    };
    let hung = [(0, Plane::Axial, "lung"), (0, Plane::Axial, "mediastinum")];
    let mut view = View::hang(vec![layout("two", &hung, links)], &series).unwrap();
    view.step(0, 4, &series);
    let [a, b] = slices(&view, &series)[..] else {
        panic!()
    };
    assert_eq!(a, b);
    let window = |view: &View, idx: usize| view.pane(idx).unwrap().voi.as_window().unwrap().width();
    assert_eq!((window(&view, 0), window(&view, 1)), (1500.0, 400.0));
    view.change_voi(0, &series, |pane, _| pane.is_inverted = true);
    assert!(!view.pane(1).unwrap().is_inverted);
    view.toggle_scroll_link(&series);
    view.step(0, 1, &series);
    let [a, b] = slices(&view, &series)[..] else {
        panic!()
    };
    assert_ne!(a, b, "unlinked, one goes alone");
}

#[test]
fn studies_scroll_by_position_and_linking_again_keeps_how_they_lie() {
    // The prior's slices begin 5 mm higher: the same place has another index.
    let study = Study::of(&[(40, 0.0, 0), (40, 5.0, 1)]);
    let series = study.series();
    let hung = [(0, Plane::Axial, ""), (1, Plane::Axial, "")];
    let mut view = View::hang(vec![layout("prior", &hung, TOGETHER)], &series).unwrap();
    view.show_slice(0, 30, &series);
    assert_eq!(slices(&view, &series), [30, 25]);
    view.show_slice(1, 10, &series);
    assert_eq!(slices(&view, &series), [15, 10]);
    // The reader lines them up anew, 2 mm apart.
    view.toggle_scroll_link(&series);
    view.show_slice(1, 12, &series);
    view.toggle_scroll_link(&series);
    view.show_slice(0, 20, &series);
    assert_eq!(slices(&view, &series), [20, 17]);
    view.show_slice(1, 22, &series);
    assert_eq!(slices(&view, &series), [25, 22]);
}

#[test]
fn an_offset_of_axial_slices_does_not_shift_coronal_ones() {
    let study = Study::of(&[(40, 0.0, 0), (40, 5.0, 1)]);
    let series = study.series();
    let axial = [(0, Plane::Axial, ""), (1, Plane::Axial, "")];
    let coronal = [(0, Plane::Coronal, ""), (1, Plane::Coronal, "")];
    let stages = vec![
        layout("axial", &axial, TOGETHER),
        layout("coronal", &coronal, TOGETHER),
    ];
    let mut view = View::hang(stages, &series).unwrap();
    view.toggle_scroll_link(&series);
    view.show_slice(1, 12, &series);
    view.toggle_scroll_link(&series);
    view.show_slice(0, 20, &series);
    let axial = slices(&view, &series);
    assert_ne!(
        axial[0],
        axial[1] + 5,
        "the reader's offset counts: {axial:?}"
    );
    view.show_stage(1, &series);
    view.show_slice(0, 3, &series);
    assert_eq!(slices(&view, &series), [3, 3]);
}

#[test]
fn a_patient_who_lay_anew_has_no_common_lines() {
    let mut study = Study::of(&[(40, 0.0, 0), (40, 0.0, 0)]);
    assert!(shares_space(&study.series()[0], &study.series()[1]));
    study.facts[0].frame_of_reference = Some("1.7".to_owned());
    study.facts[1].frame_of_reference = Some("1.8".to_owned());
    assert!(!shares_space(&study.series()[0], &study.series()[1]));
}

#[test]
fn linked_frames_go_by_how_far_they_are_through_their_series() {
    let mut study = Study::of(&[(21, 0.0, 0), (11, 0.0, 0)]);
    for facts in &mut study.facts {
        facts.space = SeriesSpace::Detector;
    }
    let series = study.series();
    let hung = [(0, Plane::Acquired, ""), (1, Plane::Acquired, "")];
    let mut view = View::hang(vec![layout("cine", &hung, TOGETHER)], &series).unwrap();
    view.show_slice(0, 20, &series);
    assert_eq!(slices(&view, &series), [20, 10]);
    view.show_slice(1, 3, &series);
    assert_eq!(slices(&view, &series), [6, 3]);
    view.toggle_scroll_link(&series);
    view.show_slice(0, 0, &series);
    assert_eq!(slices(&view, &series), [0, 3]);
}

#[test]
fn linked_viewports_share_zoom_and_one_scale() {
    let study = Study::of(&[(40, 0.0, 0), (40, 5.0, 1)]);
    let series = study.series();
    let hung = [
        (0, Plane::Axial, ""),
        (1, Plane::Axial, ""),
        (99, Plane::Axial, ""),
    ];
    let mut view = View::hang(vec![layout("prior", &hung, TOGETHER)], &series).unwrap();
    let sizes = [(0, [100, 100]), (1, [50, 100])];
    let screens = view.screens(&sizes, None, &series);
    let mm_per_px = |view: &View, idx: usize, screen: &PaneScreen| {
        let pane = view.pane(idx).unwrap();
        pane.viewport(series[pane.series_idx].geometry(), screen)
            .mm_per_px
    };
    for (idx, screen) in &screens {
        assert!(
            (mm_per_px(&view, *idx, screen) - 0.2).abs() < 1e-12,
            "10 mm on 50 pixels"
        );
    }
    view.change_zoom(1, &series, |pane, of| {
        pane.zoom_at(of.geometry(), &screens[1].1, [10.0, 10.0], 2.0);
    });
    for (idx, screen) in &screens {
        assert!((mm_per_px(&view, *idx, screen) - 0.1).abs() < 1e-12);
    }
    assert_eq!(
        view.shown().collect::<Vec<_>>(),
        [0, 1],
        "the third place is empty"
    );
    view.next_pane(-1);
    assert_eq!(view.active(), 1, "and cannot be active");
}

#[test]
fn another_series_hangs_in_the_active_viewport_only() {
    let study = Study::of(&[(20, 0.0, 0), (30, 0.0, 0)]);
    let series = study.series();
    let mut view = View::hang(three_planes(), &series).unwrap();
    view.next_stage(1, &series);
    view.next_pane(1);
    view.change_series(1, &series);
    let hung: Vec<usize> = view
        .panes()
        .iter()
        .flatten()
        .map(|pane| pane.series_idx)
        .collect();
    assert_eq!(hung, [0, 1, 0]);
    view.change_series(1, &series);
    assert_eq!(view.pane(1).unwrap().series_idx, 1, "the last one stays");
}

#[test]
fn going_to_a_place_hangs_its_series_if_it_is_not_there() {
    let study = Study::of(&[(20, 0.0, 0), (30, 0.0, 0)]);
    let series = study.series();
    let mut view = View::hang(three_planes(), &series).unwrap();
    view.go_to(1, Vec3::new(4.0, 4.0, 25.0), &series);
    let pane = view.pane(0).unwrap();
    assert_eq!(
        (pane.series_idx, pane.slice_idx(series[1].geometry())),
        (1, 25)
    );
}

#[test]
fn lines_of_other_planes_lie_where_they_cut() {
    let study = Study::of(&[(20, 0.0, 0)]);
    let series = study.series();
    let mut view = View::hang(three_planes(), &series).unwrap();
    view.next_stage(1, &series);
    view.step(1, 2, &series);
    let geometry = series[0].geometry();
    let screen = PaneScreen::of_size([100, 200]);
    let viewport = |idx: usize| view.pane(idx).unwrap().viewport(geometry, &screen);
    let (axial, coronal) = (viewport(0), viewport(1));
    let line = reference_line(&axial, &coronal, geometry).unwrap();
    let (_, y, _) = axial.screen_from_patient(view.pane(1).unwrap().focus);
    for end in line {
        assert!((end[1] - y).abs() < 1e-9, "{line:?}, expected at {y}");
    }
    let mut columns = line.map(|end| end[0]);
    columns.sort_by(f64::total_cmp);
    assert!((columns[0] - 0.0).abs() < 1e-9 && (columns[1] - 100.0).abs() < 1e-9);
    assert_eq!(reference_line(&axial, &axial, geometry), None);
}
