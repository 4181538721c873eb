"""A job for tests: cleans, but what some pages hold does to a process what pages must not do."""

from __future__ import annotations

import os
import re
import signal
import time
from typing import Any

from cleanpress.pipelines.rows import PageInput
from cleanpress.pipelines.work import Job, Outcome, clean

hoard: list[bytearray] = []


def make(options: dict[str, Any]) -> Job:
    good = clean(options)

    def run(page: PageInput) -> Outcome:
        data = page.data if isinstance(page.data, str) else ""
        if "SEGFAULT" in data:
            os.kill(os.getpid(), signal.SIGSEGV)
        if "ONCE" in data:  # dies the first time only, as after damage done by an earlier page
            mark = data.split("ONCE ")[1].split(" ")[0]
            if not os.path.exists(mark):  # noqa: PTH110
                open(mark, "w").close()  # noqa: PTH123
                os.kill(os.getpid(), signal.SIGKILL)
        if "BOMB" in data:
            re.match(r"(a+)+$", "a" * 64 + "b")  # never gives the interpreter lock back
        if "SLEEP" in data:
            time.sleep(3600)
        if "EATS" in data:
            while True:
                hoard.append(bytearray(64 << 20))
        if "PRINTS" in data:
            print("into the channel?")  # noqa: T201
        return good(page)

    return run


def broken(options: dict[str, Any]) -> Job:
    raise ZeroDivisionError("at the start")
