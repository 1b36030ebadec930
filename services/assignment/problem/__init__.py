"""From waiting tickets, people and rules to the numbers that are solved."""
