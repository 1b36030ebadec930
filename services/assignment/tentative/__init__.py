"""Who would get what waits, as things stand: planned beside the desk, and never a deal."""
