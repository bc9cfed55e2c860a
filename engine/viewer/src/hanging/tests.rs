//! What hangs where, for every protocol that comes with the crate, on facts made by hand.

mod mammography;

use overread_base::{Laterality, SeriesUid, StudyUid, Vec3};
use overread_image::{Plane, Projection, Slab};

use super::*;
use crate::SeriesSpace;

/// A series with its grid; what a test does not say is unknown.
pub(super) struct Made {
    pub(super) facts: SeriesFacts,
    pub(super) geometry: VolumeGeometry,
    pub(super) tissue: Option<ScreenSide>,
}

pub(super) fn made(modality: &str, size: [u32; 3]) -> Made {
    Made {
        facts: SeriesFacts {
            ..SeriesFacts::new(
                SeriesUid::new("1.2.3").unwrap(),
                StudyUid::new("1.2").unwrap(),
                modality,
                SeriesSpace::Detector,
            )
        },
        geometry: VolumeGeometry::axial(size, Vec3::new(1.0, 1.0, 1.0), Vec3::default()).unwrap(),
        tissue: None,
    }
}

impl Made {
    pub(super) fn of(mut self, change: impl FnOnce(&mut SeriesFacts)) -> Self {
        change(&mut self.facts);
        self
    }
}

fn ct(size: [u32; 3]) -> Made {
    made("CT", size).of(|f| f.space = SeriesSpace::Patient)
}

pub(super) fn hang_built_in(series: &[Made]) -> (String, Vec<Layout>) {
    let candidates: Vec<Candidate<'_>> = series
        .iter()
        .map(|s| Candidate {
            facts: &s.facts,
            geometry: &s.geometry,
            tissue_side: s.tissue,
        })
        .collect();
    let protocol = protocol_for(&candidates, Protocol::built_in())
        .or(Protocol::built_in().last())
        .unwrap();
    (protocol.id.clone(), hang(&candidates, protocol))
}

/// A stage as `id: series series / series`, with `-` for an empty place.
pub(super) fn told(layout: &Layout) -> String {
    let rows: Vec<String> = (0..layout.rows)
        .map(|row| {
            let cells = layout.cells.iter().filter(|c| c.row == row);
            let names: Vec<String> = cells
                .map(|c| {
                    c.hung
                        .as_ref()
                        .map_or("-".to_owned(), |h| h.series_idx.to_string())
                })
                .collect();
            names.join(" ")
        })
        .collect();
    format!("{}: {}", layout.id, rows.join(" / "))
}

#[track_caller]
pub(super) fn check(series: &[Made], protocol: &str, stages: &[&str]) -> Vec<Layout> {
    let (found, layouts) = hang_built_in(series);
    assert_eq!(found, protocol);
    let told: Vec<String> = layouts.iter().map(told).collect();
    assert_eq!(told, stages);
    layouts
}

fn hung_at(layout: &Layout, cell: usize) -> &Hung {
    layout.cells[cell].hung.as_ref().unwrap()
}

#[test]
fn every_text_of_the_crate_is_a_protocol() {
    let ids: Vec<&str> = Protocol::built_in().iter().map(|p| p.id.as_str()).collect();
    assert_eq!(
        ids,
        ["mammography", "chest-radiograph", "brain", "ct", "series"]
    );
    assert!(Protocol::built_in()[4].applies.modalities.is_empty());
}

#[test]
fn a_ct_hangs_as_slices_planes_windows_and_slab() {
    let layouts = check(
        &[ct([512, 512, 2]), ct([512, 512, 300])],
        "ct",
        &[
            "ct-axial: 1",
            "ct-planes: 1 1 1",
            "ct-lung-mediastinum: 1 1",
            "ct-slab: 1 1",
            "further-series: 0",
        ],
    );
    let planes: Vec<Plane> = (0..3).map(|c| hung_at(&layouts[1], c).plane).collect();
    assert_eq!(planes, [Plane::Axial, Plane::Coronal, Plane::Sagittal]);
    let windows: Vec<VoiChoice> = (0..2)
        .map(|c| hung_at(&layouts[2], c).voi.clone())
        .collect();
    assert_eq!(
        windows,
        [
            VoiChoice::Preset("lung".to_owned()),
            VoiChoice::Preset("mediastinum".to_owned())
        ]
    );
    assert!(layouts[2].links.scroll && !layouts[2].links.window && layouts[2].links.zoom);
    assert_eq!(hung_at(&layouts[3], 0).slab, None);
    assert_eq!(
        hung_at(&layouts[3], 1).slab,
        Some(Slab {
            projection: Projection::Maximum,
            thickness_mm: 10.0
        })
    );
}

#[test]
fn kernels_and_planes_decide_between_stacks_of_a_ct() {
    let kernel =
        |name: &str, slices| ct([512, 512, slices]).of(|f| f.kernel = Some(name.to_owned()));
    let mut coronal = ct([512, 512, 400]);
    coronal.geometry = VolumeGeometry::new(
        [512, 512, 400],
        Vec3::new(1.0, 1.0, 1.0),
        Vec3::default(),
        Vec3::new(1.0, 0.0, 0.0),
        Vec3::new(0.0, 0.0, -1.0),
    )
    .unwrap();
    check(
        &[kernel("B70f", 300), kernel("B30f", 100), coronal],
        "ct",
        &[
            "ct-axial: 0",
            "ct-planes: 0 0 0",
            "ct-lung-mediastinum: 0 1",
            "ct-slab: 0 0",
            "further-series: 2",
        ],
    );
}

#[test]
fn ct_slices_without_positions_hang_as_they_are() {
    let layouts = check(
        &[made("CT", [512, 512, 1]), made("CT", [512, 512, 1])],
        "ct",
        &[
            "ct-axial: 0",
            "ct-lung-mediastinum: 0 0",
            "further-series: 1",
        ],
    );
    assert_eq!(hung_at(&layouts[0], 0).plane, Plane::Acquired);
}

#[test]
fn a_head_hangs_with_three_windows_and_its_prior() {
    let head = || ct([512, 512, 40]).of(|f| f.body_part = Some("head ".to_owned()));
    let layouts = check(
        &[
            head(),
            head().of(|f| f.prior = 2),
            ct([512, 512, 300]).of(|f| {
                f.prior = 1;
                f.body_part = Some("CHEST".to_owned());
            }),
        ],
        "brain",
        &[
            "brain-windows: 0 0 0",
            "brain-axial: 0",
            "brain-planes: 0 0 0",
            "current-prior: 0 1",
        ],
    );
    let windows: Vec<VoiChoice> = (0..3)
        .map(|c| hung_at(&layouts[0], c).voi.clone())
        .collect();
    let preset = |id: &str| VoiChoice::Preset(id.to_owned());
    assert_eq!(windows, [preset("brain"), preset("bone"), preset("stroke")]);
    assert!(layouts[0].links.scroll && !layouts[0].links.window);
    assert!(layouts[3].links.scroll);
}

#[test]
fn priors_count_within_their_kind_and_body_part() {
    let chest = |prior| {
        ct([512, 512, 40]).of(|f| {
            f.prior = prior;
            f.body_part = Some("CHEST".to_owned());
        })
    };
    let abdomen = chest(1).of(|f| f.body_part = Some("ABDOMEN".to_owned()));
    let unknown = chest(4).of(|f| f.body_part = None);
    let stages = hang_built_in(&[
        chest(0),
        abdomen,
        made("MG", [10, 10, 1]).of(|f| f.prior = 2),
        chest(5),
        unknown,
    ])
    .1;
    let told: Vec<String> = stages.iter().map(told).collect();
    assert!(told.contains(&"current-prior: 0 4".to_owned()), "{told:?}");
}

fn chest_film(view: Option<&str>, orientation: Option<(&str, &str)>) -> Made {
    made("DX", [2000, 2500, 1]).of(|f| {
        f.body_part = Some("CHEST".to_owned());
        f.view = view.map(str::to_owned);
        f.patient_orientation = orientation.map(|(r, c)| (r.to_owned(), c.to_owned()));
    })
}

#[test]
fn a_chest_radiograph_hangs_pa_left_and_lateral_right() {
    let layouts = check(
        &[
            chest_film(Some("LL"), None),
            chest_film(Some("PA"), Some(("L", "F"))),
        ],
        "chest-radiograph",
        &[
            "chest-frontal-lateral: 1 0",
            "chest-frontal: 1",
            "chest-inverted: 1 1",
        ],
    );
    assert!(!hung_at(&layouts[0], 0).is_flipped);
    assert!(!hung_at(&layouts[2], 0).is_inverted);
    assert!(hung_at(&layouts[2], 1).is_inverted);
}

#[test]
fn the_patients_right_comes_to_the_left_of_the_screen() {
    for (rows, is_flipped) in [
        ("L", false),
        ("R", true),
        ("LF", false),
        ("FR", true),
        ("A", false),
        ("", false),
    ] {
        let layouts = hang_built_in(&[chest_film(Some("AP"), Some((rows, "F")))]).1;
        assert_eq!(hung_at(&layouts[0], 0).is_flipped, is_flipped, "{rows}");
    }
    let layouts = hang_built_in(&[chest_film(Some("AP"), None)]).1;
    assert!(!hung_at(&layouts[0], 0).is_flipped);
}

#[test]
fn a_prior_radiograph_hangs_beside_the_current_one() {
    let prior = chest_film(Some("AP"), None).of(|f| f.prior = 1);
    let layouts = check(
        &[chest_film(Some("PA"), None), prior],
        "chest-radiograph",
        &[
            "current-prior: 0 1",
            "chest-frontal: 0",
            "chest-inverted: 0 0",
        ],
    );
    assert_eq!(layouts[0].cells[1].wanted, "PA, prior");
    assert_eq!(hung_at(&layouts[0], 0).scale, Scale::SameMm);
}

#[test]
fn chest_radiographs_of_unknown_view_hang_beside_one_another() {
    check(
        &[
            chest_film(None, None),
            chest_film(None, None),
            chest_film(None, None),
        ],
        "chest-radiograph",
        &["further-series: 0 1", "further-series: 2"],
    );
}

#[test]
fn another_modality_hangs_series_by_series() {
    check(&[made("US", [640, 480, 1])], "series", &["each-series: 0"]);
    check(
        &[made("US", [640, 480, 1]), made("US", [640, 480, 1])],
        "series",
        &["each-series: 0 1"],
    );
    let magnetic: Vec<Made> = (0..8)
        .map(|_| made("MR", [256, 256, 24]).of(|f| f.space = SeriesSpace::Patient))
        .collect();
    check(
        &magnetic,
        "series",
        &[
            "each-series: 0 1 2 / 3 4 5",
            "each-series: 6 7",
            "planes: 0 0 0",
        ],
    );
    // A hand is not hung as a chest.
    check(
        &[made("DX", [10, 10, 1]).of(|f| f.body_part = Some("HAND".to_owned()))],
        "series",
        &["each-series: 0"],
    );
}

#[test]
fn something_always_hangs() {
    assert_eq!(hang_built_in(&[]).1, []);
    // Priors alone, and a protocol that asks for what is not there.
    let only_prior = made("OT", [10, 10, 1]).of(|f| f.prior = 3);
    check(&[only_prior], "series", &["current-prior: - 0"]);
    let text = "schema = 1\nid = \"x\"\n[[stages]]\nid = \"y\"\nrows = 1\ncolumns = 1\n[[stages.cells]]\nviews = [\"PA\"]";
    let (protocol, faults) = Protocol::read(text);
    assert_eq!(faults.all(), []);
    let image = made("OT", [10, 10, 1]);
    let candidate = Candidate {
        facts: &image.facts,
        geometry: &image.geometry,
        tissue_side: None,
    };
    let layouts = hang(&[candidate], &protocol.unwrap());
    assert_eq!(layouts.iter().map(told).collect::<Vec<_>>(), ["alone: 0"]);
}

#[test]
fn cells_never_overlap_and_stay_inside() {
    for protocol in Protocol::built_in() {
        for stage in &protocol.stages {
            let Content::Cells(rules) = &stage.content else {
                continue;
            };
            for (n, a) in rules.iter().enumerate() {
                assert!(
                    a.row + a.row_span <= stage.rows && a.column + a.column_span <= stage.columns
                );
                for b in &rules[n + 1..] {
                    assert!((a.row, a.column) != (b.row, b.column), "{}", stage.id);
                }
                assert!(!a.wanted.is_empty(), "{}", stage.id);
            }
        }
    }
}

#[test]
fn the_side_of_the_image_is_asked_for() {
    let rule = &Protocol::built_in()[0].stages[0];
    let Content::Cells(rules) = &rule.content else {
        panic!("mammograms hang in cells");
    };
    let sides: Vec<Option<Laterality>> = rules.iter().map(|r| r.series.laterality).collect();
    let (right, left) = (Some(Laterality::Right), Some(Laterality::Left));
    assert_eq!(sides, [right, left, right, left]);
}
