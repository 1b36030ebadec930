"""What every web route shares: who is asking, what was refused, what is repeated, how much fits."""
