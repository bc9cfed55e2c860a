;; Asks for the time 1000 times, with work of changing length between; gives up when a step is not 1 ms.
(module
  (import "overread:plugin/host@1.0.0" "elapsed-ms" (func $elapsed (result i64)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8192))
  (func (export "overread:plugin/service@1.0.0#describe") (result i32) (i32.const 4096))
  (func (export "overread:plugin/service@1.0.0#analyze") (result i32)
    (local $n i64) (local $work i64)
    (loop $again
      (local.set $n (i64.add (local.get $n) (i64.const 1)))
      (if (i64.ne (call $elapsed) (local.get $n)) (then unreachable))
      (local.set $work (i64.mul (local.get $n) (i64.const 100)))
      (loop $busy
        (local.set $work (i64.sub (local.get $work) (i64.const 1)))
        (br_if $busy (i64.ne (local.get $work) (i64.const 0))))
      (br_if $again (i64.lt_u (local.get $n) (i64.const 1000))))
    (i32.const 0))
)
