//! Every texture has all its levels, repeats without a seam, and keeps its brightness from level to level.

use super::*;

fn all() -> impl Iterator<Item = (Finish, Texture)> {
    Finish::ALL
        .into_iter()
        .filter_map(|finish| Some((finish, texture(finish)?)))
}

#[test]
fn levels_go_down_to_one_texel() {
    for (finish, texture) in all() {
        let n_texels: usize = (0..9).map(|level| (256_usize >> level).pow(2)).sum();
        assert_eq!(texture.n_levels, 9, "{finish:?}");
        assert_eq!(texture.bytes.len(), n_texels * 4, "{finish:?}");
    }
}

#[test]
fn the_smallest_level_is_the_mean_of_the_largest() {
    for (finish, texture) in all() {
        let side = SIDE as usize;
        let reds = texture.bytes[..side * side * 4].iter().step_by(4);
        let mean = reds.map(|red| f64::from(*red)).sum::<f64>() / f64::from(SIDE * SIDE);
        let last = texture.bytes[texture.bytes.len() - 4];
        assert!(
            (mean - f64::from(last)).abs() < 1.0,
            "{finish:?}: {mean} and {last}"
        );
    }
}

#[test]
fn paint_and_wood_repeat_without_a_seam() {
    for shade in [paint, wood] {
        for step in 0..64_u8 {
            let at = f32::from(step) / 64.0 + 0.003;
            let across = (shade(0.000_5, at) - shade(0.999_5, at))
                .abs()
                .max_element();
            assert!(across < 0.08, "at {at}: {across}");
        }
    }
}
