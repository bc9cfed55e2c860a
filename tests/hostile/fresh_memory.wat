;; Traps if it finds what an earlier job left in its memory.
(module
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8192))
  (func (export "overread:plugin/service@1.0.0#describe") (result i32) (i32.const 4096))
  (func (export "overread:plugin/service@1.0.0#analyze") (result i32)
    (if (i32.load (i32.const 12288)) (then unreachable))
    (i32.store (i32.const 12288) (i32.const 0x5ec2e7))
    (i32.const 0))
)
