"""Guides as step lists, the checklist before the return, the first months in figures: public, nothing kept."""
