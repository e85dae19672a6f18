"""The papers of a congress: owed, planned, worded, produced and sealed."""
