"""The self-check: one question a page, nothing kept (K-P3)."""
