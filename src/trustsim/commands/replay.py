"""``trustsim replay``: a save is played again, and proves that it ends alike."""

from __future__ import annotations

import json
from pathlib import Path

import click

from trustsim.commands.threads import threads_for, threads_option


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@threads_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def replay(file: Path, threads: int | None, as_json: bool) -> None:  # fmt: skip
    """Play the save FILE again and check that every week ends as it did.

    The exit code is 1 if a week differs, and 3 if the save can't be used.
    """
    from trustsim.campaign.run import result_of
    from trustsim.campaign.save import load_save
    from trustsim.campaign.save import replay as play
    from trustsim.commands.ready import say_if_cold

    save = load_save(file)
    say_if_cold(quiet=as_json)
    campaign = play(save, threads=threads_for(save.scenario.population.users, threads))
    if as_json:
        result = result_of(campaign, save.strategy)
        found = {"file": str(file), "same": True, "checked_weeks": sorted(save.digests)}
        click.echo(json.dumps(found | result.as_dict(), ensure_ascii=False, allow_nan=False))
        return
    weeks = f"{campaign.week} week{'' if campaign.week == 1 else 's'}"
    click.echo(
        f"{save.scenario.title}, seed {save.seed}, {save.strategy}: {weeks} played again, "
        f"all {len(save.digests)} digests the same. Digest {campaign.digest()}."
    )
