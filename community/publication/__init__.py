"""What may go public, and nothing else."""
