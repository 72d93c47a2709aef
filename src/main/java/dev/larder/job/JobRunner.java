package dev.larder.job;

import dev.larder.error.LarderException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Where jobs run. All methods may wait for servers, but only as long as is configured. */
public interface JobRunner {
    /**
     * Who this runner is: the same after a restart of the application, and another one than that of any other replica. Only the
     * owner can tell whether the process of a job lives.
     */
    String owner();

    /**
     * Starts the present attempt of a job and returns.
     *
     * @throws LarderException if it cannot be started, and could not if it was tried again
     */
    void start(Job job);

    /**
     * What can be seen of jobs, whoever started them.
     *
     * @throws LarderException UNAVAILABLE if nothing can be seen at the moment
     */
    Map<UUID, Sighting> look(Collection<Job> jobs);

    /** Ends the present attempt, the hard way if it does not end by itself. May be called again until it has. */
    void stop(Job job);

    /** The end of the log of the latest attempt. */
    JobLog log(Job job, int maxBytes);

    /** Removes what is kept of a job that has ended. */
    void forget(Job job);

    /**
     * @param report the newest one of the present attempt, if there is any
     * @param lastWords of one that is dead and has reported no outcome: what its log ends with, in one line
     */
    record Sighting(Life life, Optional<JobReport> report, String lastWords) {}

    enum Life {
        ALIVE,
        DEAD,
        /** It runs, or ran, somewhere that cannot be seen from here. */
        UNKNOWN
    }

    /**
     * @param text whole lines
     * @param truncated there is more before
     */
    record JobLog(String text, boolean truncated) {}
}
