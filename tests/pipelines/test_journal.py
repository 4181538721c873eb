"""The journal: whatever is done in whatever order, and wherever it stops, each page is done once."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanpress.errors import InputError
from cleanpress.pipelines.inputs.find import Input
from cleanpress.pipelines.journal import Journal, Position, Tracker


def inputs(sizes: list[int]) -> list[Input]:
    return [Input(f"{n}.jsonl", "lines", str(n)) for n in range(len(sizes))]


def reload(tracker: Tracker) -> Journal:
    first, beyond = tracker.point()
    return msgspec.json.decode(msgspec.json.encode(Journal(first=first, beyond=beyond)), type=Journal)


@given(st.lists(st.integers(0, 6), max_size=5), st.data())
def test_each_page_is_done_once(sizes: list[int], data: st.DataObject) -> None:
    done: list[tuple[int, int]] = []
    journal = Journal()
    for last in [*[False] * data.draw(st.integers(0, 6)), True]:
        tracker = Tracker(journal)
        held: list[Position] = []
        committed = len(done)
        steps = 1_000_000 if last else data.draw(st.integers(0, sum(sizes) + 2))
        journal = reload(tracker)
        for container, _, skip in tracker.inputs(inputs(sizes)):
            for number in range(skip, sizes[container]):
                position = tracker.read(container, number)
                if position is not None:
                    held.append(position)
                while held and steps and (last or data.draw(st.booleans())):
                    steps -= 1
                    one = held.pop(0 if last else data.draw(st.integers(0, len(held) - 1)))
                    done.append((one.container, one.number))
                    tracker.done(one)
                    if last or data.draw(st.booleans()):
                        journal, committed = reload(tracker), len(done)
        if last:
            assert not held
            journal, committed = reload(tracker), len(done)
        del done[committed:]  # a kill: what was not committed is gone
    assert sorted(done) == [(c, n) for c, size in enumerate(sizes) for n in range(size)]
    assert [p for c, _, skip in Tracker(journal).inputs(inputs(sizes)) for p in range(skip, sizes[c])] == []


def test_other_inputs_are_refused() -> None:
    tracker = Tracker(Journal())
    for container, _, _skip in tracker.inputs(inputs([1, 1, 1])):
        position = tracker.read(container, 0)
        assert position is not None
        tracker.done(position)
    journal = reload(tracker)
    assert journal.first.container == 2
    for others in (inputs([1, 1]), inputs([1, 1, 1])[1:], [*inputs([1, 1]), Input("other", "lines", "")]):
        with pytest.raises(InputError, match="not those of the run"):
            list(Tracker(journal).inputs(others))
    assert [c for c, _, _ in Tracker(journal).inputs(inputs([1, 1, 1, 1]))] == [2, 3]
