"""People: what everybody is called, what they may do, and where and when agents work."""
