//! The account as JSON.

use egui::{Pos2, Rect};
use overread_base::{SeriesUid, Vec3};
use overread_image::Plane;

use super::{Drawn, DrawnAnnotation, DrawnLayout, DrawnMark, DrawnViewport, MarkLayer};

#[test]
fn an_account_without_images() {
    let drawn = Drawn {
        viewer_state: "no-case",
        ai_state: "hidden",
        tool: "window",
        ..Drawn::default()
    };
    let expected = r#"{"case": null, "viewer_state": "no-case", "ai_state": "hidden", "is_ai_overlay_on": false, "tool": "window", "is_developer_banner_on": false, "fault": null, "layout": null, "viewports": []}"#;
    assert_eq!(drawn.to_json(), expected);
}

#[test]
fn a_layout_is_told_with_its_stage_and_what_it_misses() {
    let layout = DrawnLayout {
        id: "mammography-four-views".to_owned(),
        stage: 0,
        n_stages: 7,
        active: 2,
        is_single: false,
        is_scroll_linked: true,
        missing: vec!["L CC".to_owned()],
    };
    let json = Drawn {
        layout: Some(layout),
        ..Drawn::default()
    }
    .to_json();
    let expected = r#""layout": {"id": "mammography-four-views", "stage": 0, "n_stages": 7, "active": 2, "is_single": false, "is_scroll_linked": true, "missing": ["L CC"]}"#;
    assert!(json.contains(expected), "{json}");
}

#[test]
fn names_from_outside_cannot_break_the_account() {
    let viewport = DrawnViewport {
        idx: 0,
        series: SeriesUid::new("1.2.3").unwrap(),
        plane: Plane::Axial,
        rect: Rect::from_min_max(Pos2::new(1.0, 2.0), Pos2::new(3.0, 4.0)),
        size_px: [2, 2],
        top_left_mm: Vec3::new(1.5, 0.0, 0.0),
        bottom_right_mm: Vec3::default(),
        mm_per_px: 0.5,
        slice_idx: 3,
        n_slices: 9,
        window_hu: [40.0, 400.0],
        is_inverted: false,
        is_mirrored: true,
        quarter_turns: 3,
        slab_mm: Some(10.0),
        tags: vec!["R \"CC\"".to_owned()],
        letters: ["R", "L", "A", "P"].map(str::to_owned),
        mean_grey: 12.25,
        marks: vec![DrawnMark {
            layer: MarkLayer::Ai,
            id: "a\"b\\c\nd".to_owned(),
            at: Pos2::new(2.0, 3.0),
            centre_mm: Vec3::default(),
        }],
        annotations: vec![DrawnAnnotation {
            kind: "length",
            text: "12.3 mm".to_owned(),
            handles: vec![Pos2::new(5.0, 6.5)],
            is_selected: true,
        }],
    };
    let json = Drawn {
        viewports: vec![viewport],
        ..Drawn::default()
    }
    .to_json();
    assert!(
        json.contains(r#""id": "a\"b\\c\u000ad", "at": [2.00, 3.00]"#),
        "{json}"
    );
    assert!(
        json.contains(
            r#"[{"kind": "length", "text": "12.3 mm", "is_selected": true, "handles": [[5.00, 6.50]]}]"#
        ),
        "{json}"
    );
    assert!(
        json.contains(r#""quarter_turns": 3, "slab_mm": 10.000, "tags": ["R \"CC\""]"#),
        "{json}"
    );
    assert!(
        json.contains(r#""plane": "axial", "rect": [1.00, 2.00, 3.00, 4.00]"#),
        "{json}"
    );
    assert!(
        json.contains(r#""top_left_mm": [1.500, 0.000, 0.000]"#),
        "{json}"
    );
}
