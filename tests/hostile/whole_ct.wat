;; A service that behaves: works on all of series 0 and never reads a voxel. Greys of -1000 to 400 on voxels of 2 mm go
;; through the model "nodule" in windows of 64 x 64 x 64; components of its answer above 0.5, and of the full grid from
;; 200 on. Ends with `unreachable` unless it found one of each.
(module
  (import "overread:plugin/imaging@1.0.0" "open-series" (func $open_series (param i32 i32)))
  (import "overread:plugin/imaging@1.0.0" "[method]volume.rescale"
    (func $rescale (param i32 f32 f32 f32 f32 i32)))
  (import "overread:plugin/imaging@1.0.0" "[method]volume.resample"
    (func $resample (param i32 f64 f64 f64 i32 i32)))
  (import "overread:plugin/imaging@1.0.0" "[method]volume.threshold"
    (func $threshold (param i32 f32 f32 i32)))
  (import "overread:plugin/imaging@1.0.0" "[method]volume.blobs"
    (func $blobs (param i32 i32 i32 i64 i32 i32)))
  (import "overread:plugin/inference@1.0.0" "open-model" (func $open_model (param i32 i32 i32)))
  (import "overread:plugin/inference@1.0.0" "[method]model.run-tiled"
    (func $run_tiled (param i32 i32 i32 i32 i32 f32 i32 i32 i32)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8192))
  (func (export "overread:plugin/service@1.0.0#describe") (result i32) (i32.const 4096))
  (data (i32.const 1024) "nodule")
  (func $check (if (i32.load8_u (i32.const 2048)) (then unreachable)))
  ;; The volume or model that the last call gave.
  (func $given (result i32)
    (call $check)
    (i32.load (i32.const 2052)))
  (func $check_one_blob
    (call $check)
    (if (i32.ne (i32.load (i32.const 2056)) (i32.const 1)) (then unreachable)))
  (func (export "overread:plugin/service@1.0.0#analyze") (result i32)
    (local $volume i32) (local $grey i32) (local $coarse i32) (local $model i32) (local $score i32)
    (call $open_series (i32.const 0) (i32.const 2048))
    (local.set $volume (call $given))
    (call $rescale (local.get $volume)
      (f32.const -1000) (f32.const 400) (f32.const -1000) (f32.const 1400) (i32.const 2048))
    (local.set $grey (call $given))
    (call $resample (local.get $grey)
      (f64.const 2) (f64.const 2) (f64.const 2) (i32.const 1) (i32.const 2048))
    (local.set $coarse (call $given))
    (call $open_model (i32.const 1024) (i32.const 6) (i32.const 2048))
    (local.set $model (call $given))
    (call $run_tiled (local.get $model) (local.get $coarse)
      (i32.const 64) (i32.const 64) (i32.const 64) (f32.const 0.25) (i32.const 4) (i32.const 0) (i32.const 2048))
    (local.set $score (call $given))
    (call $threshold (local.get $score) (f32.const 0.5) (f32.const inf) (i32.const 2048))
    (call $blobs (call $given) (i32.const 1) (local.get $score) (i64.const 10) (i32.const 8) (i32.const 2048))
    (call $check_one_blob)
    (call $threshold (local.get $volume) (f32.const 200) (f32.const inf) (i32.const 2048))
    (call $blobs (call $given) (i32.const 1) (local.get $volume) (i64.const 10) (i32.const 8) (i32.const 2048))
    (call $check_one_blob)
    (i32.const 0))
)
