"""Pages for residents, in Dutch and English, without an account."""
