;; Has the host average a volume of 1024 voxels a side, resampled by cubic interpolation: one call that takes long.
(module
  (import "overread:plugin/imaging@1.0.0" "open-series" (func $open (param i32 i32)))
  (import "overread:plugin/imaging@1.0.0" "[method]volume.resize"
    (func $resize (param i32 i32 i32 i32 i32 i32)))
  (import "overread:plugin/imaging@1.0.0" "[method]volume.stats"
    (func $stats (param i32 i32 i32 i32 i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8192))
  (func (export "overread:plugin/service@1.0.0#describe") (result i32) (i32.const 4096))
  (func (export "overread:plugin/service@1.0.0#analyze") (result i32)
    (call $open (i32.const 0) (i32.const 2048))
    (call $resize (i32.load (i32.const 2052))
      (i32.const 1024) (i32.const 1024) (i32.const 1024) (i32.const 2) (i32.const 2048))
    (if (i32.load8_u (i32.const 2048)) (then unreachable))
    (call $stats (i32.load (i32.const 2052)) (i32.const 0) (i32.const 0) (i32.const 0)
      (i32.const 1024) (i32.const 1024) (i32.const 1024) (i32.const 2048))
    (if (i32.load8_u (i32.const 2048)) (then unreachable))
    (i32.const 0))
)
