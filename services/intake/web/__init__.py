"""Intake's routes: every request of the catalogue as JSON, the plain form, and signing in."""
