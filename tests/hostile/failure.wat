;; A service that reports a failure of its own.
(module
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8192))
  (func (export "overread:plugin/service@1.0.0#describe") (result i32) (i32.const 4096))
  (data (i32.const 1024) "no such luck")
  (func (export "overread:plugin/service@1.0.0#analyze") (result i32)
    (i32.store8 (i32.const 0) (i32.const 1))
    (i32.store8 (i32.const 8) (i32.const 8))
    (i32.store (i32.const 12) (i32.const 1024))
    (i32.store (i32.const 16) (i32.const 12))
    (i32.const 0))
)
