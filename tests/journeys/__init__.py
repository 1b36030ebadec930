"""The whole desk as a process of its own, used as people use it."""
