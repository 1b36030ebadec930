"""Library solvers on the same batches, each run in a process of its own."""
