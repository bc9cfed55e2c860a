;; Opens series 77 of a study that has fewer; gives up when it gets it.
(module
  (import "overread:plugin/imaging@1.0.0" "open-series" (func $open (param i32 i32)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8192))
  (func (export "overread:plugin/service@1.0.0#describe") (result i32) (i32.const 4096))
  (func (export "overread:plugin/service@1.0.0#analyze") (result i32)
    (call $open (i32.const 77) (i32.const 2048))
    (if (i32.eqz (i32.load8_u (i32.const 2048))) (then unreachable))
    (call $open (i32.const -1) (i32.const 2048))
    (if (i32.eqz (i32.load8_u (i32.const 2048))) (then unreachable))
    (i32.const 0))
)
