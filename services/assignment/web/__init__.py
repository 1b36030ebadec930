"""Taking, giving, handing over, putting back, and asking why."""
