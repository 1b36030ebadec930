"""The engine: one numeric problem and everything that solves or judges it; it knows no desk and no event."""
