"""What it takes to be a rule, and what several rules ask."""
