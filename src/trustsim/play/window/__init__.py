"""The game in a window: the only place that imports pygame."""

from trustsim.play.window.pygame_edition import require_pygame_ce

require_pygame_ce()
