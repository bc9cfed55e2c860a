//! The Merkle tree of RFC 6962 over the payloads of a journal: its root, and proofs that one payload is in it.
//!
//! Leaf `SHA-256(0x00 || payload)`, node `SHA-256(0x01 || left || right)`, split at the largest power of two below the
//! number of leaves.

use sha2::{Digest as _, Sha256};

/// A SHA-256.
pub type Hash = [u8; 32];

/// The hash of a leaf.
#[must_use]
pub fn leaf_hash(payload: &[u8]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update([0x00]);
    hasher.update(payload);
    hasher.finalize().into()
}

fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update([0x01]);
    hasher.update(left);
    hasher.update(right);
    hasher.finalize().into()
}

/// Where a tree of `n_leaves` (at least 2) is split: the largest power of two below it.
fn split(n_leaves: usize) -> usize {
    1 << (n_leaves - 1).ilog2()
}

/// The root over leaf hashes; that of no leaves is the hash of nothing.
#[must_use]
pub fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Sha256::digest([]).into(),
        [one] => *one,
        [..] => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            node_hash(&root(left), &root(right))
        }
    }
}

/// The audit path of one leaf, from the leaf upwards; `None` if there is no such leaf.
#[must_use]
pub fn inclusion_proof(leaves: &[Hash], leaf_idx: usize) -> Option<Vec<Hash>> {
    if leaf_idx >= leaves.len() {
        return None;
    }
    let (mut leaves, mut leaf_idx, mut path) = (leaves, leaf_idx, Vec::new());
    while leaves.len() > 1 {
        let (left, right) = leaves.split_at(split(leaves.len()));
        if leaf_idx < left.len() {
            path.push(root(right));
            leaves = left;
        } else {
            path.push(root(left));
            leaf_idx -= left.len();
            leaves = right;
        }
    }
    path.reverse();
    Some(path)
}

/// Whether a leaf stands at `leaf_idx` in the tree of `n_leaves` with this root (RFC 9162, 2.1.3.2).
#[must_use]
pub fn is_included(leaf: &Hash, leaf_idx: u64, n_leaves: u64, proof: &[Hash], root: &Hash) -> bool {
    if leaf_idx >= n_leaves {
        return false;
    }
    let (mut place, mut last, mut hash) = (leaf_idx, n_leaves - 1, *leaf);
    for sibling in proof {
        if last == 0 {
            return false;
        }
        if place % 2 == 1 || place == last {
            hash = node_hash(sibling, &hash);
            while place % 2 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        place >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

#[cfg(test)]
mod tests;
