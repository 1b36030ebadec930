"""Who can still be read: keys, and seals bound to their place."""
