"""TrustSim: a simulation and a game about trust on social media."""

__version__ = "0.1.0"

__all__ = ["__version__"]
