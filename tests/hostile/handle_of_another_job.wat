;; Uses the handle that the first volume of any job has, without having opened one.
(module
  (import "overread:plugin/imaging@1.0.0" "[method]volume.sample" (func $sample (param i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8192))
  (func (export "overread:plugin/service@1.0.0#describe") (result i32) (i32.const 4096))
  (func (export "overread:plugin/service@1.0.0#analyze") (result i32)
    (drop (call $sample (i32.const 1)))
    (i32.const 0))
)
