//! A short run of the fuzz target of scenario files: the file with every key, with seeded changes.

#[path = "../../../tests/fuzz/src/scenario.rs"]
#[allow(unreachable_pub, reason = "public for the fuzz target")]
mod body;

use overread_base::Seed;

const WHOLE: &str = include_str!("../src/check/whole.toml");

#[test]
fn the_whole_file_is_read() {
    assert!(body::scenario(WHOLE.as_bytes()));
    assert!(!body::scenario(b"\xff"));
}

/// Lines are lost, doubled and moved, bytes change: what is still read keeps every promise.
#[test]
fn changed_files_are_read_or_refused() {
    let mut n_read = 0;
    for seed in 0..2_000 {
        let mut rng = Seed(seed).rng();
        let mut lines: Vec<Vec<u8>> = WHOLE.lines().map(|line| line.as_bytes().to_vec()).collect();
        for _ in 0..=rng.below(4) {
            let idx = usize::try_from(rng.below(lines.len() as u64)).unwrap();
            let other = usize::try_from(rng.below(lines.len() as u64)).unwrap();
            match rng.below(4) {
                0 => drop(lines.remove(idx)),
                1 => lines.insert(idx, lines[other].clone()),
                2 => lines.swap(idx, other),
                _ => {
                    let line = &mut lines[idx];
                    if !line.is_empty() {
                        let at = usize::try_from(rng.below(line.len() as u64)).unwrap();
                        line[at] = u8::try_from(32 + rng.below(95)).unwrap();
                    }
                }
            }
        }
        n_read += u32::from(body::scenario(&lines.join(&b'\n')));
    }
    // Some changes harm nothing, most do.
    assert!(
        (20..1_900).contains(&n_read),
        "{n_read} of 2000 files were read"
    );
}
