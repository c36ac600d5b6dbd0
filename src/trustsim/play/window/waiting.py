"""The line that says what is on its way, or what has just happened."""

import pygame

from trustsim.play.window import brush
from trustsim.play.window.look import STRONG, Look

_DOTS = 3


def draw_waiting(
    surface: pygame.Surface, look: Look, line: str, seconds: float | None = None
) -> None:
    """Draw a line at the foot of the window; with ``seconds``, dots that show that time passes."""
    theme = look.theme
    room = surface.width - look.px(120)
    lines = look.wrap(line, room, STRONG, "semibold", 3)
    wide = max(look.text_width(text, STRONG, "semibold") for text in lines) if lines else 0
    dots = look.px(44) if seconds is not None else 0
    step = look.line_height(STRONG)
    box = pygame.Rect(0, 0, wide + dots + look.px(40), step * len(lines) + look.px(22))
    box.midbottom = (surface.width // 2, surface.height - look.px(26))
    brush.shadow(surface, look, box, 12)
    brush.box(surface, look, box, theme.card_raised, 12, theme.accent, 1.5)
    y = box.y + look.px(11)
    for text in lines:
        surface.blit(look.text(text, STRONG, theme.text, "semibold"), (box.x + look.px(20), y))
        y += step
    if seconds is not None:
        lit = int(seconds * 3) % (_DOTS + 1)
        for dot in range(_DOTS):
            place = (box.right - look.px(50) + dot * look.px(14), box.centery)
            colour = theme.accent if dot < lit else theme.line
            brush.disc(surface, look, place, look.px(4), colour)
