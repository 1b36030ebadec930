"""The queue: tickets that wait for somebody, and what each agent has in hand."""
