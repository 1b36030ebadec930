"""What the figures say of desks small enough to count on one's fingers."""
