"""Intake: requests of people become events."""
