;; Writes a line of 2^31 bytes to the log.
(module
  (import "overread:plugin/host@1.0.0" "log" (func $log (param i32 i32 i32)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8192))
  (func (export "overread:plugin/service@1.0.0#describe") (result i32) (i32.const 4096))
  (func (export "overread:plugin/service@1.0.0#analyze") (result i32)
    (call $log (i32.const 0) (i32.const 1024) (i32.const 0x80000000))
    (i32.const 0))
)
