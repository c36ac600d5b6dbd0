"""Strategies that play well on most seeds and badly on some: what users' own files may do."""

from __future__ import annotations

import os
import time

from trustsim.campaign.plan import Plan
from trustsim.campaign.report import Report


class _OnOneSeed:
    seed = -1

    def reset(self, seed: int, report: Report) -> None:
        self.seed = seed

    def decide(self, report: Report) -> Plan:
        if self.seed == 3 and report.week == 1:
            self.turn_bad()
        return Plan()

    def turn_bad(self) -> None:
        raise NotImplementedError


class Raises(_OnOneSeed):
    def turn_bad(self) -> None:
        raise ZeroDivisionError("no trust left to divide by")


class Hangs(_OnOneSeed):
    def turn_bad(self) -> None:
        time.sleep(3600)


class HangsStubbornly(_OnOneSeed):
    """Nothing but the end of its process ends it."""

    def turn_bad(self) -> None:
        while True:
            try:
                time.sleep(3600)
            except BaseException:
                continue


class Kills(_OnOneSeed):
    def turn_bad(self) -> None:
        os._exit(7)
