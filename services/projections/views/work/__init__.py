"""Work: who did what on which ticket, and who was owed what."""
