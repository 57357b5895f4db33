"""Reusable filters. Views of staff fetch through `visible_to(user)`, those of partners `for_contact`."""
