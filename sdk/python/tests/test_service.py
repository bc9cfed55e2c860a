"""What becomes of a service's answers and exceptions, and that the builders fill every field."""

import unittest

from overread_sdk import (
    AiService, Cancelled, Certainty, FailureKind, Failure, FindingBuilder, Laterality, Level, Mark, ModelMissing, NotRun,
    NotRunReason, PointMark, Priority, Profile, Report, ReportBuilder, Vec3, code, export_service, run,
)
from overread_sdk.testing import FakeStudy

NODULE = code("SCT", "27925004", "Nodule")


class Scripted(AiService):
    def __init__(self, script=lambda job: Report()):
        self.script = script

    def profile(self):
        return Profile("Scripted", "1.0.0", ["CT"])

    def analyze(self, job):
        return self.script(job)


def failing(error):
    def script(job):
        raise error
    return Scripted(script)


class Outcomes(unittest.TestCase):
    def test_answers_pass(self):
        self.assertEqual(run(Scripted(), FakeStudy()), Report())
        not_run = NotRun(NotRunReason.MISSING_SERIES, "no CT series")
        self.assertEqual(run(Scripted(lambda job: not_run), FakeStudy()), not_run)

    def test_failures_keep_their_kind(self):
        for error in (Cancelled("stop"), ModelMissing("none")):
            with self.assertRaises(type(error)):
                run(failing(error), FakeStudy())

    def test_other_exceptions_are_logged_with_their_place(self):
        study = FakeStudy()
        with self.assertRaises(Failure) as raised:
            run(failing(KeyError("liver")), study)
        self.assertIs(raised.exception.kind, FailureKind.INTERNAL)
        [(level, line)] = study.logged
        self.assertIs(level, Level.ERROR)
        self.assertRegex(line, r"KeyError: 'liver' \(test_service\.py:\d+ in script\)")

    def test_out_of_memory_is_a_limit(self):
        with self.assertRaises(Failure) as raised:
            run(failing(MemoryError()), FakeStudy())
        self.assertIs(raised.exception.kind, FailureKind.LIMIT)

    def test_no_answer_is_a_fault(self):
        with self.assertRaises(Failure) as raised:
            run(Scripted(lambda job: None), FakeStudy())
        self.assertIn("outcome: one of Report, NotRun expected, found NoneType", raised.exception.message)

    def test_an_answer_of_another_shape_is_refused_with_its_place(self):
        def about(change):
            def script(job):
                report = ReportBuilder().finding(FindingBuilder("n", NODULE).point(0, Vec3(1, 2, 3))).done()
                change(report, report.findings[0])
                return report
            return Scripted(script)

        for change, message in (
            (lambda report, finding: report.assessed.append("lung"), "outcome.assessed[0]: a Assessment expected"),
            (lambda report, finding: setattr(finding, "laterality", "left"), "laterality: a Laterality expected"),
            (lambda report, finding: setattr(finding, "probability", "0.5"), "probability: a number expected, found str"),
            (lambda report, finding: finding.marks.append(Mark(-1, PointMark(Vec3(0, 0, 0)))), "marks[1].series: a whole"),
            (lambda report, finding: finding.marks.append(Mark(0, Vec3(0, 0, 0))), "marks[1].shape: one of PointMark"),
            (lambda report, finding: setattr(report, "draft", None), "draft: a list expected"),
        ):
            with self.assertRaises(Failure) as raised:
                run(about(change), FakeStudy())
            self.assertIn(message, raised.exception.message)

    def test_whole_numbers_become_floats_where_floats_belong(self):
        report = run(Scripted(lambda job: ReportBuilder().finding(FindingBuilder("n", NODULE).point(0, Vec3(1, 2, 3))).done()), FakeStudy())
        self.assertIs(type(report.findings[0].marks[0].shape.at.x), float)

    def test_every_kind_has_its_exception(self):
        for kind in FailureKind:
            self.assertIs(Failure.of(kind, "why").kind, kind)

    def test_a_start_module_can_be_imported_outside_a_component(self):
        exported = export_service(Scripted)
        with self.assertRaises(RuntimeError):
            exported()


class Builders(unittest.TestCase):
    def test_they_fill_every_field(self):
        finding = (
            FindingBuilder("nodule-1", NODULE).site(code("SCT", "39607008", "Lung")).laterality(Laterality.LEFT)
            .probability(0.5).certainty(Certainty.POSSIBLE).category("lung-rads-v2022", "3")
            .point(0, Vec3(1.0, 2.0, 3.0)).cuboid(0, Vec3(0.0, 0.0, 0.0), Vec3(2.0, 4.0, 6.0))
            .measure(code("SCT", "81827009", "Diameter"), 7, "mm").note({"en": "Nodule", "ru": "Очаг"})
            .extra("rule", "size")
        )
        report = (
            ReportBuilder().assessed(NODULE, 0).probability(0.5, 0.4).finding(finding).draft("findings", {"en": "One."})
            .priority(Priority.URGENT).warning({"en": "Thick."}).heat_map("nodule", 0, 0).extra("a", "b").done()
        )
        self.assertEqual([one for one, value in vars(report).items() if not value], [])
        [built] = report.findings
        self.assertEqual([one for one, value in vars(built).items() if not value], [])
        self.assertEqual([text.locale for text in built.notes], ["en", "ru"])


if __name__ == "__main__":
    unittest.main()
