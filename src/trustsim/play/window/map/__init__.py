"""The living map: circles, people, and light that travels."""
