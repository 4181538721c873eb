"""python -m fit FOLDER[=WEIGHT] ... --form html: fit one scorecard on folders of labelled pages."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from fit.corpus import Sample, samples
from fit.report import calibration, figures, mistakes, write
from fit.train import fit

_FORMS = {
    "html": {"html": 1.0, "html-nameless": 0.3, "html-flat": 0.3, "html-flat+composed": 0.3},
    "text": {"text": 1.0, "text+composed": 0.6, "text+again": 0.6, "text+third": 0.6},
}


def main() -> None:
    """Fit, report held-out and fitted figures, write the file."""
    ask = argparse.ArgumentParser(prog="fit", description=__doc__)
    ask.add_argument("folders", nargs="+", help="folders of labelled pages, each with =WEIGHT if not 1")
    ask.add_argument("--form", choices=tuple(_FORMS), default="html")
    ask.add_argument("--folds", type=int, default=5)
    ask.add_argument("--strict", type=float, nargs=2, default=(5.0, 5.0))
    ask.add_argument("--page", type=float, nargs=2, default=(0.06, 1.0), help="part of the design effect, each tier")
    ask.add_argument("--balance", type=float, default=0.3, help="0: every block counts alike; 1: every role")
    ask.add_argument("--least", type=int, default=4, help="points below this are left out of the file")
    ask.add_argument("--only", action="store_true", help="no nameless and flat copies of the first folder's pages")
    ask.add_argument("--errors", type=Path, help="write the held-out mistakes here, a line each")
    ask.add_argument("--out", type=Path)
    args = ask.parse_args()
    found: list[Sample] = []
    count: list[int] = []
    for form, weight in _FORMS[args.form].items():
        if args.only and form != args.form:
            continue
        for spec in args.folders if form == args.form else args.folders[:1]:
            folder, _, factor = spec.partition("=")
            new = list(samples(Path(folder), form, weight * float(factor or 1)))
            found += new
            count += [spec == args.folders[0] and form == args.form] * sum(len(s.page) for s in new)
    fitted = fit(found, args.folds, tuple(args.strict), args.balance, tuple(args.page))
    labels = np.concatenate([s.labels for s in found])
    first = np.array(count) & (labels >= 0)
    for title, given in (("held out", fitted.held_out), ("fitted", fitted.fitted)):
        print(
            f"{title:9}"
            + " ".join(f"{k} {v:.3f}" for k, v in figures(given[first].argmax(axis=1), labels[first]).items())
        )
    if args.errors:
        args.errors.write_text("\n".join(mistakes(found, fitted.held_out)), encoding="utf-8")
    if args.out:
        about = f"fitted on {len(found)} pages, {args.folds} folds by domain"
        write(
            args.out,
            about,
            fitted,
            found[0].signals.names,
            calibration(fitted.held_out[first], labels[first]),
            args.least,
        )


if __name__ == "__main__":
    main()
