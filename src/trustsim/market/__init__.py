"""The machine: how the world moves. Arrays, kernels, keyed chance, networks, Mesa's face."""
