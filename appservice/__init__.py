"""Does: the running service around the pure core."""
