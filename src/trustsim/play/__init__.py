"""Front door 1: the window, and the same game as text."""
