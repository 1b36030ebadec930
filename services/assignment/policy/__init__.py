"""A policy before it is set: what it would change, and who agrees."""
