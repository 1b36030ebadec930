"""Sentences about the desk that a machine can check."""
