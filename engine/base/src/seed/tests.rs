//! The generator against its published stream, and the splitting of seeds.

use super::*;

#[test]
fn the_stream_of_seed_1234567_is_the_published_one() {
    // Test vector of the reference implementation (S. Vigna, splitmix64.c), as used by several ports.
    let mut rng = Seed(1_234_567).rng();
    let found: Vec<u64> = (0..5).map(|_| rng.next_u64()).collect();
    let published: [u64; 5] = [
        6_457_827_717_110_365_317,
        3_203_168_211_198_807_973,
        9_817_491_932_198_370_423,
        4_593_380_528_125_082_431,
        16_408_922_859_458_223_821,
    ];
    assert_eq!(found, published);
}

#[test]
fn children_depend_on_name_index_and_parent_only() {
    let seed = Seed(7);
    assert_eq!(seed.child("lung"), seed.child("lung"));
    assert_ne!(seed.child("lung"), seed.child("lunh"));
    assert_ne!(seed.child("lung"), Seed(8).child("lung"));
    assert_ne!(seed.index(0), seed.index(1));
    assert_ne!(seed.index(0), seed);
}

#[test]
fn draws_have_the_stated_moments() {
    let mut rng = Seed(1).rng();
    let n = 100_000;
    let normals: Vec<f64> = (0..n).map(|_| rng.normal()).collect();
    let mean = normals.iter().sum::<f64>() / f64::from(n);
    let variance = normals.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / f64::from(n);
    // Standard errors are 0.003 and 0.0045: five of them.
    assert!(
        mean.abs() < 0.016 && (variance - 1.0).abs() < 0.023,
        "{mean} {variance}"
    );
    assert!((0..1000).all(|_| rng.below(3) < 3));
    assert_eq!(rng.below(0), 0);
}

#[test]
fn a_shuffle_keeps_every_item() {
    let mut items: Vec<u32> = (0..100).collect();
    Seed(3).rng().shuffle(&mut items);
    assert_ne!(items, (0..100).collect::<Vec<_>>());
    items.sort_unstable();
    assert_eq!(items, (0..100).collect::<Vec<_>>());
}
