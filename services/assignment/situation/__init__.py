"""What the log says of the desk now: people, tickets, and what stands between them."""
