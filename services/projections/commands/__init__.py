"""The views on the command line."""
