//! A short run with fixed seeds; `tests/fuzz` has the long one.

use overread_base::Seed;

use super::*;

#[test]
fn reports_of_random_bytes_are_judged() {
    let mut n_passed = 0;
    for seed in 0..3000 {
        let mut random = Seed(seed).child("ai-result").rng();
        let n_words = random.below(64);
        let bytes: Vec<u8> = (0..n_words)
            .flat_map(|_| random.next_u64().to_le_bytes())
            .collect();
        n_passed += u32::from(ai_result(&bytes));
    }
    // Both ways are taken, or the run shows nothing.
    assert!((100..2900).contains(&n_passed), "{n_passed} of 3000 passed");
}
