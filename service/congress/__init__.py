"""What a congress is, and what must hold before anything is signed."""
