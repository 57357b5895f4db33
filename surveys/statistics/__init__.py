"""The statistics core: arrays in, frozen dataclasses out; no Django, no clock, no words.

Everything broadcasts and takes scalars too; an unknown number is `nan`. docs/methods.md explains the
choices, tests/surveys/statistics holds the worked numbers.
"""
