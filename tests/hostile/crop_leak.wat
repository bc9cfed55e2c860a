;; Crops a series to itself over and over and never lets go of one; gives up when it gets no more.
(module
  (import "overread:plugin/imaging@1.0.0" "open-series" (func $open (param i32 i32)))
  (import "overread:plugin/imaging@1.0.0" "[method]volume.crop"
    (func $crop (param i32 i32 i32 i32 i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8192))
  (func (export "overread:plugin/service@1.0.0#describe") (result i32) (i32.const 4096))
  (func (export "overread:plugin/service@1.0.0#analyze") (result i32)
    (local $volume i32)
    (call $open (i32.const 0) (i32.const 2048))
    (local.set $volume (i32.load (i32.const 2052)))
    (loop $again
      (call $crop (local.get $volume) (i32.const 0) (i32.const 0) (i32.const 0)
        (i32.const 4) (i32.const 4) (i32.const 4) (i32.const 2048))
      (br_if $again (i32.eqz (i32.load8_u (i32.const 2048)))))
    unreachable)
)
