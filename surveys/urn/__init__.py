"""The sealed urn's cryptography: codes, sealing, keys. No models, no clock, no request."""
