"""The command line of the assignment."""
