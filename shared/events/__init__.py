"""The published language: one class an event."""
