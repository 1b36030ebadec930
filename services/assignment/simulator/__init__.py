"""Tries a way of sharing out work on invented desks, in virtual time, before anybody has to live with it."""
