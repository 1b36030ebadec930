"""Every rule by hand: whom it keeps from a ticket, what it costs, and in which words."""
