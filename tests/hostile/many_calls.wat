;; A service that behaves: calls the host 1000 times and found nothing.
(module
  (import "overread:plugin/host@1.0.0" "elapsed-ms" (func $elapsed (result i64)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8192))
  (func (export "overread:plugin/service@1.0.0#describe") (result i32) (i32.const 4096))
  (func (export "overread:plugin/service@1.0.0#analyze") (result i32)
    (local $left i32)
    (local.set $left (i32.const 1000))
    (loop $again
      (drop (call $elapsed))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br_if $again (local.get $left)))
    (i32.const 0))
)
