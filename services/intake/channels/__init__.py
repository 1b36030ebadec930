"""The ways requests and histories come in."""
