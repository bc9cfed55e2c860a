;; A service that behaves: series 0 on voxels of 2 mm, and the components of its values of 100 to 300, 10 voxels or more.
(module
  (import "overread:plugin/imaging@1.0.0" "open-series" (func $open (param i32 i32)))
  (import "overread:plugin/imaging@1.0.0" "[method]volume.resample"
    (func $resample (param i32 f64 f64 f64 i32 i32)))
  (import "overread:plugin/imaging@1.0.0" "[method]volume.threshold"
    (func $threshold (param i32 f32 f32 i32)))
  (import "overread:plugin/imaging@1.0.0" "[method]volume.blobs"
    (func $blobs (param i32 i32 i32 i64 i32 i32)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8192))
  (func (export "overread:plugin/service@1.0.0#describe") (result i32) (i32.const 4096))
  (func $check (if (i32.load8_u (i32.const 2048)) (then unreachable)))
  (func (export "overread:plugin/service@1.0.0#analyze") (result i32)
    (call $open (i32.const 0) (i32.const 2048))
    (call $check)
    (call $resample (i32.load (i32.const 2052))
      (f64.const 2) (f64.const 2) (f64.const 2) (i32.const 1) (i32.const 2048))
    (call $check)
    (call $threshold (i32.load (i32.const 2052)) (f32.const 100) (f32.const 300) (i32.const 2048))
    (call $check)
    (call $blobs (i32.load (i32.const 2052)) (i32.const 0) (i32.const 0) (i64.const 10) (i32.const 64) (i32.const 2048))
    (call $check)
    (i32.const 0))
)
