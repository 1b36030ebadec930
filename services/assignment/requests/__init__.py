"""What people ask of the assignment service: each request a class with the rule that decides it."""
