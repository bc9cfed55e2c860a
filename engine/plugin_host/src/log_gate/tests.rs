//! Floods and steering characters.

use super::*;

#[test]
fn control_characters_are_written_out() {
    assert_eq!(harmless("a\x1b[2Jb\nc", 100), "a\\u{1b}[2Jb\\nc");
    assert_eq!(harmless("\u{202e}evil", 100), "\\u{202e}evil");
    assert_eq!(harmless("Очаг", 100), "Очаг");
}

#[test]
fn long_lines_are_cut_at_a_character() {
    assert_eq!(harmless("ééé", 4), "éé…");
    assert_eq!(harmless("ééé", 6), "ééé");
    assert_eq!(harmless("\n\n", 3), "\\n…");
}

#[test]
fn a_flood_passes_200_lines_a_second_and_a_mebibyte_a_job() {
    let mut gate = LogGate::default();
    let passed = |gate: &mut LogGate, second| {
        (0..1000)
            .filter(|_| gate.pass(Duration::from_secs(second), "x").is_some())
            .count()
    };
    assert_eq!(passed(&mut gate, 0), 200);
    assert_eq!(passed(&mut gate, 1), 200);
    assert_eq!(gate.dropped(), 1600);
    let long = "y".repeat(5000);
    let lines = (0..100_000)
        .filter(|n| gate.pass(Duration::from_secs(2 + n / 100), &long).is_some())
        .count();
    // 4 KiB and the three bytes of the ellipsis a line; 400 bytes were used before.
    assert_eq!(lines, ((1 << 20) - 400) / (4096 + 3));
}
