"""Invented desks, and what becomes of them under each way of sharing out."""
