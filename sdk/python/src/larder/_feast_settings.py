"""Settings of Feast 0.9 that mean nothing here, and what to do instead."""

from __future__ import annotations

import warnings
from collections.abc import Set

_ADVICE = {
    "nothing is to be done: Larder sends no telemetry": "telemetry",
    "a token is sent if there is one: give auth_token": "enable_auth",
    "give auth_token, a text or a function that fetches a token": """auth_provider oauth_grant_type oauth_client_id
        oauth_client_secret oauth_audience oauth_token_request_url""",
    "give timeout, to Client for all calls, or to a call or a job's wait": """grpc_connection_timeout_apply
        batch_ingestion_production_timeout batch_feature_request_wait_time_seconds max_wait_interval""",
    "give the environment the credentials and the endpoint that pyarrow looks for": """s3_endpoint_url
        azure_blob_account_name azure_blob_account_access_key""",
    "the server runs jobs and writes the online store: set it there": """job_service_enable_control_loop
        job_service_retry_failed_jobs job_service_pause_between_jobs job_service_prometheus_metric_port
        spark_launcher spark_ingestion_jar spark_standalone_master spark_home spark_streaming_triggering_interval
        spark_bq_materialization_project spark_bq_materialization_dataset bq_staging_project bq_staging_dataset
        dataproc_cluster_name dataproc_project dataproc_region dataproc_executor_instances dataproc_executor_cores
        dataproc_executor_memory spark_k8s_namespace spark_k8s_use_incluster_config spark_k8s_job_template_path
        spark_k8s_batch_ingestion_template_path spark_k8s_stream_ingestion_template_path
        spark_k8s_historical_retrieval_template_path emr_cluster_id emr_region emr_cluster_template_path
        emr_log_location redis_host redis_port redis_password redis_ssl bigtable_project bigtable_instance
        cassandra_host cassandra_port spark_metrics_redis_host spark_metrics_redis_port lock_mgr_redis_host
        lock_mgr_redis_port lock_expiry whitelisted_projects statsd_enabled statsd_host statsd_port deadletter_path
        checkpoint_path stencil_url stencil_token ingestion_drop_invalid_rows""",
}
_ADVICE_OF = {name: advice for advice, names in _ADVICE.items() for name in names.split()}


def without_those_of_feast(names: Set[str]) -> set[str]:
    """The names that Feast has not; warns once of those that it has and Larder ignores."""
    ignored = sorted(names & _ADVICE_OF.keys(), key=lambda name: (_ADVICE_OF[name], name))
    if ignored:
        told = "; ".join(f"{name} ({_ADVICE_OF[name]})" for name in ignored)
        # Called by Settings, which Client calls: the warning names the line that makes the client.
        warnings.warn(f"Larder ignores settings of Feast: {told}", stacklevel=4)
    return set(names - _ADVICE_OF.keys())
