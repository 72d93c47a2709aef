"""The client of Larder, a feature store. Start with `Client`."""

from larder._client import Client
from larder._entity import Entity
from larder._errors import (
    AlreadyExistsError,
    CallError,
    ConfigurationError,
    DeadlineExceededError,
    FailedPreconditionError,
    InternalError,
    InvalidArgumentError,
    JobFailedError,
    JobTimeoutError,
    LarderError,
    NotFoundError,
    PermissionDeniedError,
    ResourceExhaustedError,
    UnauthenticatedError,
    UnavailableError,
    UnimplementedError,
)
from larder._feature import Feature, FeatureRef
from larder._feature_table import FeatureTable
from larder._formats import AvroFormat, ParquetFormat, ProtoFormat
from larder._jobs import Job, JobProgress, JobState, RetrievalJob, Schedule, SparkJobStatus
from larder._online import FieldStatus, OnlineResponse
from larder._registry import Change, Difference
from larder._rows import RowError, WriteResult
from larder._sources import BigQuerySource, FileSource, KafkaSource, KinesisSource, SourceType
from larder._value_type import ValueType
from larder._version import __version__

__all__ = [
    "AlreadyExistsError",
    "AvroFormat",
    "BigQuerySource",
    "CallError",
    "Change",
    "Client",
    "ConfigurationError",
    "DeadlineExceededError",
    "Difference",
    "Entity",
    "FailedPreconditionError",
    "Feature",
    "FeatureRef",
    "FeatureTable",
    "FieldStatus",
    "FileSource",
    "InternalError",
    "InvalidArgumentError",
    "Job",
    "JobFailedError",
    "JobProgress",
    "JobState",
    "JobTimeoutError",
    "KafkaSource",
    "KinesisSource",
    "LarderError",
    "NotFoundError",
    "OnlineResponse",
    "ParquetFormat",
    "PermissionDeniedError",
    "ProtoFormat",
    "ResourceExhaustedError",
    "RetrievalJob",
    "RowError",
    "Schedule",
    "SourceType",
    "SparkJobStatus",
    "UnauthenticatedError",
    "UnavailableError",
    "UnimplementedError",
    "ValueType",
    "WriteResult",
    "__version__",
]
