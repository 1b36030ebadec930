"""How tough tickets are: expected when they arrive, counted when they are resolved, and disputed."""
