"""The numeric problem and its plan: columns, curves, sides."""
