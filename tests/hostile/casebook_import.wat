;; Wants the truth of an exam.
(component
  (import "overread:plugin/casebook@1.0.0" (instance (export "cases" (func)))))
