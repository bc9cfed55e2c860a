"""The casebook of an exam in memory."""

from __future__ import annotations

from typing import Dict, List, Mapping, Optional, Sequence, Tuple

from ..exam import Casebook, Entry
from ..types import Param, Report
from .study import FakeHost


class FakeCasebook(FakeHost, Casebook):
    """An exam on cases in memory: `scenario.make_plan(FakeCasebook().with_case("a", truth), 1)`."""

    def __init__(self) -> None:
        super().__init__()
        self._cases: List[Entry] = []
        self._truth: Dict[str, Report] = {}
        self._services: Dict[Tuple[str, str], Report] = {}

    def with_case(
        self,
        id: str,
        truth: Optional[Report] = None,
        modality: str = "CT",
        tags: Sequence[str] = (),
        facts: Optional[Mapping[str, str]] = None,
        services: Optional[Mapping[str, Report]] = None,
    ) -> "FakeCasebook":
        """Adds a case, what is true of it, and what services say of it."""
        params = [Param(name, value) for name, value in (facts or {}).items()]
        self._cases.append(Entry(id, modality, list(tags), params))
        if truth is not None:
            self._truth[id] = truth
        for service, report in (services or {}).items():
            self._services[id, service] = report
        return self

    def cases(self) -> List[Entry]:
        return list(self._cases)

    def truth(self, case_id: str) -> Optional[Report]:
        return self._truth.get(case_id)

    def service_report(self, case_id: str, service: str) -> Optional[Report]:
        return self._services.get((case_id, service))
