;; An infinite probability.
(module
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8192))
  (func (export "overread:plugin/service@1.0.0#describe") (result i32) (i32.const 4096))
  (func (export "overread:plugin/service@1.0.0#analyze") (result i32)
    (i32.store8 (i32.const 16) (i32.const 1))
    (f32.store (i32.const 24) (f32.const inf))
    (f32.store (i32.const 28) (f32.const 0.5))
    (i32.const 0))
)
