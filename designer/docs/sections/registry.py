"""All sections in the order of the document."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from designer.docs.facts import Facts
from designer.docs.sections.asked import context, questions, wishes
from designer.docs.sections.behaviour import failures, flows
from designer.docs.sections.figures import assumptions, numbers
from designer.docs.sections.judgement import claims, decisions, findings, risks
from designer.docs.sections.sources import sources
from designer.docs.sections.structure import architecture, data_model, interfaces


class Section(NamedTuple):
    """A section: its heading, its template (`<template>.md.j2`), and what the template places.

    `build` returns None when the design says nothing for the section; then it is left out.
    """

    title: str
    template: str
    build: Callable[[Facts], object | None]


SECTIONS: tuple[Section, ...] = (
    Section("Context and problem", "context", context),
    Section("Requirements and constraints", "requirements", wishes),
    Section("Assumptions", "assumptions", assumptions),
    Section("Numbers", "numbers", numbers),
    Section("Architecture", "architecture", architecture),
    Section("Data model", "data-model", data_model),
    Section("Interfaces", "interfaces", interfaces),
    Section("Key flows", "flows", flows),
    Section("Failure modes", "failures", failures),
    Section("Findings", "findings", findings),
    Section("Decisions", "decisions", decisions),
    Section("What the stub must prove", "claims", claims),
    Section("Risks", "risks", risks),
    Section("Open questions", "questions", questions),
    Section("Sources", "sources", sources),
)
