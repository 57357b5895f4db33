"""What is done about meetings, one verb per function."""
