"""Reading congress data, and accepting an edition of it."""
