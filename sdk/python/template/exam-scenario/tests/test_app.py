"""Whole exams played in memory: no host is needed, `python3 -m unittest discover -s tests` is enough."""

import unittest

from app import Exam
from overread_sdk import (
    Answer, Answered, BadInput, EndExam, FindingBuilder, OtherData, Param, ReportBuilder, Stamped, Started, Vec3, code,
)
from overread_sdk.testing import FakeCasebook

FACTS = {"hit-least-radius-mm": "5", "positive-from": "50"}


def report(*places):
    """A report with points."""
    builder = ReportBuilder()
    for number, place in enumerate(places):
        builder.finding(FindingBuilder(f"n{number}", code("SCT", "27925004", "Nodule")).point(0, place))
    return builder.done()


def book(items=5):
    """Three normal cases, three with a lesion at the origin, and one that nobody knows."""
    fake = FakeCasebook().with_case("unknown", facts=FACTS)
    for number in range(3):
        fake.with_case(f"normal-{number}", report(), facts=FACTS)
        fake.with_case(f"nodule-{number}", report(Vec3(0.0, 0.0, 0.0)), facts=FACTS)
    return fake.with_setting("items", items).with_setting("pass-mark", 0.6)


def cases(seed):
    return [item.case_id for item in Exam().make_plan(book(), seed).items]


class Exams(unittest.TestCase):
    def grade_with(self, n_right):
        """Answers the first `n_right` items rightly and the others wrongly."""
        plan = Exam().make_plan(book(), 3)
        events, state, is_over = [], b"", False
        items = [Param(item.id, item.case_id) for item in plan.items]
        told = [OtherData("planned", items), Started()]
        for number, item in enumerate(plan.items):
            says_abnormal = item.case_id.startswith("nodule") == (number < n_right)
            marks = report(Vec3(1.0, 0.0, 0.0)) if says_abnormal else report()
            told.append(Answered(Answer(item.id, marks, 90 if says_abnormal else 10)))
        for number, event in enumerate(told):
            self.assertFalse(is_over)
            events.append(Stamped(number, event))
            turn = Exam().step(book(), state, events[-1])
            state, is_over = turn.state, EndExam() in turn.actions
        self.assertTrue(is_over)
        return Exam().grade(book(), plan, events)

    def test_a_seed_gives_one_exam_of_known_cases(self):
        self.assertEqual(cases(7), cases(7))
        self.assertNotEqual(cases(7), cases(8))
        for seed in range(20):
            self.assertNotIn("unknown", cases(seed))

    def test_the_pass_mark_divides(self):
        for n_right, is_passed in ((5, True), (3, True), (2, False), (0, False)):
            grade = self.grade_with(n_right)
            self.assertEqual((grade.passed, grade.score, len(grade.rows)), (is_passed, n_right / 5, 5), n_right)

    def test_more_cases_than_there_are_is_no_exam(self):
        with self.assertRaisesRegex(BadInput, "expected 7 cases with a known truth, found 6"):
            Exam().make_plan(book(7), 1)


if __name__ == "__main__":
    unittest.main()
