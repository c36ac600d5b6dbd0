"""The table: where blueprint, machine and player meet. Weeks, hours, money, goals, saves."""
