;; A service that behaves: tells as progress how many series it sees, and as stages the attributes of each.
(module
  (import "overread:plugin/imaging@1.0.0" "list-series" (func $list (param i32)))
  (import "overread:plugin/host@1.0.0" "progress" (func $progress (param f32 i32 i32) (result i32)))
  (memory (export "memory") 16)
  (global $free (mut i32) (i32.const 65536))
  (func (export "cabi_realloc") (param $old i32) (param $old_size i32) (param $align i32) (param $size i32) (result i32)
    (local $at i32)
    (local.set $at (i32.and (i32.add (global.get $free) (i32.const 7)) (i32.const -8)))
    (global.set $free (i32.add (local.get $at) (local.get $size)))
    (local.get $at))
  (func (export "overread:plugin/service@1.0.0#describe") (result i32) (i32.const 4096))
  (data (i32.const 1024) "series")
  (func $attributes (param $at i32) (param $left i32)
    (loop $again
      (if (local.get $left) (then
        (drop (call $progress (f32.const 0.5) (i32.load (local.get $at)) (i32.load offset=4 (local.get $at))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (local.set $left (i32.sub (local.get $left) (i32.const 1)))
        (br $again)))))
  (func (export "overread:plugin/service@1.0.0#analyze") (result i32)
    (local $at i32) (local $left i32)
    (call $list (i32.const 2048))
    (local.set $at (i32.load (i32.const 2048)))
    (local.set $left (i32.load (i32.const 2052)))
    (loop $again
      (if (local.get $left) (then
        (drop (call $progress (f32.const 0) (i32.const 1024) (i32.const 6)))
        ;; a series has 152 bytes, its attributes are at 144
        (call $attributes (i32.load offset=144 (local.get $at)) (i32.load offset=148 (local.get $at)))
        (local.set $at (i32.add (local.get $at) (i32.const 152)))
        (local.set $left (i32.sub (local.get $left) (i32.const 1)))
        (br $again))))
    (i32.const 0))
)
