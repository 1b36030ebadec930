"""Fairness: how good forecasts are, how thin pools are, who flags and appeals, and what passed the cap."""
