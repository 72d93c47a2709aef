package dev.larder.wire;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/** What ties an answer to the lines of the log: taken from the caller if it gives a sensible one, else made up. */
final class RequestId {
    /** Of the HTTP header and of the gRPC metadata. */
    static final String HEADER = "x-request-id";

    private static final String LOG_KEY = "requestId";
    private static final Pattern SENSIBLE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private RequestId() {}

    static String begin(String given) {
        var id = given != null && SENSIBLE.matcher(given).matches() ? given : madeUp();
        MDC.put(LOG_KEY, id);
        return id;
    }

    /** It need not be a secret, so it need not cost what a secret costs. */
    private static String madeUp() {
        var random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    static String current() {
        var id = MDC.get(LOG_KEY);
        return id == null ? begin(null) : id.toString();
    }
}
