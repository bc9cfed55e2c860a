"""The base class of AI services, and how a plugin's module offers one to the host."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Callable, Type, TypeVar, Union

from ._check import checked
from .exam import ExamScenario
from .failure import Failure, FailureKind
from .job import HostServices, Job
from .types import Level, NotRun, Outcome, Profile, Report

T = TypeVar("T")


class AiService(ABC):
    """An AI service. A new one is made for each job: nothing lasts from study to study."""

    @abstractmethod
    def profile(self) -> Profile:
        """What the service is. Asked for once, when the plugin is built: no study, no host."""

    @abstractmethod
    def analyze(self, job: Job) -> Outcome:
        """Reads the study: a `Report`, or `NotRun` if the service does not apply to it.

        A `Failure` that is raised ends the job with its kind. Any other exception goes to the host's log with its
        place and ends the job as `internal`.
        """


def run(service: AiService, job: Job) -> Outcome:
    """What the host gets of a service: its outcome, or one of the contract's failures. For tests as well."""

    def analyze() -> Outcome:
        return checked(service.analyze(job), Union[Report, NotRun], "outcome")

    return guarded(job, analyze)


def guarded(host: HostServices, work: Callable[[], T]) -> T:
    """Does the work; whatever is no `Failure` is logged with its place and becomes one of the kind `internal`."""
    try:
        return work()
    except Failure:
        raise
    except MemoryError as error:
        raise Failure.of(FailureKind.LIMIT, "out of memory" + _place(error)) from None
    except BaseException as error:
        message = f"{type(error).__name__}: {error}{_place(error)}"
        host.log(message, Level.ERROR)
        raise Failure.of(FailureKind.INTERNAL, message) from None


def export_service(service: Type[AiService]) -> type:
    """The class that the host calls. A plugin's start module names it `Service`:

        Service = export_service(MyService)
    """
    profile = checked(service().profile(), Profile, "profile")
    from . import _guest

    return _guest.service_class(service, profile)


def export_scenario(scenario: Type[ExamScenario]) -> type:
    """The class that the host calls. A plugin's start module names it `Scenario`:

        Scenario = export_scenario(MyExam)
    """
    scenario()
    from . import _guest

    return _guest.scenario_class(scenario)


def _place(error: BaseException) -> str:
    """The innermost line of the traceback outside the SDK; without reading source files, which a guest cannot."""
    place, trace = "", error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if "overread_sdk" not in code.co_filename:
            place = f" ({code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno} in {code.co_name})"
        trace = trace.tb_next
    return place
