"""One rule a file: a ban, a limit, a price, a curve or a side rule, with the words a supervisor reads."""
