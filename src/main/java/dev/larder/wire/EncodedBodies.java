package dev.larder.wire;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses compressed bodies. Unpacked, a few kilobytes may be gigabytes, and the requests here are small; read as they are, they
 * would be told to be malformed.
 */
public class EncodedBodies {
    private static final int STATUS = 415;
    private static final String PLAIN = "identity";

    @ServerRequestFilter(preMatching = true)
    Optional<Response> refuse(ContainerRequestContext request) {
        var encoding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
        if (encoding == null || encoding.isBlank() || encoding.strip().equalsIgnoreCase(PLAIN)) {
            return Optional.empty();
        }
        var refusal = Problems.refusal(
                STATUS,
                Problems.UNSUPPORTED_MEDIA_TYPE,
                "CONTENT_ENCODING",
                "The header Content-Encoding says that the body is encoded (%s). Send it as it is, without compression."
                        .formatted(encoding));
        return Optional.of(Response.fromResponse(refusal)
                .header(HttpHeaders.ACCEPT_ENCODING, PLAIN)
                .build());
    }
}
