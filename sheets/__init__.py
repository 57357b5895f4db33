"""Tables in files that people upload: CSV and XLSX, read with care, whatever their name claims. No models."""
