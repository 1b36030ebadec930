"""What the tree itself has to keep."""
