"""The machine: how the world moves. Arrays, kernels, keyed chance, networks, measures, Mesa's face."""
