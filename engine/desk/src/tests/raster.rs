//! A small software rasteriser for egui's triangles, so that tests can look at what a panel really puts on the screen.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "screen coordinates of a test are small and not negative"
)]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use egui::epaint::{ImageData, Mesh, Primitive, Vertex};
use egui::{Color32, ColorImage, TextureId, TexturesDelta, pos2};

/// The textures of a context, as the panels uploaded them.
#[derive(Clone, Default)]
pub(super) struct Textures(Arc<Mutex<BTreeMap<TextureId, ColorImage>>>);

impl egui_kittest::TestRenderer for Textures {
    fn handle_delta(&mut self, delta: &TexturesDelta) {
        let mut textures = self.0.lock().unwrap();
        for (id, change) in &delta.set {
            let ImageData::Color(image) = &change.image;
            match change.pos {
                None => {
                    textures.insert(*id, (**image).clone());
                }
                Some([left, top]) => {
                    let whole = textures.get_mut(id).unwrap();
                    for y in 0..image.size[1] {
                        for x in 0..image.size[0] {
                            whole[(left + x, top + y)] = image[(x, y)];
                        }
                    }
                }
            }
        }
        for id in &delta.free {
            textures.remove(id);
        }
    }
}

/// What the last frame of a context puts on a screen, in device pixels, on black.
pub(super) fn screen<S>(harness: &egui_kittest::Harness<'_, S>, textures: &Textures) -> ColorImage {
    let output = harness.output();
    let scale = output.pixels_per_point;
    let size = harness.ctx.content_rect().size() * scale;
    let mut screen = ColorImage::filled(
        [size.x.round() as usize, size.y.round() as usize],
        Color32::BLACK,
    );
    let textures = textures.0.lock().unwrap();
    for primitive in harness.ctx.tessellate(output.shapes.clone(), scale) {
        let Primitive::Mesh(mesh) = primitive.primitive else {
            panic!("the desk draws triangles only")
        };
        let clip = primitive.clip_rect * scale;
        let texture = &textures[&mesh.texture_id];
        draw(&mut screen, &mesh, texture, clip, scale);
    }
    screen
}

fn draw(screen: &mut ColorImage, mesh: &Mesh, texture: &ColorImage, clip: egui::Rect, scale: f32) {
    let [width, height] = screen.size;
    // The font atlas is sampled between texels, pictures are not.
    let is_font = mesh.texture_id == TextureId::Managed(0);
    for corners in mesh.indices.chunks_exact(3) {
        let [a, b, c] = [0, 1, 2].map(|corner| mesh.vertices[corners[corner] as usize]);
        let [pa, pb, pc] = [a, b, c].map(|v| v.pos * scale);
        let area = (pb - pa).x * (pc - pa).y - (pb - pa).y * (pc - pa).x;
        if area == 0.0 {
            continue;
        }
        let bounds = egui::Rect::from_points(&[pa, pb, pc]).intersect(clip);
        let columns = (bounds.left().floor().max(0.0) as usize)
            ..(bounds.right().ceil().max(0.0) as usize).min(width);
        let rows = (bounds.top().floor().max(0.0) as usize)
            ..(bounds.bottom().ceil().max(0.0) as usize).min(height);
        for y in rows {
            for x in columns.clone() {
                let at = pos2(x as f32 + 0.5, y as f32 + 0.5);
                if at.x < clip.left()
                    || at.x >= clip.right()
                    || at.y < clip.top()
                    || at.y >= clip.bottom()
                {
                    continue;
                }
                let edge =
                    |p: egui::Pos2, q: egui::Pos2| (q - p).x * (at - p).y - (q - p).y * (at - p).x;
                let weights = [edge(pb, pc), edge(pc, pa), edge(pa, pb)].map(|w| w / area);
                // Pixels on an edge between two triangles belong to one of them: the one whose edge runs up or left.
                let ends = [(pb, pc), (pc, pa), (pa, pb)];
                let is_inside = weights.iter().zip(ends).all(|(&w, (p, q))| {
                    let way = (q - p) * area.signum();
                    w > 0.0 || w == 0.0 && (way.y < 0.0 || way.y == 0.0 && way.x > 0.0)
                });
                if is_inside {
                    let color = shaded([a, b, c], weights, texture, is_font);
                    screen[(x, y)] = over(color, screen[(x, y)]);
                }
            }
        }
    }
}

/// Texture times vertex colour, premultiplied, 0 to 255.
fn shaded(
    corners: [Vertex; 3],
    weights: [f32; 3],
    texture: &ColorImage,
    is_font: bool,
) -> [f32; 4] {
    let mix =
        |of: &dyn Fn(&Vertex) -> f32| -> f32 { (0..3).map(|i| of(&corners[i]) * weights[i]).sum() };
    let (u, v) = (mix(&|c| c.uv.x), mix(&|c| c.uv.y));
    let [width, height] = texture.size.map(|n| n as f32);
    let texel = |x: f32, y: f32| {
        let x = x.clamp(0.0, width - 1.0) as usize;
        let y = y.clamp(0.0, height - 1.0) as usize;
        texture[(x, y)].to_array().map(f32::from)
    };
    let sample = if is_font {
        let (x, y) = (u * width - 0.5, v * height - 0.5);
        let (fx, fy) = (x - x.floor(), y - y.floor());
        let rows = [y.floor(), y.floor() + 1.0].map(|y| {
            let (left, right) = (texel(x.floor(), y), texel(x.floor() + 1.0, y));
            std::array::from_fn::<f32, 4, _>(|i| left[i] * (1.0 - fx) + right[i] * fx)
        });
        std::array::from_fn(|i| rows[0][i] * (1.0 - fy) + rows[1][i] * fy)
    } else {
        texel((u * width).floor(), (v * height).floor())
    };
    std::array::from_fn(|i| sample[i] * mix(&|c| f32::from(c.color.to_array()[i])) / 255.0)
}

fn over(color: [f32; 4], under: Color32) -> Color32 {
    let under = under.to_array().map(f32::from);
    let keep = 1.0 - color[3] / 255.0;
    let [r, g, b, _] =
        std::array::from_fn(|i| (color[i] + under[i] * keep).round().clamp(0.0, 255.0) as u8);
    Color32::from_rgb(r, g, b)
}

/// Keeps the picture of a stage, if pictures are wanted: nothing is drawn otherwise.
pub(super) fn keep_stage(name: &str, stage: &super::rig::Stage) {
    if std::env::var_os("OVERREAD_DESK_PICTURES").is_some() {
        keep(name, &screen(&stage.harness, &stage.textures));
    }
}

/// Writes a screen as a picture, if OVERREAD_DESK_PICTURES names a folder: for people who want to look.
pub(super) fn keep(name: &str, screen: &ColorImage) {
    let Some(folder) = std::env::var_os("OVERREAD_DESK_PICTURES") else {
        return;
    };
    let path = std::path::Path::new(&folder).join(format!("{name}.png"));
    let file = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    let mut encoder = png::Encoder::new(file, screen.size[0] as u32, screen.size[1] as u32);
    encoder.set_color(png::ColorType::Rgba);
    let mut writer = encoder.write_header().unwrap();
    let bytes: Vec<u8> = screen
        .pixels
        .iter()
        .flat_map(|pixel| pixel.to_array())
        .collect();
    writer.write_image_data(&bytes).unwrap();
}
