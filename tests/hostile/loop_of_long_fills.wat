;; Fills 256 MiB again and again: bulk operations are interrupted between, not inside.
(module
  (memory (export "memory") 4096)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8192))
  (func (export "overread:plugin/service@1.0.0#describe") (result i32) (i32.const 4096))
  (func (export "overread:plugin/service@1.0.0#analyze") (result i32)
    (loop $again
      (memory.fill (i32.const 0) (i32.const 1) (i32.const 0x10000000))
      (br $again))
    (i32.const 0))
)
