"""The pure statistics core: arrays in, frozen dataclasses out. No Django, no clock, no translation."""
