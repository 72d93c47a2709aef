import datetime

from larder._proto.feast.core import DataSource_pb2 as _DataSource_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class JobType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    INVALID_JOB: _ClassVar[JobType]
    BATCH_INGESTION_JOB: _ClassVar[JobType]
    STREAM_INGESTION_JOB: _ClassVar[JobType]
    RETRIEVAL_JOB: _ClassVar[JobType]

class JobStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    JOB_STATUS_INVALID: _ClassVar[JobStatus]
    JOB_STATUS_PENDING: _ClassVar[JobStatus]
    JOB_STATUS_RUNNING: _ClassVar[JobStatus]
    JOB_STATUS_DONE: _ClassVar[JobStatus]
    JOB_STATUS_ERROR: _ClassVar[JobStatus]
INVALID_JOB: JobType
BATCH_INGESTION_JOB: JobType
STREAM_INGESTION_JOB: JobType
RETRIEVAL_JOB: JobType
JOB_STATUS_INVALID: JobStatus
JOB_STATUS_PENDING: JobStatus
JOB_STATUS_RUNNING: JobStatus
JOB_STATUS_DONE: JobStatus
JOB_STATUS_ERROR: JobStatus

class Job(_message.Message):
    __slots__ = ("id", "type", "status", "hash", "start_time", "retrieval", "batch_ingestion", "stream_ingestion", "log_uri", "error_message")
    class RetrievalJobMeta(_message.Message):
        __slots__ = ("output_location",)
        OUTPUT_LOCATION_FIELD_NUMBER: _ClassVar[int]
        output_location: str
        def __init__(self, output_location: _Optional[str] = ...) -> None: ...
    class OfflineToOnlineMeta(_message.Message):
        __slots__ = ("table_name",)
        TABLE_NAME_FIELD_NUMBER: _ClassVar[int]
        table_name: str
        def __init__(self, table_name: _Optional[str] = ...) -> None: ...
    class StreamToOnlineMeta(_message.Message):
        __slots__ = ("table_name",)
        TABLE_NAME_FIELD_NUMBER: _ClassVar[int]
        table_name: str
        def __init__(self, table_name: _Optional[str] = ...) -> None: ...
    ID_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    HASH_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    RETRIEVAL_FIELD_NUMBER: _ClassVar[int]
    BATCH_INGESTION_FIELD_NUMBER: _ClassVar[int]
    STREAM_INGESTION_FIELD_NUMBER: _ClassVar[int]
    LOG_URI_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    id: str
    type: JobType
    status: JobStatus
    hash: str
    start_time: _timestamp_pb2.Timestamp
    retrieval: Job.RetrievalJobMeta
    batch_ingestion: Job.OfflineToOnlineMeta
    stream_ingestion: Job.StreamToOnlineMeta
    log_uri: str
    error_message: str
    def __init__(self, id: _Optional[str] = ..., type: _Optional[_Union[JobType, str]] = ..., status: _Optional[_Union[JobStatus, str]] = ..., hash: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., retrieval: _Optional[_Union[Job.RetrievalJobMeta, _Mapping]] = ..., batch_ingestion: _Optional[_Union[Job.OfflineToOnlineMeta, _Mapping]] = ..., stream_ingestion: _Optional[_Union[Job.StreamToOnlineMeta, _Mapping]] = ..., log_uri: _Optional[str] = ..., error_message: _Optional[str] = ...) -> None: ...

class StartOfflineToOnlineIngestionJobRequest(_message.Message):
    __slots__ = ("project", "table_name", "start_date", "end_date")
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    TABLE_NAME_FIELD_NUMBER: _ClassVar[int]
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    END_DATE_FIELD_NUMBER: _ClassVar[int]
    project: str
    table_name: str
    start_date: _timestamp_pb2.Timestamp
    end_date: _timestamp_pb2.Timestamp
    def __init__(self, project: _Optional[str] = ..., table_name: _Optional[str] = ..., start_date: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_date: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class StartOfflineToOnlineIngestionJobResponse(_message.Message):
    __slots__ = ("id", "job_start_time", "table_name", "log_uri")
    ID_FIELD_NUMBER: _ClassVar[int]
    JOB_START_TIME_FIELD_NUMBER: _ClassVar[int]
    TABLE_NAME_FIELD_NUMBER: _ClassVar[int]
    LOG_URI_FIELD_NUMBER: _ClassVar[int]
    id: str
    job_start_time: _timestamp_pb2.Timestamp
    table_name: str
    log_uri: str
    def __init__(self, id: _Optional[str] = ..., job_start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., table_name: _Optional[str] = ..., log_uri: _Optional[str] = ...) -> None: ...

class StartStreamToOnlineIngestionJobRequest(_message.Message):
    __slots__ = ("project", "table_name")
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    TABLE_NAME_FIELD_NUMBER: _ClassVar[int]
    project: str
    table_name: str
    def __init__(self, project: _Optional[str] = ..., table_name: _Optional[str] = ...) -> None: ...

class StartStreamToOnlineIngestionJobResponse(_message.Message):
    __slots__ = ("id", "job_start_time", "table_name", "log_uri")
    ID_FIELD_NUMBER: _ClassVar[int]
    JOB_START_TIME_FIELD_NUMBER: _ClassVar[int]
    TABLE_NAME_FIELD_NUMBER: _ClassVar[int]
    LOG_URI_FIELD_NUMBER: _ClassVar[int]
    id: str
    job_start_time: _timestamp_pb2.Timestamp
    table_name: str
    log_uri: str
    def __init__(self, id: _Optional[str] = ..., job_start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., table_name: _Optional[str] = ..., log_uri: _Optional[str] = ...) -> None: ...

class ScheduleOfflineToOnlineIngestionJobRequest(_message.Message):
    __slots__ = ("project", "table_name", "ingestion_timespan", "cron_schedule")
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    TABLE_NAME_FIELD_NUMBER: _ClassVar[int]
    INGESTION_TIMESPAN_FIELD_NUMBER: _ClassVar[int]
    CRON_SCHEDULE_FIELD_NUMBER: _ClassVar[int]
    project: str
    table_name: str
    ingestion_timespan: int
    cron_schedule: str
    def __init__(self, project: _Optional[str] = ..., table_name: _Optional[str] = ..., ingestion_timespan: _Optional[int] = ..., cron_schedule: _Optional[str] = ...) -> None: ...

class ScheduleOfflineToOnlineIngestionJobResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class UnscheduleOfflineToOnlineIngestionJobRequest(_message.Message):
    __slots__ = ("project", "table_name")
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    TABLE_NAME_FIELD_NUMBER: _ClassVar[int]
    project: str
    table_name: str
    def __init__(self, project: _Optional[str] = ..., table_name: _Optional[str] = ...) -> None: ...

class UnscheduleOfflineToOnlineIngestionJobResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetHistoricalFeaturesRequest(_message.Message):
    __slots__ = ("feature_refs", "entity_source", "project", "output_location", "output_format")
    FEATURE_REFS_FIELD_NUMBER: _ClassVar[int]
    ENTITY_SOURCE_FIELD_NUMBER: _ClassVar[int]
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_LOCATION_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_FORMAT_FIELD_NUMBER: _ClassVar[int]
    feature_refs: _containers.RepeatedScalarFieldContainer[str]
    entity_source: _DataSource_pb2.DataSource
    project: str
    output_location: str
    output_format: str
    def __init__(self, feature_refs: _Optional[_Iterable[str]] = ..., entity_source: _Optional[_Union[_DataSource_pb2.DataSource, _Mapping]] = ..., project: _Optional[str] = ..., output_location: _Optional[str] = ..., output_format: _Optional[str] = ...) -> None: ...

class GetHistoricalFeaturesResponse(_message.Message):
    __slots__ = ("id", "output_file_uri", "job_start_time", "log_uri")
    ID_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_FILE_URI_FIELD_NUMBER: _ClassVar[int]
    JOB_START_TIME_FIELD_NUMBER: _ClassVar[int]
    LOG_URI_FIELD_NUMBER: _ClassVar[int]
    id: str
    output_file_uri: str
    job_start_time: _timestamp_pb2.Timestamp
    log_uri: str
    def __init__(self, id: _Optional[str] = ..., output_file_uri: _Optional[str] = ..., job_start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., log_uri: _Optional[str] = ...) -> None: ...

class ListJobsRequest(_message.Message):
    __slots__ = ("include_terminated", "table_name", "project")
    INCLUDE_TERMINATED_FIELD_NUMBER: _ClassVar[int]
    TABLE_NAME_FIELD_NUMBER: _ClassVar[int]
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    include_terminated: bool
    table_name: str
    project: str
    def __init__(self, include_terminated: bool = ..., table_name: _Optional[str] = ..., project: _Optional[str] = ...) -> None: ...

class ListJobsResponse(_message.Message):
    __slots__ = ("jobs",)
    JOBS_FIELD_NUMBER: _ClassVar[int]
    jobs: _containers.RepeatedCompositeFieldContainer[Job]
    def __init__(self, jobs: _Optional[_Iterable[_Union[Job, _Mapping]]] = ...) -> None: ...

class GetJobRequest(_message.Message):
    __slots__ = ("job_id",)
    JOB_ID_FIELD_NUMBER: _ClassVar[int]
    job_id: str
    def __init__(self, job_id: _Optional[str] = ...) -> None: ...

class GetJobResponse(_message.Message):
    __slots__ = ("job",)
    JOB_FIELD_NUMBER: _ClassVar[int]
    job: Job
    def __init__(self, job: _Optional[_Union[Job, _Mapping]] = ...) -> None: ...

class CancelJobRequest(_message.Message):
    __slots__ = ("job_id",)
    JOB_ID_FIELD_NUMBER: _ClassVar[int]
    job_id: str
    def __init__(self, job_id: _Optional[str] = ...) -> None: ...

class CancelJobResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetHealthMetricsRequest(_message.Message):
    __slots__ = ("project", "table_names")
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    TABLE_NAMES_FIELD_NUMBER: _ClassVar[int]
    project: str
    table_names: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, project: _Optional[str] = ..., table_names: _Optional[_Iterable[str]] = ...) -> None: ...

class GetHealthMetricsResponse(_message.Message):
    __slots__ = ("passed", "failed")
    PASSED_FIELD_NUMBER: _ClassVar[int]
    FAILED_FIELD_NUMBER: _ClassVar[int]
    passed: _containers.RepeatedScalarFieldContainer[str]
    failed: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, passed: _Optional[_Iterable[str]] = ..., failed: _Optional[_Iterable[str]] = ...) -> None: ...
