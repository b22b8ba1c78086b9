"""`learning-tracker grant` and `revoke`: who sees what of a tracker on PostgreSQL."""

import os
from contextlib import closing
from typing import TYPE_CHECKING

import click

from learning_tracker.cli.inputs import examples
from learning_tracker.cli.outputs import show

if TYPE_CHECKING:
    from learning_tracker.stores.granting import Login
    from learning_tracker.stores.postgres import Postgres

PASSWORD = "LEARNING_TRACKER_ROLE_PASSWORD"  # noqa: S105 - where one is told, not one

_AGENCY = """\
It sees the published sources; the recommendations addressed to the agency and the actions that it
leads or supports; the sources that these come from, in title only; its own updates and answers,
what it was asked, the evidence on its actions, and the dates of rulings on them; and the agencies,
the themes and the partnership. It sees no notes and nothing else.
It may add updates in the agency's own name, and evidence on its actions. It can change nothing that
is there."""
_TOLD = {
    "agency": _AGENCY,
    "reader": "It sees everything. It can add and change nothing.",
    "unit": (
        "It sees everything and may add changes to any record. It can neither rewrite nor delete "
        "what was recorded."
    ),
}

url_argument = click.argument("url", metavar="URL")


@click.command(
    short_help="Let a login in, on PostgreSQL.",
    epilog=examples(
        "learning-tracker grant postgresql://db.example/riverton --agency kent-police --role kent",
        "learning-tracker grant postgresql://db.example/riverton --list",
    ),
)
@url_argument
@click.option("--agency", metavar="A", help="A login for one agency: its id.")
@click.option("--reader", is_flag=True, help="A login that reads everything and writes nothing.")
@click.option("--unit", is_flag=True, help="The business unit's: it reads and adds everything.")
@click.option("--role", metavar="NAME", help="The role of the server; it is made if it is missing.")
@click.option("--password", "prompts", is_flag=True, help="Ask for the password of a new role.")
@click.option("--list", "listing", is_flag=True, help="List who has what, and change nothing.")
def grant(  # noqa: PLR0913 - one for each option
    *, url: str, agency: str | None, reader: bool, unit: bool, role: str | None,
    prompts: bool, listing: bool,
) -> None:  # fmt: skip
    """Let a role of a PostgreSQL server use a tracker, as its owner, and say what it may now do.

    A new role has the password that --password asks for or LEARNING_TRACKER_ROLE_PASSWORD
    holds. Without either it has none, and can log in only where the server asks for none.
    """
    wanted = [agency is not None, reader, unit]
    if listing and not any([*wanted, role is not None]):
        show(_listed(url))
        return
    if sum(wanted) != 1 or role is None or listing:
        raise click.UsageError("give --role and one of --agency, --reader and --unit; or --list")
    show(_granted(url, _login(role, agency, reader=reader), _password(prompts=prompts)))


@click.command(
    short_help="Take from a login what it was granted.",
    epilog=examples("learning-tracker revoke postgresql://db.example/riverton --role kent"),
)
@url_argument
@click.option("--role", metavar="NAME", required=True, help="The role of the server.")
def revoke(url: str, role: str) -> None:
    """Take from a role everything that it was granted; the role itself stays on the server."""
    from learning_tracker.stores import granting  # noqa: PLC0415 - --help needs no store

    with closing(_server(url)) as server:
        granting.revoke(server, role)
    show(f"{role} can no longer read or change this tracker. The role itself stays on the server.")


def _server(url: str) -> "Postgres":
    from learning_tracker.stores.locations import server_at  # noqa: PLC0415 - the same

    return server_at(url)


def _login(role: str, agency: str | None, *, reader: bool) -> "Login":
    from learning_tracker.stores.granting import Access, Login  # noqa: PLC0415 - the same

    if agency is not None:
        return Login(role, Access.AGENCY, agency)
    return Login(role, Access.READER if reader else Access.UNIT)


def _password(*, prompts: bool) -> str | None:
    """The password of a role that is made; none is invented, shown or kept."""
    if not prompts:
        return os.environ.get(PASSWORD)
    told: str = click.prompt("Password of a new role", hide_input=True, confirmation_prompt=True)
    return told


def _granted(url: str, login: "Login", password: str | None) -> str:
    """What came about, in plain words."""
    from learning_tracker.stores import granting  # noqa: PLC0415 - --help needs no store

    with closing(_server(url)) as server:
        made = granting.grant(server, login, password)
    lines = [f"{login.role} {_words(login)}.", _TOLD[login.access.value]]
    if not made:
        lines.append("The role was there already: its password is as it was.")
    elif password is None:
        lines.append(
            f"The role was made without a password; \\password {login.role} in psql sets one."
        )
    else:
        lines.append("The role was made, with the password that you gave.")
    return "\n".join(lines)


def _listed(url: str) -> str:
    from learning_tracker.stores import granting  # noqa: PLC0415 - --help needs no store

    with closing(_server(url)) as server:
        found = {login: granting.beyond(server, login) for login in granting.logins(server)}
    lines = [
        f"{login.role} {_words(login)}" + "".join(f"; beyond that, it {one}" for one in more)
        for login, more in found.items()
    ]
    return "\n".join(lines or ["No login but its owner's may use this tracker."])


def _words(login: "Login") -> str:
    if login.agency is not None:
        return f"speaks for {login.agency}"
    return {"reader": "reads", "unit": "works for the business unit"}[login.access.value]
