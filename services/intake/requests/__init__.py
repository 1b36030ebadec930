"""What people may ask of intake: each request with the one rule that decides it."""
