"""Who would get what waits, as things stand."""
