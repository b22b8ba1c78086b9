"""The covering e-mail that goes with a workbook, ready to be pasted."""

from collections.abc import Iterator

from learning_tracker.queries.counting import plural
from learning_tracker.records import Request
from learning_tracker.rounds.asks import Ask, stands

LISTED = 5
"""How many actions an e-mail names at most; the workbook tells of all."""

_TEXT = """\
Subject: Actions of {agency}: please answer by {due_back}

Dear colleague,

{asked_by} asks what has become of the actions that {agency} agreed after reviews and audits. \
{outstanding}

{listed}

Please fill in the workbook {workbook}, which goes with this e-mail. Its first sheet says how, in \
five lines. Please return it by {due_back}. If there is nothing new, choose your colour all the \
same: a workbook in which nothing is filled in does not count as an answer.

Write roles and no names. Put in nothing by which a child, a parent or an officer can be known.

If an action is not yours, please tell us at once, so that we can ask who leads it.

With thanks,
{asked_by}
"""


def letter(ask: Ask, request: Request, asked_by: str, workbook: str) -> str:
    """The text of an e-mail to an agency: a line with its subject, then what it says.

    Args:
        ask: what it is asked.
        request: the request that is recorded of it.
        asked_by: the name of the partnership.
        workbook: the name of the file that goes with it.
    """
    return _TEXT.format(
        agency=ask.agency.name,
        due_back=request.due_back_on,
        asked_by=asked_by,
        outstanding=_outstanding(ask),
        listed="\n".join(_listed(ask)),
        workbook=workbook,
    )


def _outstanding(ask: Ask) -> str:
    if len(ask.actions) == 1:
        return "One action is outstanding" + (", and it is late." if ask.late else ".")
    late = f", {ask.late} of them late" if ask.late else ""
    return f"{plural(len(ask.actions), 'action')} are outstanding{late}. The most urgent first:"


def _listed(ask: Ask) -> Iterator[str]:
    for number, row in enumerate(ask.actions[:LISTED], 1):
        yield f"{number}. {' '.join(row.record.statement.split())}"
        yield f"   {stands(row.now)}."
    if len(ask.actions) > LISTED:
        yield f"The workbook lists {len(ask.actions) - LISTED} more."
