"""Residents' pages: public, without session, without address, sealed on sending."""
