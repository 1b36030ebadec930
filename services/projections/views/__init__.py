"""The views, each in a folder of its own: what it reads, its line, how a line changes."""
