;; A service that behaves: reads the first 512 x 512 x 32 voxels of series 0, 16 MiB, 8 times into the same place.
(module
  (import "overread:plugin/imaging@1.0.0" "open-series" (func $open (param i32 i32)))
  (import "overread:plugin/imaging@1.0.0" "[method]volume.read"
    (func $read (param i32 i32 i32 i32 i32 i32 i32 i32)))
  (memory (export "memory") 258)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 65536))
  (func (export "overread:plugin/service@1.0.0#describe") (result i32) (i32.const 4096))
  (func $check (if (i32.load8_u (i32.const 2048)) (then unreachable)))
  (func (export "overread:plugin/service@1.0.0#analyze") (result i32)
    (local $left i32) (local $volume i32)
    (call $open (i32.const 0) (i32.const 2048))
    (call $check)
    (local.set $volume (i32.load (i32.const 2052)))
    (local.set $left (i32.const 8))
    (loop $again
      (call $read (local.get $volume) (i32.const 0) (i32.const 0) (i32.const 0)
        (i32.const 512) (i32.const 512) (i32.const 32) (i32.const 2048))
      (call $check)
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br_if $again (local.get $left)))
    (i32.const 0))
)
