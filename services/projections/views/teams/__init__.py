"""Teams: how each is given its tickets, and whether it is frozen."""
