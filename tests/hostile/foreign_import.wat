;; Wants files.
(component
  (import "wasi:filesystem/types@0.2.0" (instance (export "open" (func)))))
