"""The plan in the making, kept beside the saves: a game that ends in mid-week loses nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from trustsim.campaign.plan import Plan
from trustsim.campaign.writing import write_text
from trustsim.errors import PlanRefused
from trustsim.play.folder import player_folder
from trustsim.play.session import Session


class Note(BaseModel):
    """What is kept of a draft: the week it is for, and the plan."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    week: int
    plan: Plan


@dataclass
class Drafts:
    """Keeps the draft of one game.

    Attributes:
        path: where; None for nowhere.
        kept: what was kept last.
    """

    path: Path | None
    kept: Plan | None = None

    @classmethod
    def of(cls, session: Session) -> Drafts:
        """Return where the drafts of a session are kept."""
        if session.path is None:
            return cls(None)
        return cls(player_folder() / "drafts" / session.path.name)

    def keep(self, session: Session) -> None:
        """Write the draft if it has changed, and the game itself if it never was.

        Raises:
            WriteFailed: the place can't be written to.
        """
        plan = session.draft.plan
        if self.path is None or session.path is None or plan == self.kept:
            return
        if self.kept is None and plan == Plan():
            self.kept = plan
            return
        if not session.path.exists():
            session.save_as(session.path)
        note = Note(week=session.campaign.week + 1, plan=plan)
        write_text(self.path, note.model_dump_json(exclude_defaults=True))
        self.kept = plan

    def restore(self, session: Session) -> bool:
        """Take the kept draft up again, if it is for this week; return whether there was one."""
        if self.path is None:
            return False
        try:
            note = Note.model_validate_json(self.path.read_text(encoding="utf-8"))
            if note.week != session.campaign.week + 1 or session.campaign.is_over:
                return False
            for post in note.plan.posts:
                session.campaign.preview(post)
        except (OSError, UnicodeDecodeError, ValidationError, PlanRefused):
            # A draft is a convenience: one that can't be read is as good as none.
            return False
        session.draft.plan = note.plan
        self.kept = note.plan
        return note.plan != Plan()
