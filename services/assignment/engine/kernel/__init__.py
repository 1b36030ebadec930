"""The kernel: small steps over arrays, the same source interpreted and compiled."""
