"""What a report says: every figure and every word, frozen, before anything is set on a page."""
