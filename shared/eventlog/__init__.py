"""Where events are kept and how they travel."""
