"""Tickets and people that side rules tie: the small cell around them, solved exactly."""
