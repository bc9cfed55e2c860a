;; Looks for anything but zeros in fresh memory, in 4 MiB more of it and in a list that it gets, then leaves a secret.
(module
  (import "overread:plugin/imaging@1.0.0" "open-series" (func $open (param i32 i32)))
  (import "overread:plugin/imaging@1.0.0" "[method]volume.read"
    (func $read (param i32 i32 i32 i32 i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8192))
  (func (export "overread:plugin/service@1.0.0#describe") (result i32) (i32.const 4096))
  (func $search (param $at i32) (param $end i32)
    (loop $again
      (if (i64.ne (i64.load (local.get $at)) (i64.const 0)) (then unreachable))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $again (i32.lt_u (local.get $at) (local.get $end)))))
  (func (export "overread:plugin/service@1.0.0#analyze") (result i32)
    (call $search (i32.const 0) (i32.const 65536))
    (drop (memory.grow (i32.const 64)))
    (call $search (i32.const 65536) (i32.const 4259840))
    (memory.fill (i32.const 8192) (i32.const 0x5e) (i32.const 4251648))
    (call $open (i32.const 0) (i32.const 2048))
    (call $read (i32.load (i32.const 2052)) (i32.const 0) (i32.const 0) (i32.const 0)
      (i32.const 4) (i32.const 1) (i32.const 1) (i32.const 2048))
    (if (i32.load8_u (i32.const 2048)) (then unreachable))
    ;; int16 0, 1, 2, 3, and what was there before behind them
    (if (i64.ne (i64.load (i32.const 8192)) (i64.const 0x0003000200010000)) (then unreachable))
    (if (i64.ne (i64.load (i32.const 8200)) (i64.const 0x5e5e5e5e5e5e5e5e)) (then unreachable))
    (i32.const 0))
)
