;; Asks for a volume of 2^31 voxels a side and passes the failure on as its own.
(module
  (import "overread:plugin/imaging@1.0.0" "open-series" (func $open (param i32 i32)))
  (import "overread:plugin/imaging@1.0.0" "[method]volume.resize"
    (func $resize (param i32 i32 i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8192))
  (func (export "overread:plugin/service@1.0.0#describe") (result i32) (i32.const 4096))
  (func (export "overread:plugin/service@1.0.0#analyze") (result i32)
    (call $open (i32.const 0) (i32.const 2048))
    (call $resize (i32.load (i32.const 2052))
      (i32.const 0x80000000) (i32.const 0x80000000) (i32.const 0x80000000) (i32.const 1) (i32.const 2048))
    (if (i32.eqz (i32.load8_u (i32.const 2048))) (then unreachable))
    ;; result<volume, failure> to result<outcome, failure>: the failure lies 4 bytes further on
    (i32.store8 (i32.const 0) (i32.const 1))
    (i32.store8 (i32.const 8) (i32.load8_u (i32.const 2052)))
    (i32.store (i32.const 12) (i32.load (i32.const 2056)))
    (i32.store (i32.const 16) (i32.load (i32.const 2060)))
    (i32.const 0))
)
