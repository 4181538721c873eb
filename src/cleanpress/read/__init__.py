"""Bytes, str and trees become events; text becomes lines."""
