;; A tensor of 2 x 3 float32 made of 23 bytes; gives up when it is not refused.
(module
  (import "overread:plugin/inference@1.0.0" "[static]tensor.of-bytes"
    (func $of_bytes (param i32 i32 i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8192))
  (func (export "overread:plugin/service@1.0.0#describe") (result i32) (i32.const 4096))
  (func (export "overread:plugin/service@1.0.0#analyze") (result i32)
    (i32.store (i32.const 1024) (i32.const 2))
    (i32.store (i32.const 1028) (i32.const 3))
    (call $of_bytes (i32.const 1024) (i32.const 2) (i32.const 0) (i32.const 0) (i32.const 23) (i32.const 2048))
    (if (i32.eqz (i32.load8_u (i32.const 2048))) (then unreachable))
    (i32.const 0))
)
