"""Lets the desk's own past go by again under another policy, and says what that can and cannot tell."""
