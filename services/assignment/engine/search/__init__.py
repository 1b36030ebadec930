"""How a plan is searched within its budget, and bounded while it is."""
