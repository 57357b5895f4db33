"""Complexes, entrances and, from apps above, other things out of a file: look first, then all or nothing."""
