;; Crops a volume, and that volume, and so on, 100,000 deep, letting go of each; gives up when it gets no more.
(module
  (import "overread:plugin/imaging@1.0.0" "open-series" (func $open (param i32 i32)))
  (import "overread:plugin/imaging@1.0.0" "[resource-drop]volume" (func $drop (param i32)))
  (import "overread:plugin/imaging@1.0.0" "[method]volume.crop"
    (func $crop (param i32 i32 i32 i32 i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8192))
  (func (export "overread:plugin/service@1.0.0#describe") (result i32) (i32.const 4096))
  (func (export "overread:plugin/service@1.0.0#analyze") (result i32)
    (local $left i32) (local $volume i32)
    (local.set $left (i32.const 100000))
    (call $open (i32.const 0) (i32.const 2048))
    (loop $again
      (local.set $volume (i32.load (i32.const 2052)))
      (call $crop (local.get $volume) (i32.const 0) (i32.const 0) (i32.const 0)
        (i32.const 4) (i32.const 4) (i32.const 4) (i32.const 2048))
      (if (i32.load8_u (i32.const 2048)) (then unreachable))
      (call $drop (local.get $volume))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br_if $again (local.get $left)))
    (i32.const 0))
)
