"""Projections: events become queues, trails and figures that people look at."""
