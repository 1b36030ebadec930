"""What crosses a service border, and nothing else."""
