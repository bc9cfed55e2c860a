//! Roots against the published ones of RFC 6962's test tree, and proofs of every leaf of every small tree.

use super::*;
use crate::hex::{bytes_of_hex, hex};

/// The leaves of the test tree of the Certificate Transparency reference implementation, in hex.
const LEAVES: [&str; 8] = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
];

/// The published root over the first n leaves, n = 0 to 8.
const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn leaves(n: usize) -> Vec<Hash> {
    let payload = |digits: &str| -> Vec<u8> {
        digits
            .as_bytes()
            .chunks_exact(2)
            .map(|pair| bytes_of_hex::<1>(std::str::from_utf8(pair).unwrap()).unwrap()[0])
            .collect()
    };
    LEAVES[..n]
        .iter()
        .map(|digits| leaf_hash(&payload(digits)))
        .collect()
}

#[test]
fn roots_are_the_published_ones() {
    for (n, expected) in ROOTS.iter().enumerate() {
        assert_eq!(hex(&root(&leaves(n))), *expected, "{n} leaves");
    }
}

#[test]
fn every_leaf_of_every_tree_up_to_70_is_proved_and_nowhere_else() {
    for n in 1..=70_u8 {
        let leaves: Vec<Hash> = (0..n).map(|i| leaf_hash(&[i])).collect();
        let root = root(&leaves);
        for (idx, leaf) in leaves.iter().enumerate() {
            let proof = inclusion_proof(&leaves, idx).unwrap();
            let holds = |leaf: &Hash, idx: usize, n: u64, proof: &[Hash]| {
                is_included(leaf, idx as u64, n, proof, &root)
            };
            let n = u64::from(n);
            assert!(holds(leaf, idx, n, &proof), "leaf {idx} of {n}");
            assert!(!holds(&leaf_hash(b"other"), idx, n, &proof));
            assert!(!holds(leaf, leaves.len(), n, &proof));
            if leaves.len() > 1 {
                assert!(!holds(leaf, (idx + 1) % leaves.len(), n, &proof));
                assert!(!holds(leaf, idx, n, &proof[1..]));
                let mut turned = proof.clone();
                turned[0][31] ^= 1;
                assert!(!holds(leaf, idx, n, &turned));
            }
            let longer: Vec<Hash> = proof.iter().copied().chain([root]).collect();
            assert!(!holds(leaf, idx, n, &longer));
        }
    }
    assert_eq!(inclusion_proof(&[], 0), None);
    assert!(!is_included(&[0; 32], 0, 0, &[], &root(&[])));
}
