"""Whether a plan is lawful and what it costs, trusting no solver."""
