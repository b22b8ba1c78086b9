"""When a server goes, refuses or forgets: what is told, what is kept, and no password anywhere."""

import logging
import socket
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

import learning_tracker as lt
from faults import BY, FATHERS, POLICE, WHY, add
from learning_tracker.cli import main
from learning_tracker.errors import StoreProblem
from learning_tracker.stores import locking
from parts import needs_module

SECRET = "hunter-2"  # noqa: S105 - no password of anybody


def opened(url: str) -> StoreProblem:
    """The problem for which a server cannot be opened."""
    with pytest.raises(StoreProblem) as caught:
        lt.open(url)
    return caught.value


def kill(server: str, tracker: lt.Tracker) -> None:
    """Have the server end the connection of a tracker."""
    pid = connection_of(tracker).info.backend_pid
    psycopg = needs_module("psycopg", "postgres")
    with psycopg.connect(server, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))


def connection_of(tracker: lt.Tracker) -> Any:
    """The connection that a tracker has to its server."""
    return tracker._store.engine._connection  # type: ignore[union-attr]


def once(do: Callable[[], None], then: Callable[..., Any]) -> Callable[..., Any]:
    """A function that first does something else, the first time."""
    left = [do]

    def doing(*args: Any, **more: Any) -> Any:
        if left:
            left.pop()()
        return then(*args, **more)

    return doing


# The server lets go


def test_killed_between_uses(server: str, postgres: str) -> None:
    """A connection that the server ended between two uses is made anew without a word."""
    with lt.open(postgres) as tracker:
        add(tracker, POLICE)
        kill(server, tracker)
        add(tracker, FATHERS)
        kill(server, tracker)
        tracker.refresh()
        assert set(tracker.values()) == {POLICE, FATHERS}
    with lt.open(postgres) as again:
        assert set(again.values()) == {POLICE, FATHERS}


def test_killed_between_begin_and_commit(
    server: str, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the server ends the connection within a change, nothing of it stands anywhere."""
    with lt.open(postgres) as tracker:
        engine = tracker._store.engine  # type: ignore[union-attr]
        monkeypatch.setattr(engine, "run", once(lambda: kill(server, tracker), engine.run))
        with pytest.raises(StoreProblem, match="the server does not answer"):
            add(tracker, POLICE)
        assert len(tracker) == 0
        with lt.open(postgres) as other:
            assert len(other) == 0
        add(tracker, POLICE, FATHERS)
        assert len(tracker) == 2


def test_killed_before_the_commit(
    server: str, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If it goes as the change is being kept, that is not certain; refreshing tells: here, no."""
    with lt.open(postgres) as tracker:
        engine = tracker._store.engine  # type: ignore[union-attr]
        monkeypatch.setattr(engine, "_commit", once(lambda: kill(server, tracker), engine._commit))
        with pytest.raises(StoreProblem, match="it is not certain whether it was; refresh"):
            add(tracker, POLICE)
        assert len(tracker) == 0
        tracker.refresh()
        assert len(tracker) == 0
        add(tracker, POLICE)


class Cable:
    """A connection from here to a server that can be cut as an answer comes back."""

    def __init__(self, server: str) -> None:
        self.cut_after = b""
        self._server = _address(server)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = [self._listener]
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                family, address = self._server
                server = socket.socket(family, socket.SOCK_STREAM)
                server.connect(address)
                self._open += [client, server]
                said: list[bytes] = []
                self._carry(client, server, lambda data, said=said: said.append(data) or True)
                self._carry(server, client, lambda _, said=said: self._passes(said))

    def _passes(self, said: list[bytes]) -> bool:
        """Whether an answer reaches the client: not that to what is to be cut off."""
        return not self.cut_after or self.cut_after not in b"".join(said)

    def _carry(
        self, one: socket.socket, other: socket.socket, passes: Callable[[bytes], bool]
    ) -> None:
        def carry() -> None:
            with suppress(OSError):
                while data := one.recv(65536):
                    if not passes(data):
                        break
                    other.sendall(data)
            for end in (one, other):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

        threading.Thread(target=carry, daemon=True).start()

    def close(self) -> None:
        """Cut every connection."""
        for end in self._open:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


def _address(server: str) -> tuple[socket.AddressFamily, Any]:
    parts = urlsplit(server)
    folder = parse_qs(parts.query).get("host", [""])[0]
    if folder.startswith("/"):
        return socket.AF_UNIX, f"{folder}/.s.PGSQL.{parts.port or 5432}"
    return socket.AF_INET, (parts.hostname or "127.0.0.1", parts.port or 5432)


def _through(cable: Cable, postgres: str) -> str:
    """The URL of a database, as reached through a cable."""
    parts = urlsplit(postgres)
    options = parse_qs(parts.query)["options"][0]
    who = f"{parts.username}:{parts.password or ''}" if parts.username else "postgres"
    rest = f"sslmode=disable&gssencmode=disable&options={options.replace('=', '%3D')}"
    return f"postgresql://{who}@127.0.0.1:{cable.port}{parts.path}?{rest}"


@pytest.fixture
def cable(server: str) -> Iterator[Cable]:
    """A connection to the server that can be cut."""
    made = Cable(server)
    yield made
    made.close()


def test_the_answer_to_the_commit_is_lost(cable: Cable, postgres: str) -> None:
    """If the answer to a commit is lost, that is told; refreshing tells: here, it was kept."""
    with lt.open(_through(cable, postgres)) as tracker:
        cable.cut_after = b"COMMIT"
        with pytest.raises(StoreProblem, match="it is not certain whether it was; refresh"):
            add(tracker, POLICE)
        cable.cut_after = b""
        assert len(tracker) == 0
        tracker.refresh()
        assert set(tracker.values()) == {POLICE}
        with tracker.change(by=BY, why=WHY):
            tracker.replace(lt.Agency(id="police", name="Kent Police"))


def test_made_again_without_refreshing(cable: Cable, postgres: str) -> None:
    """Whoever makes an uncertain change again that was kept is told that it was."""
    with lt.open(_through(cable, postgres)) as tracker:
        cable.cut_after = b"COMMIT"
        with pytest.raises(StoreProblem, match="not certain"):
            add(tracker, POLICE)
        cable.cut_after = b""
        with pytest.raises(lt.ConflictError, match="police was changed by business-unit"):
            add(tracker, POLICE)
        assert set(tracker.values()) == {POLICE}


def test_the_server_stays_away(cable: Cable, postgres: str) -> None:
    """While there is no server every use says so, and the tracker can still be asked."""
    with lt.open(_through(cable, postgres)) as tracker:
        add(tracker, POLICE)
        cable.close()
        for _ in range(2):
            with pytest.raises(StoreProblem, match="the server does not answer"):
                add(tracker, FATHERS)
            with pytest.raises(StoreProblem, match="the server does not answer"):
                tracker.refresh()
        assert set(tracker.values()) == {POLICE}


def test_closed(postgres: str) -> None:
    """A tracker that was closed says so, and is not opened again behind one's back."""
    tracker = lt.open(postgres)
    tracker.close()
    with pytest.raises(StoreProblem, match="it was closed; open it again"):
        add(tracker, POLICE)


def test_locked(server: str, postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """If others write for longer than one waits, that is told, and nothing is lost."""
    monkeypatch.setattr(locking, "PATIENCE", 0.2)
    psycopg = needs_module("psycopg", "postgres")
    with lt.open(postgres) as tracker, psycopg.connect(server) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", (0x4C545230,))
        with pytest.raises(StoreProblem, match=r"others have been writing it for 0\.2 seconds"):
            add(tracker, POLICE)
        other.rollback()
        add(tracker, POLICE)
        assert set(tracker.values()) == {POLICE}


# There is no such server, user or database


@contextmanager
def refusing(code: str, words: str) -> Iterator[int]:
    """A server that asks for a password, and refuses whatever it is given."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                with client:
                    client.recv(4096)
                    client.sendall(b"R\0\0\0\x08\0\0\0\x03")  # a password in clear text, please
                    client.recv(4096)
                    fields = (b"SFATAL", b"VFATAL", f"C{code}".encode(), f"M{words}".encode(), b"")
                    told = b"\0".join(fields) + b"\0"
                    client.sendall(b"E" + (len(told) + 4).to_bytes(4, "big") + told)

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()


def test_wrong_password() -> None:
    """A wrong password is told as such, without it."""
    with refusing("28P01", 'password authentication failed for user "unit"') as port:
        found = opened(f"postgresql://unit:{SECRET}@127.0.0.1:{port}/riverton?sslmode=disable")
    where = f"postgresql://unit@127.0.0.1:{port}/riverton"
    why = "the server knows no such user, or the password is wrong; check both"
    assert str(found) == f"{where} cannot be opened: {why}"


def test_too_many_connections() -> None:
    """A server without room says so."""
    with refusing("53300", "sorry, too many clients already") as port:
        found = opened(f"postgresql://unit:{SECRET}@127.0.0.1:{port}/riverton?sslmode=disable")
    assert "the server has no room left, or too many connections" in str(found)


def _instead(url: str, database: str) -> str:
    parts = urlsplit(url)
    return url.replace(f"{parts.path}?", f"/{database}?")


def test_no_such_database(server: str) -> None:
    """A database that is not there is told as such."""
    assert "the server has no such database" in str(opened(_instead(server, "rivreton")))


def test_no_such_user(server: str) -> None:
    """So is a user whom the server does not know."""
    parts = urlsplit(server)
    unknown = server.replace(f"//{parts.username}:", "//nobody-known:", 1)
    assert "the server knows no such user" in str(opened(unknown))


def _nobody_listens() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


BROKEN = {
    "nobody listens": (
        f"postgresql://unit:{SECRET}@127.0.0.1:{_nobody_listens()}/riverton",
        "the server does not answer",
    ),
    "no such host": (
        f"postgresql://unit:{SECRET}@nowhere.invalid/riverton",
        "no server has that name",
    ),
    "no port": (f"postgresql://unit:{SECRET}@nowhere.invalid:port/riverton", ""),
    "no brackets": (f"postgresql://unit:{SECRET}@[::1/riverton", "that is no URL of a database"),
    "a space": (f"postgresql://unit:{SECRET} x@nowhere.invalid/r", "that is no URL of a database"),
    "no such option": (
        f"postgresql://unit:{SECRET}@nowhere.invalid/riverton?colour=blue",
        "that is no URL of a database",
    ),
    "the password as an option": (
        f"postgresql://127.0.0.1:{_nobody_listens()}/riverton?user=unit&password={SECRET}",
        "the server does not answer",
    ),
    "a space before it": (f" postgresql://unit:{SECRET}@nowhere.invalid/r", "no server has that"),
    "a slash in the password": (f"postgresql://unit:1/{SECRET}@nowhere.invalid/r", ""),
    "an @ and a slash in it": (f"postgresql://unit:a@b/{SECRET}@nowhere.invalid/r", ""),
    "a question mark in it": (f"postgresql://unit:1?{SECRET}@nowhere.invalid/r", ""),
    "another scheme": (f"mysql://unit:{SECRET}@nowhere.invalid/riverton", "this is another URL"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_no_server(case: str, caplog: pytest.LogCaptureFixture) -> None:
    """What is wrong with a URL is told, and its password is in no message, traceback or log."""
    url, expected = BROKEN[case]
    with caplog.at_level(logging.DEBUG):
        found = opened(url)
    assert expected in str(found)
    shown = "".join((*traceback.format_exception(found), repr(found), str(found.where)))
    for place in (shown, caplog.text, *map(str, (one.args for one in caplog.records))):
        assert SECRET not in place


@pytest.mark.parametrize("command", ["verify", "check", "salvage"])
def test_no_password_on_the_command_line(
    command: str, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Nor is it in what the command line says."""
    url = BROKEN["nobody listens"][0]
    more = ["-o", str(tmp_path / "copy.db")] if command == "salvage" else []
    with pytest.raises(SystemExit) as ended:
        main([command, url, *more])
    told = capfd.readouterr()
    assert ended.value.code == 2
    assert "the server does not answer" in told.err
    assert SECRET not in told.out + told.err


def test_no_password_in_what_is_held(postgres: str) -> None:
    """Nor in what a tracker, its store and its connection print."""
    parts = urlsplit(postgres)
    user = parts.username or "postgres"
    url = postgres.replace(
        f"//{parts.netloc}", f"//{user}:{SECRET}@{parts.netloc.partition('@')[2]}"
    )
    with lt.open(url) as tracker:
        store: Any = tracker._store
        engine = store.engine
        shown = [
            *map(repr, (tracker, store, engine)),
            engine.name,
            *map(repr, vars(engine).values()),
        ]
        assert [one for one in shown if SECRET in one] == []


# Verified and salvaged from a server


def test_verified(postgres: str) -> None:
    """A database on a server is verified: a revision that was changed behind it is named."""
    with lt.open(postgres) as tracker:
        add(tracker, POLICE, FATHERS)
    assert str(lt.verify(postgres)).endswith("is whole: 2 records, in 2 revisions by 1 change.")
    _behind(postgres, "UPDATE revision SET why = 'x' WHERE sequence = 2")
    (found,) = lt.verify(postgres).problems
    assert found.sentence.startswith("revision 2 (fathers, the 1st of it) is damaged")
    with pytest.raises(lt.LearningTrackerError, match="its checksum differs"):
        lt.open(postgres)


def test_salvaged(postgres: str, tmp_path: Path) -> None:
    """What a database on a server still holds is copied into a file."""
    with lt.open(postgres) as tracker:
        add(tracker, POLICE, FATHERS)
    _behind(postgres, "UPDATE revision SET body = '{}' WHERE sequence = 2")
    done = lt.salvage(postgres, tmp_path / "copy.db")
    assert (done.records, len(done.lost)) == (1, 1)
    with lt.open(tmp_path / "copy.db") as copy:
        assert set(copy.values()) == {POLICE}


def test_a_server_that_no_longer_refuses(postgres: str) -> None:
    """Verify tells of a trigger that was disabled, or is lacking."""
    with lt.open(postgres) as tracker:
        add(tracker, POLICE)
    psycopg = needs_module("psycopg", "postgres")
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("ALTER TABLE revision DISABLE TRIGGER revision_not_changed")
        connection.execute("DROP TRIGGER redaction_not_emptied ON redaction")
    found = lt.verify(postgres).problems
    assert {(one.code, one.place) for one in found} == {
        ("lacking-guard", "revision_not_changed"),
        ("lacking-guard", "redaction_not_emptied"),
    }


def _behind(url: str, statement: str) -> None:
    psycopg = needs_module("psycopg", "postgres")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER TABLE revision DISABLE TRIGGER ALL")
        connection.execute(statement)
        connection.execute("ALTER TABLE revision ENABLE TRIGGER ALL")
