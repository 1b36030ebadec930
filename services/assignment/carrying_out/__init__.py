"""Carries out what people ask of the service, and answers them."""
