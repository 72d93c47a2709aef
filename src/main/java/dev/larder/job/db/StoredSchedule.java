package dev.larder.job.db;

import dev.larder.job.Cron;
import dev.larder.job.Schedule;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

@Entity
@Table(name = "schedule")
@IdClass(StoredSchedule.Key.class)
public class StoredSchedule extends PanacheEntityBase {
    /** What a schedule is found by. */
    public record Key(String project, String tableName) {}

    @Id
    public String project;

    @Id
    public String tableName;

    public String cron;
    public int days;
    public String principal;
    public Instant nextRunAt;
    public UUID lastJob;

    void set(Schedule schedule) {
        project = schedule.project();
        tableName = schedule.table();
        cron = schedule.cron().text();
        days = schedule.days();
        principal = schedule.principal();
        nextRunAt = schedule.nextRun();
        lastJob = schedule.lastJob().orElse(null);
    }

    Schedule toSchedule() {
        return new Schedule(
                project, tableName, Cron.parse(cron), days, principal, nextRunAt, Optional.ofNullable(lastJob));
    }
}
