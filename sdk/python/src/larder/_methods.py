"""The calls of the server that the client makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from google.protobuf.empty_pb2 import Empty
from google.protobuf.message import Message

from larder._proto.feast.core import CoreService_pb2 as core
from larder._proto.feast.serving import ServingService_pb2 as serving
from larder._proto.feast_spark.api import JobService_pb2 as spark
from larder._proto.larder.client import wire_pb2 as wire
from larder._proto.larder.v1 import jobs_pb2 as jobs
from larder._proto.larder.v1 import online_pb2 as online
from larder._proto.larder.v1 import registry_pb2 as registry

Request = TypeVar("Request", bound=Message)
Response = TypeVar("Response", bound=Message)


@dataclass(frozen=True, eq=False)
class Method(Generic[Request, Response]):
    """One call.

    Attributes:
        path: `<service>/<name>`.
        repeatable: made twice it does what it does once, so it may be tried again when a connection is lost.
    """

    path: str
    request: type[Request]
    response: type[Response]
    repeatable: bool = True


_CORE = "feast.core.CoreService"
CORE_VERSION = Method(f"{_CORE}/GetFeastCoreVersion", core.GetFeastCoreVersionRequest, core.GetFeastCoreVersionResponse)
LIST_PROJECTS = Method(f"{_CORE}/ListProjects", core.ListProjectsRequest, core.ListProjectsResponse)
CREATE_PROJECT = Method(
    f"{_CORE}/CreateProject", core.CreateProjectRequest, core.CreateProjectResponse, repeatable=False
)
ARCHIVE_PROJECT = Method(f"{_CORE}/ArchiveProject", core.ArchiveProjectRequest, core.ArchiveProjectResponse)
APPLY_ENTITY = Method(f"{_CORE}/ApplyEntity", core.ApplyEntityRequest, core.ApplyEntityResponse)
GET_ENTITY = Method(f"{_CORE}/GetEntity", core.GetEntityRequest, core.GetEntityResponse)
LIST_ENTITIES = Method(f"{_CORE}/ListEntities", core.ListEntitiesRequest, core.ListEntitiesResponse)
GET_TABLE = Method(f"{_CORE}/GetFeatureTable", core.GetFeatureTableRequest, core.GetFeatureTableResponse)
LIST_TABLES = Method(f"{_CORE}/ListFeatureTables", core.ListFeatureTablesRequest, core.ListFeatureTablesResponse)
DELETE_TABLE = Method(f"{_CORE}/DeleteFeatureTable", core.DeleteFeatureTableRequest, core.DeleteFeatureTableResponse)
LIST_FEATURES = Method(f"{_CORE}/ListFeatures", core.ListFeaturesRequest, core.ListFeaturesResponse)

_REGISTRY = "larder.v1.RegistryService"
APPLY = Method(f"{_REGISTRY}/Apply", registry.ApplyRequest, registry.ApplyResponse)
LIST_CHANGES = Method(f"{_REGISTRY}/ListChanges", registry.ListChangesRequest, registry.ListChangesResponse)

_SERVING = "feast.serving.ServingService"
SERVING_INFO = Method(
    f"{_SERVING}/GetFeastServingInfo", serving.GetFeastServingInfoRequest, serving.GetFeastServingInfoResponse
)
ONLINE_FEATURES = Method(f"{_SERVING}/GetOnlineFeatures", serving.GetOnlineFeaturesRequest, wire.Columns)

_ONLINE = "larder.v1.OnlineStoreService"
WRITE_ROWS = Method(f"{_ONLINE}/WriteRows", online.WriteRowsRequest, online.WriteRowsResponse)
DELETE_ROWS = Method(f"{_ONLINE}/DeleteRows", online.DeleteRowsRequest, online.DeleteRowsResponse)

_JOBS = "larder.v1.JobService"
START_JOB = Method(f"{_JOBS}/StartJob", jobs.StartJobRequest, jobs.Job, repeatable=False)
GET_JOB = Method(f"{_JOBS}/GetJob", jobs.GetJobRequest, jobs.Job)
LIST_JOBS = Method(f"{_JOBS}/ListJobs", jobs.JobFilter, jobs.JobPage)
CANCEL_JOB = Method(f"{_JOBS}/CancelJob", jobs.CancelJobRequest, jobs.Job)
RETRY_JOB = Method(f"{_JOBS}/RetryJob", jobs.RetryJobRequest, jobs.Job, repeatable=False)
READ_JOB_LOG = Method(f"{_JOBS}/ReadJobLog", jobs.ReadJobLogRequest, jobs.JobLog)
PUT_SCHEDULE = Method(f"{_JOBS}/PutSchedule", jobs.Schedule, jobs.Schedule)
LIST_SCHEDULES = Method(f"{_JOBS}/ListSchedules", jobs.ListSchedulesRequest, jobs.ListSchedulesResponse)
DELETE_SCHEDULE = Method(f"{_JOBS}/DeleteSchedule", jobs.DeleteScheduleRequest, Empty)

_SPARK = "feast_spark.api.JobService"
START_STREAM = Method(
    f"{_SPARK}/StartStreamToOnlineIngestionJob",
    spark.StartStreamToOnlineIngestionJobRequest,
    spark.StartStreamToOnlineIngestionJobResponse,
    repeatable=False,
)
HEALTH_METRICS = Method(f"{_SPARK}/GetHealthMetrics", spark.GetHealthMetricsRequest, spark.GetHealthMetricsResponse)

HEALTH = Method("grpc.health.v1.Health/Check", wire.HealthCheckRequest, wire.HealthCheckResponse, repeatable=False)

ALL: tuple[Method[Message, Message], ...] = tuple(
    value for value in list(globals().values()) if isinstance(value, Method)
)
