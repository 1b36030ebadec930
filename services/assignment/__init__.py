"""Assignment: waiting tickets find agents, fairly."""
