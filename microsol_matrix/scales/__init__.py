"""The fractal: one module per scale, each with its values, its facts and its limits.

Person, call, crew, congregation, with its tiers, mandates and knocks; partnership and crowd join
them later. No scale knows rooms, state
events or text.
"""
