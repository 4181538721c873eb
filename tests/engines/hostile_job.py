"""The job that cleans, but with pages that crash the process or never come to an end."""

from __future__ import annotations

import os
import signal
import time
from typing import Any

from cleanpress.pipelines.rows import PageInput
from cleanpress.pipelines.work import Job, Outcome, clean


def hostile(options: dict[str, Any]) -> Job:
    job = clean(options)

    def run(page: PageInput) -> Outcome:
        data = page.data if isinstance(page.data, bytes) else (page.data or "").encode()
        if b"CRASH THE READER" in data:
            os.kill(os.getpid(), signal.SIGSEGV)
        if b"NEVER COME TO AN END" in data:
            time.sleep(600)
        return job(page)

    return run
