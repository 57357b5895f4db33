"""Results of closed waves, after disclosure control. The only door between counts and readers."""
