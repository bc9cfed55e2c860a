;; Grows its memory until it gets no more, then gives up as guests do.
(module
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8192))
  (func (export "overread:plugin/service@1.0.0#describe") (result i32) (i32.const 4096))
  (func (export "overread:plugin/service@1.0.0#analyze") (result i32)
    (loop $again
      (br_if $again (i32.ne (memory.grow (i32.const 256)) (i32.const -1))))
    unreachable)
)
