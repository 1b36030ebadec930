"""The exact model, and the sides it states."""
