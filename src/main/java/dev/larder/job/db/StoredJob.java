package dev.larder.job.db;

import dev.larder.job.Job;
import dev.larder.job.JobKind;
import dev.larder.job.JobReport;
import dev.larder.job.JobState;
import dev.larder.job.JobStatus;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

@Entity
@Table(name = "job")
@RegisterForReflection(
        targets = {
            JobReport.class,
            JobReport.Ending.class,
            JobReport.Tasks.class,
            JobReport.Rows.class,
            JobReport.Findings.class
        })
public class StoredJob extends PanacheEntityBase {
    /** In the order they were asked for. */
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long number;

    public UUID id;
    public String project;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    public JobKind kind;

    public List<String> tables;

    @JdbcTypeCode(SqlTypes.JSON)
    public StoredWork work;

    public String hash;
    public String principal;
    public Instant createdAt;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    public JobState state;

    public long epoch;
    public int attempts;
    public String owner;
    public Instant startedAt;
    public Instant endedAt;
    public Instant nextAttemptAt;
    public boolean cancelAsked;
    public String error;

    @JdbcTypeCode(SqlTypes.JSON)
    public JobReport report;

    static StoredJob of(Job job) {
        var stored = new StoredJob();
        stored.id = job.id();
        stored.project = job.project();
        stored.kind = job.work().kind();
        stored.tables = job.work().tables();
        stored.work = StoredWork.of(job.work());
        stored.hash = job.hash();
        stored.principal = job.principal();
        stored.createdAt = job.created();
        stored.set(job.status());
        return stored;
    }

    void set(JobStatus status) {
        state = status.state();
        epoch = status.epoch();
        attempts = status.attempts();
        owner = status.owner();
        startedAt = status.started().orElse(null);
        endedAt = status.ended().orElse(null);
        nextAttemptAt = status.nextAttempt().orElse(null);
        cancelAsked = status.cancelAsked();
        error = status.error();
        report = status.report().orElse(null);
    }

    JobStatus status() {
        return new JobStatus(
                state,
                epoch,
                attempts,
                owner,
                Optional.ofNullable(startedAt),
                Optional.ofNullable(endedAt),
                Optional.ofNullable(nextAttemptAt),
                cancelAsked,
                error,
                Optional.ofNullable(report));
    }

    Job toJob() {
        return new Job(id, project, work.toWork(kind, tables), hash, principal, createdAt, status());
    }
}
