"""Lanes: each history takes in one thing at a time, and whatever its plan says is done beside it.

The only async rooms of this package. `desk` routes arrivals, `lane` decides, commits and keeps
performing, `perform` is the one door to the homeserver, `registry` keeps the lanes and their clock.
"""
