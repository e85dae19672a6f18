"""The tree of organisations as its administrators keep it: by hand, or by a list in Excel."""
