"""Programs that are killed while they write lose nothing that was kept, and leave no halves."""

import os
import random
import signal
from pathlib import Path

import pytest

from crash.campaign import Campaign
from servers import started

RANDOM_KILLS = {"sqlite": 110, "json": 80, "postgres": 50}
SERVER_CRASHES = 5
CALLS = range(1, 61)
"""The calls, from its second change on, at each of which a program is killed once."""


@pytest.fixture(params=RANDOM_KILLS)
def campaign(request: pytest.FixtureRequest, tmp_path: Path) -> Campaign:
    """A tracker to be attacked, in each store that outlives a program."""
    match request.param:
        case "postgres":
            location = str(request.getfixturevalue("postgres"))
        case suffix:
            location = str(tmp_path / f"riverton.{'db' if suffix == 'sqlite' else suffix}")
    return Campaign(location, random.Random(2026))


def test_killed_at_random_moments(campaign: Campaign, request: pytest.FixtureRequest) -> None:
    """Whatever the moment, each change that was reported is there, and none is half there."""
    kills = RANDOM_KILLS[request.node.callspec.params["campaign"]]
    for _ in range(kills):
        campaign.kill_at_random()
    assert campaign.kills == kills
    assert campaign.kept


def test_killed_within_a_change(campaign: Campaign) -> None:
    """The same holds at each step of keeping a change: before, within and after it."""
    for call in CALLS:
        campaign.kill_within(call)
    assert campaign.kept >= len(CALLS)
    assert campaign.unreported


def test_the_server_crashes() -> None:
    """The same holds if it is PostgreSQL's server that ends at once, without ending its work."""
    with started() as server:

        def crash() -> None:
            os.kill(server.get_pid(), signal.SIGQUIT)
            server.get_postmaster_info().process.wait()
            server.ensure_postgres_running()

        campaign = Campaign(server.get_uri(), random.Random(2026))
        for _ in range(SERVER_CRASHES):
            campaign.crash(crash)
    assert campaign.kills == SERVER_CRASHES
    assert campaign.kept
