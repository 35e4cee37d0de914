"""Every section that a document may have; profiles choose among them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from designer.docs.facts import Facts
from designer.docs.sections.asked import context, limits, questions, wishes
from designer.docs.sections.behaviour import failures, flows
from designer.docs.sections.choices import alternatives, conformances, gaps, glossary
from designer.docs.sections.delivery import rollout, trials
from designer.docs.sections.figures import assumptions, numbers
from designer.docs.sections.growth import deployment, scaling
from designer.docs.sections.guard import observability, security
from designer.docs.sections.intent import goals, qualities
from designer.docs.sections.judgement import decisions, findings, risks
from designer.docs.sections.overview import scope, summary
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
    Section("Summary", "summary", summary),
    Section("Context and problem", "context", context),
    Section("Goals and non-goals", "goals", goals),
    Section("Requirements", "requirements", wishes),
    Section("Quality attributes", "qualities", qualities),
    Section("Constraints", "constraints", limits),
    Section("Assumptions", "assumptions", assumptions),
    Section("Capacity", "numbers", numbers),
    Section("System context", "scope", scope),
    Section("Components and connections", "architecture", architecture),
    Section("Data model", "data-model", data_model),
    Section("Interfaces and events", "interfaces", interfaces),
    Section("Key flows", "flows", flows),
    Section("Deployment", "deployment", deployment),
    Section("Scaling", "scaling", scaling),
    Section("Failure modes", "failures", failures),
    Section("Security and privacy", "security", security),
    Section("Observability", "observability", observability),
    Section("Alternatives", "alternatives", alternatives),
    Section("Decisions", "decisions", decisions),
    Section("Decisions at a glance", "decisions-short", decisions),
    Section("Rollout, migration and rollback", "rollout", rollout),
    Section("Test plan", "tests", trials),
    Section("Risks", "risks", risks),
    Section("Open questions", "questions", questions),
    Section("Open questions", "questions-short", questions),
    Section("What this document does not say", "gaps", gaps),
    Section("Glossary", "glossary", glossary),
    Section("Findings", "findings", findings),
    Section("Conformance", "conformance", conformances),
    Section("Sources", "sources", sources),
)

SECTION_OF: Mapping[str, Section] = MappingProxyType({section.template: section for section in SECTIONS})
"""The sections by the name of their template."""
