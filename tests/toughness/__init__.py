"""How tough tickets are expected and found to be."""
