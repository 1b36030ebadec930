"""Histories of other desks come in as they were told: nothing is decided here, nothing is left out."""
