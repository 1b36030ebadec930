"""The desk as it was at an earlier moment, and its round decided once more."""
