;; Asks for 4 GiB of random bytes.
(module
  (import "overread:plugin/host@1.0.0" "random" (func $random (param i32 i32)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8192))
  (func (export "overread:plugin/service@1.0.0#describe") (result i32) (i32.const 4096))
  (func (export "overread:plugin/service@1.0.0#analyze") (result i32) (call $random (i32.const -1) (i32.const 2048)) (i32.const 0))
)
