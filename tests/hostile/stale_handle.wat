;; Reads a volume after it has let go of it.
(module
  (import "overread:plugin/imaging@1.0.0" "open-series" (func $open (param i32 i32)))
  (import "overread:plugin/imaging@1.0.0" "[resource-drop]volume" (func $drop (param i32)))
  (import "overread:plugin/imaging@1.0.0" "[method]volume.sample" (func $sample (param i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8192))
  (func (export "overread:plugin/service@1.0.0#describe") (result i32) (i32.const 4096))
  (func (export "overread:plugin/service@1.0.0#analyze") (result i32)
    (call $open (i32.const 0) (i32.const 2048))
    (call $drop (i32.load (i32.const 2052)))
    (drop (call $sample (i32.load (i32.const 2052))))
    (i32.const 0))
)
