"""One format a file: how its rows are read and what they state."""
