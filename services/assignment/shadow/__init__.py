"""A policy that decides in the shadow of the desk's own: compared before the desk agrees on it."""
