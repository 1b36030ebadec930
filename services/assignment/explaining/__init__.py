"""Why a round came to what it did: told from its numbers, never as a story beside them."""
