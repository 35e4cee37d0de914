"""Where a visitor changes a design by an instruction, asks about it, and sees what became of it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from designer.difference import Change
from designer.web.draft_panel import forget_events, show_event
from designer.web.session import Session
from designer.web.text import literal

_FIELD = "change-field"
_LONGEST = 2_000
_MOST = 60
_SIGNS = {"added": ":green[:material/add:]", "removed": ":red[:material/remove:]"}


def show_change(session: Session) -> None:
    """Show the field for an instruction or a question, what the last one did, and the ways back and forth."""
    st.subheader("Change it", anchor=False)
    with st.container(key="change"):
        left, right, far, further = st.columns([7.4, 1.3, 1.3, 1.3], vertical_alignment="bottom")
        left.text_input(
            "An instruction, or a question",
            key=_FIELD,
            max_chars=_LONGEST,
            placeholder="replace Redis by Memcached · we expect 10x the traffic · what happens if the cache dies?",
            on_change=_submit,
            args=(session,),
        )
        right.button(
            "Apply", key="apply-change", icon=":material/edit:", on_click=_submit, args=(session,), width="stretch"
        )
        far.button(
            "Undo",
            key="undo-change",
            icon=":material/undo:",
            disabled=not session.can_undo,
            on_click=session.undo,
            width="stretch",
        )
        further.button(
            "Redo",
            key="redo-change",
            icon=":material/redo:",
            disabled=not session.can_redo,
            on_click=session.redo,
            width="stretch",
        )
    _show_outcome(session)


def _submit(session: Session) -> None:
    text = str(st.session_state.get(_FIELD) or "")
    # Leaving the field and pressing the button both come here; the second finds it empty.
    if text.strip():
        st.session_state[_FIELD] = ""
        waiting = st.empty()
        session.refine(text, progress=lambda event: show_event(waiting, event))
        forget_events()
        waiting.empty()


def _show_outcome(session: Session) -> None:
    outcome = session.outcome
    if outcome is None:
        return
    with st.container(border=True, key="outcome"):
        st.caption(literal(outcome.text))
        for problem in outcome.problems:
            what = literal(problem.what)
            st.error(f"{what[:1].upper()}{what[1:]}. {literal(problem.fix)}", icon=":material/error:")
        if outcome.reply:
            st.markdown("\n".join(_list_item(line) for line in outcome.reply.splitlines()))
        for line in outcome.says:
            st.markdown(f":material/info: {literal(line)}")
        for line in outcome.refused:
            st.markdown(f":material/block: {literal(line)}")
        if outcome.changes:
            with st.expander(f"What changed ({len(outcome.changes)})", expanded=True):
                st.markdown("\n".join(_lines(outcome.changes)))


def _list_item(line: str) -> str:
    depth = (len(line) - len(line.lstrip())) // 2
    return f"{'  ' * depth}- {literal(line)}"


def _lines(changes: Sequence[Change]) -> list[str]:
    lines = [_told(change) for change in changes[:_MOST]]
    return [*lines, f"- and {len(changes) - _MOST} more"] if len(changes) > _MOST else lines


def _told(change: Change) -> str:
    sign = _SIGNS.get(change.how, ":blue[:material/edit:]")
    what = f"- {sign} {change.what} **{literal(change.id)}**"
    if change.how in _SIGNS:
        return f"{what} {literal(change.after or change.before, 200)}".rstrip()
    if (change.what, change.how) == ("flow", "steps"):
        return f"{what} goes another way"
    before, after = literal(change.before or "unstated", 120), literal(change.after or "unstated", 120)
    return f"{what} {literal(change.how)}: {before} → {after}"
