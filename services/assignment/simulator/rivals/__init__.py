"""How other help desks share out work, one documented rule a file (product guide 2a)."""
