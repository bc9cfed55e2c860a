"""Failures as exceptions: what the host refuses, and what a service gives up on. `NotRun` is not one of them."""

from __future__ import annotations

from enum import Enum


class FailureKind(Enum):
    """The contract's kinds of failure."""

    UNSUPPORTED = 0
    UNSUPPORTED_INPUT = 1
    BAD_INPUT = 2
    RUNTIME_MISSING = 3
    MODEL_MISSING = 4
    MODEL = 5
    CANCELLED = 6
    LIMIT = 7
    INTERNAL = 8


class Failure(Exception):
    """A failure of one of the contract's kinds. The host's own arrive as these; raise them to fail a job.

    Let those of a missing runtime or model through: the host turns them into "not run" with that reason. Let
    `Cancelled` through as well.
    """

    kind = FailureKind.INTERNAL

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    @staticmethod
    def of(kind: FailureKind, message: str) -> Failure:
        """The exception of a kind."""
        return _BY_KIND[kind](message)


class Unsupported(Failure):
    """The host does not do this."""

    kind = FailureKind.UNSUPPORTED


class UnsupportedInput(Failure):
    """The study is of a sort that the service cannot read."""

    kind = FailureKind.UNSUPPORTED_INPUT


class BadInput(Failure):
    """Arguments or images that make no sense."""

    kind = FailureKind.BAD_INPUT


class RuntimeMissing(Failure):
    """The host has no inference runtime: the job counts as not run."""

    kind = FailureKind.RUNTIME_MISSING


class ModelMissing(Failure):
    """The bundle has no such model: the job counts as not run."""

    kind = FailureKind.MODEL_MISSING


class ModelFailure(Failure):
    """A model broke."""

    kind = FailureKind.MODEL


class Cancelled(Failure):
    """The host asked the service to stop."""

    kind = FailureKind.CANCELLED


class LimitReached(Failure):
    """A bound of the host or of the job."""

    kind = FailureKind.LIMIT


class Internal(Failure):
    """A fault of the service or of the host."""

    kind = FailureKind.INTERNAL


_BY_KIND = {
    one.kind: one
    for one in (
        Unsupported,
        UnsupportedInput,
        BadInput,
        RuntimeMissing,
        ModelMissing,
        ModelFailure,
        Cancelled,
        LimitReached,
        Internal,
    )
}
