"""Who uses a composed system, and with what."""

from __future__ import annotations

import pytest

from designer.brief.phrases import StemmedText
from designer.brief.understand import understand
from designer.planner.domain import clients_in
from tests.support.catalogs import shipped


def _clients(text: str) -> list[str]:
    return [client.name for client in clients_in(StemmedText(text), understand(text, shipped(), answers={}))]


@pytest.mark.parametrize(
    ("text", "client"),
    [
        ("Pupils book riding lessons. Instructors see their day in an app.", "Instructor app"),
        ("Pupils book riding lessons. Instructors report on their phones who came.", "Instructor app"),
        ("Pupils book riding lessons in an app. Instructors see their day in the portal.", "Instructor console"),
        (
            "Pupils book riding lessons in an app. Instructors write reports. A phone call ends it.",
            "Instructor console",
        ),
    ],
)
def test_people_at_a_desk_have_an_app_where_their_clause_says_so(text: str, client: str) -> None:
    assert client in _clients(text)
