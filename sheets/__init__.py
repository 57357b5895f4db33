"""Tables in files: CSV and XLSX that people upload, read with care, and those that they download. No models."""
