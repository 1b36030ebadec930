"""What each person was booked and owes, undecayed, and how it is read."""
