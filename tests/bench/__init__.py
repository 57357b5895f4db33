"""The figures of `make bench`: each section runs in a process and a database of its own.

Nothing here is a test: a slow machine gives other seconds, and CPU time says more than the clock.
"""
