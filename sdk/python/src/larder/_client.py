"""The client."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from larder import _ingestion, _jobs, _methods, _online, _rows, _training
from larder._connection import MAX_ATTEMPTS, Connection, Server
from larder._entity import Entity
from larder._errors import ConfigurationError
from larder._feature import Feature, FeatureRef
from larder._feature_table import FeatureTable
from larder._jobs import Job, RetrievalJob, Schedule
from larder._online import OnlineResponse
from larder._proto.feast.core.CoreService_pb2 import GetFeastCoreVersionRequest
from larder._proto.feast.serving.ServingService_pb2 import GetFeastServingInfoRequest
from larder._proto.feast_spark.api import JobService_pb2 as spark
from larder._proto.larder.v1 import jobs_pb2 as jobs
from larder._registry import Change, Registry, definition_of
from larder._rows import WriteResult
from larder._settings import Settings
from larder._sources import BigQuerySource, FileSource
from larder._times import fill_timestamp
from larder._value_type import ValueType
from larder._version import __version__

if TYPE_CHECKING:
    from pyspark.sql import DataFrame as SparkDataFrame

Definition = Entity | FeatureTable


class Client:
    """Everything that Larder offers. Connects when it is first used; can be shared by threads; close it, or use it with `with`.

    A `project` of None is the client's own. Calls that may be repeated are made again, with growing pauses, while the server is
    UNAVAILABLE, until their time is over. All failures are `larder.LarderError`s.
    """

    def __init__(
        self,
        options: Mapping[str, object] | None = None,
        *,
        auth_token: str | Callable[[], str] | None = None,
        **settings: object,
    ) -> None:
        """Takes settings by their names in lower case, such as `Client(url="larder:6565", timeout=2)`.

        Args:
            options: settings, too; those given by name come first.
            auth_token: a token, or a function that gives the token of now.
            settings: the rest comes from the environment and the configuration file.
        """
        given = {**(options or {}), **settings}
        if isinstance(auth_token, str):
            given["auth_token"] = auth_token
        self.settings = Settings(given)
        self._token = auth_token if callable(auth_token) else self.settings.text("auth_token")
        self._project = self.settings.text("project")
        self._connections: dict[Server, Connection] = {}
        self._core = self._connect("core")
        self._serving = self._connect("serving")
        self._job_service = self._connect("job_service")
        self._registry = Registry(self._core)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends all connections."""
        for connection in self._connections.values():
            connection.close()

    # Where

    @property
    def core_url(self) -> str:
        """`host:port` of the registry."""
        return self._core.server.url

    @property
    def serving_url(self) -> str:
        """`host:port` of online serving."""
        return self._serving.server.url

    @property
    def job_service_url(self) -> str:
        """`host:port` of jobs."""
        return self._job_service.server.url

    @property
    def core_secure(self) -> bool:
        """Whether the registry is talked to over TLS."""
        return self._core.server.tls

    @property
    def serving_secure(self) -> bool:
        """Whether online serving is talked to over TLS."""
        return self._serving.server.tls

    @property
    def job_service_secure(self) -> bool:
        """Whether jobs are talked to over TLS."""
        return self._job_service.server.tls

    @property
    def project(self) -> str:
        """The project that is meant where none is named."""
        return self._project

    def set_project(self, project: str | None = None) -> None:
        """Means another project from now on; None: `default`."""
        self._project = project or "default"

    def version(self) -> dict[str, dict[str, str]]:
        """The versions of this client, of online serving and of the registry."""
        core = self._core.call(_methods.CORE_VERSION, GetFeastCoreVersionRequest())
        serving = self._serving.call(_methods.SERVING_INFO, GetFeastServingInfoRequest())
        return {
            "sdk": {"version": __version__},
            "core": {"url": self.core_url, "version": core.version},
            "serving": {"url": self.serving_url, "version": serving.version},
        }

    # Definitions

    def list_projects(self) -> list[str]:
        """The names of all projects that are not archived."""
        return self._registry.projects()

    def create_project(self, project: str) -> None:
        self._registry.create_project(project)

    def archive_project(self, project: str) -> None:
        """Hides a project and closes it to new definitions; what it holds can still be read and served."""
        self._registry.archive_project(project)

    def apply(
        self, objects: Definition | Sequence[Definition], project: str | None = None, *, dry_run: bool = False
    ) -> list[Change]:
        """Registers definitions, all of them or none, in this order, and tells what changed.

        With `dry_run` nothing is stored; the changes are those that there would be.
        """
        given = [objects] if isinstance(objects, Entity | FeatureTable) else objects
        return self._registry.apply(project or self._project, map(definition_of, given), dry_run)

    apply_entity = apply
    apply_feature_table = apply

    def list_changes(
        self, *, kind: str = "", name: str = "", project: str | None = None, limit: int = 100
    ) -> list[Change]:
        """Who changed what and when, newest first. `kind`: `project`, `entity` or `feature_table`; empty: all."""
        return self._registry.changes(project or self._project, kind, name, limit)

    def get_entity(self, name: str, project: str | None = None) -> Entity:
        return self._registry.entity(project or self._project, name)

    def list_entities(self, project: str | None = None, labels: Mapping[str, str] | None = None) -> list[Entity]:
        """All entities; with `labels` those that have all of these."""
        return self._registry.entities(project or self._project, labels or {})

    def get_feature_table(self, name: str, project: str | None = None) -> FeatureTable:
        return self._registry.table(project or self._project, name)

    def list_feature_tables(
        self, project: str | None = None, labels: Mapping[str, str] | None = None
    ) -> list[FeatureTable]:
        """All feature tables; with `labels` those that have all of these."""
        return self._registry.tables(project or self._project, labels or {})

    def delete_feature_table(self, name: str, project: str | None = None) -> None:
        """Deletes the table and, a minute later, its rows in the online store. Files stay."""
        self._registry.delete_table(project or self._project, name)

    def list_features_by_ref(
        self,
        project: str | None = None,
        entities: Sequence[str] = (),
        labels: Mapping[str, str] | None = None,
    ) -> dict[FeatureRef, Feature]:
        """All features by name; with `entities` those of tables with exactly these, with `labels` those that have all of these."""
        return self._registry.features(project or self._project, entities, labels or {})

    # Data

    def ingest(
        self,
        feature_table: str | FeatureTable,
        source: Any,
        project: str | None = None,
        chunk_size: int = 1_000_000,
        max_workers: int | None = None,
    ) -> int:
        """Adds rows to the files of a table's batch source, and gives their number. A job brings them into the stores.

        The columns of entities, features and times must be there and become their types by the rule of casts; more columns are kept.
        A time without a zone is taken as UTC, and a number is no time. With a `date_partition_column` each day of event time (UTC) has
        its folder.

        Args:
            feature_table: a table, or its name; what the server knows of it counts.
            source: a pandas DataFrame, a pyarrow Table, a mapping of columns, a list of rows, or the path of a Parquet or CSV file.
            chunk_size: rows of one row group.
            max_workers: threads that write partitions.
        """
        table, types = self._table_and_types(feature_table, project)
        return _ingestion.ingest(table, types, source, chunk_size, max_workers)

    def write_rows(
        self,
        feature_table: str | FeatureTable,
        rows: Any,
        project: str | None = None,
        *,
        timeout: float | None = None,
    ) -> WriteResult:
        """Writes rows into the online store, at once and without a job.

        Args:
            feature_table: a table, or its name; what the server knows of it counts.
            rows: like `source` of `ingest`. Columns are the entities, the features (those left out are null), and
                `event_timestamp`, or else the column that the table's batch source names. Its other columns may be there, too; one
                that neither the table nor its source has is refused.
            timeout: seconds that each call, of 1 000 rows, may take.
        """
        table, types = self._table_and_types(feature_table, project)
        return _rows.write_rows(self._serving, project or self._project, table, types, rows, timeout)

    def delete_rows(
        self,
        feature_table: str | FeatureTable,
        entity_rows: Sequence[Mapping[str, Any]],
        project: str | None = None,
        *,
        timeout: float | None = None,
    ) -> int:
        """Deletes the rows of these entities from the online store, and gives how many there were."""
        name = _name(feature_table)
        return _rows.delete_rows(self._serving, project or self._project, name, entity_rows, timeout)

    def get_online_features(
        self,
        feature_refs: Sequence[str],
        entity_rows: _online.EntityRows,
        project: str | None = None,
        *,
        timeout: float | None = None,
    ) -> OnlineResponse:
        """The newest values of features.

        Args:
            feature_refs: each `table:feature`; tables with different entities can be asked together.
            entity_rows: a list of rows such as `{"driver_id": 1001}`, a mapping of columns, a pandas DataFrame or a pyarrow Table:
                exactly the entities of these tables.
            timeout: seconds that the call may take.

        Raises:
            NotFoundError: there is no such table, feature or project. A row that is not there is no error: see `FieldStatus`.
        """
        project = project or self._project
        return _online.get_online_features(self._serving, project, feature_refs, entity_rows, timeout)

    # Jobs

    def get_historical_features(
        self,
        feature_refs: Sequence[str],
        entity_source: Any,
        output_location: str | None = None,
        project: str | None = None,
        *,
        offline_store: bool = False,
        snapshots: Mapping[str, int] | None = None,
        known_then: bool = False,
    ) -> RetrievalJob:
        """Starts a job that joins to each entity row the features as they were at its time.

        Args:
            feature_refs: each `table:feature`, in the order of the columns wanted; the columns are named `table__feature`.
            entity_source: rows with the entities and `event_timestamp`, in any shape that `ingest` takes, or a `FileSource` or
                `BigQuerySource`. Rows are first written below `staging_location`, where the server must be able to read.
            output_location: a folder that is new, empty, or the training set of a job before, which is replaced; None: a new one.
            offline_store: read the offline store, not the batch sources of the tables.
            snapshots: of the offline store to read, by table, as `job.progress.snapshots` had them: they give the same training
                set again. A table that is not named is read as it is.
            known_then: leave out feature rows that were created after the time of the entity row.
        """
        project = project or self._project
        refs = [FeatureRef.from_str(str(ref)) for ref in feature_refs]
        tables = [self.get_feature_table(name, project) for name in dict.fromkeys(ref.feature_table for ref in refs)]
        names = dict.fromkeys(name for table in tables for name in table.entities)
        types = (
            {}
            if isinstance(entity_source, FileSource | BigQuerySource)
            else self._registry.entity_types(project, names)
        )
        staged = _training.entity_source_of(entity_source, types, self.settings.text("staging_location"))
        origin = jobs.RetrievalWork(
            features=[str(ref) for ref in refs],
            entity_source=staged.to_proto(),
            output_location=output_location or self.settings.text("output_location"),
            output_format=self.settings.text("output_format"),
            origin="OFFLINE_STORE" if offline_store else "BATCH_SOURCE",
            filter_by_created_timestamp=known_then,
            as_of_snapshot=snapshots or {},
        )
        job = self._start(project, jobs.JobWork(historical_retrieval=origin))
        return RetrievalJob(self._job_service, job._message)

    def get_historical_features_df(self, feature_refs: Sequence[str], entity_source: Any) -> SparkDataFrame:
        """Builds a training set and opens it in the Spark session of this process (extra `pyspark`)."""
        from pyspark.sql import SparkSession

        location = self.get_historical_features(feature_refs, entity_source).get_output_file_uri()
        return SparkSession.builder.getOrCreate().read.parquet(location)

    def stage_dataframe(self, df: Any, event_timestamp_column: str = _training.EVENT_TIMESTAMP) -> FileSource:
        """Writes entity rows below `staging_location`, to be used for several training sets."""
        return _training.stage(df, event_timestamp_column, {}, self.settings.text("staging_location"))

    def start_offline_to_online_ingestion(
        self,
        feature_table: str | FeatureTable,
        start: datetime | date | str,
        end: datetime | date | str,
        project: str | None = None,
    ) -> Job:
        """Starts a job that brings the latest row of each entity, of those with start <= event time < end, into the online store.

        A time without a zone is taken as UTC.
        """
        work = jobs.JobWork(batch_to_online=_ingestion_work(feature_table, start, end))
        return self._start(project, work)

    def start_batch_to_offline_ingestion(
        self,
        feature_table: str | FeatureTable,
        start: datetime | date | str,
        end: datetime | date | str,
        project: str | None = None,
    ) -> Job:
        """Starts a job that replaces the rows of the offline store with start <= event time < end by those of the batch source."""
        work = jobs.JobWork(batch_to_offline=_ingestion_work(feature_table, start, end))
        return self._start(project, work)

    def start_stream_to_online_ingestion(
        self,
        feature_table: str | FeatureTable,
        extra_jars: Sequence[str] | None = None,  # noqa: ARG002
        project: str | None = None,
    ) -> Job:
        """Starts the job that keeps the online store fresh from the stream source. `extra_jars` is not used: the server has its own."""
        request = spark.StartStreamToOnlineIngestionJobRequest(
            project=project or self._project, table_name=_name(feature_table)
        )
        return self.get_job_by_id(self._job_service.call(_methods.START_STREAM, request).id)

    def schedule_offline_to_online_ingestion(
        self,
        feature_table: str | FeatureTable,
        ingestion_timespan: int,
        cron_schedule: str,
        project: str | None = None,
    ) -> Schedule:
        """Starts an ingestion into the online store again and again; the table's schedule before, if any, is replaced.

        Args:
            ingestion_timespan: whole days that each run covers: today (UTC) and the days before it.
            cron_schedule: minute, hour, day of month, month, day of week; in UTC.
        """
        message = jobs.Schedule(
            project=project or self._project,
            feature_table=_name(feature_table),
            cron=cron_schedule,
            days=ingestion_timespan,
        )
        return _jobs.schedule_of(self._job_service.call(_methods.PUT_SCHEDULE, message))

    def unschedule_offline_to_online_ingestion(
        self, feature_table: str | FeatureTable, project: str | None = None
    ) -> None:
        request = jobs.DeleteScheduleRequest(project=project or self._project, feature_table=_name(feature_table))
        self._job_service.call(_methods.DELETE_SCHEDULE, request)

    def list_schedules(self, project: str | None = None) -> list[Schedule]:
        """The schedules, by table name."""
        return _jobs.list_schedules(self._job_service, project or self._project)

    def list_jobs(
        self, include_terminated: bool = False, table_name: str | None = None, project: str | None = None
    ) -> list[Job]:
        """The jobs of the project, newest first."""
        return _jobs.list_jobs(self._job_service, project or self._project, table_name or "", include_terminated)

    def get_job_by_id(self, job_id: str) -> Job:
        return _jobs.get_job(self._job_service, job_id)

    def get_health_metrics(self, project: str | None = None, table_names: Sequence[str] = ()) -> dict[str, list[str]]:
        """`passed`: tables whose newest ingested row is not older than their max age; `failed`: the others.

        Raises:
            UnimplementedError: the server does not ingest streams yet, so it knows of none.
        """
        request = spark.GetHealthMetricsRequest(project=project or self._project, table_names=table_names)
        answer = self._job_service.call(_methods.HEALTH_METRICS, request)
        return {"passed": list(answer.passed), "failed": list(answer.failed)}

    def _start(self, project: str | None, work: jobs.JobWork) -> Job:
        return _jobs.start_job(self._job_service, project or self._project, work)

    def _table_and_types(
        self, feature_table: str | FeatureTable, project: str | None
    ) -> tuple[FeatureTable, dict[str, ValueType]]:
        project = project or self._project
        table = self._registry.table(project, _name(feature_table))
        return table, self._registry.column_types(project, table)

    def _connect(self, endpoint: str) -> Connection:
        settings = self.settings
        attempts = settings.number("attempts")
        if not attempts.is_integer() or attempts > MAX_ATTEMPTS:
            raise ConfigurationError(
                f"setting attempts is a whole number from 1 to {MAX_ATTEMPTS}, and this is {attempts:g}"
            )
        server = Server(
            url=settings.text(f"{endpoint}_url"),
            tls=settings.flag(f"{endpoint}_enable_ssl"),
            certificate=settings.text(f"{endpoint}_server_ssl_cert"),
            token=self._token,
            timeout=settings.number("timeout"),
            attempts=int(attempts),
        )
        return self._connections.setdefault(server, Connection(server))


def _name(feature_table: str | FeatureTable) -> str:
    return feature_table if isinstance(feature_table, str) else feature_table.name


def _ingestion_work(
    feature_table: str | FeatureTable, start: datetime | date | str, end: datetime | date | str
) -> jobs.IngestionWork:
    work = jobs.IngestionWork(feature_table=_name(feature_table))
    fill_timestamp(work.start, start, "start")
    fill_timestamp(work.end, end, "end")
    return work
