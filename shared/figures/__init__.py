"""Figures that every report, page and experiment counts alike, each with its formula, unit and source."""
