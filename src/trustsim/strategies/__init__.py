"""The players: who decides. One protocol; scripted, recorded, human."""
