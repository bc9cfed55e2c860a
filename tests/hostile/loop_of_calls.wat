;; An endless loop of calls to the host.
(module
  (import "overread:plugin/host@1.0.0" "elapsed-ms" (func $elapsed (result i64)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8192))
  (func (export "overread:plugin/service@1.0.0#describe") (result i32) (i32.const 4096))
  (func (export "overread:plugin/service@1.0.0#analyze") (result i32) (loop $again (drop (call $elapsed)) (br $again)) (i32.const 0))
)
