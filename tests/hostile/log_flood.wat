;; Writes 100,000 lines with an escape sequence to the log, then reports nothing found.
(module
  (import "overread:plugin/host@1.0.0" "log" (func $log (param i32 i32 i32)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8192))
  (func (export "overread:plugin/service@1.0.0#describe") (result i32) (i32.const 4096))
  (data (i32.const 1024) "\1b[2Jflood")
  (func (export "overread:plugin/service@1.0.0#analyze") (result i32)
    (local $left i32)
    (local.set $left (i32.const 100000))
    (loop $again
      (call $log (i32.const 0) (i32.const 1024) (i32.const 9))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br_if $again (local.get $left)))
    (i32.const 0))
)
