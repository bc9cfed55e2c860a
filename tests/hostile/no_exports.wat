;; Does nothing that a service must do.
(component)
