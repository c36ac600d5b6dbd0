"""The glass: why it happened."""
