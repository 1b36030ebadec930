"""One round: what is decided, who is dealt what, what is recorded, what is proven later."""
