"""Fit the weights by which a text is taken for an architecture, and say how often they err on sets they have not seen.

`python -m tests.reports.dictation_weights` reads the open part of the evaluation set, leaves out one set after the
other, fits on the rest and counts the errors on the one left out; then it prints the weights of all sets together for
`designer/brief/dictation/verdict.py`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from designer.brief.dictation import dictation_in
from designer.brief.dictation.verdict import BAR, Evidence
from designer.brief.phrases import StemmedText
from designer.evaluation.load import read_set
from tests.support.catalogs import ROOT, shipped

_DAMPING = 2.0
_ROUNDS = 60
Matrix = NDArray[np.float64]


def main() -> None:
    """Print the errors and the weights."""
    sets: list[str] = []
    rows: list[tuple[float, ...]] = []
    truth: list[bool] = []
    names: list[str] = []
    for file in sorted((ROOT / "tests" / "eval").glob("*.yaml")):
        found = read_set(Path(file))
        if found.kind == "other":
            continue
        for brief in found.briefs:
            sets.append(file.stem)
            names.append(brief.id)
            rows.append((1.0, *dictation_in(StemmedText(brief.text), shipped()).evidence))
            truth.append(bool(brief.parts and brief.links))
    values, wanted = np.array(rows), np.array(truth, dtype=float)
    scale = values.std(axis=0)
    scale[0] = 1.0
    seen = np.zeros(len(rows))
    for left_out in sorted(set(sets)):
        apart = np.array([name == left_out for name in sets])
        seen[apart] = _likelihood(values[apart], _fitted(values[~apart], wanted[~apart], scale))
    for name, likely, is_one in zip(names, seen, truth, strict=True):
        if (likely >= BAR) != is_one:
            print(f"{likely:.2f}  {'architecture' if is_one else 'description':12}  {name}")
    missed = int(((seen < BAR) & (wanted == 1)).sum())
    taken = int(((seen >= BAR) & (wanted == 0)).sum())
    print(
        f"{missed} of {int(wanted.sum())} architectures missed, {taken} of {int((1 - wanted).sum())} descriptions taken"
    )
    weights = _fitted(values, wanted, scale)
    print("BIAS =", round(float(weights[0]), 2))
    for field, weight in zip(Evidence._fields, weights[1:], strict=True):
        print(f"    {field}={weight:.2f},")


def _likelihood(values: Matrix, weights: Matrix) -> Matrix:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(values @ weights, -50, 50))))


def _fitted(values: Matrix, wanted: Matrix, scale: Matrix) -> Matrix:
    """Return the weights of a ridge-damped logistic regression, by Newton's method on scaled columns."""
    scaled = values / scale
    weights = np.zeros(values.shape[1])
    damping = _DAMPING * np.eye(len(weights))
    for _ in range(_ROUNDS):
        likely = _likelihood(scaled, weights)
        slack = likely * (1 - likely) + 1e-6
        slope = scaled.T @ (wanted - likely) - damping @ weights
        weights += np.linalg.solve((scaled * slack[:, None]).T @ scaled + damping, slope)
    return np.asarray(weights / scale)


if __name__ == "__main__":
    main()
