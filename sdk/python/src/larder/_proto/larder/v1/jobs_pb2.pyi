import datetime

from larder._proto.feast.core import DataSource_pb2 as _DataSource_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import empty_pb2 as _empty_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from larder._proto.larder.v1 import job_spec_pb2 as _job_spec_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class JobWork(_message.Message):
    __slots__ = ("batch_to_online", "batch_to_offline", "historical_retrieval")
    BATCH_TO_ONLINE_FIELD_NUMBER: _ClassVar[int]
    BATCH_TO_OFFLINE_FIELD_NUMBER: _ClassVar[int]
    HISTORICAL_RETRIEVAL_FIELD_NUMBER: _ClassVar[int]
    batch_to_online: IngestionWork
    batch_to_offline: IngestionWork
    historical_retrieval: RetrievalWork
    def __init__(self, batch_to_online: _Optional[_Union[IngestionWork, _Mapping]] = ..., batch_to_offline: _Optional[_Union[IngestionWork, _Mapping]] = ..., historical_retrieval: _Optional[_Union[RetrievalWork, _Mapping]] = ...) -> None: ...

class IngestionWork(_message.Message):
    __slots__ = ("feature_table", "start", "end")
    FEATURE_TABLE_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    feature_table: str
    start: _timestamp_pb2.Timestamp
    end: _timestamp_pb2.Timestamp
    def __init__(self, feature_table: _Optional[str] = ..., start: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RetrievalWork(_message.Message):
    __slots__ = ("features", "entity_source", "output_location", "output_format", "origin", "filter_by_created_timestamp", "as_of_snapshot")
    class AsOfSnapshotEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    FEATURES_FIELD_NUMBER: _ClassVar[int]
    ENTITY_SOURCE_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_LOCATION_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_FORMAT_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    FILTER_BY_CREATED_TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    AS_OF_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    features: _containers.RepeatedScalarFieldContainer[str]
    entity_source: _DataSource_pb2.DataSource
    output_location: str
    output_format: str
    origin: _job_spec_pb2.HistoricalRetrieval.Origin
    filter_by_created_timestamp: bool
    as_of_snapshot: _containers.ScalarMap[str, int]
    def __init__(self, features: _Optional[_Iterable[str]] = ..., entity_source: _Optional[_Union[_DataSource_pb2.DataSource, _Mapping]] = ..., output_location: _Optional[str] = ..., output_format: _Optional[str] = ..., origin: _Optional[_Union[_job_spec_pb2.HistoricalRetrieval.Origin, str]] = ..., filter_by_created_timestamp: bool = ..., as_of_snapshot: _Optional[_Mapping[str, int]] = ...) -> None: ...

class StartJobRequest(_message.Message):
    __slots__ = ("project", "work")
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    WORK_FIELD_NUMBER: _ClassVar[int]
    project: str
    work: JobWork
    def __init__(self, project: _Optional[str] = ..., work: _Optional[_Union[JobWork, _Mapping]] = ...) -> None: ...

class Job(_message.Message):
    __slots__ = ("id", "project", "work", "state", "hash", "created", "started", "ended", "attempts", "next_attempt", "error", "progress", "done", "remaining", "log_uri", "principal")
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        STATE_UNSPECIFIED: _ClassVar[Job.State]
        PENDING: _ClassVar[Job.State]
        RUNNING: _ClassVar[Job.State]
        DONE: _ClassVar[Job.State]
        FAILED: _ClassVar[Job.State]
        CANCELLED: _ClassVar[Job.State]
    STATE_UNSPECIFIED: Job.State
    PENDING: Job.State
    RUNNING: Job.State
    DONE: Job.State
    FAILED: Job.State
    CANCELLED: Job.State
    ID_FIELD_NUMBER: _ClassVar[int]
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    WORK_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    HASH_FIELD_NUMBER: _ClassVar[int]
    CREATED_FIELD_NUMBER: _ClassVar[int]
    STARTED_FIELD_NUMBER: _ClassVar[int]
    ENDED_FIELD_NUMBER: _ClassVar[int]
    ATTEMPTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_ATTEMPT_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    PROGRESS_FIELD_NUMBER: _ClassVar[int]
    DONE_FIELD_NUMBER: _ClassVar[int]
    REMAINING_FIELD_NUMBER: _ClassVar[int]
    LOG_URI_FIELD_NUMBER: _ClassVar[int]
    PRINCIPAL_FIELD_NUMBER: _ClassVar[int]
    id: str
    project: str
    work: JobWork
    state: Job.State
    hash: str
    created: _timestamp_pb2.Timestamp
    started: _timestamp_pb2.Timestamp
    ended: _timestamp_pb2.Timestamp
    attempts: int
    next_attempt: _timestamp_pb2.Timestamp
    error: str
    progress: _job_spec_pb2.JobProgress
    done: float
    remaining: _duration_pb2.Duration
    log_uri: str
    principal: str
    def __init__(self, id: _Optional[str] = ..., project: _Optional[str] = ..., work: _Optional[_Union[JobWork, _Mapping]] = ..., state: _Optional[_Union[Job.State, str]] = ..., hash: _Optional[str] = ..., created: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., started: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., ended: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., attempts: _Optional[int] = ..., next_attempt: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., error: _Optional[str] = ..., progress: _Optional[_Union[_job_spec_pb2.JobProgress, _Mapping]] = ..., done: _Optional[float] = ..., remaining: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., log_uri: _Optional[str] = ..., principal: _Optional[str] = ...) -> None: ...

class GetJobRequest(_message.Message):
    __slots__ = ("job_id",)
    JOB_ID_FIELD_NUMBER: _ClassVar[int]
    job_id: str
    def __init__(self, job_id: _Optional[str] = ...) -> None: ...

class JobFilter(_message.Message):
    __slots__ = ("project", "feature_table", "include_ended", "page_size", "page_token")
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    FEATURE_TABLE_FIELD_NUMBER: _ClassVar[int]
    INCLUDE_ENDED_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    project: str
    feature_table: str
    include_ended: bool
    page_size: int
    page_token: str
    def __init__(self, project: _Optional[str] = ..., feature_table: _Optional[str] = ..., include_ended: bool = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class JobPage(_message.Message):
    __slots__ = ("jobs", "next_page_token")
    JOBS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    jobs: _containers.RepeatedCompositeFieldContainer[Job]
    next_page_token: str
    def __init__(self, jobs: _Optional[_Iterable[_Union[Job, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class CancelJobRequest(_message.Message):
    __slots__ = ("job_id",)
    JOB_ID_FIELD_NUMBER: _ClassVar[int]
    job_id: str
    def __init__(self, job_id: _Optional[str] = ...) -> None: ...

class RetryJobRequest(_message.Message):
    __slots__ = ("job_id",)
    JOB_ID_FIELD_NUMBER: _ClassVar[int]
    job_id: str
    def __init__(self, job_id: _Optional[str] = ...) -> None: ...

class ReadJobLogRequest(_message.Message):
    __slots__ = ("job_id", "max_bytes")
    JOB_ID_FIELD_NUMBER: _ClassVar[int]
    MAX_BYTES_FIELD_NUMBER: _ClassVar[int]
    job_id: str
    max_bytes: int
    def __init__(self, job_id: _Optional[str] = ..., max_bytes: _Optional[int] = ...) -> None: ...

class JobLog(_message.Message):
    __slots__ = ("text", "truncated")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    TRUNCATED_FIELD_NUMBER: _ClassVar[int]
    text: str
    truncated: bool
    def __init__(self, text: _Optional[str] = ..., truncated: bool = ...) -> None: ...

class Schedule(_message.Message):
    __slots__ = ("project", "feature_table", "cron", "days", "next_run", "last_job_id")
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    FEATURE_TABLE_FIELD_NUMBER: _ClassVar[int]
    CRON_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    NEXT_RUN_FIELD_NUMBER: _ClassVar[int]
    LAST_JOB_ID_FIELD_NUMBER: _ClassVar[int]
    project: str
    feature_table: str
    cron: str
    days: int
    next_run: _timestamp_pb2.Timestamp
    last_job_id: str
    def __init__(self, project: _Optional[str] = ..., feature_table: _Optional[str] = ..., cron: _Optional[str] = ..., days: _Optional[int] = ..., next_run: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., last_job_id: _Optional[str] = ...) -> None: ...

class ListSchedulesRequest(_message.Message):
    __slots__ = ("project",)
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    project: str
    def __init__(self, project: _Optional[str] = ...) -> None: ...

class ListSchedulesResponse(_message.Message):
    __slots__ = ("schedules",)
    SCHEDULES_FIELD_NUMBER: _ClassVar[int]
    schedules: _containers.RepeatedCompositeFieldContainer[Schedule]
    def __init__(self, schedules: _Optional[_Iterable[_Union[Schedule, _Mapping]]] = ...) -> None: ...

class DeleteScheduleRequest(_message.Message):
    __slots__ = ("project", "feature_table")
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    FEATURE_TABLE_FIELD_NUMBER: _ClassVar[int]
    project: str
    feature_table: str
    def __init__(self, project: _Optional[str] = ..., feature_table: _Optional[str] = ...) -> None: ...
