"""Charts: drawn over their whole place, with axes."""
