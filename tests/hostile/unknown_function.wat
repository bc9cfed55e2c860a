;; Wants a function that the contract does not have.
(component
  (import "overread:plugin/host@1.0.0" (instance (export "read-file" (func)))))
