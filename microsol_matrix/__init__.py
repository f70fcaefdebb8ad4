"""Decides: the pure core of the house."""
