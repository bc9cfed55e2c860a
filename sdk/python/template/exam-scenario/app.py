"""An exam of some cases in an order that the seed gives, with a pass mark. It adapts to nothing.

The host makes each call in a fresh instance and repeats the whole exam from its record: equal arguments must give equal
answers, so there is no clock here, and no chance but the seed.
"""

from overread_sdk import (
    Answered, BadInput, Dice, EndExam, ExamScenario, Grade, Item, Marking, MarkRow, Message, Param, Plan, Started, Text,
    TimedOut, Turn, export_scenario, planned_items,
)


class Exam(ExamScenario):
    """The exam."""

    def make_plan(self, book, seed):
        """As many cases as are asked for, of those whose truth is known."""
        known = [case for case in book.cases() if book.truth(case.id) is not None]
        n_items = int(book.setting_number("items", 5))
        if len(known) < n_items:
            raise BadInput(f"expected {n_items} cases with a known truth, found {len(known)}")
        chosen = Dice(seed).shuffled(known)[:n_items]
        items = [Item(f"item-{number}", case.id) for number, case in enumerate(chosen, 1)]
        # No better answer lowers the score; `overread plugin check` holds the exam to it.
        return Plan([said(book, "title")], items, [Param("monotone", "score")])

    def step(self, book, state, event):
        """The host goes through the plan by itself: the exam greets, counts, and ends after the last case."""
        n_items, n_done = state if len(state) == 2 else (0, 0)
        actions = []
        planned = planned_items(event.event)
        if planned is not None:
            n_items, n_done = len(planned), 0
        if isinstance(event.event, Started):
            actions.append(Message([said(book, "welcome", items=n_items)]))
        if isinstance(event.event, (Answered, TimedOut)):
            n_done += 1
            if n_done >= n_items:
                actions += [Message([said(book, "over")]), EndExam()]
        return Turn(bytes((n_items, n_done)), actions)

    def grade(self, book, plan, events):
        """A case is right if the call is, every lesion is marked, and no mark lies elsewhere."""
        cases = {case.id: case for case in book.cases()}
        answers = {one.event.answer.item: one.event.answer for one in events if isinstance(one.event, Answered)}

        def is_right(item):
            case, truth, answer = cases.get(item.case_id), book.truth(item.case_id), answers.get(item.id)
            if case is None or truth is None or answer is None:
                return False
            return Marking.of(case, truth, answer).is_right()

        rows = [MarkRow(item.id, "right", float(is_right(item))) for item in plan.items]
        n_right = sum(row.value == 1.0 for row in rows)
        score = n_right / len(rows) if rows else 0.0
        passed = bool(rows) and score >= book.setting_number("pass-mark", 0.6)
        return Grade(passed, score, rows, [said(book, "passed" if passed else "failed", right=n_right, items=len(rows))])


def said(book, key, **args):
    """A text of `locales/` in the reader's language."""
    return Text(book.locale(), book.translate(key, args))


# What the host calls.
Scenario = export_scenario(Exam)
