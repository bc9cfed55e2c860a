//! Found out once, whoever asks and however many at a time; a failure is not kept.

use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

#[test]
fn many_who_ask_at_a_time_find_it_out_once() {
    let values: OnceEach<u32, u32> = OnceEach::default();
    let n_found = AtomicUsize::new(0);
    let start = Barrier::new(4);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            let shared = values.clone();
            scope.spawn(|| {
                let shared = shared;
                start.wait();
                for key in 0..8 {
                    let value = shared.get(&key, || {
                        n_found.fetch_add(1, Ordering::Relaxed);
                        Ok::<_, ()>(key * 10)
                    });
                    assert_eq!(value.map(|value| *value), Ok(key * 10));
                }
            });
        }
    });
    assert_eq!(n_found.into_inner(), 8);
}

#[test]
fn what_fails_is_tried_again_and_the_rest_is_kept() {
    let values: OnceEach<&str, u32> = OnceEach::default();
    assert_eq!(values.get(&"a", || Err("no")), Err("no"));
    assert_eq!(values.get(&"b", || Ok::<_, ()>(2)).map(|v| *v), Ok(2));
    assert_eq!(values.get(&"a", || Ok::<_, ()>(1)).map(|v| *v), Ok(1));
    assert_eq!(values.get(&"a", || Err("not asked")).map(|v| *v), Ok(1));
}

#[test]
fn a_thread_that_breaks_down_leaves_the_place_free() {
    let values: OnceEach<u32, u32> = OnceEach::default();
    let find = || -> Result<u32, ()> { panic!("in the middle") };
    let broken = std::thread::scope(|scope| scope.spawn(|| values.get(&1, find)).join());
    assert!(broken.is_err());
    assert_eq!(values.get(&1, || Ok::<_, ()>(5)).map(|v| *v), Ok(5));
}
