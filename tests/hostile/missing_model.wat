;; Opens the model "nodule", and passes on the failure if there is one.
(module
  (import "overread:plugin/inference@1.0.0" "open-model" (func $open (param i32 i32 i32)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8192))
  (func (export "overread:plugin/service@1.0.0#describe") (result i32) (i32.const 4096))
  (data (i32.const 1024) "nodule")
  (func (export "overread:plugin/service@1.0.0#analyze") (result i32)
    (call $open (i32.const 1024) (i32.const 6) (i32.const 2048))
    (if (i32.load8_u (i32.const 2048)) (then
      (i32.store8 (i32.const 0) (i32.const 1))
      (i32.store8 (i32.const 8) (i32.load8_u (i32.const 2052)))
      (i32.store (i32.const 12) (i32.load (i32.const 2056)))
      (i32.store (i32.const 16) (i32.load (i32.const 2060)))))
    (i32.const 0))
)
