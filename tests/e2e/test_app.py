"""The web app, without a browser: what it shows, and what it says when something is wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import designer
from designer.cli.app import configure
from designer.cli.parser import parser_of
from designer.model.decision import Decision
from designer.model.finding import Finding, Severity
from designer.model.question import Question
from designer.web.server import command

APP = Path(__file__).parents[2] / "app.py"
BRIEF = "A URL shortener for 100 million new links a month"


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.delenv("DESIGNER_MODEL", raising=False)
    return AppTest.from_file(str(APP), default_timeout=60).run()


def submit(app: AppTest, brief: str) -> AppTest:
    app.text_area[0].set_value(brief)
    return next(button for button in app.button if button.label == "Design").click().run()


def texts(app: AppTest) -> list[str]:
    """Return everything that the page reads as Markdown."""
    kinds: tuple[Any, ...] = (app.markdown, app.caption, app.title, app.header, app.subheader, app.error)
    return [element.value for kind in kinds for element in kind]


def test_the_first_page_asks_and_gives_examples(app: AppTest) -> None:
    assert not app.exception
    assert app.text_area[0].label == "What should the system do?"
    assert len(app.button) > 3
    assert not app.tabs


def test_a_brief_gives_summary_questions_and_every_section(app: AppTest) -> None:
    submit(app, BRIEF)
    assert not app.exception
    assert not app.error
    assert app.header[0].value == "URL shortener"
    assert [tab.label.split(" (")[0] for tab in app.tabs] == ["Diagram", "Findings", "Numbers", "Decisions", "Document"]
    assert app.metric[0].value.endswith("links")
    assert len(app.dataframe) == 2
    assert app.expander
    assert "Open questions" in [element.value for element in app.subheader]
    assert any("## Architecture" in text for text in texts(app))


def test_an_example_is_one_click(app: AppTest) -> None:
    example = app.button[1]
    example.click().run()
    assert not app.exception
    assert not app.error
    assert app.text_area[0].value
    assert app.tabs


@pytest.mark.parametrize("brief", ["", "   \n"])
def test_an_empty_brief_is_told_in_words(app: AppTest, brief: str) -> None:
    submit(app, brief)
    assert not app.exception
    assert app.error[0].value.startswith("The brief is empty")
    assert not app.tabs


def test_another_answer_designs_again_and_the_default_takes_it_back(app: AppTest) -> None:
    submit(app, BRIEF)
    question = next(box for box in app.selectbox if str(box.key).startswith("answer "))
    name, default = str(question.key), question.value
    before = session_design(app)
    other = next(option for option in question.options if option != default)
    app.selectbox(key=name).set_value(other).run()
    assert not app.exception
    assert app.selectbox(key=name).value == other
    assert session_design(app) == designer.design(BRIEF, answers={name.removeprefix("answer "): other})
    app.selectbox(key=name).set_value(default).run()
    assert session_design(app) == before
    assert app.session_state["answers"] == {}


def session_design(app: AppTest) -> designer.Design:
    made: designer.Design = app.session_state["design"]
    return made


def test_an_answer_that_does_not_fit_is_told_and_the_design_stays(app: AppTest) -> None:
    submit(app, BRIEF)
    app.text_input(key="answer retention").set_value("banana").run()
    assert not app.exception
    assert "banana" in app.error[0].value
    assert app.tabs
    app.text_input(key="answer retention").set_value("2 years").run()
    assert not app.error


def test_another_brief_forgets_the_answers(app: AppTest) -> None:
    submit(app, BRIEF)
    app.text_input(key="answer retention").set_value("2 years").run()
    submit(app, "A URL shortener for 5 million new links a month")
    assert session_design(app) == designer.design("A URL shortener for 5 million new links a month")


def test_every_picture_can_be_chosen(app: AppTest) -> None:
    submit(app, BRIEF)
    names = app.selectbox(key="picture-choice").options
    assert len(names) > 2
    for name in names:
        app.selectbox(key="picture-choice").select(name).run()
        assert not app.exception
        assert not app.error


def test_text_of_the_user_is_never_markup(app: AppTest) -> None:
    submit(app, f'{BRIEF} called "<img src=x onerror=alert(1)>" :red[fire] [a](javascript:alert(1)) $x$')
    assert not app.exception
    assert all(not element.allow_html for element in app.markdown)
    assert not any("<img" in text or ":red[fire" in text for text in texts(app))
    assert not any(re.search(r"(?<!\\)\]\(javascript", text) for text in texts(app))


HOSTILE = "**bold** <b>b</b> :red[fire] [a](https://evil.example) ![i](https://evil.example/i.png) `c` $x$"


def test_text_of_a_design_is_never_markup(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def hostile(*_: object, **__: object) -> designer.Design:
        made = designer.design(BRIEF)
        finding = Finding(rule="X", severity=Severity.ERROR, message=HOSTILE, why=HOSTILE, fix=HOSTILE, source=HOSTILE)
        decision = Decision(title=HOSTILE, context=HOSTILE, choice=HOSTILE, consequences=(HOSTILE,), source=HOSTILE)
        question = Question(id="x", text=HOSTILE, default="one", options=("one", "two"), changes=HOSTILE)
        texts = {"title": HOSTILE, "summary": HOSTILE}
        lists = {"findings": (finding,), "decisions": (decision,), "questions": (question,)}
        return made.model_copy(update={**texts, **lists})

    monkeypatch.setattr("designer.web.session.design", hostile)
    submit(app, BRIEF)
    assert not app.exception
    labels = [element.label for kind in (app.selectbox, app.expander, app.metric) for element in kind]
    shown = [text for text in (*texts(app), *labels) if "fire" in text]
    assert len(shown) > 6
    for text in shown:
        for mark in ("<b>", " **bold", ":red[", "](https:", "`c`", " $x$"):
            assert mark not in text.replace("\\", "\\ ")


def test_a_bug_is_told_without_its_traceback(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise ZeroDivisionError("in the deep")

    monkeypatch.setattr("designer.web.session.design", stumble)
    submit(app, BRIEF)
    assert not app.exception
    assert "Something went wrong" in app.error[0].value
    assert not any("in the deep" in text or "Traceback" in text for text in texts(app))


def test_settings_that_are_wrong_are_told(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESIGNER_THEME", "pink")
    submit(app, BRIEF)
    assert "'pink' does not fit" in app.error[0].value


def test_the_app_is_served_on_this_machine_only() -> None:
    parser = parser_of("app")
    configure(parser)
    assert parser.parse_args([]).port == 8501
    arguments = command(port=8600, opens_browser=False)
    assert "--server.address=127.0.0.1" in arguments
    assert "--server.port=8600" in arguments
    assert (Path(arguments[3]).parent / ".streamlit" / "config.toml").is_file()


def change(app: AppTest, text: str) -> AppTest:
    app.text_input(key="change-field").set_value(text)
    return app.button(key="apply-change").click().run()


def test_an_instruction_changes_the_design_and_undo_takes_it_back(app: AppTest) -> None:
    submit(app, BRIEF)
    before = session_design(app)
    assert app.button(key="undo-change").disabled
    change(app, "replace Redis by Memcached")
    assert not app.exception
    assert not app.error
    assert session_design(app) == designer.refine(before, "replace Redis by Memcached")
    assert any("Redis → Memcached" in text for text in texts(app))
    assert app.text_input(key="change-field").value == ""
    app.button(key="undo-change").click().run()
    assert session_design(app) == before
    assert any("Memcached → Redis" in text for text in texts(app))
    assert app.button(key="undo-change").disabled


def test_undo_may_be_typed(app: AppTest) -> None:
    submit(app, BRIEF)
    before = session_design(app)
    change(app, "drop the click counter")
    change(app, "undo that")
    assert session_design(app) == before
    change(app, "undo that")
    assert "no earlier version" in app.error[0].value


def test_a_question_is_answered_and_changes_nothing(app: AppTest) -> None:
    submit(app, BRIEF)
    before = session_design(app)
    change(app, "what happens if the cache dies?")
    assert any("Without Link cache" in text for text in texts(app))
    assert session_design(app) is before


def test_an_instruction_that_is_not_understood_says_what_to_say(app: AppTest) -> None:
    submit(app, BRIEF)
    before = session_design(app)
    change(app, "<b>florb</b> the :red[thing]")
    assert not app.exception
    assert "is not understood" in app.error[0].value
    assert not any("<b>florb" in text or ":red[thing" in text for text in texts(app))
    assert session_design(app) is before


def test_another_answer_keeps_what_was_changed(app: AppTest) -> None:
    submit(app, BRIEF)
    change(app, "replace Redis by Memcached")
    app.text_input(key="answer retention").set_value("2 years").run()
    assert not app.exception
    assert session_design(app).graph.by_id["link-cache"].technology == "Memcached"
    assert [item.text for item in session_design(app).refinements] == ["replace Redis by Memcached"]
    app.button(key="undo-change").click().run()
    assert session_design(app) == designer.design(BRIEF, answers={"retention": "2 years"})


def test_the_offline_draft_is_shown_while_a_model_is_asked(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    edits = [{"op": "add_component", "id": "qr", "name": "QR service", "kind": "service", "replicas": 2}]
    script = tmp_path / "replies.json"
    script.write_text(json.dumps([{"start": "draft", "edits": edits}, {"start": "draft", "edits": []}]))
    monkeypatch.setenv("DESIGNER_MODEL", f"scripted:{script}")
    shown: list[bool] = []
    monkeypatch.setattr(
        "designer.web.draft_panel.views_of", lambda draft: shown.append("qr" in draft.graph.by_id) or ()
    )
    submit(app, BRIEF)
    assert shown[:2] == [False, True], "the draft comes first, then the design"
    assert app.session_state["design"].graph.by_id["qr"].origin.by == "model"
    assert not any("language model is asked" in item.value for item in app.caption)
