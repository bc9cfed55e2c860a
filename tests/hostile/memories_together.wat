;; Eight memories, each of them small: 70 MiB together.
(module
  (memory (export "memory") 1)
  (memory 160)
  (memory 160)
  (memory 160)
  (memory 160)
  (memory 160)
  (memory 160)
  (memory 160)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8192))
  (func (export "overread:plugin/service@1.0.0#describe") (result i32) (i32.const 4096))
  (func (export "overread:plugin/service@1.0.0#analyze") (result i32) (i32.const 0))
)
