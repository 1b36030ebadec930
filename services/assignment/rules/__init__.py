"""One rule a file: a ban, a price or a curve, with the words a supervisor reads."""
