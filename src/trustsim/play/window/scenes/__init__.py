"""The screens of the window, each a function of the state it shows."""
