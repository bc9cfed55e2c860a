;; 4000 warnings that all are the same text of 60,000 bytes.
(module
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8192))
  (func (export "overread:plugin/service@1.0.0#describe") (result i32) (i32.const 4096))
  (func (export "overread:plugin/service@1.0.0#analyze") (result i32)
    (local $at i32)
    (drop (memory.grow (i32.const 2)))
    (local.set $at (i32.const 65536))
    (loop $again
      (i32.store offset=8 (local.get $at) (i32.const 2048))
      (i32.store offset=12 (local.get $at) (i32.const 60000))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $again (i32.lt_u (local.get $at) (i32.const 129536))))
    (i32.store (i32.const 132) (i32.const 65536))
    (i32.store (i32.const 136) (i32.const 4000))
    (i32.const 0))
)
