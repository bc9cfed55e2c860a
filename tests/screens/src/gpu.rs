//! Images drawn on the graphics card: their greys are those of the CPU renderer, alone and on the desk.

use crate::program::Program;
use crate::sitting::read_until_reveal;

#[test]
fn the_card_gives_the_greys_of_the_cpu_renderer() {
    let Some(program) = Program::find("the_card_gives_the_greys_of_the_cpu_renderer") else {
        return;
    };
    let output = program.run(&["--software", "--check-gpu"]);
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{told}");
    let planes: Vec<&str> = told
        .lines()
        .filter(|line| line.contains(" pixels differ"))
        .collect();
    assert_eq!(planes.len(), 8, "{told}");
    for plane in ["axial", "coronal", "oblique", "oblique average"] {
        assert!(
            planes
                .iter()
                .any(|line| line.starts_with(&format!("{plane}: "))),
            "{plane} is not compared: {told}"
        );
    }
}

#[test]
fn the_desk_looks_the_same_from_the_card() {
    let Some(program) = Program::find("the_desk_looks_the_same_from_the_card") else {
        return;
    };
    let sat = read_until_reveal();
    let cpu = program
        .shoot(sat.data.path(), "focus", "1280x720", &[])
        .picture;
    let card = program
        .shoot(sat.data.path(), "focus", "1280x720", &["--gpu"])
        .picture;
    assert_eq!((cpu.width, cpu.height), (card.width, card.height));
    let (mut n_bright, mut n_differ) = (0_u32, 0_u32);
    for y in 0..cpu.height {
        for x in 0..cpu.width {
            let (a, b) = (cpu.at(x, y), card.at(x, y));
            n_bright += u32::from(a[0] > 100);
            n_differ += u32::from((0..3).any(|c| a[c].abs_diff(b[c]) > 1));
        }
    }
    assert!(n_bright > 10_000, "hardly anything is on the picture");
    // The clock of the case may have gone on by a second between the two.
    assert!(n_differ < 200, "{n_differ} pixels are others");
}
