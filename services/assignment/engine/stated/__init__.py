"""A problem in words that others can write and read."""
