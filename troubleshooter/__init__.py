"""A rule-based troubleshooter for Keras Lambda layers."""

__version__ = "0.1.0"
